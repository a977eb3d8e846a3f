"""Give a document its sentences, and its spaCy Docs when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline import languages
from pipeline.records import Annotated, Block, Document, Sentence
from pipeline.settings import Settings

if TYPE_CHECKING:
    from spacy.tokens import Doc

SILENT = ("boilerplate", "dateline", "caption", "note", "signature")  # kinds of block that hold no record; notes quote other texts


def annotate(document: Document, settings: Settings) -> Annotated:
    """Return the document with the sentences of the blocks that can hold a record, in order; Docs are made on demand.

    A block can hold one if its kind is none of SILENT and its language Chinese or Vietnamese (only `settings.language`, if set).
    A sentence of a table row stays inside one cell.
    """
    sentences = tuple(
        Sentence(start + offset, end + offset, index)
        for index, block in enumerate(document.blocks)
        if speaks(block, settings)
        for offset, stretch in stretches(document, block)
        for start, end in languages.get(block.language).sentences(stretch)
    )
    return Annotated(document, sentences, Docs(document))


def speaks(block: Block, settings: Settings) -> bool:
    """Tell whether a block can hold a record under these settings."""
    return block.kind not in SILENT and block.language in languages.CODES and settings.language in (None, block.language)


def stretches(document: Document, block: Block) -> Iterator[tuple[int, str]]:
    """Yield the stretches of a block that no sentence crosses, with their offsets: its cells, or all behind its marker."""
    own = dict.fromkeys(cell for cell in block.cells if cell[0] >= block.start)  # a merged cell is read once, where it stands
    for start, end in own if block.cells else ((block.body, block.end),):
        yield start, document.text[start:end]


class Docs(Mapping[int, "Doc"]):
    """The Docs of a document's blocks, each made when first asked for; `docs[i].text` is the block's text to the letter."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._made: dict[int, Doc] = {}

    def __getitem__(self, index: int) -> Doc:
        if not 0 <= index < len(self):
            raise KeyError(index)
        if index not in self._made:
            block = self._document.blocks[index]
            self._made[index] = languages.get(block.language).make_doc(self._document.text[block.start : block.end])
        return self._made[index]

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self._document.blocks)))

    def __len__(self) -> int:
        return len(self._document.blocks)
