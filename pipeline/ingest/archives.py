"""Archives: the members of `.zip`, `.tar` and their compressed forms, and single files compressed with gzip, bzip2 or xz."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from pipeline.ingest.errors import IngestError

BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError)
COMPRESSED: dict[bytes, Callable[[Path], Any]] = {b"\x1f\x8b": gzip.GzipFile, b"BZh": bz2.BZ2File, b"\xfd7zXZ": lzma.LZMAFile}
TAR = 257  # where a tar file says that it is one
LARGEST_DIRECTORY = 32_000_000  # bytes: a list of some 300,000 members
LARGEST_NAME = 1_000
OFFICE = ("[Content_Types].xml", "mimetype", "content.xml")  # the first members of documents that are zip files themselves


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a container: its name there, how to read it, the compressed bytes it takes, and why it is not to be read."""

    name: str
    open: Callable[[], AbstractContextManager[IO[bytes]]]
    packed: int | None = None
    refused: str | None = None


def recognises(path: Path, head: bytes) -> bool:
    """Whether the file is an archive or compressed; office documents, though zip files, are none."""
    if head.startswith(b"PK\x03\x04"):
        length = struct.unpack("<H", head[26:28])[0] if len(head) >= 28 else 0
        first = head[30 : 30 + length].decode("utf-8", "replace")
        return not (first in OFFICE or first.startswith(("word/", "xl/", "_rels/", "docProps/", "META-INF/"))) or not _office(path)
    return head.startswith(b"PK\x05\x06") or _tar(head) or any(head.startswith(magic) for magic in COMPRESSED)


def members(path: Path, head: bytes) -> Iterator[Member]:
    """Yield the members of the archive at `path` in its order; one of BROKEN is raised where it is damaged."""
    if head.startswith(b"PK"):
        yield from _zip(path)
        return
    opener = next((opener for magic, opener in COMPRESSED.items() if head.startswith(magic)), None)
    if opener is None:
        yield from _tar_members(path, "r|")
        return
    with opener(path) as file:
        inside = file.read(TAR + 8)
    if _tar(inside):
        yield from _tar_members(path, "r|*")
    else:
        yield Member(path.stem, lambda: opener(path), packed=path.stat().st_size)


def _office(path: Path) -> bool:
    """Whether a zip file is a document of an office program."""
    try:
        with zipfile.ZipFile(path) as file:
            names = set(file.namelist())
    except (OSError, ValueError, zipfile.BadZipFile):
        return True  # the document's own reader says what is wrong with it
    return "[Content_Types].xml" in names or ("content.xml" in names and "META-INF/manifest.xml" in names)


def _tar(head: bytes) -> bool:
    return head[TAR : TAR + 5] == b"ustar"


def _zip(path: Path) -> Iterator[Member]:
    _directory(path)
    with zipfile.ZipFile(path) as file:
        for entry in file.infolist():
            if entry.is_dir():
                continue
            name = _name(entry)
            reason = _outside(name)
            if entry.flag_bits & 1:
                reason = "is encrypted; unpack it with its password and name the folder"
            elif entry.external_attr >> 28 == 0xA:
                reason = "is a link; add the file it leads to"
            yield Member(name, _opened(file, entry), packed=entry.compress_size, refused=reason)


def _opened(file: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    return lambda: file.open(entry)


def _directory(path: Path) -> None:
    """Raise IngestError where the list of members alone would fill the memory."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 66_000))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at >= 0 and len(tail) >= at + 16 and struct.unpack("<L", tail[at + 12 : at + 16])[0] > LARGEST_DIRECTORY:
        raise IngestError("unpack", "lists more than 300,000 members; unpack it by hand and name the folder")


def _name(entry: zipfile.ZipInfo) -> str:
    """Return a member's name; names in no declared encoding are UTF-8 or, from Chinese systems, GB 18030."""
    if entry.flag_bits & 0x800 or entry.filename.isascii():
        return entry.filename
    try:
        written = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _outside(name: str) -> str | None:
    """Return why a name is refused: it leads out of the archive, or is none."""
    plain = name.replace("\\", "/")
    if ".." in PurePosixPath(plain).parts or plain.startswith("/") or plain[1:2] == ":" or "\x00" in name:
        return "has a name that leads out of the archive; pack it again with a plain name"
    return "has a name of more than 1,000 characters; pack it again with a shorter one" if len(name) > LARGEST_NAME else None


def _tar_members(path: Path, mode: str) -> Iterator[Member]:
    """Yield the files of a tar archive read as a stream; each must be read before the next."""
    packed = path.stat().st_size
    with tarfile.open(path, mode) as file:  # type: ignore[call-overload]
        for entry in file:
            if entry.isdir():
                continue
            content = file.extractfile(entry) if entry.isreg() else None
            reason = _outside(entry.name) if content else "is a link or a device; add the file it leads to"
            yield Member(entry.name, _held(content), packed=packed if mode != "r|" else None, refused=reason)


def _held(content: IO[bytes] | None) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    return lambda: nullcontext(content)  # type: ignore[arg-type]
