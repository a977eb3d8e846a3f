"""A view of the text on which words can be matched, and the way back to the letters as they were written.

The view is composed (NFC), lower-case and half-width, has one kind of dash, single blanks, no zero-width characters and one place
for the Vietnamese tone mark (`hoà` → `hòa`, `quí` → `quý`); what is found on it is reported in positions of the original text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

ZERO_WIDTH = "\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
MARKS = "\u0300-\u036f\u1ab0-\u1aff"
LONE_MARKS = 30  # letters are composed with at most this many marks, so that a heap of marks costs linear time

# What the letter-by-letter translation cannot do: dropped characters, blanks in a row, letters with loose marks.
_IRREGULAR = re.compile(rf"[{ZERO_WIDTH}]+|\s[\s{ZERO_WIDTH}]+|[^\W\d_{MARKS}][{MARKS}]{{1,{LONE_MARKS}}}")
# What each of these holds: most lines of Chinese hold none of it, and looking for single characters is ten times as fast.
_SUSPECT = re.compile(rf"[{ZERO_WIDTH}{MARKS}\s]")
# In Chinese a line may end inside a word (每⏎天), and inside a figure that begins behind a mark (，1⏎1月底前); a number opens an item.
_WRAP = r"(?<=[\u4e00-\u9fff])\n(?![一二三四五六七八九十]{1,3}、)(?=[\u4e00-\u9fff])|(?<=[，。；、：年月于在至到前]\d)\n(?=\d[年月日])"
# Figures that were recognised one by one stand apart (2 0 2 5 年 6 月 3 0 日); the unit does too, or the first is the number of a line.
_APART = r"(?<=(?<!\d)[12]) (?=\d \d \d ?年)|(?<=[12] \d) (?=\d \d ?年)|(?<=[12] \d \d) (?=\d ?年)"
_APART += r"|(?<=(?<!\d)(?<!\d )0) (?=[1-9] 月)|(?<=(?<!\d)(?<!\d )1) (?=[0-2] 月)|(?<=(?<!\d)(?<!\d )[0-3]) (?=\d [日号])"
_IRREGULAR_HAN = re.compile(f"{_WRAP}|{_APART}|{_IRREGULAR.pattern}")
_HAN_ONLY = re.compile(r"\n|\d \d [\d年月日号]")  # what a text must hold for the two rows above to find anything in it

_LETTERS = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_LETTERS |= dict.fromkeys(map(ord, "‐‑‒–—―−－~～〜∼─→÷"), "-")
_LETTERS |= dict.fromkeys(
    map(ord, "\t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
)
_LETTERS |= {ord("\r"): "\n", ord("\u2028"): "\n", ord("\u2029"): "\n", ord("○"): "〇", ord("◯"): "〇", ord("Ð"): "đ", ord("ð"): "đ"}
_LETTERS |= {ord(old): new for old, new in zip("ⅠⅡⅢⅣⅤ•・∙⁄∕", "ⅰⅱⅲⅳⅴ···//", strict=True)}

# Old and new place of the tone mark in the open rhymes oa, oe, uy; i for y in the syllables that time words use.
_TONES = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
_TONES |= {"quí": "quý", "qúi": "quý", "qúy": "quý", "kì": "kỳ", "kỉ": "kỷ"}
_ROUND = re.compile(r"(?<=[一二三四五六七八九〇零])o(?=[一二三四五六七八九〇零年])")
_SPELLING = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])|(?<![^\W\d_])(?:quí|qúi|qúy|kì|kỉ)(?![^\W\d_])")


@dataclass(frozen=True, slots=True)
class View:
    """A folded text; character i of it stands at `starts[i]:ends[i]` of the original (None: at the same place)."""

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where the non-empty stretch `text[start:end]` stands in the original."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str, letters: dict[int, str] | None = None) -> View:
    """Return the view of `text`; `letters` are further one-to-one replacements (traditional for simplified characters)."""
    irregular = _IRREGULAR_HAN if letters and _HAN_ONLY.search(text) else _IRREGULAR
    if _SUSPECT.search(text) is None or irregular.search(text) is None:
        return View(_spelled(text, letters))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def keep(piece: str, places: range) -> None:
        pieces.append(piece)
        starts.extend(places)
        ends.extend(range(places.start + 1, places.stop + 1))

    last = 0
    for match in irregular.finditer(text):
        keep(text[last : match.start()], range(last, match.start()))
        last = match.end()
        piece = "" if letters and match.group() in ("\n", " ") else _replacement(match.group())
        pieces.append(piece)
        starts.extend([match.start()] * len(piece))
        ends.extend([match.end()] * len(piece))
    keep(text[last:], range(last, len(text)))
    return View(_spelled("".join(pieces), letters), starts, ends)


_TABLES: dict[int, tuple[re.Pattern[str], Callable[[re.Match[str]], str], dict[int, str] | None]] = {}


def _translated(text: str, letters: dict[int, str] | None) -> str:
    """Return the text with its letters replaced; they are few in a text, and to find them is cheaper than to look up each letter."""
    key = id(letters)
    if key not in _TABLES:
        table = {chr(code): new for code, new in (_LETTERS | (letters or {})).items()}
        pattern = re.compile("[" + "".join(map(re.escape, table)) + "]")
        _TABLES[key] = pattern, lambda match: table[match[0]], letters  # keeps `letters` alive
    pattern, replaced, _ = _TABLES[key]
    return pattern.sub(replaced, text)


def _replacement(piece: str) -> str:
    if piece[0].isspace():  # a blank line ends a sentence, any other blanks are one
        lines = piece.replace("\r\n", "\n").count("\n")
        return "\n\n" if lines > 1 else "\n" if lines else " "
    return "" if re.match(f"[{ZERO_WIDTH}]", piece) else unicodedata.normalize("NFC", piece)


def _lower(text: str) -> str:
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(low if len(low := c.lower()) == 1 else c for c in text)


def _spelled(text: str, letters: dict[int, str] | None) -> str:
    lower = _lower(_translated(text, letters))
    if letters:  # Chinese has no tone marks to place, but a letter for the round zero (二O二六年)
        return _ROUND.sub("〇", lower) if "o" in lower else lower
    return _SPELLING.sub(lambda match: _TONES[match.group()], lower)
