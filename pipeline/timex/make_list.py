"""Meanings of rules: places side by side, and lists of days in each period.

Each function takes the parts of a match and the rule's constants, and returns a tree of `nodes`, or None to refuse.
"""

from __future__ import annotations

import itertools
import re
from typing import Any

from .make_place import FITS, cal
from .nodes import Cal, Range, Recur, Several

UNIT_WORDS = ("NGAY", "THANG", "QUYW")
DAY_WORDS = ("RI1", "HAO")
ITEM = re.compile(r"[一二三四五六七八九十]+、\d")  # the number of an item where a line begins: 一、6月底前


def several_years(parts: Any, together: bool = False) -> Any:
    """Years side by side: one stretch where they follow one another and no limit stands before them."""
    items = [(t.value, (t.start, t.end)) for t in parts.tokens if type(t.value) is int and t is not parts.token("n")]
    values = [v for v, _ in items]
    if values != sorted(set(values)) or parts["n"] not in (None, len(values)):
        return None
    if together and values[-1] - values[0] == len(values) - 1:
        return Range(Cal(year=values[0]), Cal(year=values[-1]))
    spans = [s for _, s in items]
    spans[0] = (parts.tokens[0].start, spans[0][1])
    return Several(tuple(Cal(year=v) for v in values), tuple(spans))


def two_years(parts: Any) -> Range | None:
    """Two years in a row named side by side: năm 2021 và 2022."""
    a, b = parts["a"], parts["b"]
    a, b = (Cal(year=x) if isinstance(x, int) else x for x in (a, b))
    if type(a) is not Cal or type(b) is not Cal or a.given().keys() - {"year", "ryear"} or b.given().keys() - {"year", "ryear", "myear"}:
        return None
    if a.ryear is not None and b.myear == 1:
        b = Cal(ryear=a.ryear + 1)  # năm nay và năm sau
    follows = (a.year and b.year == a.year + 1) or (a.ryear is not None and b.ryear == a.ryear + 1)
    return Range(a, b) if follows and parts["n"] in (None, 2) else None


def both_years(parts: Any, first: int = 0, last: int = 1) -> Range:
    """This year and the next (two), or the two after this."""
    return Range(Cal(ryear=first), Cal(ryear=last))


def several(parts: Any) -> Several:
    """Places side by side, each a time of its own."""
    items = [(t.value, (t.start, t.end)) for t in parts.tokens if type(t.value) in (Cal, Range)]
    return _spread([i for i, _ in items], [s for _, s in items])


def several_alike(parts: Any) -> Several | None:
    """Places of one kind side by side, none with a year of its own: tháng 4, tháng 10 hằng năm."""
    kinds = {frozenset(t.value.given()) for t in parts.tokens if type(t.value) is Cal}
    kind = kinds.pop()
    return several(parts) if not kinds and kind & {"month", "quarter"} and "year" not in kind else None


def several_figures(parts: Any, field: str | None = None) -> Several | None:
    """Figures side by side whose unit only the last one names: 3、6、9月底, năm 2021 và 2022."""
    last, start = parts["last"], parts.tokens[0].start
    opens = not start or parts.text(start - 1, start) == "\n"
    if type(last) is not Cal or (opens and ITEM.match(parts.text(start, parts.tokens[-1].end))):
        return None
    unit = field or ("month" if last.month and last.day else last.finest())  # 3、6、9月20日前
    around = next((t.value.given() for t in parts.tokens if type(t.value) is Cal and t.value is not last), {})
    if isinstance(parts["year"], int):
        around["year"] = parts["year"]
    items, spans = [], []
    for token in parts.tokens:
        if type(token.value) is int and token.value != around.get("year"):
            least, most = (1900, 2100) if unit == "year" else FITS.get(unit, (0, 0))
            if not least <= token.value <= most:
                return None
            items.append(last.with_(**{**around, unit: token.value}))
            spans.append((token.start, token.end))
    items.append(last.with_(**around) if around else last)
    spans.append((parts.token("last").start, parts.token("last").end))
    values: list[Any] = [getattr(i, unit, None) for i in items]
    if None in values or not items[1:] or values != sorted(set(values)):
        return None
    return Several(tuple(items), tuple(spans))


