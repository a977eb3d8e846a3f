"""What a sentence shows that its translation may show as well: forms in Vietnamese, and for Chinese what each thing looks like there.

A form is a string with its kind before the colon: `w:quốc gia` (word of the lexicon), `b:nhiệm trách` (two syllables side by side, in
either order), `s:trách` (one), `#:2015`, `t:2015-06`, `l:apec`, `c:audit`, `m:?`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

from pipeline import languages, rules, timex
from pipeline.compare import numbers
from pipeline.compare.readings import readings, spelling
from pipeline.compare.settings import lexicon

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
SYLLABLE = re.compile(r"\w+")
TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
MARKS = {"?": "?？", "!": "!！", ";": ";；", "quote": '“”"‘’《》「」〈〉', "bracket": "()（）", ":": ":："}
SMALL = 10  # numbers below it are often only words


@dataclass(frozen=True, slots=True)
class Clue:
    """Something in a Chinese sentence: its kind, and the Vietnamese forms any of which answers it."""

    kind: str
    forms: tuple[str, ...]


def chinese(text: str, concepts: Iterable[str] = ()) -> dict[str, Clue]:
    """Return the clues of a Chinese sentence under names of their own."""
    folded = languages.get("zh").fold(text).text
    found: dict[str, Clue] = {}
    for form in _shared(folded, concepts, numbers.chinese(folded), "zh"):
        found[form] = Clue(_kind(form), (form,))
    for match in LATIN.finditer(folded):
        if len(match[0]) > 1:
            found[f"l:{match[0].lower()}"] = Clue("latin", (f"l:{match[0].lower()}",))
    terms = _chinese_words()
    for hit in terms.scan(rules.units(folded, "character")[0]):
        for word in hit.labels:
            found[f"w:{word}"] = Clue("word", _renderings(word))
    for run in HAN.findall(folded):
        for character in run:
            if readings(character):
                found[f"s:{character}"] = Clue("syllable", tuple(f"s:{reading}" for reading in readings(character)))
        for first, second in pairwise(run):
            pairs = tuple(_pair(a, b) for a, b in product(readings(first), readings(second)))
            if pairs:
                found[f"b:{first}{second}"] = Clue("compound", pairs)
    return found


def vietnamese(text: str, concepts: Iterable[str] = ()) -> set[str]:
    """Return the forms of a Vietnamese sentence."""
    folded = languages.get("vi").fold(text).text
    found = set(_shared(folded, concepts, numbers.vietnamese(folded), "vi"))
    found |= {f"l:{match[0].lower()}" for match in LATIN.finditer(folded)}
    terms = _vietnamese_words()
    row = rules.units(folded, "syllable")[0]
    found |= {f"w:{word}" for place in range(len(row)) for hit in terms.every(row, place, len(row)) for word in hit.labels}
    syllables = [spelling(match[0].lower()) for match in SYLLABLE.finditer(folded)]
    found |= {f"s:{syllable}" for syllable in syllables}
    found |= {_pair(first, second) for first, second in pairwise(syllables)}
    return found


def size(text: str) -> int:
    """Return how long a text is: Chinese characters, and words or syllables of other letters."""
    return max(1, sum(1 for _ in TOKEN.finditer(text)))


def is_number(form: str) -> bool:
    """Tell whether a form is a number that a translation hardly leaves out."""
    return form.startswith("#:") and _kind(form) == "number"


def _shared(folded: str, concepts: Iterable[str], values: Iterable[float], code: str) -> list[str]:
    forms = [f"#:{value:.12g}" for value in values if value > 1]
    forms += [f"t:{time.value}" for time in timex.find(folded, code) if time.value]
    forms += [f"c:{concept}" for concept in concepts]
    forms += [f"m:{name}" for name, letters in MARKS.items() if any(letter in folded for letter in letters)]
    return forms


def _kind(form: str) -> str:
    if form.startswith("#:"):
        return "figure" if float(form[2:]) < SMALL else "number"
    return {"t": "time", "c": "concept", "m": "mark"}[form[0]]


def _pair(first: str, second: str) -> str:
    """Return the form of two syllables side by side; 和平 is hòa bình and 命运 vận mệnh, so that their order is left open."""
    return "b:" + " ".join(sorted((first, second)))


def _rendering(word: str) -> str:
    return languages.get("vi").fold(word).text.lower()


@cache
def _renderings(word: str) -> tuple[str, ...]:
    return tuple(f"w:{_rendering(rendering)}" for rendering in lexicon()[word])


@cache
def _chinese_words() -> rules.Lexicon:
    return rules.Lexicon({word: [word] for word in lexicon()}, "character")


@cache
def _vietnamese_words() -> rules.Lexicon:
    words = {_rendering(rendering) for renderings in lexicon().values() for rendering in renderings}
    return rules.Lexicon({word: [word] for word in words}, "syllable")
