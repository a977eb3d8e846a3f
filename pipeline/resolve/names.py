"""Normalised names of bearers: folded, and short names given in full where the document defines them before.

(以下简称领导小组) behind a long name, (gọi tắt là …), (sau đây gọi là …), or an abbreviation of initials in brackets (… (GTVT)).
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline import languages
from pipeline.records import Document, LanguageCode

SPACES = re.compile(r"\s+")
LATIN = re.compile("[A-Za-z]")
EDGES = " ，,、;；:：。"  # a full stop at the end can be that of an abbreviation
QUOTED = re.compile(r"[\"'“‘《]([^\"'“”‘’《》]+)[\"'”’》]")
DEFINED = {
    "zh": re.compile(r"[(（](?:以下|下)(?:简称|统称|称|简称为|称为|通称)\s?[“\"「《]?([^”\"」》)）\n]{1,20})[”\"」》]?[)）]"),
    "vi": re.compile(
        r"\((?:(?:sau đây|dưới đây|viết|từ đây)\s)?(?:được\s)?(?:gọi|viết)?\s?(?:tắt|chung)?\s?(?:là|:)\s[“\"]?([^”\")\n]{1,60})[”\"]?\)",
        re.IGNORECASE,
    ),
}
INITIALS = re.compile(r"\(([A-ZĐ][A-ZĐ&]{1,9})\)")
# Where a Chinese name that is defined behind begins: after punctuation, or after the verb that sets the body up.
OPENING = re.compile(r"[，。；：、！？\s“”\"《》（）()]|第[一二三四五六七八九十百零\d]{1,6}条|(?:成立|设立|建立|组建|由|是|为|经|的)")
LONGEST = 60
DEICTIC = re.compile("^[该本此其]")


class Names:
    """The short names of one document with the place from which each holds."""

    def __init__(self, document: Document, code: LanguageCode) -> None:
        self.code, self.text = code, document.text
        self.short: dict[str, tuple[int, str]] = {}
        for match in DEFINED[code].finditer(document.text):
            self._define(match.group(1), match.start(), match.end())
        if code == "vi":
            for match in INITIALS.finditer(document.text):
                self._define(match.group(1), match.start(), match.end())

    def _define(self, short: str, at: int, after: int) -> None:
        before = self.text[max(0, at - LONGEST) : at]
        full = _by_initials(before, short) if re.fullmatch(r"[A-ZĐ&]{2,10}", short) else None
        if full is None and self.code == "vi":
            start = before.casefold().rfind(short.strip().casefold())
            full = before[start:] if start >= 0 else None
        if full is None and self.code == "vi":
            full = _proper(before)
        if full is None and self.code == "zh":
            cuts = list(OPENING.finditer(before))
            full = before[cuts[-1].end() :] if cuts else before
        full = plain(full or "", self.code)
        key = plain(short, self.code).casefold()
        if full and len(full) > len(key) and key not in self.short:
            self.short[key] = (after, full)

    def name(self, quote: str, place: int) -> str:
        """Return the normalised name of the bearer `quote` that stands at `place`."""
        name = plain(quote, self.code)
        defined = self.short.get(name.casefold())
        if defined and defined[0] <= place:
            return defined[1]
        if self.code == "zh" and DEICTIC.match(name) and len(name) <= 4:
            return self._antecedent(name[1:], place) or name
        return self._expanded(name, place)

    def _expanded(self, name: str, place: int) -> str:
        """Return the name with defined abbreviations inside it written out (Bộ GTVT)."""
        if self.code != "vi":
            return name
        words = []
        for word in name.split():
            defined = self.short.get(word.casefold())
            words.append(defined[1] if defined and defined[0] <= place and re.fullmatch(r"[A-ZĐ&]{2,10}", word) else word)
        return re.sub(r"\b(\w+)( \1\b)", r"\1", " ".join(words), flags=re.IGNORECASE)

    def _antecedent(self, kind: str, place: int) -> str | None:
        """Return the nearest fuller name before that ends in the same kind of body (该部 → 教育部), or None."""
        if not kind or kind[-1] in "人级市省县区国":
            return None
        window = self.text[max(0, place - 400) : place]
        found = re.findall(f"[一-鿿]{{2,12}}{re.escape(kind)}", window)
        if not found:
            return None
        name = re.split("[和与由向对将把给于在是据经]", found[-1])[-1]
        return name if len(name) > len(kind) and not DEICTIC.match(name) else None


@lru_cache(maxsize=8192)  # a document names the same few parties again and again
def plain(quote: str, code: LanguageCode) -> str:
    """Return a quote folded, on one line, without quotation marks at its edges."""
    folded = languages.get(code).fold(quote).text
    folded = SPACES.sub("" if code == "zh" and not LATIN.search(folded) else " ", folded).lstrip(EDGES + ".").rstrip(EDGES)
    quoted = QUOTED.fullmatch(folded)
    return quoted[1] if quoted else folded


def _by_initials(before: str, short: str) -> str | None:
    """Return the words before whose initials an abbreviation is made of (Giao thông vận tải for GTVT), or None."""
    letters = [c for c in short.lower() if c != "&"]
    words = list(re.finditer(r"\w+", before))
    chosen = []
    for word in reversed(words):
        if not letters:
            break
        if word.group()[0].lower().translate(str.maketrans("đăâêôơư", "đaaeoou")) == letters[-1]:
            letters.pop()
            chosen.append(word)
        elif word.group().lower() in ("và", "của"):
            chosen.append(word)
        else:
            return None
    return before[chosen[-1].start() : words[-1].end()] if chosen and not letters else None


def _proper(before: str) -> str | None:
    """Return the capitalised name that ends a stretch of Vietnamese text."""
    words = before.rstrip().split(" ")
    start = next(
        (
            i
            for i in range(len(words) - 1, -1, -1)
            if words[i][:1].isupper() and (i == 0 or not words[i - 1][:1].isupper()) and len(words) - i >= 2
        ),
        None,
    )
    return " ".join(words[start:]) if start is not None else None
