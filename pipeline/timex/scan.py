"""From letters to tokens: one pass over the view finds the words of the lexicon, numbers in every script, dates in digits, marks.

Between two tokens that touch, nothing stands but a blank. Other text is one `GAP` token (`FAR` where it is long), so that a
pattern cannot reach over words it does not name.
"""

from __future__ import annotations

import re
from itertools import chain

from .lexicon import Lexicon
from .nodes import Cal, Token
from .numerals import VIET_TAILS, han, roman, viet

GAP_LIMIT = 60  # letters of free text that an event's name may have between two time words
NOISE_WINDOW, NOISE_LETTERS = 4096, 8  # so many characters made of so few different ones are no language
CHAIN_LIMIT = 40  # digits and marks; nothing longer is a date
MARKS = {
    ",": "COMMA",
    ";": "SEMI",
    "；": "SEMI",
    "。": "STOP",
    ".": "STOP",
    "!": "STOP",
    "?": "STOP",
    "\n\n": "STOP",
    "、": "ENUM",
    "-": "DASH",
    "/": "SLASH",
    "(": "OPEN",
    ")": "CLOSE",
    "“": "QUOTE",
    "”": "QUOTE",
    '"': "QUOTE",
    "‘": "QUOTE",
    "’": "QUOTE",
    "'": "QUOTE",
    "「": "QUOTE",
    "」": "QUOTE",
    "『": "QUOTE",
    "』": "QUOTE",
    "《": "TITLE",
    "》": "ENDTITLE",
    ":": "COLON",
    "〔": "OPEN2",
    "〕": "CLOSE2",
    "[": "OPEN2",
    "]": "CLOSE2",
    "%": "PERCENT",
    "·": "DOT",
    "+": "PLUS",
}


def scanner(words: str, language: str) -> re.Pattern[str]:
    """Return the pattern whose named groups are the kinds of token; `words` is the lexicon as a pattern."""
    edge = (r"(?<![^\W\d_])", r"(?![^\W\d_])") if language == "vi" else ("", "")
    pair = r"\d+(?:[-/.:·,]\d+)*"
    groups = [
        r"(?P<clock>(?<![\d.,/:-])\d{1,2}(?:h\d{0,2}|g\d{0,2}(?![^\W\d_])|:\d{2}(?::\d{2})?)(?![^\W_\u4e00-\u9fff]))",
        rf"(?P<chain>{pair})",
    ]
    if language == "zh":
        groups += [rf"(?P<word>{words})", "(?P<han>[〇零一二两三四五六七八九十百千万廿卅]+)"]
    else:
        groups += [rf"(?P<word>{edge[0]}(?:{words}){edge[1]}(?!(?<=\d)\d))", rf"(?P<roman>{edge[0]}(?:[ivx]+|[ⅰⅱⅲⅳⅴ]){edge[1]})"]
    groups.append(r"(?P<mark>\n\s*\n|[-,;；。.!?、/()“”\"‘’'「」『』《》:〔〕\[\]%·+])")
    return re.compile("|".join(groups))


