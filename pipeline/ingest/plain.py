"""Plain text and markdown: the canonical text is the decoded file, to the letter."""

from __future__ import annotations

import re
import unicodedata

from pipeline.ingest import lines
from pipeline.ingest.decode import decode
from pipeline.ingest.errors import IngestError
from pipeline.ingest.metadata import Found
from pipeline.ingest.source import Source
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.text import INVISIBLES, View, plain

ENDINGS = frozenset({".txt", ".text", ".md", ".markdown"})
GUARDED = False  # decoding and splitting are linear in a size that is bounded already
MOST_BYTES = 64_000_000


def recognises(data: bytes, ending: str) -> bool:
    """Whether the file may be plain text: what no other reader takes may be; `read` says where it is none."""
    return True


def read(data: bytes, name: str, marks: Vocabulary) -> Source:
    """Return text and lines of a `.txt` or `.md` file; IngestError where it is no text."""
    if len(data) > MOST_BYTES:
        raise IngestError("read", f"{name}: is a text of more than {MOST_BYTES // 10**6} MB, so it is no single document; split it")
    text, encoding, issues = decode(data, name)
    return source(text, encoding, marks, issues)


def source(text: str, encoding: str, marks: Vocabulary, issues: list[str]) -> Source:
    """Return text and lines of a decoded file."""
    view = legible(text)
    return Source(view, lines.scan(view.text, marks), encoding, Found(issues=issues))


# Accents that stand behind their letter (NFD, windows-1258); 30 at once, as longer runs are no writing.
ACCENTS = re.compile("[\u0300-\u036f]{1,30}")


def legible(text: str) -> View:
    """Return the view in which blocks are recognised: letters composed, invisible characters left out, all else as it stands."""
    view = plain(text)
    if INVISIBLES.search(text):
        view = view.substitute(INVISIBLES, lambda _: "")
    edits: list[tuple[int, int, str]] = []
    for accents in ACCENTS.finditer(view.text):
        start, end = max(0, accents.start() - 1), accents.end()
        if edits and start < edits[-1][1]:
            continue
        written = view.text[start:end]
        if (composed := unicodedata.normalize("NFC", written)) != written:
            edits.append((start, end, composed))
    return view.edit(edits)