def _spread(items: list[Any], spans: list[tuple[int, int]]) -> Several:
    """Give each item the day, the part and the year that only one end of the list names."""
    last = items[-1]
    if type(last) is Cal and last.month and last.day and all(type(i) is Cal and i.finest() == "month" and not i.part for i in items[:-1]):
        items = [i.with_(day=last.day) for i in items]  # 3月、6月、9月20日前
    if type(last) is Cal and last.part:
        items = [i.with_(part=last.part) if type(i) is Cal and not i.part and i.finest() == last.finest() else i for i in items]
    first = items[0]
    if type(first) is Cal and first.year and type(last) is Cal and not last.year and not last.ryear:
        items = [
            i.with_(year=first.year) if type(i) is Cal and i.year is None and i.ryear is None and i.finest() != "year" else i for i in items
        ]
    elif type(last) is Cal and last.year and last.finest() != "year":
        items = [i.with_(year=last.year) if type(i) is Cal and i.year is None and i.ryear is None else i for i in items]
    return Several(tuple(items), tuple(spans))


def listed_months(parts: Any) -> Several | None:
    """Months side by side: tháng 3, 6 và 9 năm 2021."""
    around = cal(parts) or Cal()
    apart = (parts.token("day"), parts.token("year"))
    items = [(t.value, (t.start, t.end)) for t in parts.tokens if type(t.value) is int and t.value <= 12 and t not in apart]
    if my := parts["my"]:
        around, last = around.with_(year=my.year), parts.token("my")
        items.append((my.month, (last.start, last.end)))
    values = [v for v, _ in items]
    if values != sorted(set(values)):
        return None
    spans = [s for _, s in items]
    spans[0], spans[-1] = (parts.tokens[0].start, spans[0][1]), (spans[-1][0], parts.tokens[-1].end)
    return Several(tuple(around.with_(month=v) for v in values), tuple(spans))


def listed_days(parts: Any) -> Several | None:
    """Days of one month side by side: ngày 1 và 2 tháng 6, ngày 10, 11/3/2026."""
    last = parts.token("last")
    around = cal(parts, **({"month": parts["my"].month, "year": parts["my"].year} if parts["my"] else {})) if last is None else Cal()
    items = [t for t in parts.tokens if type(t.value) is int and t is not parts.token("month") and t is not parts.token("year")]
    values = [t.value for t in items]
    if last is not None:
        day, month = last.value if type(last.value) is tuple else (last.value.day, last.value.month)
        around = Cal(month=month, year=parts["year"] if type(last.value) is tuple else last.value.year)
        items, values = [*items, last], [*values, day]
        if not 1 <= month <= 12:
            return None
    return _side_by_side(parts, around, "day", items, values) if around else None


def listed_dates(parts: Any) -> Several | None:
    """Days and months in figures side by side, under the year of the last: ngày 15/3, 15/6 và 15/9/2021."""
    last = parts["last"]
    items = [t for t in parts.tokens if type(t.value) is tuple or (last is not None and t.value is last)]
    pairs = [t.value if type(t.value) is tuple else (t.value.day, t.value.month) for t in items]
    if not all(1 <= day <= 31 and 1 <= month <= 12 for day, month in pairs) or pairs != sorted(set(pairs), key=lambda pair: pair[::-1]):
        return None
    spans = [(t.start, t.end) for t in items]
    spans[0] = (parts.tokens[0].start, spans[0][1])
    around = Cal(year=last.year) if last else cal(parts) or Cal()
    return Several(tuple(around.with_(day=d, month=m) for d, m in pairs), tuple(spans))


def listed_quarters(parts: Any) -> Several | None:
    """Quarters of one year side by side: 2026年一、二季度, quý II, III/2026."""
    items = [t for t in parts.tokens if type(t.value) is int and t is not parts.token("year")]
    around = cal(parts) or Cal()
    return _side_by_side(parts, around, "quarter", items, [t.value for t in items])


