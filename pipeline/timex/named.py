"""Named times: festivals, five-year plans, congresses and terms, seasons (sections 5 and 6 of the time specification)."""

from __future__ import annotations

from datetime import date

from . import sun
from .days import DAY, lunar, nth_weekday

# Fixed days (month, day) and days of the lunar calendar.
SOLAR = {
    "new_year": (1, 1),
    "women": (3, 8),
    "arbor": (3, 12),
    "consumer": (3, 15),
    "labour": (5, 1),
    "youth": (5, 4),
    "children": (6, 1),
    "cpc": (7, 1),
    "army": (8, 1),
    "teacher_cn": (9, 10),
    "national_cn": (10, 1),
    "memorial": (12, 13),
    "constitution": (12, 4),
    "christmas": (12, 25),
    "christmas_eve": (12, 24),
    "valentine": (2, 14),
    "singles": (11, 11),
    "party_vn": (2, 3),
    "reunification": (4, 30),
    "national_vn": (9, 2),
    "teacher_vn": (11, 20),
    "army_vn": (12, 22),
    "doctors_vn": (2, 27),
    "invalids_vn": (7, 27),
    "ho_birthday": (5, 19),
    "revolution_vn": (8, 19),
    "women_vn": (10, 20),
    "youth_vn": (3, 26),
    "press_vn": (6, 21),
    "law_vn": (11, 9),
    "school_vn": (9, 5),
}
LUNAR = {
    "tet": (1, 1),
    "lantern": (1, 15),
    "hung_kings": (3, 10),
    "vesak": (4, 15),
    "dragon_boat": (5, 5),
    "qixi": (7, 7),
    "ghost": (7, 15),
    "mid_autumn": (8, 15),
    "double_ninth": (9, 9),
    "laba": (12, 8),
    "little_year": (12, 23),
}

# Public holidays: so many days, from the festival (the lunar new year: from its eve) on.
HOLIDAYS = {"national_cn": 7, "tet": 7, "labour": 5, "new_year": 3, "qingming": 3, "dragon_boat": 3, "mid_autumn": 3}

# Openings and windows of seasons: (month, day) of the first day, (month, day) of the last.
SEASONS = {
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "winter": (12, 2),
    "flood": (6, 9),
    "sowing": (3, 5),
    "heating": (11, 3),
    "summer_holidays": (7, 8),
    "winter_holidays": (1, 2),
    "winter_spring": (11, 4),
    "summer_autumn": (5, 9),
    "autumn_winter_crop": (8, 12),
    "spring_crop": (1, 6),
    "main_crop": (6, 11),
    "winter_crop": (10, 1),
    "dry": (11, 4),
    "spring_opens": (3, 5),
    "summer_opens": (6, 8),
    "autumn_opens": (9, 11),
    "winter_opens": (12, 2),
}

# National terms: (kind, number) → (value, first day, last day, due day). The congress meets in January of the closing year, so that
# work of the Vietnamese party's term is due at the end of the year before.
TERMS = {
    ("cpv", 11): ("2011-01-19", "2015-12-31"),
    ("cpv", 12): ("2016-01-28", "2020-12-31"),
    ("cpv", 13): ("2021-02-01", "2025-12-31"),
    ("cpv", 14): ("2026-01-01", "2030-12-31"),
    ("na_vn", 13): ("2011-07-01", "2016-06-30"),
    ("na_vn", 14): ("2016-07-01", "2021-06-30"),
    ("na_vn", 15): ("2021-07-01", "2026-03-31"),
    ("cpc", 17): ("2007-10-15", "2012-11-07"),
    ("cpc", 18): ("2012-11-08", "2017-10-17"),
    ("cpc", 19): ("2017-10-18", "2022-10-15"),
    ("cpc", 20): ("2022-10-16", "2027-09-30"),
    ("npc", 12): ("2013-03-01", "2018-02-28"),
    ("npc", 13): ("2018-03-01", "2023-02-28"),
    ("npc", 14): ("2023-03-01", "2028-02-29"),
}
BY_MONTH = {"npc"}  # terms whose value is written in months


def festival(name: str, year: int) -> date | None:
    """Return the day of the festival in the year (for lunar ones the lunar year that begins in it), or None where unknown; `sun_45` is the
    term of the sun at 45 degrees."""
    if name in SOLAR:
        return date(year, *SOLAR[name])
    if name in LUNAR:
        return lunar(year, *LUNAR[name])
    if name == "tet_eve":
        tet = lunar(year, 1, 1)
        return tet - DAY if tet else None
    if name == "qingming" or name.startswith("sun_"):
        return sun.term(15 if name == "qingming" else int(name[4:]), year)
    if name == "mother":
        return nth_weekday(year, 5, 7, 2)
    return None


def plan(number: int) -> tuple[int, int]:
    """Return the first and last year of China's five-year plan `number` (3 and later)."""
    first = 1951 + 5 * number
    return first, first + 4


def season(name: str, year: int) -> tuple[date, date]:
    """Return the first and last day of the season that opens in the year."""
    from .days import month_end

    if name == "dog_days":
        return sun.hottest(year)
    first, last = SEASONS[name]
    return date(year, first, 1), month_end(year if last >= first else year + 1, last)


def term_of(kind: str, on: date) -> tuple[str, int] | None:
    """Return the key of the term of `kind` that holds the day, or None."""
    for key, (first, last) in TERMS.items():
        if key[0] == kind and first <= on.isoformat() <= last:
            return key
    return None


def local_term(on: date) -> tuple[int, int]:
    """Return the years of the Vietnamese local party term (2015–2020, 2020–2025, …) that runs on the day: a new one opens mid-year."""
    first = on.year - on.year % 5
    if on.year % 5 == 0 and on.month < 7:
        first -= 5
    return first, first + 5


def lunar_year(place: int, near: int) -> int:
    """Return the year at `place` of the cycle of sixty (0 = giáp tý) that lies from five years before `near` on."""
    first = near - 5
    return first + (place - (first - 4)) % 60
