"""What a sentence shows that its translation may show as well: forms in Vietnamese, and for Chinese what each thing looks like there.

A form is a string with its kind before the colon: `w:quốc gia` (word of the lexicon), `b:nhiệm trách` (two syllables side by side, in
either order), `s:trách` (one), `#:2015`, `t:2015-06`, `l:apec`, `c:audit`, `m:?`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise, product

from pipeline import languages, rules, timex
from pipeline.compare import numbers
from pipeline.compare.readings import readings, spelling
from pipeline.compare.settings import lexicon
from pipeline.records import LanguageCode

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
    for name, _, _ in _chinese_signs(folded):
        if name not in found:
            found[name] = clue(name)
    return found


def vietnamese(text: str, concepts: Iterable[str] = ()) -> set[str]:
    """Return the forms of a Vietnamese sentence."""
    folded = languages.get("vi").fold(text).text
    return {*_shared(folded, concepts, numbers.vietnamese(folded), "vi"), *(form for form, _, _ in _vietnamese_signs(folded))}


def places(text: str, language: LanguageCode) -> dict[str, list[tuple[int, int]]]:
    """Return where in a sentence its words and syllables stand: characters, by name of Chinese clue or by Vietnamese form."""
    view = languages.get(language).fold(text)
    found: dict[str, list[tuple[int, int]]] = {}
    for name, start, end in (_chinese_signs if language == "zh" else _vietnamese_signs)(view.text):
        found.setdefault(name, []).append(view.original(start, end))
    return found


def _chinese_signs(folded: str) -> Iterator[tuple[str, int, int]]:
    """Yield the names of words and characters with their places."""
    for match in LATIN.finditer(folded):
        if len(match[0]) > 1:
            yield f"l:{match[0].lower()}", match.start(), match.end()
    row, starts, ends = rules.units(folded, "character")
    for hit in _chinese_words().scan(row):
        for word in hit.labels:
            yield f"w:{word}", starts[hit.start], ends[hit.end - 1]
    for run in HAN.finditer(folded):
        for place, character in enumerate(run[0], run.start()):
            if readings(character):
                yield f"s:{character}", place, place + 1
        for place, (first, second) in enumerate(pairwise(run[0]), run.start()):
            if readings(first) and readings(second):
                yield f"b:{first}{second}", place, place + 2


def _vietnamese_signs(folded: str) -> Iterator[tuple[str, int, int]]:
    """Yield the forms of words and syllables with their places."""
    for match in LATIN.finditer(folded):
        yield f"l:{match[0].lower()}", match.start(), match.end()
    row, starts, ends = rules.units(folded, "syllable")
    for hits in _vietnamese_words().all(row).values():
        for hit in hits:
            for word in hit.labels:
                yield f"w:{word}", starts[hit.start], ends[hit.end - 1]
    syllables = [(spelling(match[0].lower()), match.start(), match.end()) for match in SYLLABLE.finditer(folded)]
    for syllable, start, end in syllables:
        yield f"s:{syllable}", start, end
    for (first, start, _), (second, _, end) in pairwise(syllables):
        yield _pair(first, second), start, end


@lru_cache(100_000)
def clue(name: str) -> Clue:
    """Return the clue of a word or of characters by its name."""
    kind, said = name[0], name[2:]
    if kind == "l":
        return Clue("latin", (name,))
    if kind == "w":
        return Clue("word", _renderings(said))
    if kind == "s":
        return Clue("syllable", tuple(f"s:{reading}" for reading in readings(said)))
    return Clue("compound", tuple(_pair(a, b) for a, b in product(readings(said[0]), readings(said[1]))))


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
