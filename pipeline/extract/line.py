"""A sentence of a document with its row of folded text and the way back to the document's letters."""

from __future__ import annotations

from pipeline import languages
from pipeline.extract.grammar import grammar
from pipeline.extract.row import Row, read_row
from pipeline.extract.scope import style
from pipeline.extract.state import Units
from pipeline.records import Bearer, Block, Document, Sentence, Source, Span

EMPHASIS = "*"  # Markdown's around a heading
SHORT = {"zh": 40, "vi": 120}  # characters up to which a numbered line may be a heading


class Line:
    """A sentence being read: its row and its place in the outline.

    `rank` is that of the number it begins with (None: no number), `ahead` the first letters of the block's next sentence.
    """

    def __init__(self, document: Document, sentence: Sentence, first: bool, ahead: str = "") -> None:
        block: Block = document.blocks[sentence.block]
        self.document, self.sentence, self.block, self.ahead = document, sentence, block, ahead
        self.text = document.text[sentence.start : sentence.end].rstrip(EMPHASIS)
        self.view = languages.get(block.language).fold(self.text)
        self.row: Row = read_row(self.view.text, grammar(block.language))
        marker = document.text[block.start : block.body].strip() if first else ""
        marker = marker.lstrip(EMPHASIS) or marker
        inside = self.view.text[: self.row.marker].strip()
        self.rank = style(marker) if marker else None
        if self.rank is None and inside:
            self.rank = style(inside)
        self.heading = block.kind in ("heading", "title")
        self.short = len(self.text) < SHORT[block.language] and (self.heading or self.rank is not None)
        self.opens = self.text.rstrip().endswith((":", "："))
        self._small: str | None = None  # its text in small letters, once somebody asks what it says

    def says(self, what: str) -> bool:
        """Tell whether the sentence holds one of the words of a list of `grammar.SAID`, caseless."""
        if self._small is None:
            self._small = self.row.text.casefold()
        return self.row.grammar.said[what].search(self._small) is not None

    def quote(self, units: Units) -> Span:
        """Return the document's own letters at units `(start, end)`."""
        start, end = self.view.original(self.row.starts[units[0]], self.row.ends[units[1] - 1])
        start, end = self.sentence.start + start, self.sentence.start + end
        return Span(self.document.text[start:end], start, end)

    def maybe(self, units: Units | None) -> Span | None:
        """Return the quote of units, or None for none."""
        return None if units is None else self.quote(units)

    def bearers(self, names: list[Units], source: Source = "context") -> tuple[Bearer, ...]:
        """Return the bearers at these units."""
        found = map(self.quote, names)
        return tuple(Bearer(span.quote, span.start, span.end, source) for span in found)
