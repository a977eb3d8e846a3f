"""Figures joined by marks: a number, a date, a range, or none of these (numbers of documents, decimals, telephones)."""

from __future__ import annotations

import re

from .lexicon import Lexicon
from .nodes import Cal, Token

CHAIN_LIMIT = 40  # digits and marks; nothing longer is a date
COUNTED = ("NGAY", "THANG", "QUYW")  # units whose figures stand behind them


def number_kind(value: int, written: int = 0) -> str:
    """Return the class of a whole number: year, month, day of a month or other."""
    if 1900 <= value <= 2100 and written in (0, 4):
        return "Y4"
    if written > 2 and value < 1900:
        return "N"
    return "M" if 1 <= value <= 12 else "D" if 13 <= value <= 31 else "N"


def chain(text: str, start: int, end: int, lexicon: Lexicon, before: list[Token]) -> list[Token]:
    """Read figures joined by marks: a number, a date, a range, or `JUNK` (numbers of documents, decimals, telephones)."""
    kinds = lexicon.kinds
    surface = text[start:end]
    if end - start > CHAIN_LIMIT:
        return [Token(kinds["JUNK"], start, end)]
    glued = (start > 0 and ((text[start - 1].isascii() and text[start - 1].isalpha()) or text[start - 1] in "№#$")) or (
        lexicon.language == "vi" and start > 0 and text[start - 1].isalpha()
    )
    if glued and not (before and before[-1].end == start and before[-1].kind not in (kinds["GAP"], kinds["FAR"])):
        return [Token(kinds["JUNK"], start, end)]
    if "," in surface and lexicon.language == "vi" and before and before[-1].kind in [kinds[unit] for unit in COUNTED]:
        return _side_by_side(text, start, end, lexicon, before)
    after = text[end : end + 2]
    if (
        after[:1] in ("/", "-")
        and after[1:].isalpha()
        and (after[1:].isascii() or lexicon.language == "vi")
        and not lexicon.unit_follows(text, end + 1)
    ):
        return [Token(kinds["JUNK"], start, end)]
    hour = after[:1] == "t" and after[1:].isdigit() and surface.count("-") == 2  # 2021-12-09T17:00:00
    if not hour and after[:1].isalpha() and (after[:1].isascii() or lexicon.language == "vi") and not lexicon.unit_follows(text, end):
        return [Token(kinds["JUNK"], start, end)]
    if after[:1] == "%" or (after[:1] in ("〕", "]") and text[start - 1 : start] in ("〔", "[")):
        return [Token(kinds["JUNK"], start, end)]
    parts = [(m.start(), m.group()) for m in re.finditer(r"\d+|\D", surface)]
    if len(parts) == 1:
        return [_figure(surface, start, end, kinds)]
    if len(parts) == 3 and _numbered(text, start, parts[0][1] + parts[1][1], parts[2][1] + after[:1]):
        return [Token(kinds["JUNK"], start, start + parts[2][0]), _figure(parts[2][1], start + parts[2][0], end, kinds)]
    if halves := _halves(surface, text, end, lexicon):
        return [Token(kinds["HALVES"], start, end, halves)]
    tokens = _dates([p[1] for p in parts], lexicon.language)
    out = []
    for first, stop, kind, value in tokens:
        left = start + parts[first][0]
        right = start + parts[stop - 1][0] + len(parts[stop - 1][1])
        out.append(Token(kinds[kind], left, right, value))
    return out


def _halves(surface: str, text: str, end: int, lexicon: Lexicon) -> float | None:
    """Return the number of a length in halves, 0,5 ngày, 1,5 tháng, which Vietnamese writes with a comma."""
    whole, mark, rest = surface.partition(",")
    if lexicon.language != "vi" or not mark or rest not in ("5", "50") or len(whole) > 2:
        return None
    return int(whole) + 0.5 if lexicon.unit_follows(text, end + (text[end : end + 1] == " ")) else None


def _side_by_side(text: str, start: int, end: int, lexicon: Lexicon, before: list[Token]) -> list[Token]:
    """Read figures behind the name of their unit, with commas between them and no blank: tháng 6,7/2026, ngày 15/3,15/6."""
    out: list[Token] = []
    for match in re.finditer(r"[^,]+", text[start:end]):
        first, last = start + match.start(), start + match.end()
        if out:
            out.append(Token(lexicon.kinds["COMMA"], first - 1, first))
        out += chain(text, first, last, lexicon, [*before, *out])
    return out


def _numbered(text: str, start: int, marker: str, place: str) -> bool:
    """Tell whether a date stands right behind the number of its paragraph: `1.2021年底前`, at the head of a line `3.6月底前`."""
    if marker[-1] != "." or len(marker) > 3:
        return False
    return (len(place) == 5 and place[-1] == "年") or (place[-1] == "月" and (start == 0 or text[start - 1] in "\n "))


