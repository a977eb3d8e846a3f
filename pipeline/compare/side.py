"""One language of a bitext: its sentences and paragraphs in order, with what each shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline import languages
from pipeline.compare import clues
from pipeline.records import Commitment, Document, LanguageCode

FindConcepts = Callable[[list[str], LanguageCode], list[str]]


@dataclass(frozen=True)
class Unit:
    """A sentence: `text` stands at `start:end` of the document, in paragraph number `paragraph`; `concepts` are notions it names."""

    text: str
    start: int
    end: int
    paragraph: int
    concepts: tuple[str, ...] = ()

    @cached_property
    def size(self) -> int:
        """Length in Chinese characters or Vietnamese syllables."""
        return clues.size(self.text)


@dataclass(frozen=True)
class Side:
    """The sentences, paragraphs and commitment records that a document holds in one language, each in order of place."""

    language: LanguageCode
    text: str
    units: tuple[Unit, ...]
    paragraphs: tuple[tuple[int, int], ...]
    commitments: tuple[Commitment, ...] = ()


def side(
    document: Document, language: LanguageCode, commitments: Sequence[Commitment] = (), find_concepts: FindConcepts | None = None
) -> Side:
    """Return the side of `document` in `language`: sentences of all its blocks in that language that are no boilerplate.

    Blocks of no language (figures, names) belong to the only language of a document, and to neither where it has both.
    `find_concepts` names the notions in folded texts (`resolve.concepts.find`); without it they are no clue.
    """
    speaker = languages.get(language)
    units: list[Unit] = []
    paragraphs: list[tuple[int, int]] = []
    spoken = {block.language for block in document.blocks} - {"other"}
    own_blocks = (language, "other") if spoken <= {language} else (language,)
    for block in document.blocks:
        if block.language not in own_blocks or block.kind == "boilerplate":
            continue
        paragraphs.append((block.start, block.end))
        for begin, stop in block.cells or ((block.body, block.end),):
            for start, end in speaker.sentences(document.text[begin:stop]):
                text = document.text[begin + start : begin + end]
                concepts = tuple(find_concepts([speaker.fold(text).text], language)) if find_concepts else ()
                units.append(Unit(text, begin + start, begin + end, len(paragraphs) - 1, concepts))
    own = tuple(commitment for commitment in commitments if commitment.language == language)
    return Side(language, document.text, tuple(units), tuple(paragraphs), own)
