"""A file or a string to a `Document`: choose the reader by content, build blocks, find metadata."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from pipeline.ingest import blocks, guard, html, language, limits, metadata, plain, readers, sidecar
from pipeline.ingest.decode import escaped, of_fonts
from pipeline.ingest.errors import IngestError
from pipeline.ingest.source import Source
from pipeline.ingest.store import REFUSED
from pipeline.ingest.vocabulary import vocabulary
from pipeline.records import Document, LanguageCode
from pipeline.settings import Settings

MOST_BYTES = 400_000_000


def read(path: Path, settings: Settings | None = None, source: str | None = None) -> Document:
    """Return the document in `path`, known as `source` (its path where none is given).

    IngestError names file, place and cure where it cannot be read.
    """
    path = Path(path)
    data = _bytes(path)
    if path.suffix.lower() not in readers.ENDINGS and readers.choose(data, path.suffix.lower()) is plain:
        kinds = ", ".join(sorted(readers.ENDINGS - readers.unread.UNKNOWN.keys() - {REFUSED}))
        raise IngestError("read", f"{path}: files of type {path.suffix or '(none)'} are not read; convert it to one of {kinds}")
    beside, warnings = sidecar.read(path)
    return read_bytes(data, source or str(path), settings, beside, warnings, path.suffix.lower())


def read_bytes(
    data: bytes,
    name: str,
    settings: Settings | None = None,
    beside: sidecar.Sidecar | None = None,
    warnings: Sequence[str] = (),
    ending: str | None = None,
) -> Document:
    """Return the document that a file `name` holding `data` would give, read by what the bytes are; `beside` is its sidecar.

    `ending` is the file's, where `name` does not end in it.

    Binary and markup formats are read in a process of its own under the limits of `config/reading.yaml`. IngestError names file,
    place and cure.
    """
    marks, beside = vocabulary(), beside or sidecar.Sidecar()
    reader = readers.choose(data, Path(name).suffix.lower() if ending is None else ending)
    if reader.GUARDED:
        bounds = limits.reading().limits
        source = guard.limited(partial(reader.read, data, name, marks), name, bounds)
    else:
        source = reader.read(data, name, marks)
    if not source.view.text.strip():
        raise IngestError("read", f"{name}: holds no text; remove it from the input or restore its content")
    given = {field: getattr(beside, field) for field in metadata.FIELDS}
    given["published"] = beside.published.isoformat() if beside.published else None
    asked: LanguageCode | None = settings.language if settings and settings.language in ("zh", "vi") else None  # type: ignore[assignment]
    return _document(source, name, hashlib.sha256(data).hexdigest(), given, beside.language or asked, warnings)


def read_text(text: str, source: str = "text.txt", meta: Mapping[str, str] | None = None) -> Document:
    """Return the document that a UTF-8 file `source` holding `text` would give; `meta` stands for its sidecar.

    Lone surrogates, which no file can hold, become `\\udNNN` escapes. Never fails on any string.
    """
    text, encoding, issues = of_fonts(escaped(text))
    marks = vocabulary()
    if html.recognises(b"", Path(source).suffix.lower()):
        found = html.read(text.encode(), source, marks)
    else:
        found = plain.source(text, encoding, marks, issues)
    given = {name: (meta or {}).get(name) for name in metadata.FIELDS}
    return _document(found, source, hashlib.sha256(text.encode()).hexdigest(), given, None, [])


def _bytes(path: Path) -> bytes:
    """Return the bytes of a file of a kind that can be read."""
    try:
        if path.is_dir():
            list(path.iterdir())
            raise IngestError("read", f"{path}: is a folder; name the files in it")
        if not path.exists():
            raise IngestError("read", f"{path}: no such file; correct the path")
        if not path.is_file():
            raise IngestError("read", f"{path}: is no regular file; name a file")
        if path.stat().st_size > MOST_BYTES:
            raise IngestError("read", f"{path}: is larger than {MOST_BYTES // 10**6} MB; split it into documents")
        return path.read_bytes()
    except OSError as error:
        raise IngestError("read", f"{path}: cannot be read ({error.strerror}); give read permission or leave it out") from error


def _document(
    source: Source, name: str, sha256: str, given: Mapping[str, str | None], asked: LanguageCode | None, warnings: Sequence[str]
) -> Document:
    marks = vocabulary()
    text, view = source.view.source, source.view.text
    try:
        pieces = blocks.build(view, source.lines, marks)
    except IngestError as error:
        raise IngestError(error.stage, f"{name}: {error.message}") from error
    found = metadata.Found(issues=[*warnings, *source.found.issues])
    for key, value in given.items():
        found.put(key, value, "sidecar")
    for key, value in source.found.values.items():
        found.put(key, value, source.found.provenance[key])
    metadata.find(view, pieces, marks, found)
    for key, value in source.properties.values.items():
        found.put(key, value, source.properties.provenance[key])
    sizes = [(piece.language, piece.end - piece.start) for piece in pieces if piece.kind != "boilerplate"]
    return Document(
        document_id=hashlib.sha256(text.encode()).hexdigest()[:16],
        source=name,
        sha256=sha256,
        encoding=source.encoding,
        text=text,
        blocks=blocks.records(pieces, source.view),
        language=asked or language.main(sizes),
        **{key: found.values.get(key) for key in metadata.FIELDS},
        provenance=found.provenance,
        issues=tuple(found.issues),
        places=source.places,
    )