def scan(text: str, lexicon: Lexicon, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of `text[start:end]` in order; `text` is folded."""
    end = len(text) if end is None else end
    kinds, words = lexicon.kinds, lexicon.words
    marks = lexicon.marks
    tokens: list[Token] = []
    gap, far = kinds["GAP"], kinds["FAR"]
    last, stop = start, end
    stretches = _language(text, start, end) if end - start >= NOISE_WINDOW else [(start, end)]
    for match in chain.from_iterable(lexicon.scanner.finditer(text, *stretch) for stretch in stretches):
        start, end, group = match.start(), match.end(), match.lastgroup
        if start > last and (start - last > 1 or text[last] not in " \n"):
            tokens.append(Token(gap if start - last <= GAP_LIMIT else far, last, start))
        last = end
        if group == "word":
            found = words.get(match.group()) or words[match.group().replace("\n", " ")]
            tokens.append(Token(found[0], start, end, found[1]))
        elif group == "mark":
            tokens.append(Token(marks.get(match.group()) or kinds["STOP"], start, end))
        elif group == "chain":
            tokens.extend(_chain(text, start, end, lexicon, tokens))
        elif group == "clock":
            tokens.append(Token(kinds["CLOCK"], start, end))
        elif group == "roman":
            value = roman(["i", "ii", "iii", "iv", "v"]["ⅰⅱⅲⅳⅴ".index(text[start])]) if text[start] in "ⅰⅱⅲⅳⅴ" else roman(match.group())
            tokens.append(Token(kinds["ROMAN"], start, end, value))
        else:
            tokens.append(_han(match.group(), start, end, kinds))
    if stop > last:
        tokens.append(Token(gap if stop - last <= GAP_LIMIT else far, last, stop))
    return _numbers(tokens, text, lexicon) if lexicon.language == "vi" else tokens


def _language(text: str, begin: int, stop: int) -> list[tuple[int, int]]:
    """Return the stretches of `text[begin:stop]` without those in which a handful of characters repeats for pages."""
    out: list[tuple[int, int]] = []
    for start in range(begin, stop, NOISE_WINDOW):
        end = min(start + NOISE_WINDOW, stop)
        if end - start == NOISE_WINDOW and len(set(text[start:end])) <= NOISE_LETTERS:
            continue
        if out and out[-1][1] == start:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def number_kind(value: int, written: int = 0) -> str:
    """Return the class of a whole number: year, month, day of a month or other."""
    if 1900 <= value <= 2100 and written in (0, 4):
        return "Y4"
    if written > 2 and value < 1900:
        return "N"
    return "M" if 1 <= value <= 12 else "D" if 13 <= value <= 31 else "N"


def _han(text: str, start: int, end: int, kinds: dict[str, str]) -> Token:
    value = han(text)
    if value is not None:
        special = {"十一": "H11", "十五": "H15"}.get(text)
        kind = special or ("Y4" if len(text) == 4 and 1900 <= value <= 2100 and "十" not in text else number_kind(value))
        return Token(kinds["N" if kind == "Y4" and len(text) != 4 else kind], start, end, value)
    if (len(text) == 3 and text[0] == "十" and text[2] == "五") or (len(text) == 2 and text[1] == "五" and text[0] in "六七八九"):
        return Token(kinds["PLAN"], start, end, han(text[:-1]))
    if len(text) == 2 and "十" not in text:
        a, b = han(text[0]), han(text[1])
        special = {"五一": "H51", "八一": "H81"}.get(text)
        return Token(kinds[special or "PAIR"], start, end, (a, b))
    return Token(kinds["JUNK"], start, end)


def _numbers(tokens: list[Token], text: str, lexicon: Lexicon) -> list[Token]:
    """Join Vietnamese number words; `năm` is the number five only where grammar leaves it no other reading."""
    kinds = lexicon.kinds
    word, year = kinds["NW"], kinds["NAM"]
    if not any(token.kind == word for token in tokens) and not any(token.kind == year for token in tokens):
        return tokens
    after_five = {kinds[k] for k in ("NAM", "THANG", "NGAY", "TUAN", "GIO", "QUYW", "BDAY", "MINUTE", "SUKY") if k in kinds}
    before_five = {kinds["THANG"], kinds["THU"]}
    figures = {kinds[k] for k in ("Y4", "M", "D", "N")}
    out: list[Token] = []
    i = 0
    count = len(tokens)
    while i < count:
        token = tokens[i]
        if token.kind != word and token.kind != year:
            out.append(token)
            i += 1
            continue
        run = [text[token.start : token.end]]
        j = i + 1
        while j < count and j - i < 12 and (tokens[j].kind == word or tokens[j].kind == year):
            run.append(text[tokens[j].start : tokens[j].end])
            j += 1
        if token.kind == year:
            large = len(run) > 1 and run[1] in ("mươi", "trăm", "nghìn", "ngàn")
            previous = out[-1].kind if out else ""
            following = tokens[i + 1].kind if i + 1 < count else ""
            beyond = tokens[i + 2].kind if i + 2 < count else ""
            counted = len(out) > 1 and out[-2].kind in figures and previous == kinds["THANG"] and following in figures  # 9 tháng năm 2021
            bracketed = (
                previous == kinds["OPEN"] and following == kinds["CLOSE"] and len(out) > 1 and out[-2].kind in figures
            )  # 05 (năm) ngày
            five = (
                bracketed
                or (previous in before_five and not counted)
                or (
                    following in after_five
                    and previous not in figures
                    and beyond not in figures
                    and not (following == kinds["THANG"] and beyond == word)
                )
            )
            if not large and not five:
                out.append(token)
                i += 1
                continue
            if not large:
                run = run[:1]
        read = run[:]
        for k in range(1, len(read)):  # năm inside a number only after its joints and tens
            if (
                read[k] == "năm"
                and read[k - 1] not in ("linh", "lẻ")
                and not (k + 1 < len(read) and read[k + 1] in ("mươi", "trăm", "nghìn", "ngàn"))
            ):
                read = read[:k]
                break
        found = viet(read)
        if found is None and read[0] not in VIET_TAILS:
            found = viet(read[:1])
        if found is None:
            out.append(token if token.kind == year else Token(kinds["GAP"], token.start, token.end))
            i += 1
            continue
        value, used = found
        out.append(Token(kinds[number_kind(value)], token.start, tokens[i + used - 1].end, value))
        i += used
    return out


def _chain(text: str, start: int, end: int, lexicon: Lexicon, before: list[Token]) -> list[Token]:
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
    after = text[end : end + 2]
    if (
        after[:1] in ("/", "-")
        and after[1:].isalpha()
        and (after[1:].isascii() or lexicon.language == "vi")
        and not lexicon.unit_follows(text, end + 1)
    ):
        return [Token(kinds["JUNK"], start, end)]
    if after[:1].isalpha() and (after[:1].isascii() or lexicon.language == "vi") and not lexicon.unit_follows(text, end):
        return [Token(kinds["JUNK"], start, end)]
    if after[:1] == "%" or (after[:1] in ("〕", "]") and text[start - 1 : start] in ("〔", "[")):
        return [Token(kinds["JUNK"], start, end)]
    parts = [(m.start(), m.group()) for m in re.finditer(r"\d+|\D", surface)]
    if len(parts) == 1:
        return [_figure(surface, start, end, kinds)]
    tokens = _dates([p[1] for p in parts], lexicon.language)
    out = []
    for first, stop, kind, value in tokens:
        left = start + parts[first][0]
        right = start + parts[stop - 1][0] + len(parts[stop - 1][1])
        out.append(Token(kinds[kind], left, right, value))
    return out


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
        if day[0] and month[1] and year[2]:
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
