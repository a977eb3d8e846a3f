"""Dates as they stand in datelines, stamps and signatures."""

from __future__ import annotations

import datetime
import re

EARLIEST, LATEST = 1930, 2100
DIGITS = {character: digit for digit, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0}
FORMS = (
    re.compile(r"(?<!\d)(?P<y>\d{4})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日"),
    re.compile(
        r"(?P<zy>[二一〇○零Ｏ][〇○零Ｏ一二三四五六七八九]{3})年(?P<zm>[一二三四五六七八九十]{1,2})月(?P<zd>[一二三四五六七八九十]{1,3})日"
    ),
    re.compile(r"(?<![\d/.-])(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?![\d/])"),
    re.compile(r"(?<![\d/.-])(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})(?![\d/])"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\s+(?:tháng|THÁNG)\s+(?P<m>\d{1,2})\s+(?:năm|NĂM)\s+(?P<y>\d{4})"),
    re.compile(r"(?<!\d)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)"),
)

DAY = re.compile(r"[\s,，(（]*(?:ngày)?\s*$", re.IGNORECASE)  # what leads to a date


def hanzi(number: str) -> int:
    """Return a day or month written `三`, `十二`, `二十一`, `三十`."""
    tens, ten, ones = number.rpartition("十")
    return 10 * (DIGITS[tens] if tens else 1 if ten else 0) + (DIGITS[ones] if ones else 0)


def find(line: str) -> tuple[datetime.date | None, str | None]:
    """Return the first date in `line` (day before month, as in both countries), and a warning where it has no such day."""
    best = _first(line)
    if best is None:
        return None, None
    parts = best.groupdict()
    try:
        if parts.get("zy"):
            year = int("".join(str(DIGITS[c]) for c in parts["zy"]))
            found = datetime.date(year, hanzi(parts["zm"]), hanzi(parts["zd"]))
        else:
            found = datetime.date(int(parts["y"]), int(parts["m"]), int(parts["d"]))
    except (ValueError, KeyError):
        return None, f"{best.group()!r} is no date and was passed over"
    if not EARLIEST <= found.year <= LATEST:
        return None, f"{best.group()!r} lies outside {EARLIEST}–{LATEST} and was passed over"
    return found, None


def before(line: str) -> str:
    """Return what stands before the first date in `line`: `Báo An Phú｜, ngày 12/9/2024`."""
    first = _first(line)
    return DAY.sub("", line[: first.start()]) if first else line


def _first(line: str) -> re.Match[str] | None:
    return min((match for form in FORMS if (match := form.search(line))), key=re.Match.start, default=None)
