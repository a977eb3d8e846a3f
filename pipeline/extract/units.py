"""The bracket at the end of an item that names its units: （财政部牵头，教育部配合，2026年6月底前完成）."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.grammar import Grammar
from pipeline.extract.times import BOUNDING
from pipeline.records import Bearer, Timex
from pipeline.timex import find

BEHIND = re.compile(r"[ \t\u3000]*[（(](?:[^（）()\n]|[（(][^（）()\n]{0,40}[）)]){2,400}[）)]")
BRACKET = re.compile(r"[（(]((?:[^（）()\n]|[（(][^（）()\n]{0,40}[）)]){2,400})[）)]")


def bracket_units(text: str, start: int, end: int, words: Grammar, published: str | None) -> tuple[tuple[Bearer, ...], tuple[Timex, ...]]:
    """Return the bearers and the times that the last bracket with units between two places of the text names."""
    found: list[Bearer] = []
    times: list[Timex] = []
    for match in BRACKET.finditer(text, start, end):
        inner = match.group(1)
        labels, marks = words.words.bearers.units_label, words.words.bearers.units_mark
        labelled = any(label in inner.casefold() for label in labels)
        if (
            not labelled
            and not any(inner.casefold().rstrip().endswith(mark) for mark in marks)
            and not any(mark + "，" in inner or mark + "；" in inner for mark in marks)
        ):
            continue
        found = _parties(inner, match.start(1), text, words, labelled)
        times = [
            replace(t, start=t.start + match.start(1), end=t.end + match.start(1))
            for t in find(inner, words.language, published)
            if t.role in BOUNDING
        ]
    return tuple(found), tuple(times)


def _parties(inner: str, offset: int, text: str, words: Grammar, labelled: bool) -> list[Bearer]:
    found = []
    for part in re.finditer(r"[^；;，,。]+" if not labelled else r"[^；;。]+", inner):
        piece, begin = part.group(), part.start()
        if labelled:
            named = re.match(r"\s*[^：:]{2,12}[：:]", piece)
            if named:
                if not any(label in named.group() for label in words.words.bearers.units_label):
                    continue
                begin += named.end()
                piece = piece[named.end() :]
        for name in re.finditer(r"[^、，,]+" if words.unit == "character" else r"[^,;]+", piece):
            quote, at = name.group(), offset + begin + name.start()
            joined = re.search(r"和(?=各)", quote)
            for sub in [(0, joined.start()), (joined.end(), len(quote))] if joined else [(0, len(quote))]:
                unit = quote[sub[0] : sub[1]]
                trimmed = MARKS.sub("", unit.rstrip())
                lead = len(trimmed) - len(trimmed.lstrip())
                trimmed = trimmed.strip()
                if len(trimmed) > 1 and not re.match(r"\d", trimmed):
                    s = at + sub[0] + lead
                    found.append(Bearer(text[s : s + len(trimmed)], s, s + len(trimmed), "context"))
    return found


MARKS = re.compile(r"(?:等)?(?:按职责分工负责|分别负责|分工负责|牵头负责|共同负责|按职责负责|牵头|负责|配合|参与|参加|按职责分工)+$|等$")


def with_bracket(text: str, end: int) -> int:
    """Return the end of an item with the bracket that follows its last sentence."""
    found = BEHIND.match(text, end)
    return found.end() if found else end
