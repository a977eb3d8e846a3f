"""Meanings of rules: stretches of the calendar, parts of them, and places side by side.

Each function takes the parts of a match and the rule's constants, and returns a tree of `nodes`, or None to refuse.
"""

from __future__ import annotations

from typing import Any

from .make_place import FITS, cal
from .nodes import Cal, Length, Offset, Range, Recur, Several


def years(parts: Any, named: str | None = None) -> Range | Cal | None:
    """From one year to another, written with figures: calendar years, a plan's, a school year's or a term's (`named`)."""
    first, last = parts["yy"] or (parts["a"], parts["b"])
    if last < 100:
        last += first // 100 * 100
    if not first <= last <= first + 100:
        return None
    part = next((t.value.part for t in parts.tokens if type(t.value) is Cal and t.value.part), None)
    if named:
        return Cal(named=named, span=(first, last), part=part)
    return Cal(named="period", span=(first, last), part=part) if part else Range(Cal(year=first), Cal(year=last))


def span(parts: Any, field: str) -> Range | None:
    """From one month (day, quarter) to another, both in figures under one year or month."""
    around: dict[str, Any] = {}
    for token in parts.tokens:
        if type(token.value) is Cal:
            around.update(token.value.given())
    for name in ("year", "month"):
        if isinstance(value := parts[name], int):
            around[name] = value
    part = around.pop("part", None)
    first, last = parts["ab"] or (parts["a"], parts["b"])
    least, most = FITS[field]
    if not (least <= first <= most and least <= last <= most) or (field != "month" and first >= last):
        return None
    return Range(Cal(**{**around, field: first}), Cal(**{**around, field: last, "part": part}))


def early(parts: Any, unit: str) -> Cal | None:
    """The first so many months or quarters of a year: 前三季度, 5 tháng đầu năm."""
    return _stretch(parts, "first", unit)


def late(parts: Any, unit: str) -> Cal | None:
    """The last so many months or quarters of a year."""
    return _stretch(parts, "last", unit)


def _stretch(parts: Any, which: str, unit: str) -> Cal | None:
    months = parts["n"] * (3 if unit == "quarter" else 1)
    if not 1 <= months <= 12:
        return None
    around = cal(parts) or Cal()
    if chain := parts["chain"]:
        around = around.with_(year=chain)
    around = around.with_(month=None, quarter=None, part=None, unit="year")
    if months == 6:
        return around.with_(half=1 if which == "first" else 2, unit=None)
    return around.with_(part=f"{which}:{months}", unit="year")


def day_to(parts: Any) -> Range | None:
    """From a day to a full date: 10-15/3/2021."""
    b = parts["b"]
    if isinstance(b, tuple):
        day, month = b
        b = (cal(parts) or Cal()).with_(day=day, month=month)
        if not 1 <= month <= 12:
            return None
    return Range(Cal(year=b.year, month=b.month, day=parts["a"], ryear=b.ryear), b)


def months_to(parts: Any) -> Range:
    """From a month to a month of a year: tháng 3-11/2021."""
    return Range(Cal(year=parts["b"].year, month=parts["a"]), parts["b"])


def halved(parts: Any, half_year: bool = False, whole: bool = False, unit: str = "month") -> Cal | None:
    """The first or last months of a year: 6 tháng đầu năm, nửa cuối năm 2021, 9 tháng năm 2021."""
    part = next((t.value.part for t in parts.tokens if type(t.value) is Cal and t.value.part), "start")
    months = 6 if half_year else parts["n"] * (3 if unit == "quarter" else 1)
    if not 1 <= months <= 12 or part == "mid":
        return None
    around = (cal(parts) or Cal()).with_(part=None, unit="year")
    if months == 6:
        return around.with_(half=1 if part == "start" else 2, unit=None)
    return around.with_(part=f"{'first' if part == 'start' else 'last'}:{months}")


