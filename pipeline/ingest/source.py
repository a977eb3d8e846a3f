"""What a reader makes of a file: the one thing every format is turned into."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.ingest.lines import Piece
from pipeline.ingest.metadata import Found
from pipeline.records import Place
from pipeline.text import View


@dataclass(slots=True)
class Source:
    """What a format's reader returns.

    `view.source` is the canonical text; `lines` are the lines of `view.text` in order, with what the markup says of them; `found`
    is the metadata that the format itself holds; `properties` is what the file says of itself without showing it, used where its
    text says nothing; `places` lead from the canonical text to pages or paragraphs of the file, in order.
    """

    view: View
    lines: list[Piece]
    encoding: str
    found: Found
    properties: Found = field(default_factory=Found)
    places: tuple[Place, ...] = ()
