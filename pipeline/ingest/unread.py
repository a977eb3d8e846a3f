"""What is no document: an archive that was not opened, and a file that says why a member of one could not be unpacked."""

from __future__ import annotations

import json

from pipeline.ingest.errors import IngestError
from pipeline.ingest.source import Source
from pipeline.ingest.store import REFUSED
from pipeline.ingest.vocabulary import Vocabulary

ENDINGS = frozenset({REFUSED, ".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz"})
GUARDED = False
ARCHIVES = (b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


def recognises(data: bytes, ending: str) -> bool:
    """Whether the file is an archive, or was written in place of a document that could not be unpacked."""
    return ending == REFUSED or (ending in ENDINGS and data.startswith((b"PK\x03\x04", *ARCHIVES))) or data[257:262] == b"ustar"


def read(data: bytes, name: str, marks: Vocabulary) -> Source:
    """Raise the IngestError that says why there is nothing to read."""
    if not data.startswith(b"{"):
        raise IngestError("unpack", f"{name}: is an archive of documents; give it to `zeren extract`, which opens it, or unpack it")
    try:
        found = json.loads(data)
        source, reason = str(found["source"]), str(found["reason"])
    except (ValueError, TypeError, KeyError) as error:
        raise IngestError("unpack", f"{name}: says of no document why it was not unpacked; leave it out") from error
    raise IngestError("unpack", f"{source}: {reason}")
