"""Vietnamese: words and tags by underthesea's models, over a view with one spelling and with glued words opened."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.languages.language import Language, shape
from pipeline.languages.syllables import LONGEST_RUN, Spelling
from pipeline.text import View

LETTERS = re.compile(r"[^\W\d_]+")
# Eth and African D are typed for the Vietnamese letter; they look the same.
D = str.maketrans("ÐƉð", "ĐĐđ")
ETH = re.compile("[ÐƉð]")
CODE = r"[A-ZĐ][^\W\d_]{0,9}"
TOKEN = re.compile(
    r"(?:https?://|www\.)\S{1,300}|\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,20}){1,4}"
    rf"|\d{{1,6}}(?:/\d{{4}})?[-/]{CODE}(?:[-/]{CODE}|\d{{1,2}}\b){{0,4}}"  # document numbers: 05-CT/TW, 15/2020/NĐ-CP, 91/2015/QH13
    r"|\d+(?:[.,/:-]\d+)*"
    r"|[A-ZĐ](?:\.[A-ZĐƯ])+|\bv\.v\.{0,3}|\b(?:TP|Tp|TX|Th\.?S|TS|PGS|GS|NXB|Nxb)\.|[Đđ]/c\b"
    r"|[A-ZĐ]{1,4}\d{1,6}[A-Z\d]{0,10}\b|[A-ZĐ]['’][A-ZĐ][^\W\d_]+|[^\W\d_]+|([^\w\s])\1{3,}|\.{2,}|[^\w\s]|[\d_]+"
)
SENTENCE_MARKS = frozenset(".!?…;:")
WINDOW = 300  # tokens; the segmenter reads at most so many at once, so that its time stays linear
LONGEST_TOKEN = 60  # characters of a token that the models get to see
WORD_MODEL = "word_tokenize/models/ws_crf_vlsp2013_20230727"
TAG_MODEL = "pos_tag/models/pos_crf_vlsp2013_20230303"


def load() -> Language:
    """Return the language."""
    return Vietnamese("vi")


class Vietnamese(Language):
    """Vietnamese in its Latin letters."""

    point, group = ",", "."

    def _fold(self, text: str) -> View:
        """Return the neutral fold with one spelling of each syllable (`hoà` → `hòa`, `Uỷ` → `Ủy`) and glued words opened by a space."""
        view = super()._fold(text)
        if ETH.search(view.text):
            view = view.replace(view.text.translate(D))
        return view.edit(self._respellings(view.text))

    def _respellings(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield the edits that give each syllable its one spelling."""
        for match in LETTERS.finditer(text):
            word = match[0]
            if len(word) <= LONGEST_RUN and not word.isascii() and (pieces := self._respelt(word)):
                start = match.start()
                for number, piece in enumerate(pieces):
                    if number:
                        yield start, start, " "
                    yield start, start + len(piece), piece
                    start += len(piece)

    @cached_property
    def spelling(self) -> Spelling:
        """The syllables of the language."""
        onsets, rimes, syllables = (getattr(self.segmentation, name).split() for name in ("onsets", "rimes", "syllables"))
        return Spelling(frozenset({*onsets, ""}), frozenset(rimes), tuple(syllables), frozenset(self.segmentation.names.split()))

    @cached_property
    def _respelt(self) -> Any:
        """Return the pieces of a word in their one spelling, or nothing where the word stays as it is (remembered)."""
        spelling = self.spelling

        @lru_cache(maxsize=65536)
        def respelt(word: str) -> tuple[str, ...]:
            places = (0, *spelling.cuts(word), len(word))
            pieces = tuple(spelling.canonical(word[start:end]) for start, end in pairwise(places))
            return pieces if pieces != (word,) else ()

        return respelt

    def _words(self, text: str) -> list[tuple[int, int]]:
        return [span for sentence in self._segmented(text) for span in sentence]

    def _tags(self, text: str) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        for spans in self._segmented(text):
            words = [text[start:end] for start, end in spans]
            for (start, end), word, tag in zip(spans, words, _predict(TAG_MODEL, words), strict=True):
                form = shape(word)
                known = self._terms.get(word.lower()) or tag.removeprefix("B-")
                found.append((start, end, form if form == "PUNCT" else "M" if form == "NUM" else known))
        return found

    def _segmented(self, text: str) -> list[list[tuple[int, int]]]:
        """Return the word spans of each sentence or window."""
        windows: list[list[tuple[int, int]]] = [[]]
        for match in TOKEN.finditer(text):
            windows[-1].append(match.span())
            if match[0] in SENTENCE_MARKS or len(windows[-1]) >= WINDOW:
                windows.append([])
        return [self._joined(text, window) for window in windows if window]

    @cached_property
    def _terms(self) -> dict[str, str]:
        """Return the tag of each term that is always one word."""
        return {term: tag for tag, terms in self.segmentation.terms.items() for term in terms}

    @cached_property
    def _term_lengths(self) -> dict[str, tuple[int, ...]]:
        """Return the syllable counts of the terms that begin with a syllable, longest first."""
        lengths: dict[str, set[int]] = {}
        for term in self._terms:
            lengths.setdefault(term.split()[0], set()).add(term.count(" ") + 1)
        return {first: tuple(sorted(counts, reverse=True)) for first, counts in lengths.items()}

    def _joined(self, text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return tokens joined to words: only letters join, and only over white space; terms join whatever the model says."""
        tokens = [text[start:end] for start, end in spans]
        inner = [tag == "I-W" for tag in _predict(WORD_MODEL, tokens)]
        small = [token.lower() for token in tokens]
        done = 0
        for place, first in enumerate(small):
            lengths = self._term_lengths.get(first, ()) if place >= done else ()
            count = next((count for count in lengths if " ".join(small[place : place + count]) in self._terms), 0)
            if count:
                done = place + count
                inner[place:done] = [False] + [True] * (count - 1)
                inner[done : done + 1] = [False] * len(inner[done : done + 1])
        words: list[tuple[int, int]] = []
        for place, (start, end) in enumerate(spans):
            if inner[place] and words and tokens[place].isalpha() and tokens[place - 1].isalpha() and words[-1][1] < start:
                words[-1] = (words[-1][0], end)
            else:
                words.append((start, end))
        return words

    def _number(self, text: str) -> int | float | None:
        text = text.removesuffix("phần trăm").rstrip("% ")
        figures = self.numerals.figures(text)
        return figures if figures is not None else self.numerals.words(text.split())


def _predict(model: str, tokens: list[str]) -> list[str]:
    """Return one label a token; the models panic at surrogates and at two spaces running, so they see neither."""
    featurizer, tagger = _model(model)
    rows = [[" ".join(token[:LONGEST_TOKEN].encode("utf-8", "replace").decode().split())] for token in tokens]
    return tagger.tag(featurizer.process([rows])[0])


@cache
def _model(name: str) -> tuple[Any, Any]:
    """Load a model of underthesea without importing the package itself, which loads all its parts and takes seconds."""
    from underthesea_core import CRFFeaturizer, CRFTagger  # type: ignore[import-untyped]

    spec = find_spec("underthesea")
    folder = Path(spec.origin).parent / "pipeline" / name if spec and spec.origin else Path(name)
    if not (folder / "models.bin").is_file():
        raise FileNotFoundError(f"{folder}: no such model; install the pinned version of underthesea")
    # plain pickles, which joblib, the program that wrote them, reads five times slower
    features = pickle.loads((folder / "features.bin").read_bytes())
    looks_up = any("is_in_dict" in feature for feature in features)
    tagger = CRFTagger()
    tagger.load(str(folder / "models.bin"))
    return CRFFeaturizer(features, pickle.loads((folder / "dictionary.bin").read_bytes()) if looks_up else set()), tagger
