"""A time without a year in a sentence about a recurrence: the day of each period, not a date of its own (section 7.6)."""

from __future__ import annotations

import re
from typing import Any

from .nodes import Cal, Limit, Recur

BY = ("before", "until", "no_later")
MONTHS = ("month", "quarter")
INSIDE = {"month": ("day", "week", "month"), "quarter": ("week", "month", "quarter"), "year": ("half", "year")}


class Carry:
    """Holds the recurrence named last in a sentence, and reads what stands after it in the same item by it; a language carries nothing
    over whose lexicon does not say what ends it (`carry_ends` between the two, `carry_bars` after the second)."""

    def __init__(self, cues: dict[str, re.Pattern[str]]) -> None:
        self.ends, self.bars = cues.get("carry_ends"), cues.get("carry_bars")
        self.every: tuple[Recur, int] | None = None  # and where it ends

    def over(self, tree: Any, text: str, start: int, stop: int) -> Any:
        """Return the tree at `text[start:stop]`, or what it is beside the recurrence before it."""
        if self.ends is None or self.bars is None:
            return tree
        if self.every is not None and not isinstance(tree, Recur):
            recur, end = self.every
            between = text[end:start]
            if self.ends.search(between) or self.bars.match(text, stop):
                self.every = None
            else:
                tree = carried(tree, recur, between.strip(" \n") in (",", "và", "("))
        if isinstance(tree, Recur):
            self.every = (tree, stop)
        return tree


def yearly(tree: Any) -> Any:
    """Return a limit without a year as a recurrence, where it stands in a sentence about every year: 每年……次年2月底前."""
    node = tree.node if isinstance(tree, Limit) else tree
    if not isinstance(node, Cal) or node.year or node.ryear is not None or not (node.month or _closing(node)):
        return tree
    bounded = isinstance(tree, Limit) and tree.kind in BY
    if node.myear in (0, 1) or (bounded and node.myear is None):
        return Recur("year", at=node.with_(myear=None), limit=tree.kind if isinstance(tree, Limit) else None)
    return tree


def _closing(node: Cal) -> bool:
    """Return whether the place is the end of the year that is meant, or of the one after it: 当年年底前, 次年年底前."""
    return node.myear in (0, 1) and node.unit == "year" and node.part == "end"


def of_each_year(tree: Any) -> Any:
    """Return a part of a year without a number as that of every year: 年终考核, cuối năm."""
    node = tree.node if isinstance(tree, Limit) else tree
    bounded = isinstance(tree, Limit) and tree.kind in (*BY, "at", "within")
    if type(node) is not Cal or node.given() != {"unit": "year", "part": node.part} or not (bounded or node is tree):
        return tree
    return Recur("year", at=node, limit=tree.kind if isinstance(tree, Limit) and tree.kind in BY else None)


def carried(tree: Any, every: Recur, adjacent: bool) -> Any:
    """Return the tree as the day of each of the periods of `every`, the recurrence named before it, where it can be one.

    hằng tháng ... vào ngày 10; mỗi tuần ... vào thứ sáu; hằng năm ... trong tháng 11, cuối năm. `adjacent` says that only a joint of a
    list stands between (định kỳ tháng 6, tháng 12), so that a month needs no word before it.
    """
    node, kind = (tree.node, tree.kind) if isinstance(tree, Limit) else (tree, "")
    if type(node) is not Cal or kind not in ("", "at", "within", *BY):
        return tree
    given = node.given()
    said = given.keys() - {"part", "unit"}
    limit = kind if kind in BY else None
    if node.part and not said and node.unit in INSIDE and kind != "within":  # cuối tháng, cuối quý, cuối năm
        unit = "half" if (every.unit, every.count) == ("month", 6) else every.unit
        target = kind in BY and unit != node.unit  # to do each month what is to be done by the year's end
        return tree if target or unit not in INSIDE[node.unit] else Recur(node.unit, at=node)
    if said in ({"day"}, {"day", "rmonth"}) and every.unit in MONTHS and node.rmonth in (None, 1) and kind:
        return Recur(every.unit, every.count, at=Cal(day=node.day), limit=limit)
    if said == {"day", "mmonth"} and every.unit in MONTHS and node.mmonth in (0, 1):  # 每月抽查……于次月5日前上报
        return Recur(every.unit, every.count, at=Cal(day=node.day), where="first" if every.unit == "quarter" else None, limit=limit)
    if said == {"weekday"} and every.unit == "week" and kind:
        return Recur("week", every.count, at=node, limit=limit)
    yearlong = said - {"myear"} in ({"month"}, {"month", "day"}, {"quarter"}) and node.myear in (None, 1)
    halves = (every.unit, every.count) == ("month", 6)  # 6 tháng một lần, vào tháng 6 và tháng 12
    if yearlong and (every.unit == "year" or halves) and (kind in ("at", "within") or adjacent):
        return Recur("year", 1 if halves else every.count, at=node.with_(myear=None))
    return tree