def years_of(parts: Any) -> Cal | None:
    """The first or last years of a period: 3 năm đầu giai đoạn 2021-2025."""
    first, last = parts["yy"] or (parts["a"], parts["b"])
    edge = {"start": "first", "end": "last"}.get(parts["edge"].part)
    return Cal(named="period", span=(first, last), part=f"{edge}:{parts['n']}") if edge and first < last else None


def short_year(parts: Any) -> Cal | None:
    """A year of two figures (98年); smaller figures are lengths."""
    return Cal(year=parts["year"], short=True) if parts["year"] >= 80 else None


def lunar_day(parts: Any) -> Cal | None:
    """A day of the first ten of a lunar month, in characters (八月初八)."""
    text = parts.text(parts.tokens[0].start, parts.tokens[-1].end)
    around = cal(parts, part=None, unit=None, lunar=True)
    return around if "初" in text and not any(c.isdigit() and c.isascii() for c in text) else None


def school_year(parts: Any) -> Cal:
    """The school year named by its first year."""
    return Cal(named="school_cn", span=(parts["year"], parts["year"] + 1))


def week_of(parts: Any) -> Cal | None:
    """A week of a month by its number: tuần đầu tháng 6, tuần thứ hai của tháng 6."""
    around = cal(parts, **({"month": parts["my"].month, "year": parts["my"].year} if parts["my"] else {}))
    if around is None or around.part in ("mid", "end"):
        return None
    nth = 1 if around.part else (around.weekday or 9) + 1
    return around.with_(part=None, weekday=None, nth=nth) if nth <= 5 else None


def halfway(parts: Any) -> Recur | None:
    """The review after six (nine) months of every year."""
    return Recur("year", at=Cal(month=parts["n"])) if parts["n"] in (3, 6, 9) else None


def weekday(parts: Any) -> Cal | None:
    """A weekday by itself, which in Vietnamese may also be an ordinal (thứ hai: Monday, secondly)."""
    token = parts.tokens[0]
    it: Cal = token.value
    alone = parts.text(max(0, token.start - 1), token.end + 1).strip(" .") == parts.text(token.start, token.end) and parts.alone()
    return it if it.weekend or it.weekday == 7 or alone or parts.cue("weekday", max(0, token.start - 12), token.start) else None


def several_years(parts: Any, together: bool = False) -> Any:
    """Years side by side: one stretch where they follow one another and no limit stands before them."""
    items = [(t.value, (t.start, t.end)) for t in parts.tokens if type(t.value) is int]
    values = [v for v, _ in items]
    if values != sorted(set(values)):
        return None
    if together and values[-1] - values[0] == len(values) - 1:
        return Range(Cal(year=values[0]), Cal(year=values[-1]))
    spans = [s for _, s in items]
    spans[0] = (parts.tokens[0].start, spans[0][1])
    return Several(tuple(Cal(year=v) for v in values), tuple(spans))


def bare_year(parts: Any, **constants: Any) -> Cal | None:
    """A year without its word after a limit (đến 2025), unless something is counted (đến 2025 hộ)."""
    return Cal(year=parts["year"]) if not parts.follows("counted") else None


def same_day(parts: Any) -> Offset:
    """Within the day: trong ngày."""
    return Offset(Length((("day", 1, 1),)), "event", "window")


def edge_quarter(parts: Any) -> Cal | None:
    """The first or last quarter of a year: quý đầu, quý cuối năm 2021."""
    around = cal(parts) or Cal()
    return None if around.part == "mid" else around.with_(quarter=1 if around.part == "start" else 4, part=None)


def ten_days(parts: Any, unit: str | None = None) -> Cal | None:
    """The first, middle or last ten days of a month."""
    around = cal(parts, unit=unit, **({"month": parts["my"].month, "year": parts["my"].year} if parts["my"] else {}))
    if around is None or parts["ten"] not in (10, 15):
        return None
    return around.with_(part={"start": "early", "mid": "middle"}.get(around.part or "", "late"))


