"""What every language does, and the neutral language that knows letters, digits and punctuation only."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from pydantic import Field

from pipeline import settings
from pipeline import text as folding
from pipeline.languages import sentences as splitting
from pipeline.languages.numerals import Numerals
from pipeline.text import View

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

TOKEN = re.compile(r"\d+(?:[.,/:-]\d+)*|[^\W\d_]+|[^\w\s]|_+")
NEUTRAL = "other"  # code of the language that is none of ours
LONGEST_NUMBER = 200  # characters
LARGEST_VOCABULARY = 200_000  # strings; a larger store is dropped, so that memory does not grow with the number of documents
SHORT, REMEMBERED = 200, 2048  # characters of a quote, and quotes whose fold is remembered: each is asked for several times over
BREAK = re.compile(f"[{splitting.LINE}]")
SPACE_RUN = re.compile(r"\s*")
SURROGATE = re.compile("[\ud800-\udfff]")


class Segmentation(settings.Section):
    """A file of `config/segment/`: what a language needs to cut sentences, words and numbers."""

    abbreviations: tuple[str, ...] = ()
    may_end: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    tagset: Mapping[str, str] = Field(default_factory=dict)
    parts_of_speech: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    terms: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    digits: Mapping[str, int] = Field(default_factory=dict)
    tens: Mapping[str, int] = Field(default_factory=dict)
    scales: Mapping[str, int] = Field(default_factory=dict)
    halves: tuple[str, ...] = ()
    onsets: str = ""
    rimes: str = ""
    names: str = ""
    syllables: str = ""


class Language:
    """A language of the pipeline; every offset counts characters of the text given. Sub-classes know words and parts of speech."""

    spaced = True
    point, group = ".", ","

    def __init__(self, code: str) -> None:
        self.code = code
        self._vocab: Vocab | None = None

    # -- what a language file says

    @cached_property
    def segmentation(self) -> Segmentation:
        """The language's file of `config/segment/`, read once; the neutral language has none."""
        if self.code == NEUTRAL:
            return Segmentation()
        return settings.read_yaml(settings.config_folder() / "segment" / f"{self.code}.yaml", Segmentation)

    @cached_property
    def habits(self) -> splitting.Habits:
        """What the language knows about full stops."""
        lists = (self.segmentation.abbreviations, self.segmentation.may_end, (*self.segmentation.heads, ""))
        return splitting.Habits(self.spaced, *(frozenset(word.lower().rstrip(".") for word in words) for words in lists))

    @cached_property
    def numerals(self) -> Numerals:
        """The language's number words."""
        words = self.segmentation
        return Numerals(words.digits, words.tens, words.scales, frozenset(words.halves), self.point, self.group)

    # -- what it does

    def prepare(self) -> None:
        """Read now what else is read piece by piece when a text needs it: for a process that others are forked from."""

    def fold(self, text: str) -> View:
        """Return the view in which one word has one spelling (see `pipeline.text.fold`; a language adds its own spelling)."""
        return self._fold_again(text) if len(text) <= SHORT else self._fold(text)

    def flow(self, text: str) -> View:
        """Return the fold with single line breaks as running text has them: a space, or nothing between characters without spaces."""
        view = self.fold(text)
        return view.replace(BREAK.sub(" ", view.text))

    def words(self, text: str) -> list[tuple[int, int]]:
        """Return the word spans of `text`; every character that is not white space lies in exactly one."""
        view = self.flow(text)
        return [span[:2] for span in self._placed(text, view, [(start, end, "") for start, end in self._words(view.text)])]

    def tags(self, text: str) -> list[tuple[int, int, str]]:
        """Return the same spans as `words` with their universal parts of speech."""
        return [(start, end, self.universal(tag, word)) for start, end, tag, word in self._tagged(text)]

    def sentences(self, text: str) -> list[tuple[int, int]]:
        """Return the sentences of `text`, edge white space and list markers left out (rules in `languages/sentences.py`)."""
        return splitting.sentences(text, self.habits)

    def number(self, text: str) -> int | float | None:
        """Return the number that the whole of `text` says in digits or words, or None; a per cent sign is passed over."""
        return self._number(self.fold(text).text.strip().lower()) if len(text) <= LONGEST_NUMBER else None

    def make_doc(self, text: str) -> Doc:
        """Return the spaCy Doc of `text`: same characters, words of `tags`, white space beyond one space as tokens of its own.

        `pos_` is universal, `tag_` the segmenter's own tag, `norm_` the folded small-letter form, sentence starts those of `sentences`.
        A lone surrogate, which spaCy cannot hold, stands in the Doc as U+FFFD.
        """
        from spacy.tokens import Doc

        words: list[str] = []
        spaces: list[bool] = []
        tags: list[str] = []
        parts: list[str] = []
        places: list[int] = []

        def add(start: int, end: int, tag: str, part: str) -> None:
            words.append(text[start:end])
            spaces.append(False)
            tags.append(tag)
            parts.append(part)
            places.append(start)

        done = 0
        for start, end, tag, word in (*self._tagged(text), (len(text), len(text), "", "")):
            if done < start and words and text[done] == " ":
                spaces[-1] = True
                done += 1
            if done < start:
                add(done, start, "_SP", "SPACE")
            if start < end:
                add(start, end, tag, self.universal(tag, word))
            done = end
        begins = {SPACE_RUN.match(text, border).end() for border in splitting.borders(text, self.habits)}  # type: ignore[union-attr]
        if SURROGATE.search(text):
            words = [SURROGATE.sub("\ufffd", word) for word in words]
        return Doc(
            self._vocabulary(),
            words=words,
            spaces=spaces,
            tags=tags,
            pos=parts,
            sent_starts=[index == 0 or place in begins for index, place in enumerate(places)],
        )

    def universal(self, tag: str, word: str) -> str:
        """Return the universal part of speech of a folded word with the segmenter's `tag`."""
        if tag == "PUNCT":
            return "PUNCT"
        return self._parts_of_speech.get(word.lower()) or self._tagset(tag)

    # -- what a sub-class gives: its spelling, and spans on the text of flow()

    def _fold(self, text: str) -> View:
        """Return the view of a text in the language's one spelling."""
        return folding.fold(text)

    def _words(self, text: str) -> list[tuple[int, int]]:
        """Return the word spans of a folded text."""
        return [match.span() for match in TOKEN.finditer(text)]

    def _tags(self, text: str) -> list[tuple[int, int, str]]:
        """Return the word spans of a folded text with the segmenter's own tags."""
        return [(start, end, shape(text[start:end])) for start, end in self._words(text)]

    def _number(self, text: str) -> int | float | None:
        """Return the number of a folded small-letter text."""
        return self.numerals.figures(text.rstrip("% "))

    # -- machinery

    @cached_property
    def _fold_again(self) -> Callable[[str], View]:
        return lru_cache(maxsize=REMEMBERED)(self._fold)

    @cached_property
    def _parts_of_speech(self) -> dict[str, str]:
        return {word: part for part, words in self.segmentation.parts_of_speech.items() for word in words}

    def _tagset(self, tag: str) -> str:
        tagset = self.segmentation.tagset
        return tagset.get(tag) or tagset.get(tag[:1]) or (tag if tag in ("NUM", "PUNCT") else "X")

    def _tagged(self, text: str) -> list[tuple[int, int, str, str]]:
        """Return spans on the original with the segmenter's tag and the folded word."""
        view = self.flow(text)
        return self._placed(text, view, self._tags(view.text))

    def _placed(self, text: str, view: View, spans: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str, str]]:
        """Return view spans as spans of the original; characters that the view left out join the word they touch, or are words."""
        found: list[tuple[int, int, str, str]] = []
        done = 0
        if view.text == text and not any(map(str.isspace, text)):  # nothing was folded, and the words lie side by side
            return [(start, end, tag, text[start:end]) for start, end, tag in spans]
        for first, last, tag in spans:
            start, end = view.original(first, last)
            if end <= done:
                continue
            start = max(start, done)
            if start > done:
                self._fill(text, done, start, found)
                if found and found[-1][3] == "" and found[-1][1] == start:
                    start = found.pop()[0]
            found.append((start, end, tag, view.text[first:last]))
            done = end
        self._fill(text, done, len(text), found)
        return found

    def _fill(self, text: str, start: int, end: int, found: list[tuple[int, int, str, str]]) -> None:
        """Give the characters of a gap that are not white space to the word before, else a nameless word of their own."""
        if start == end or text[start:end].isspace():
            return
        for match in re.finditer(r"\S+", text[start:end]):
            first, last = start + match.start(), start + match.end()
            if found and found[-1][1] == first:
                found[-1] = (found[-1][0], last, *found[-1][2:])
            else:
                found.append((first, last, "X", ""))

    def _vocabulary(self) -> Vocab:
        """Return the language's vocabulary, a new one when the old has grown large."""
        from spacy.attrs import NORM  # type: ignore[import-not-found]
        from spacy.language import BaseDefaults
        from spacy.vocab import create_vocab

        def norm(word: str) -> str:
            return " ".join(self.flow(word).text.lower().split()) or word

        if self._vocab is None or len(self._vocab.strings) > LARGEST_VOCABULARY:
            getters = {**BaseDefaults.lex_attr_getters, NORM: norm}
            self._vocab = create_vocab(self.code, type("Defaults", (BaseDefaults,), {"lex_attr_getters": getters}))
        return self._vocab


def shape(word: str) -> str:
    """Return NUM, PUNCT or X by the characters of a word."""
    if word[0].isdigit():
        return "NUM"
    return "X" if any(character.isalnum() for character in word) else "PUNCT"
