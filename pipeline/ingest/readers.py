"""The registry of readers: which module reads a file, decided by what the file holds.

A reader is a module with

    ENDINGS      the file endings under which folders are searched for its files
    GUARDED      whether it reads a binary or markup format, and so works in a process of its own under the limits of `guard`
    recognises   (data, ending) -> bool: by the bytes where they can tell, by the ending (lower case, with its dot) where they cannot
    read         (data, name, marks) -> Source; IngestError names file, place and cure

The first that recognises a file reads it; plain text comes last and takes what is left. Heavy libraries are imported inside `read`.
"""

from __future__ import annotations

from typing import Protocol

from pipeline.ingest import doc, docx, grid, html, images, mail, odt, pdf, plain, rtf, unread
from pipeline.ingest.source import Source
from pipeline.ingest.vocabulary import Vocabulary


class Reader(Protocol):
    """What a module must hold to be a reader."""

    ENDINGS: frozenset[str]
    GUARDED: bool

    def recognises(self, data: bytes, ending: str) -> bool:
        """Whether the module reads files with these bytes."""
        ...

    def read(self, data: bytes, name: str, marks: Vocabulary) -> Source:
        """Return text, lines and metadata of the file."""
        ...


# In order: the surest sign first. One line a format.
READERS: tuple[Reader, ...] = (
    unread,
    docx,
    odt,
    doc,
    rtf,
    mail,
    pdf,
    images,
    html,
    grid,
    plain,
)
ENDINGS: frozenset[str] = frozenset().union(*(reader.ENDINGS for reader in READERS))


def choose(data: bytes, ending: str) -> Reader:
    """Return the reader of a file with these bytes and this ending; plain text where no other recognises it."""
    return next(reader for reader in READERS if reader.recognises(data, ending))
