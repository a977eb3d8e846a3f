"""From letters to tokens: one pass over the view finds the words of the lexicon, numbers in every script, dates in digits, marks.

Between two tokens that touch, nothing stands but a blank. Other text is one `GAP` token (`FAR` where it is long), so that a
pattern cannot reach over words it does not name.
"""

from __future__ import annotations

import itertools
import re

from .figures import chain, number_kind
from .lexicon import Lexicon
from .nodes import Cal, Token
from .number_words import glossed, join_numbers
from .numerals import han, roman

GAP_LIMIT = 60  # letters of free text that an event's name may have between two time words
NOISE_WINDOW, NOISE_LETTERS = 4096, 8  # so many characters made of so few different ones are no language
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


HAN = "〇零一二两三四五六七八九十百千万廿卅"
ROMAN = "ⅰⅱⅲⅳⅴ"
SIGNS = r"-,;；。.!?、/()“”\"‘’'「」『』《》:〔〕\[\]%·+"


def scanner(words: str, opening: str, language: str) -> re.Pattern[str]:
    """Return the pattern whose named groups are the kinds of token; `words` is the lexicon as a pattern, `opening` its first letters."""
    edge = (r"(?<![^\W\d_])", r"(?![^\W\d_])") if language == "vi" else ("", "")
    pair = r"\d+(?:[-/.:·,]\d+)*"
    groups = [
        r"(?P<clock>(?<![\d.,/:-])\d{1,2}(?:h\d{0,2}|g\d{0,2}(?![^\W\d_])|:\d{2}(?::\d{2})?)(?![^\W_\u4e00-\u9fff]))",
        rf"(?P<chain>{pair})",
    ]
    if language == "zh":
        groups += [rf"(?P<word>{words})", f"(?P<han>[{HAN}]+)"]
    else:
        groups.insert(0, rf"(?P<brief>{edge[0]}[tq]\.?\d{{1,2}}[/-](?:19|20)\d\d(?![\w/-]))")
        groups += [rf"(?P<word>{edge[0]}(?:{words}){edge[1]}(?!(?<=\d)\d))", rf"(?P<roman>{edge[0]}(?:[ivx]+|[{ROMAN}]){edge[1]})"]
    groups.append(rf"(?P<mark>\n\s*\n|[{SIGNS}])")
    first = rf"[{SIGNS}\d\n{HAN}tqivx{ROMAN}{opening}]"  # at most places nothing begins, and one look tells
    return re.compile(f"(?={first})(?:{'|'.join(groups)})")


def scan(text: str, lexicon: Lexicon, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of `text[start:end]` in order; `text` is folded."""
    end = len(text) if end is None else end
    kinds, words = lexicon.kinds, lexicon.words
    marks = lexicon.marks
    tokens: list[Token] = []
    gap, far = kinds["GAP"], kinds["FAR"]
    last, stop = start, end
    stretches = _language(text, start, end) if end - start >= NOISE_WINDOW else [(start, end)]
    for match in itertools.chain.from_iterable(lexicon.scanner.finditer(text, *stretch) for stretch in stretches):
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
            tokens.extend(chain(text, start, end, lexicon, tokens))
        elif group == "clock":
            tokens.append(Token(kinds["CLOCK"], start, end))
        elif group == "brief":
            tokens.append(_brief(match.group(), start, end, kinds))
        elif group == "roman":
            value = roman(["i", "ii", "iii", "iv", "v"][ROMAN.index(text[start])]) if text[start] in ROMAN else roman(match.group())
            tokens.append(Token(kinds["ROMAN"], start, end, value))
        else:
            tokens.append(_han(match.group(), start, end, kinds))
    if stop > last:
        tokens.append(Token(gap if stop - last <= GAP_LIMIT else far, last, stop))
    brackets = "(" in text
    if brackets:
        tokens = glossed(tokens, text, lexicon)
    if lexicon.language == "vi":
        tokens = join_numbers(tokens, text, lexicon)
        if brackets:  # hai mươi (20) ngày: words first
            tokens = glossed(tokens, text, lexicon)
    return tokens


def _brief(surface: str, start: int, end: int, kinds: dict[str, str]) -> Token:
    """Read a month or quarter in short: T6/2021, Q2/2021."""
    number, year = map(int, re.findall(r"\d+", surface))
    monthly = surface[0] == "t"
    if not 1 <= number <= (12 if monthly else 4):
        return Token(kinds["JUNK"], start, end)
    return Token(kinds["BRIEF"], start, end, Cal(year=year, month=number) if monthly else Cal(year=year, quarter=number))


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
        special = {"五一": "H51", "六一": "H61", "七一": "H71", "八一": "H81"}.get(text)
        return Token(kinds[special or "PAIR"], start, end, (a, b))
    return Token(kinds["JUNK"], start, end)
