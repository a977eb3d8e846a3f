"""What tells a document that would be read from another, a file that changed from one that did not, and bytes that were damaged."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

IDENTITY = 16  # bytes of a document's identity
RACY = 2_000_000_000  # nanoseconds: a file may change again within one tick of a coarse clock, so a younger one is not trusted


def seal(document: bytes, data: bytes) -> bytes:
    """Return the hash under which the bytes of a document's results are kept."""
    return hashlib.blake2b(data, digest_size=16, key=document).digest()


def identity(path: Path, sidecar: Path, source: str) -> bytes:
    """Return the identity of what would be read: the hash of file, sidecar and name. What cannot be read counts as absent."""
    whole = hashlib.sha256(f"{source}\0{path.suffix}\0".encode("utf-8", "surrogatepass"))
    for part in (path, sidecar):
        whole.update((digest(part) or "-").encode() + b"\0")
    return whole.digest()[:IDENTITY]


def digest(path: Path) -> str | None:
    """Return the SHA-256 of a file's bytes, or None where they cannot be read, or only once, as from a pipe."""
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def stamp(*paths: Path) -> tuple[str, bool]:
    """Return size, times and inode of files as one text, and whether one of them changed just now."""
    parts, newest = [], 0
    for path in paths:
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            parts.append("-")
            continue
        newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
        parts.append(f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}:{status.st_dev}")
    return "|".join(parts), time.time_ns() - newest < RACY
