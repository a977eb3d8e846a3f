"""Measurable targets inside an action: numbers with units, their values normalised (3万 → 30,000; 百分之九十 → 90 %).

    find("giải quyết trên 95% đơn thư", "vi")    # [Goal(start=11, end=19, value=95.0, unit="%")]

Of a range the first number is the value, of a share (16/25 chỉ tiêu) the first number too, and the unit keeps the whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pydantic import Field

from pipeline import languages
from pipeline.records import LanguageCode
from pipeline.settings import Section, config_folder, read_yaml

DIGITS = r"\d{1,15}(?:[.,]\d{1,15}){0,6}"
JOINT = r"\s?(?:-|–|—|~|～|至|到|đến)\s?"


class Measures(Section):
    """Units and the words around a number of one language."""

    units: list[str]
    scales: dict[str, int]
    before: list[str]
    after: list[str]
    not_after: list[str]
    not_before: list[str]
    numerals: str
    percent: str
    point: str
    small: list[str]
    words: list[str] = Field(default_factory=list)


class TargetsFile(Section):
    """`config/targets.yaml`."""

    zh: Measures
    vi: Measures


@dataclass(frozen=True, slots=True)
class Goal:
    """A target at characters `start:end` of the text it was found in."""

    start: int
    end: int
    value: float | None
    unit: str


def _any(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Patterns:
    """What finds the targets of one language; where `sign`, a digit or a word of numbers, is not found there is no target."""

    measures: Measures
    sign: re.Pattern[str]
    target: re.Pattern[str]
    blocked: re.Pattern[str]


@cache
def _compiled(code: LanguageCode) -> Patterns:
    m: Measures = getattr(read_yaml(config_folder() / "targets.yaml", TargetsFile), code)
    edge = r"(?!\w)" if code == "vi" else ""
    spelled = [DIGITS]
    if m.numerals:
        spelled.append(f"[{m.numerals}]{{1,12}}(?:{m.point}[{m.numerals}]{{1,6}})?")
    if m.words:
        word = f"(?:{_any(m.words)})"
        spelled.append(rf"{word}(?:\s{word}){{1,9}}|mười|mươi")
    number = "|".join(spelled)
    sign = r"%|％|‰"
    scale = rf"\s?(?:{_any(list(m.scales))}){edge}"
    bound = rf"(?:{_any(m.before)})"
    percent = rf"(?P<share>{m.percent}(?P<part>{'|'.join(spelled)}))|" if m.percent else ""
    fraction = rf"(?P<denominator>[{m.numerals}]{{1,4}})分之(?P<numerator>[{m.numerals}]{{1,4}})|" if m.numerals else ""
    unit = rf"(?:{sign}|(?:{_any([u for u in m.units if u not in '%％‰'])}){edge})"
    text = (
        rf"(?:(?P<bound>{bound})\s?)?(?:{percent}{fraction}"
        rf"(?P<number>{number})(?P<of>\s?/\s?\d{{1,9}}(?:[.,]\d{{3}}){{0,3}})?(?P<scale>{scale})?(?:余|多|来)?"
        rf"(?:(?P<range>[%％]?{JOINT}(?:{number})(?:{scale})?))?(?:\s{{0,2}})(?P<unit>{unit}))(?P<after>\s?(?:{_any(m.after)}))?"
    )
    start = r"(?<![\w.,/〔\[])" if code == "vi" else r"(?<![A-Za-z\d.,/〔\[])"
    blocked = rf"(?:{_any(m.not_after)})\s?$"
    sign = "|".join([r"\d", *([f"[{m.numerals}]"] if m.numerals else []), *map(re.escape, m.words)])
    before = r"(?<!\w)" if code == "vi" else ""
    return Patterns(m, *(re.compile(pattern, re.IGNORECASE) for pattern in (sign, start + text, before + blocked)))


def find(text: str, code: LanguageCode) -> list[Goal]:
    """Return the targets of a folded text, from left to right."""
    patterns = _compiled(code)
    if not patterns.sign.search(text):  # looked for first: it costs a tenth
        return []
    found = []
    for match in patterns.target.finditer(text):
        goal = _goal(match, text, patterns.measures, patterns.blocked, code)
        if goal:
            found.append(goal)
    return found


def _goal(match: re.Match[str], text: str, m: Measures, blocked: re.Pattern[str], code: LanguageCode) -> Goal | None:
    number = languages.get(code).number
    groups = match.groupdict()
    if groups.get("share"):
        return Goal(match.start(), match.end(), _float(number(groups["part"])), "%")
    if groups.get("numerator"):
        over, under = number(groups["numerator"]), number(groups["denominator"])
        return Goal(match.start(), match.end(), round(over / under, 6) if over and under else None, "")
    digits, unit = groups["number"], groups["unit"]
    first = match.start("number")
    if blocked.search(text[max(0, first - 12) : first]) and not groups["bound"]:
        return None
    if any(text.startswith(w, match.start("unit") + len(unit)) for w in m.not_before) and unit not in "%％":
        return None
    spelled = not digits[0].isdigit()
    value = _float(number(digits))
    if spelled and (value is None or (code == "zh" and value < 10 and not groups["scale"] and not groups["bound"] and unit in m.small)):
        return None
    if value is not None and groups["scale"]:
        value *= m.scales[re.sub(r"\s+", " ", groups["scale"].strip().lower())]
    unit = {"％": "%", "phần trăm": "%"}.get(unit.lower(), unit)
    if groups["of"]:
        unit = f"{groups['of'].replace(' ', '')} {unit}"
    return Goal(match.start(), match.end(), value, unit)


def _float(value: int | float | None) -> float | None:
    return None if value is None else float(value)
