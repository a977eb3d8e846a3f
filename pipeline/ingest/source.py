"""What a reader makes of a file: the one thing every format is turned into."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.ingest.lines import Piece
from pipeline.ingest.metadata import Found
from pipeline.text import View


@dataclass(slots=True)
class Source:
    """What a format's reader returns.

    `view.source` is the canonical text; `lines` are the lines of `view.text` in order, with what the markup says of them; `found`
    is the metadata that the format itself holds.
    """

    view: View
    lines: list[Piece]
    encoding: str
    found: Found