def _side_by_side(parts: Any, around: Cal, unit: str, items: list[Any], values: list[int]) -> Several | None:
    least, most = FITS[unit]
    if values != sorted(set(values)) or not (least <= values[0] and values[-1] <= most):
        return None
    named = {after.start: before.start for before, after in itertools.pairwise(parts.tokens) if parts.name(before) in UNIT_WORDS}
    closed = {before.start: after.end for before, after in itertools.pairwise(parts.tokens) if parts.name(after) in DAY_WORDS}
    spans = [(named.get(t.start, t.start), closed.get(t.start, t.end)) for t in items]  # quý II và quý III: the word is its item's
    spans[0], spans[-1] = (parts.tokens[0].start, spans[0][1]), (spans[-1][0], parts.tokens[-1].end)
    return Several(tuple(around.with_(**{unit: value}) for value in values), tuple(spans))


def weekdays(parts: Any, shift: int = 0) -> Recur | None:
    """Several days of every week: 每周一、三、五, thứ 2, 4, 6 hằng tuần; a figure is the weekday less `shift`."""
    value = parts["every"]
    if value is not None and value.get("unit") != "week":
        return None
    days: list[int] = []
    reach = False
    for token in parts.tokens:
        name = parts.name(token)
        number = _weekday_number(token, name, shift, started=value is None or token is not parts.tokens[0])
        if number is not None:
            days += range(days[-1] + 1, number) if reach and days else []
            days.append(number)
        reach = name in ("DAO", "DASH", "DENW", "TOI") or (reach and number is None and name not in ("COMMA", "VA", "ENUM", "AND"))
    if pair := parts["ab"]:
        days = list(range(pair[0] - shift, pair[1] - shift + 1))
    if not days or days != sorted(set(days)) or not 1 <= days[0] <= days[-1] <= 7:
        return None
    return Recur("week", at=Several(tuple(Cal(weekday=day) for day in days), tuple((0, 0) for _ in days)))


def _weekday_number(token: Any, name: str, shift: int, started: bool) -> int | None:
    if type(token.value) is Cal:
        return token.value.weekday
    if type(token.value) is int:
        return token.value - shift
    return 7 if name in ("RI1", "TIAN") and started else None


def month_weekdays(parts: Any) -> Recur | None:
    """A weekday of the weeks that are counted in every month: thứ bảy tuần thứ hai và tuần thứ tư hằng tháng."""
    if parts["every"] not in (None, {"unit": "month"}):
        return None
    wday = parts.token("wday")
    numbers = [t.value for t in parts.tokens if t.start > wday.start and type(t.value) in (int, Cal)]
    weeks = [n if type(n) is int else (n.weekday or 9) + 1 for n in numbers]
    if weeks != sorted(set(weeks)) or not 1 <= weeks[0] <= weeks[-1] <= 5:
        return None
    days = tuple(Cal(weekday=wday.value.weekday, nth=week) for week in weeks)
    return Recur("month", at=days[0] if len(days) == 1 else Several(days, ((0, 0),) * len(days)))


def digit_days(parts: Any) -> Recur | None:
    """The days of every month that end in a figure (每月逢5日: the 5th, 15th and 25th), as markets and service days are kept."""
    day = parts["at"].day if parts["at"] else parts["n"]
    if parts["every"].get("unit") != "month" or not 1 <= day <= 31:
        return None
    days = [day] if day > 9 else [day, day + 10, day + 20]
    return Recur("month", at=Several(tuple(Cal(day=d) for d in days), ((0, 0),) * len(days)))


def every_days(parts: Any) -> Recur | None:
    """Several days of every month: 每月10日、20日前, ngày 10, 20 và 30 hằng tháng."""
    days: list[int] = [
        (t.value.day or 0) if type(t.value) is Cal else t.value
        for t in parts.tokens
        if type(t.value) in (Cal, int) and t is not parts.token("n")
    ]
    if parts["every"].get("unit") != "month" or not all(1 <= day <= 31 for day in days) or days != sorted(set(days)):
        return None
    return Recur("month", at=Several(tuple(Cal(day=day) for day in days), tuple((0, 0) for _ in days)))
