"""What is no document that can be read: an archive that was not opened, a file that says why a member of one could not be unpacked, and
formats of office programs that no reader knows: in a folder they are refused and not passed over, for somebody wants them read."""

from __future__ import annotations

import json
from pathlib import PurePath

from pipeline.ingest.errors import IngestError
from pipeline.ingest.source import Source
from pipeline.ingest.store import REFUSED
from pipeline.ingest.vocabulary import Vocabulary

UNKNOWN = {".ods": ".xlsx", ".et": ".xlsx", ".ppt": ".pdf", ".pptx": ".pdf", ".dps": ".pdf", ".ofd": ".pdf"}  # and what to save one as
ENDINGS = frozenset({REFUSED, ".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", *UNKNOWN})
GUARDED = False
ARCHIVES = (b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


def recognises(data: bytes, ending: str) -> bool:
    """Whether the file is an archive, of an unknown format, or was written in place of a document that could not be unpacked."""
    return (
        ending == REFUSED
        or ending in UNKNOWN
        or (ending in ENDINGS and data.startswith((b"PK\x03\x04", *ARCHIVES)))
        or data[257:262] == b"ustar"
    )


def read(data: bytes, name: str, marks: Vocabulary) -> Source:
    """Raise the IngestError that says why there is nothing to read."""
    kind = PurePath(name).suffix.lower()
    if kind in UNKNOWN:
        raise IngestError("read", f"{name}: files of type {kind} are not read; save it as {UNKNOWN[kind]}")
    if not data.startswith(b"{"):
        raise IngestError("unpack", f"{name}: is an archive of documents; give it to `zeren extract`, which opens it, or unpack it")
    try:
        found = json.loads(data)
        source, reason = str(found["source"]), str(found["reason"])
    except (ValueError, TypeError, KeyError) as error:
        raise IngestError("unpack", f"{name}: says of no document why it was not unpacked; leave it out") from error
    raise IngestError("unpack", f"{source}: {reason}")
