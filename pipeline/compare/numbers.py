"""The numbers in a sentence, in digits, Roman figures or words, with their thousands, millions and 亿 multiplied out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline import languages

DIGITS = r"\d+(?:[.,]\d+)*"
ZH = re.compile(rf"{DIGITS}(?:万亿|[亿万千百])?|[〇零一二两三四五六七八九十百千万亿]+")
ROMAN = re.compile(r"\b(?=[IVX]{2,}\b|[VX]\b)X{0,3}(?:IX|IV|V?I{0,3})\b")
ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
# Said alone these are more often no number: năm is a year, không is not, tư is private.
OTHER_SENSES = {"năm", "không", "một", "tư", "linh", "lẻ", "mốt", "lăm", "trăm", "mươi", "chục"}
LONGEST = 40  # characters of a number; a longer run of digits is none


def chinese(text: str) -> Iterator[float]:
    """Yield the numbers of a folded Chinese text."""
    number = languages.get("zh").number
    for match in ZH.finditer(text):
        run = match[0][:LONGEST]
        while run:  # 十三五 is two numbers: thirteen and five
            size = next((n for n in range(len(run), 0, -1) if number(run[:n]) is not None), 0)
            if not size:
                break
            yield float(number(run[:size]) or 0)
            run = run[size:].lstrip(".,")


def vietnamese(text: str) -> Iterator[float]:
    """Yield the numbers of a folded Vietnamese text."""
    language = languages.get("vi")
    for match in _pattern().finditer(text.lower()):
        figures, words = match["figures"], (match["scales"] or match["said"] or "").split()
        if figures:
            for part in [figures] if language.number(figures) is not None else re.split(r"[.,]", figures):
                value = float(language.number(part[:LONGEST]) or 0)
                for word in words:
                    value *= language.numerals.scales.get(word, 1)
                yield value
        elif len(words) > 1 or words[0] not in OTHER_SENSES:
            yield float(language.numerals.words(words) or 0)
    for match in ROMAN.finditer(text):
        values = [ROMAN_DIGITS[letter] for letter in match[0]]
        yield float(sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True)))


@cache
def _pattern() -> re.Pattern[str]:
    numerals = languages.get("vi").numerals
    scales = "|".join(numerals.scales)
    words = "|".join(sorted({*numerals.digits, *numerals.tens, *numerals.scales}, key=len, reverse=True))
    said = rf"(?<!\w)(?P<said>(?:{words})(?:\s+(?:{words}))*)(?!\w)"
    return re.compile(rf"(?P<figures>{DIGITS})(?P<scales>(?:\s+(?:{scales})\b)*)|{said}")
