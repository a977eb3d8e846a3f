"""The zip packages that office documents are, opened safely: bounded parts, XML without entities, nothing fetched."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from lxml import etree

from pipeline.ingest.errors import IngestError
from pipeline.ingest.metadata import Found, one_line

LARGEST_PART = 64_000_000  # bytes of XML: its tree takes some six times as much
LARGEST_PACKAGE = 400_000_000  # bytes unpacked
MOST_PARTS = 20_000
# The namespaces of Strict Open XML (ISO/IEC 29500-1) and those that all else is written in.
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}


def holds(data: bytes, part: str) -> bool:
    """Whether `data` is a zip package with this part; a truncated one still is where the part's name stands in it."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return part in file.NameToInfo
    except (zipfile.BadZipFile, ValueError, OSError):
        return part.encode() in data


def check(data: bytes, name: str) -> int:
    """Return the package's bytes when unpacked; IngestError where it is damaged, encrypted, or grows beyond any document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts = file.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise IngestError("read", f"{name}: breaks off or is damaged ({error}); fetch it again or save it anew") from error
    if any(part.flag_bits & 1 for part in parts):
        raise IngestError("read", f"{name}: is encrypted; save it without a password")
    size = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or size > LARGEST_PACKAGE:
        raise IngestError("read", f"{name}: grows to more than {LARGEST_PACKAGE // 10**6} MB or {MOST_PARTS:,} parts; save it anew as text")
    return size


class Package:
    """An office document's parts by name."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open the package; IngestError as `check` raises it."""
        check(data, name)
        self.name = name
        self.file = zipfile.ZipFile(io.BytesIO(data))

    def __contains__(self, part: str) -> bool:
        return part in self.file.NameToInfo

    def tree(self, part: str) -> Any:
        """Return the root element of an XML part, or None where the package has no such part; IngestError where it cannot be read."""
        if part not in self:
            return None
        try:
            with self.file.open(part) as file:
                data = file.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise IngestError("read", f"{self.name}: its part {part} is damaged ({error}); fetch it again or save it anew") from error
        if len(data) > LARGEST_PART:
            raise IngestError("read", f"{self.name}: its part {part} has more than {LARGEST_PART // 10**6} MB; split the document")
        for strict, usual in STRICT.items():
            data = data.replace(strict, usual)
        return parse(data, f"{self.name}: its part {part}")


def parse(data: bytes, name: str) -> Any:
    """Return the root element of `data`; entities are not expanded, and a document that declares any is refused."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise IngestError("read", f"{name} is no valid XML ({error}); save the document anew") from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise IngestError("read", f"{name} declares XML entities, which no office program writes; save the document anew")
    return root


DUBLIN = "{http://purl.org/dc/elements/1.1/}"
PROGRAM_TITLE = re.compile(r"(?:Microsoft \w+ -|Untitled|Document\s?\d*$|Slide \d|PowerPoint|[\W\d_]*$|C[ỘO]NG H)", re.IGNORECASE)


def properties(title: str | None) -> Found:
    """Return a document's properties: its title, unless a program made it up.

    The dates are left out: they are those of the template or of the last copy, and no day of publication.
    """
    found = Found()
    if title and not PROGRAM_TITLE.match(title.strip()):
        found.put("title", one_line(title), "properties")
    return found
