"""Meanings of rules: stretches of the calendar, parts of them, and places side by side.

Each function takes the parts of a match and the rule's constants, and returns a tree of `nodes`, or None to refuse.
"""

from __future__ import annotations

from typing import Any

from .make_length import of_length
from .make_place import FITS, cal
from .named import HOLIDAYS, SEASONS
from .nodes import Cal, Length, Offset, Range, Recur, Several


def years(parts: Any, named: str | None = None) -> Range | Cal | None:
    """From one year to another, written with figures: calendar years, a plan's, a school year's or a term's (`named`)."""
    first, last = parts["yy"] or (parts["a"], parts["b"])
    if last < 100:
        last += first // 100 * 100
    if not first <= last <= first + 100 or parts["n"] not in (None, last - first + 1):
        return None
    part = next((t.value.part for t in parts.tokens if type(t.value) is Cal and t.value.part), None)
    if named:
        return Cal(named=named, span=(first, last), part=part)
    return Cal(named="period", span=(first, last), part=part) if part else Range(Cal(year=first), Cal(year=last))


def span(parts: Any, field: str, lunar: bool = False) -> Range | None:
    """From one month (day, quarter) to another, both in figures under one year or month."""
    around: dict[str, Any] = {"lunar": True} if lunar else {}
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
    opens = dict(around)
    if first > last and (unit := next((name for name in ("year", "ryear") if name in around), None)) and _year_last(parts):
        opens[unit] -= 1  # tháng 11 đến tháng 3 năm 2022: across the end of a year
    if first > last:
        opens.pop("myear", None)  # tháng 11 đến tháng 3 năm sau: the year after that of the first
    return Range(Cal(**{**opens, field: first}), Cal(**{**around, field: last, "part": part}))


def _year_last(parts: Any) -> bool:
    """Return whether the year stands behind the second month, which is then the one it is said of."""
    b = parts.token("b")
    return b is not None and parts.tokens[-1].start > b.start


def early(parts: Any, unit: str) -> Cal | None:
    """The first so many months or quarters of a year: 前三季度, 5 tháng đầu năm."""
    return _stretch(parts, "first", unit)


def late(parts: Any, unit: str) -> Cal | None:
    """The last so many months or quarters of a year."""
    return _stretch(parts, "last", unit)


def _stretch(parts: Any, which: str, unit: str) -> Cal | None:
    months = parts["n"] * (3 if unit == "quarter" else 1)
    alone = months == 1 and which == "first" and parts.name(parts.tokens[0]) == "QIAN1"  # 前一个月: the one before
    if alone or not 1 <= months <= 12:
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
    """From a month to a month of a year: tháng 3-11/2021, 2021.3-11."""
    b, month = parts["b"], parts["a"]
    if type(month) is Cal:
        return Range(month, Cal(year=(month.year or 0) + (b < month.month), month=b))
    return Range(Cal(year=b.year - (month > b.month), month=month), b)


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
    """A year of two figures (98年, 06年); other figures are lengths."""
    start = parts.tokens[0].start
    if pair := parts["pair"]:  # 九八年; 八九年 may be eight or nine years
        return Cal(year=10 * pair[0] + pair[1], short=True) if pair[0] in (8, 9) and pair[1] != pair[0] + 1 else None
    zero = parts.text(start, start + 1) in ("0", "〇", "零")
    return Cal(year=parts["year"], short=True) if 80 <= parts["year"] < 100 or zero else None


def lunar_day(parts: Any) -> Cal | None:
    """A day of the first ten of a lunar month, in characters (八月初八)."""
    text = parts.text(parts.tokens[0].start, parts.tokens[-1].end)
    around = cal(parts, part=None, unit=None, lunar=True)
    return around if "初" in text and not any(c.isdigit() and c.isascii() for c in text) else None


def school_year(parts: Any) -> Cal:
    """The school year named by its first year."""
    return Cal(named="school_cn", span=(parts["year"], parts["year"] + 1))


def week_of(parts: Any) -> Cal | None:
    """A week of a month by its number: tuần đầu tháng 6, tuần thứ hai của tháng 6, 6月第三周; the last: tuần cuối tháng 6."""
    around = cal(parts, **({"month": parts["my"].month, "year": parts["my"].year} if parts["my"] else {}))
    if around is None or around.part == "mid":
        return None
    nth = -1 if parts.token("last") or around.part == "end" else 1 if around.part else around.nth or (around.weekday or 9) + 1
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