def season_years(parts: Any) -> Range | None:
    """The winter-spring crop of two years: November to April."""
    first, last = parts["yy"]
    return Range(Cal(year=first, month=11), Cal(year=last, month=4)) if last == first + 1 else None


def tet(parts: Any) -> Cal:
    """A festival without a year."""
    return parts.tokens[-1].value


def part_of_vi(parts: Any) -> Cal | None:
    """The first (last) years of a period: 3 năm đầu giai đoạn 2021-2025."""
    edge = next(t.value.part for t in parts.tokens if type(t.value) is Cal and t.value.part in ("start", "mid", "end"))
    return None if edge == "mid" else part_of(parts, last=edge == "end")


def first_year(parts: Any) -> Cal | None:
    """The first or last year of a plan: năm đầu tiên thực hiện kế hoạch 2021-2025."""
    it: Range = parts["it"]
    edge = parts["edge"].part if parts["edge"] else "end" if parts.token("last") else "start"
    return it.end if edge == "end" else it.start if edge == "start" else None


def two_years(parts: Any) -> Range | None:
    """Two years in a row named side by side: năm 2021 và 2022."""
    a, b = parts["a"], parts["b"]
    a, b = (Cal(year=x) if isinstance(x, int) else x for x in (a, b))
    if type(a) is not Cal or type(b) is not Cal or a.given().keys() - {"year", "ryear"} or b.given().keys() - {"year", "ryear"}:
        return None
    follows = (a.year and b.year == a.year + 1) or (a.ryear is not None and b.ryear == a.ryear + 1)
    return Range(a, b) if follows and parts["n"] in (None, 2) else None


def both_years(parts: Any) -> Range:
    """This year and the next."""
    return Range(Cal(ryear=0), Cal(ryear=1))


def ranged(parts: Any) -> Range | None:
    """From one place in the calendar to another."""
    a, b = parts["a"], parts["b"]
    if type(a) is not Cal or type(b) is not Cal or a.named == "event" or b.named == "event":
        return None
    return Range(a, b)


def part_of(parts: Any, last: bool = False, ordinal: bool = False) -> Cal | None:
    """The first (last, n-th) years of a plan or period, or months of a year."""
    it, length = parts["it"], parts["n"]
    if type(it) is Range and type(it.start) is Cal and type(it.end) is Cal and it.start.given().keys() == it.end.given().keys() == {"year"}:
        it = Cal(named="period", span=(it.start.year, it.end.year))  # type: ignore[arg-type]
    if type(it) is not Cal or it.part or len(length.units) != 1 or length.vague:
        return None
    unit, amount, _ = length.units[0]
    if unit == "year" and it.named:
        return it.with_(part=f"{'nth' if ordinal else 'last' if last else 'first'}:{int(amount)}")
    if unit == "month" and it.finest() == "year" and not ordinal:
        if amount == 6:
            return it.with_(half=2 if last else 1)
        return it.with_(part=f"{'last' if last else 'first'}:{int(amount)}", unit="year")
    return None


def several(parts: Any) -> Several:
    """Places side by side, each a time of its own."""
    items = [(t.value, (t.start, t.end)) for t in parts.tokens if type(t.value) in (Cal, Range)]
    return _spread([i for i, _ in items], [s for _, s in items])


def several_figures(parts: Any, field: str | None = None) -> Several | None:
    """Figures side by side whose unit only the last one names: 3、6、9月底, năm 2021 và 2022."""
    last = parts["last"]
    if type(last) is not Cal:
        return None
    unit = field or last.finest()
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
    """Give each item the part and the year that only one end of the list names."""
    last = items[-1]
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
    items = [(t.value, (t.start, t.end)) for t in parts.tokens if type(t.value) is int and t.value <= 12]
    values = [v for v, _ in items]
    if values != sorted(set(values)):
        return None
    spans = [s for _, s in items]
    spans[0], spans[-1] = (parts.tokens[0].start, spans[0][1]), (spans[-1][0], parts.tokens[-1].end)
    return Several(tuple(around.with_(month=v) for v in values), tuple(spans))
