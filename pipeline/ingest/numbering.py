"""Item numbers that a word processor counts itself, as it shows them: `1.`, `a)`, `第三条`, `（二）`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

LEVELS = 9
DIGITS = "〇一二三四五六七八九"
ROMAN = (
    ("m", 1000),
    ("cm", 900),
    ("d", 500),
    ("cd", 400),
    ("c", 100),
    ("xc", 90),
    ("l", 50),
    ("xl", 40),
    ("x", 10),
    ("ix", 9),
    ("v", 5),
    ("iv", 4),
    ("i", 1),
)
CLOSED = re.compile(r"[\s、）〕】》]$")
PLACE = re.compile(r"%([1-9])")


@dataclass(slots=True)
class Level:
    """A level of a list: where it starts, how its number is written, and the text around it (`%1.%2`); bullets have no number."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class List:
    """A list that counts: its levels, and the last number of each."""

    levels: Mapping[int, Level]
    counts: dict[int, int] = field(default_factory=dict)

    def next(self, at: int) -> str:
        """Count an item on level `at` and return its number with the space after it, or its bullet; deeper levels begin again."""
        level = self.levels.get(at, Level())
        for higher in range(at):
            self.counts.setdefault(higher, self.levels.get(higher, Level()).start)
        self.counts[at] = self.counts[at] + 1 if at in self.counts else level.start
        for deeper in [d for d in self.counts if d > at]:
            restart = self.levels.get(deeper, Level()).restart
            if restart is None or (restart and at < restart):
                del self.counts[deeper]
        if level.form == "bullet":
            return (
                "- " if not level.text or not level.text[0].isprintable() or "\ue000" <= level.text[0] <= "\uf8ff" else f"{level.text[0]} "
            )
        shown = PLACE.sub(lambda match: self._shown(int(match[1]) - 1, level), level.text)
        return shown if not shown or CLOSED.search(shown) else f"{shown} "

    def _shown(self, at: int, asking: Level) -> str:
        level = self.levels.get(at, Level())
        form = "decimal" if asking.legal and level.form != "none" else level.form
        return write(self.counts.get(at, level.start), form)


def write(number: int, form: str) -> str:
    """Return a number as a word processor's format `form` (OOXML's names) writes it."""
    if form == "none" or number < 0:
        return ""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 780 else ""
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        return roman(number) if form == "lowerRoman" else roman(number).upper()
    if form in CHINESE:
        return chinese(number)
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    return str(number)


CHINESE = frozenset(
    [
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "ideographDigital",
        "koreanDigital2",
        "japaneseDigitalTenThousand",
        "taiwaneseDigital",
        "chineseLegalSimplified",
    ]
)


def roman(number: int) -> str:
    """Return a number below 4,000 in small Roman letters."""
    if number >= 4000:
        return str(number)
    written = ""
    for letters, value in ROMAN:
        while number >= value:
            written, number = written + letters, number - value
    return written


def chinese(number: int) -> str:
    """Return a number below 1,000 as Chinese lists count: 一, 十, 二十三, 一百零五."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    written = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        written += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        written += "零"
    return written + (DIGITS[ones] if ones else "")