def bare_year(parts: Any, **constants: Any) -> Cal | None:
    """A year without its word after a limit (đến 2025), unless something is counted (đến 2025 hộ)."""
    return Cal(year=parts["year"]) if not parts.follows("counted") else None


def same_day(parts: Any = None, unit: str = "day") -> Offset:
    """Within the day, or the first `unit` after an event: trong ngày, trong ngày làm việc kế tiếp."""
    return Offset(Length(((unit, 1, 1),)), "event", "window")


def edge_quarter(parts: Any) -> Cal | None:
    """The first or last quarter of a year: quý đầu, quý cuối năm 2021."""
    around = cal(parts) or Cal()
    return None if around.part == "mid" else around.with_(quarter=1 if around.part == "start" else 4, part=None)


def weeks_of(parts: Any) -> Any:
    """Weeks of a month by their numbers: tuần 1-2 tháng 4, 4月第三、四周; those that do not follow one another are times of their own."""
    around = cal(parts, **({"month": parts["my"].month, "year": parts["my"].year} if parts["my"] else {}))
    a, b = parts["ab"] or (parts["a"], parts["b"])
    if around is None or not 1 <= a < b <= 5:
        return None
    first, last = around.with_(nth=a), around.with_(nth=b)
    if b > a + 1 and any(parts.name(t) in ("ENUM", "AND", "COMMA", "VA") for t in parts.tokens):
        return Several((first, last), tuple((t.start, t.end) for t in (parts.token("a"), parts.token("b"))))
    return Range(first, last)


def ten_days(parts: Any, unit: str | None = None) -> Cal | None:
    """The first, middle or last ten days of a month."""
    around = cal(parts, unit=unit, **({"month": parts["my"].month, "year": parts["my"].year} if parts["my"] else {}))
    if around is None or parts["ten"] not in (10, 15):
        return None
    if parts["ten"] == 15:
        return around.with_(part={"start": "half1", "end": "half2"}.get(around.part or "end"))
    return around.with_(part={"start": "early", "mid": "middle"}.get(around.part or "", "late"))


def season_years(parts: Any) -> Range | None:
    """A season or crop over two years: mùa khô 2025-2026, November to April."""
    first, last = parts["yy"] or (parts["a"], parts["b"])
    opens, closes = SEASONS[parts["it"].season]
    fits = last == first + 1 and closes < opens
    return Range(Cal(year=first, month=opens), Cal(year=last, month=closes)) if fits else None


def tet_day(parts: Any) -> Cal | None:
    """A day of the lunar new year's weeks: 28 Tết in the twelfth month, mùng 3 Tết in the first."""
    day = parts["day"]
    if parts["it"].festival != "tet" or 8 < day < 20:
        return None
    around = cal(parts, festival=None, day=None) or Cal()
    if day == 30:
        return around.with_(festival="tet_eve")
    year = around.year - 1 if around.year and day >= 20 else around.year
    ryear = around.ryear - 1 if around.ryear is not None and day >= 20 else around.ryear
    return Cal(year=year, ryear=ryear, month=12 if day >= 20 else 1, day=day, lunar=True)


def half_month(parts: Any) -> Cal | None:
    """The first or second half of a month: nửa đầu tháng 6."""
    around = cal(parts, **({"month": parts["my"].month, "year": parts["my"].year} if parts["my"] else {}))
    half = {"start": "half1", "end": "half2"}.get((around and around.part) or "")
    return around.with_(part=half) if around and half else None


def month_weekday(parts: Any) -> Cal | None:
    """The first or last of a weekday in a month: thứ Hai đầu tháng, thứ Sáu cuối cùng của tháng 6."""
    my = parts["my"]
    around = cal(parts, unit="month", part=None, **({"month": my.month, "year": my.year} if my else {}))
    if around is None or not around.weekday or (parts["edge"] and parts["edge"].part == "mid"):
        return None
    return around.with_(nth=-1 if parts.token("last") or (parts["edge"] and parts["edge"].part == "end") else 1)


def tet(parts: Any) -> Cal:
    """A festival without a year."""
    return parts.tokens[-1].value


