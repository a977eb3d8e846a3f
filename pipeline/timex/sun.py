"""The terms of the sun, by which the Chinese calendar counts the seasons; dates are those of local time in China."""

from __future__ import annotations

from datetime import date, timedelta
from math import radians, sin

YEAR = 365.2422
NOON_2000 = date(2000, 1, 1).toordinal() + 0.5
LOCAL = 8 / 24
STEMS = 10  # days are counted in tens
OPENING = 2  # the ordinal, counted so, of the days 庚, which open the stretches of the dog days


def term(longitude: int, year: int) -> date:
    """Return the day of `year` on which the sun reaches the longitude: 0 at the equinox in March, 270 at the solstice in December."""
    since_march = longitude if longitude < 280 else longitude - 360
    day = date(year, 3, 20).toordinal() + 0.5 + since_march * YEAR / 360
    for _ in range(5):  # the sun is never more than two days from its mean place
        day += ((longitude - _longitude(day) + 180) % 360 - 180) * YEAR / 360
    return date.fromordinal(int(day + LOCAL))


def hottest(year: int) -> tuple[date, date]:
    """Return the first and the last of the dog days: from the third day 庚 after the solstice in June to nine days after the first one from
    立秋 on."""
    return _stem(term(90, year)) + timedelta(2 * STEMS), _stem(term(135, year)) + timedelta(STEMS - 1)


def _stem(day: date) -> date:
    """Return the first day 庚 from a day on."""
    return day + timedelta((OPENING - day.toordinal()) % STEMS)


def _longitude(day: float) -> float:
    """Return the sun's apparent longitude at a universal time in days of the common era, to a hundredth of a degree (Meeus 1998, 25)."""
    centuries = (day - NOON_2000) / 36525
    mean = 280.46646 + 36000.76983 * centuries
    anomaly = radians(357.52911 + 35999.05029 * centuries)
    centre = 1.914602 * sin(anomaly) + 0.019993 * sin(2 * anomaly) + 0.000289 * sin(3 * anomaly)
    return mean + centre - 0.00569 - 0.00478 * sin(radians(125.04 - 1934.136 * centuries))
