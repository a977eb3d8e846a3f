"""Files that hold documents: archives, mails with attachments, exports of a crawler; each document becomes a file of its own.

    unpack(Path("export.zip"), folder)  # [Item(folder/00000001.docx, "export.zip!/a/b.docx"), …]

No name of a member ever becomes a path, sizes are counted while unpacking and not believed, and what cannot be unpacked is an
item whose reading fails with the reason: nothing is lost, and nothing is written outside `folder`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.ingest import archives, doc, grid, mail, sheets
from pipeline.ingest.archives import Member
from pipeline.ingest.discover import ENDINGS, SIDECAR
from pipeline.ingest.errors import IngestError
from pipeline.ingest.store import MOST_MEMBERS, Item, Store

DEEPEST = 3  # archives inside each other
HEAD = 4_000  # bytes that tell what a file is
LARGEST_SIDECAR = 100_000  # bytes
NOTHING = "holds no document of a type that can be read; unpack it and convert what it holds"
FAULTS = (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, MemoryError, *archives.BROKEN)


def unpack(path: Path, folder: Path) -> list[Item]:
    """Return the documents in the file at `path`, in its order: itself, or what it holds, written below `folder`.

    A file that cannot be unpacked, or a member over a limit, gives an item that `read` refuses with the reason; nothing is raised.
    """
    path = Path(path)
    store = Store(Path(folder))
    if not path.is_file() or path.suffix.lower() not in ENDINGS:
        return [Item(path, str(path))]  # `read` says what is wrong with it
    _open(path, str(path), store, depth=0)
    return store.items


def _open(path: Path, source: str, store: Store, depth: int) -> bool:
    """Add the documents of one file to the store: those it holds, or itself; return whether it is needed further."""
    ending, held = path.suffix.lower(), len(store.items)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        store.add(path, source)  # `read` says why it cannot be read
        return True
    try:
        if archives.recognises(path, head):
            if depth >= DEEPEST:
                raise IngestError("unpack", f"lies {depth} archives deep and is not opened; unpack the outer ones first")
            _take(archives.members(path, head), source, store, depth + 1)
        elif ending not in grid.ENDINGS or doc.recognises(head, ending) or not sheets.unpack(path, source, store):
            store.add(path, source)
            if mail.recognises(head, ending):
                _take(mail.attachments(path), source, store, depth + 1)
            return True
        if len(store.items) == held:
            raise IngestError("unpack", NOTHING)
    except IngestError as error:
        store.refuse(source, error.message)
    except FAULTS as error:
        store.refuse(source, f"breaks off or is damaged ({error or type(error).__name__}); fetch it again")
    return False


def _take(members: Iterator[Member], source: str, store: Store, depth: int) -> None:
    """Add each member that is a document; a sidecar among them goes with its document."""
    written: dict[str, Path] = {}
    sidecars: dict[str, bytes] = {}
    for member in members:
        name = f"{source}!/{member.name}"
        if store.full:
            store.refuse(source, f"holds more than {MOST_MEMBERS:,} documents, and those after {name} are not read; split it")
            return
        if passed_over(member.name):
            continue
        if member.refused:
            store.refuse(name, member.refused)
            continue
        try:
            with member.open() as content:
                if member.name.endswith(SIDECAR):
                    sidecars[member.name.removesuffix(SIDECAR)] = content.read(LARGEST_SIDECAR)
                    continue
                path = store.write(content, Path(member.name).suffix.lower(), member.packed)
        except IngestError as error:
            store.refuse(name, error.message)
            continue
        except FAULTS as error:
            store.refuse(name, f"cannot be unpacked ({error or type(error).__name__}); fetch the archive again")
            continue
        written[member.name.removesuffix(Path(member.name).suffix)] = path
        if not _open(path, name, store, depth):
            path.unlink(missing_ok=True)
    for stem, sidecar in sidecars.items():
        if stem in written:
            store.describe(written[stem], sidecar)


def passed_over(name: str) -> bool:
    """Whether a member is none that a folder's walk would read either: hidden, or of an unknown type."""
    parts = name.replace("\\", "/").split("/")
    if any((part.startswith((".", "~$")) and part != "..") or part == "__MACOSX" for part in parts):
        return True
    return not name.endswith(SIDECAR) and Path(parts[-1]).suffix.lower() not in ENDINGS