def part_of_vi(parts: Any) -> Cal | None:
    """The first (last) years of a period: 3 năm đầu giai đoạn 2021-2025."""
    edge = next(t.value.part for t in parts.tokens if type(t.value) is Cal and t.value.part in ("start", "mid", "end"))
    return None if edge == "mid" else part_of(parts, last=edge == "end")


def first_year(parts: Any) -> Cal | None:
    """The first or last year of a plan: năm đầu tiên thực hiện kế hoạch 2021-2025."""
    it = parts["it"]
    edge = parts["edge"].part if parts["edge"] else "end" if parts.token("last") else "start"
    if type(it) is not Range:  # a term of office
        return Cal(named="period", span=it.span, part=edge) if it.named == "term" and it.span and not it.part else None
    return it.end if edge == "end" else it.start if edge == "start" else None


def ranged(parts: Any) -> Range | None:
    """From one place in the calendar to another."""
    a, b = parts["a"], parts["b"]
    if type(a) is not Cal or type(b) is not Cal or a.named == "event" or b.named == "event" or b.festival == "anniversary":
        return None
    return Range(a, _month_before(b) if parts.token("lim") else b)


def _month_before(b: Cal) -> Cal:
    """The month before one, or before its first day, which do not count (đến trước ngày 01/7/2004: up to the end of June)."""
    opens = b.given().keys() <= {"year", "month", "day"} and b.day in (None, 1)
    if not opens or not b.month or (b.month == 1 and not b.year):
        return b
    return Cal(year=b.year and b.year - (b.month == 1), month=(b.month - 2) % 12 + 1)


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


def turn(parts: Any) -> Range | None:
    """From the end of one unit to the start of the next: 6月底7月初, cuối quý I đầu quý II."""
    a, b = parts["a"], parts["b"]
    if a.unit == b.unit == "year" and a.year is None and a.ryear is None:  # 岁末年初
        a, b = a.with_(ryear=0), b.with_(ryear=1)
    late, soon = a.part in ("end", "late"), b.part in ("start", "early", "mid", "middle")
    return Range(a, b) if late and soon and a.finest() == b.finest() else None


def seasons(parts: Any) -> Range:
    """From one season to the next: 今冬明春, 2026年秋冬季."""
    a, b = parts["a"], parts["b"]
    around = cal(parts, season=None) or Cal()
    if a.ryear is None:
        a, b = (around.with_(season=season) for season in (a.season, b.season))
    return Range(a, b)


def dots(parts: Any) -> Range | None:
    """From day to day with points between month and day (5.1-5.5), where the figures stand alone and cannot be amounts."""
    (a, b), (c, d) = parts["a"], parts["b"]
    fits = parts.alone() or parts.enclosed()
    return Range(Cal(month=a, day=b), Cal(month=c, day=d)) if fits and (a, b) < (c, d) else None


def holidays(parts: Any, festival: str | None = None) -> Range | None:
    """The days off around a festival: 国庆期间, 春节假期; from its first day (for the lunar new year its eve)."""
    around = cal(parts, **({"festival": festival} if festival else {})) or Cal()
    length = HOLIDAYS.get(around.festival or "")
    return Range(around.with_(nth=1), around.with_(nth=length)) if length else None


def from_place(parts: Any) -> Offset | None:
    """So long from a day, month or year on: 从今年起三年内, trong 3 năm kể từ năm 2026."""
    it = of_length(parts)
    since = parts["since"]
    if it is None or it.vague or type(since) is not Cal:
        return None
    return Offset(it, "mention", "from", point=since)


def opening_of(parts: Any) -> Cal:
    """The day on which the school year opens that is named: khai giảng năm học 2026-2027."""
    first, _ = parts["yy"] or (parts["a"], parts["b"])
    return Cal(festival="school_vn", year=first)


def semester(parts: Any, named: str = "school_cn", n: int | None = None) -> Cal | None:
    """The first or second half of a school year, or the one that runs (0); its end is a day."""
    if (edge := parts["edge"]) and edge.part != "end":
        return None
    span = parts["yy"] or ((parts["a"], parts["b"]) if parts["a"] else None)
    if span is None and isinstance(parts["year"], int):
        span = (parts["year"] - (n == 2), parts["year"] + (n != 2))
    number = parts["n"] if n is None else n
    return Cal(named=named, span=span, part=f"half{number}", edge="last" if edge else None) if number in (0, 1, 2) else None
