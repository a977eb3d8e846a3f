"""Labels that say under a task who does it and by when: 责任单位：市教育局；完成时限：6月底前 · Đơn vị chủ trì: Sở Nội vụ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.settings import Section, config_folder, read_yaml

Kind = Literal["units", "times", "others", "tells", "tasks"]
KINDS: tuple[Kind, ...] = ("units", "times", "others", "tells", "tasks")
# A value ends with its sentence, its bracket or the next label.
END = re.compile(r"[。）)】\]]|\.(?=\s|$)")
COLON = re.compile("[：:]")
REMARK = re.compile(r"[（(][^（）()\n]*[）)]$")
SHARED = ("及", "和", "与", "、", "/")
CLOSING = "）)】]"
OPENING = dict(zip(CLOSING, "（(【[", strict=True))
BLANK = " \t\n\r\u3000*"
PARTING = "。.；;，,、（(【[·•-–—+" + BLANK


class Words(Section):
    """The labels of one language."""

    before: tuple[str, ...]
    units: tuple[str, ...]
    times: tuple[str, ...]
    others: tuple[str, ...]
    tells: tuple[str, ...]
    tasks: tuple[str, ...]


class LabelsFile(Section):
    """`config/labels.yaml`."""

    zh: Words
    vi: Words


@dataclass(frozen=True, slots=True)
class Label:
    """A label that begins at `start`, and the stretch of its value, `text[low:high]`."""

    kind: Kind
    start: int
    low: int
    high: int


@cache
def _known() -> tuple[dict[str, Kind], tuple[str, ...], int]:
    """Return the kind of each label of either language, what may stand before one, and the length of the longest."""
    file = read_yaml(config_folder() / "labels.yaml", LabelsFile)
    kinds: dict[str, Kind] = {word: kind for words in (file.zh, file.vi) for kind in KINDS for word in getattr(words, kind)}
    return kinds, file.zh.before + file.vi.before, max(map(len, kinds))


def find(text: str, start: int, end: int) -> Iterator[Label]:
    """Yield the labels in `text[start:end]`, one paragraph, in order of place."""
    heads = [(colon.end(), head) for colon in COLON.finditer(text, start, end) if (head := _head(text, start, colon.start()))]
    for number, (low, (place, kind)) in enumerate(heads):
        limit = heads[number + 1][1][0] if number + 1 < len(heads) else end
        high = limit if kind == "tells" else _stop(text, low, limit)
        while low < high and text[low] in BLANK:
            low += 1
        while high > low and text[high - 1] in PARTING:
            high -= 1
        yield Label(kind, place, low, high)


def opens(text: str, start: int, end: int) -> Kind | None:
    """Return the kind of the label with which, and with whose value, a line begins; None where it begins otherwise."""
    first = next(find(text, start, end), None)
    return first.kind if first is not None and first.low < first.high and not text[start : first.start].strip(PARTING) else None


def named(words: str) -> Kind | None:
    """Return the kind of the label that words are, with a colon or without; None where they are none."""
    return _known()[0].get(words.strip(BLANK).rstrip("：:").casefold())


def _head(text: str, start: int, colon: int) -> tuple[int, Kind] | None:
    """Return where the label before a colon begins, and its kind; None where no label stands there, or words before it.

    Of labels that share a value (责任单位及完成时限：) the one of units tells the kind: its times are read as well.
    """
    found = _name(text, start, colon)
    if found is None:
        return None
    place, kind = found
    while text[start:place].endswith(SHARED) and (more := _name(text, start, place - 1)):
        place, kind = more[0], "units" if more[1] == "units" else kind
    left = text[start:place].rstrip(BLANK)
    parted = not left or left[-1] in PARTING or text[place - 1] == "\n" or (text[place] >= "一" and text[place - 1] in BLANK)
    return (place, kind) if parted else None


def _name(text: str, start: int, end: int) -> tuple[int, Kind] | None:
    """Return where the label begins that ends at a place, a remark in brackets aside, and its kind."""
    kinds, before, longest = _known()
    end = start + len(text[start:end].rstrip(BLANK))
    remark = REMARK.search(text, max(start, end - longest), end)
    end = remark.start() if remark else end
    words = text[max(start, end - longest) : end].casefold()
    name = next((words[-size:] for size in range(len(words), 1, -1) if words[-size:] in kinds), None)
    if name is None:
        return None
    place = end - len(name)
    return place - len(next((word for word in before if text.endswith(word, start, place)), "")), kinds[name]


def _stop(text: str, low: int, limit: int) -> int:
    """Return where a value that begins at `low` ends: with its sentence, or the bracket around it."""
    for match in END.finditer(text, low, limit):
        if match[0] not in CLOSING or text.count(OPENING[match[0]], low, match.start()) < text.count(match[0], low, match.end()):
            return match.start()
    return limit