def _figure(surface: str, start: int, end: int, kinds: dict[str, str]) -> Token:
    if len(surface) == 8 and surface[:2] in ("19", "20") and 1 <= int(surface[4:6]) <= 12 and 1 <= int(surface[6:]) <= 31:
        return Token(kinds["YMD"], start, end, Cal(year=int(surface[:4]), month=int(surface[4:6]), day=int(surface[6:])))
    if len(surface) == 6 and surface[:2] == "20" and 1 <= int(surface[4:6]) <= 12:
        return Token(kinds["YM6"], start, end, Cal(year=int(surface[:4]), month=int(surface[4:6])))
    if len(surface) > 6:
        return Token(kinds["JUNK"], start, end)
    value = int(surface)
    kind = "Y4" if len(surface) == 4 and 1900 <= value <= 2100 else "N" if len(surface) > 2 else number_kind(value, 1)
    if kind == "N" and len(surface) == 2 and value > 31:
        kind = "N2"
    return Token(kinds[kind], start, end, value)


def _dates(parts: list[str], language: str) -> list[tuple[int, int, str, object]]:
    """Read `parts` (figures and marks in turn) as (first, past the last, class, value)s; one `JUNK` where they are no date."""
    count = len(parts)
    figures = [int(p) for p in parts[::2]]
    marks = parts[1::2]
    whole = _date(parts[::2], figures, marks, language)
    if whole:
        return [(0, count, *whole)]
    for dash in range(1, count, 2):  # two dates with a dash between them
        if parts[dash] != "-" or count == 3:
            continue
        sides = []
        for first, stop in ((0, dash), (dash + 1, count)):
            side = parts[first:stop]
            date = _date(side[::2], figures[first // 2 : (stop + 1) // 2], side[1::2], language) if len(side) > 1 else None
            if date is None and len(side) == 1:
                date = (number_kind(figures[first // 2], len(side[0])), figures[first // 2])
            sides.append((first, stop, *date) if date else None)
        if sides[0] and sides[1] and not (sides[0][2] == "N" or sides[1][2] == "N"):
            return [sides[0], (dash, dash + 1, "DASH", None), sides[1]]
    return [(0, count, "JUNK", None)]


def _date(written: list[str], figures: list[int], marks: list[str], language: str) -> tuple[str, object] | None:
    mark = marks[0] if marks else ""
    if len(set(marks)) > 1 or mark not in ("-", "/", ".", "·"):
        return None
    sizes = [len(w) for w in written]
    year = [size == 4 and 1900 <= n <= 2100 for size, n in zip(sizes, figures, strict=True)]
    month = [size <= 2 and 1 <= n <= 12 for size, n in zip(sizes, figures, strict=True)]
    day = [size <= 2 and 1 <= n <= 31 for size, n in zip(sizes, figures, strict=True)]
    if len(figures) == 3:
        if year[0] and month[1] and day[2]:
            return "YMD", Cal(year=figures[0], month=figures[1], day=figures[2])
        if day[0] and month[1] and (year[2] or (sizes[2] == 4 and 1800 <= figures[2] < 1900)):  # 19/5/1890
            return "YMD", Cal(year=figures[2], month=figures[1], day=figures[0])
        if language == "vi" and mark in "-/" and day[0] and month[1] and sizes[2] == 2:
            return "DMY2", Cal(year=figures[2], short=True, month=figures[1], day=figures[0])
        return None
    if len(figures) != 2:
        return None
    if year[0] and year[1]:
        return ("YY", (figures[0], figures[1])) if mark in "-" else None
    if year[0] and month[1]:
        return ("YM" if mark in "-/" or written[1][0] == "0" else "YMDOT"), Cal(year=figures[0], month=figures[1])
    if year[0] and sizes[1] == 2 and mark in "-/" and figures[1] > 12 and figures[0] % 100 < figures[1]:
        return "YY", (figures[0], figures[0] // 100 * 100 + figures[1])
    if month[0] and year[1] and mark in "-/.":
        return "MY", Cal(year=figures[1], month=figures[0])
    if not day[0] or (not day[1] and sizes[1] > 2):
        return ("AB", (figures[0], figures[1])) if mark == "-" and max(sizes) <= 3 else None
    if mark == "-":
        return ("DMDASH" if language == "vi" and month[1] else "AB"), (figures[0], figures[1])
    if mark == "/":
        fits = month[1] and day[0] if language == "vi" else month[0] and day[1]
        return ("DM", (figures[0], figures[1])) if fits else None
    if mark == "·":
        return ("DMDOT2", (figures[0], figures[1])) if month[0] and day[1] and language == "zh" else None
    fits = month[1] and day[0] if language == "vi" else month[0] and day[1]
    return ("DMDOT", (figures[0], figures[1])) if fits else None
