"""Times by which something is called, told of or came about, which no act is due by: báo cáo quý I, số liệu đến 31/3, “Tết sum vầy”."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from .carry import BY
from .nodes import Cal, Limit, Range

NEAR = 24  # letters before a time in which the word for what came about by it may stand
FAR = 90  # letters before a period in which the noun that it names may stand
PARTS = ("start", "mid", "end")  # of a unit: cuối năm is when, năm 2024 may be which
QUOTES = ("“", "‘", "「", "«")
_IN_NAME = re.compile(r"[^“”‘’「」«»,.;:!?。]{1,30}[”’」»]")  # a time that opens a name: “Tết sum vầy”


class Naming:
    """Tells such times by the cues of a language, which may do without any of them, in a document published on a day."""

    def __init__(self, cues: dict[str, re.Pattern[str]], published: date | None) -> None:
        self.cues, self.published = cues, published

    def name(self, tree: Any, values: dict[str, Any], text: str, begin: int, start: int, stop: int) -> bool:
        """Return whether the tree at `text[start:stop]`, in a sentence from `begin` on, is such a time; `values` are its fields."""
        quoted = isinstance(tree, (Cal, Range)) and text[start - 1 : start] in QUOTES and _IN_NAME.match(text, stop)
        return (
            bool(quoted)
            or self._came_about(tree, values, text, start, stop)
            or self._jubilee(values["value"], text[start:stop])
            or self._called(tree, values, text[max(begin, start - FAR) : start], text[stop : stop + FAR])
        )

    def _came_about(self, tree: Any, values: dict[str, Any], text: str, start: int, stop: int) -> bool:
        """Return whether the tree tells when what is spoken of came about: 2015年前入职的职工, công trình khởi công trước năm 2020."""
        node = tree.node if isinstance(tree, Limit) and tree.kind in (*BY, "after") else None
        if self.published is None or not isinstance(node, Cal) or node.year is None:
            return False
        if (value := values["value"]) >= self.published.isoformat()[: len(value)]:
            return False
        before, after = self.cues.get("happened_before"), self.cues.get("happened_after")
        return bool((before and before.search(text, max(0, start - NEAR), start)) or (after and after.match(text, stop)))

    def _jubilee(self, value: str, said: str) -> bool:
        """Return whether a time runs from a day to the same day of another year: kỷ niệm 70 năm … (07/5/1954 - 07/5/2024)."""
        cue, (first, _, last) = self.cues.get("jubilee"), value.partition("/")
        return len(first) == len(last) == 10 and first[4:] == last[4:] and cue is not None and cue.search(said) is not None

    def _called(self, tree: Any, values: dict[str, Any], before: str, after: str) -> bool:
        """Return whether the tree is the period by which the thing before it is called (báo cáo quý I, số liệu 6 tháng đầu năm), by the
        noun or by the limit right behind it (học kỳ II｜trước ngày 25/5), or the days of which something told gives account (số liệu từ
        ngày 15/12 đến ngày 14/3)."""
        called, told, limits = (self.cues.get(name) for name in ("named_by", "told_of", "limit_after"))
        if called is None or told is None or limits is None:
            return False
        if isinstance(tree, Limit):
            return tree.kind == "until" and told.search(before) is not None
        if isinstance(tree, Range) and tree.start and tree.start.day:
            gone = self.published is not None and values["value"][:10] <= self.published.isoformat()
            return gone and told.search(before) is not None
        whole = isinstance(tree, Range) or (isinstance(tree, Cal) and tree.finest() != "day" and tree.part not in PARTS)
        return whole and bool(called.search(before) or (before.strip() and limits.match(after)))
