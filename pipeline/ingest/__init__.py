"""Raw files to documents: encodings, metadata, and blocks that say what each stretch of the text is.

    read → decode → lines (or the markup's elements) → blocks → Document

A format is one module with `recognises` and `read`, which turns bytes into a `Source`; all else is shared.
"""

from pipeline.ingest.containers import Item, unpack
from pipeline.ingest.discover import each, walk
from pipeline.ingest.errors import IngestError
from pipeline.ingest.reading import read, read_text

__all__ = ["IngestError", "Item", "each", "read", "read_text", "unpack", "walk"]
