"""Results of documents kept between runs: packs of bytes, and an index of what lies where. Safe to delete at any time.

    OUT/.cache/index.db      which documents have which results in which pack (SQLite), and the files that were seen
    OUT/.cache/packs/*.pack  the results of a shard, written by a worker and renamed when whole

Content decides: a result is found by the document's bytes, its sidecar's bytes, its name and the keys of the stages, and is checked
against its own hash when it is read. A file's size, times and inode spare reading it again only to see that it is the same.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

from pipeline.run.identity import identity, seal, stamp
from pipeline.run.keys import Keys

FORMAT = 3  # raise it when tables or packs change
OPEN = 32  # packs held open while results are joined
MEGABYTE = 1 << 20
TABLES = """
CREATE TABLE IF NOT EXISTS files (path TEXT, source TEXT, stamp TEXT, document BLOB, PRIMARY KEY (path, source)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS packs (id INTEGER PRIMARY KEY, name TEXT UNIQUE, bytes INTEGER, used INTEGER);
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY, document BLOB, ingest TEXT, extract TEXT, resolve TEXT, failed INTEGER,
    pack INTEGER, start INTEGER, outcome INTEGER, stages INTEGER, outcome_hash BLOB, stages_hash BLOB
);
CREATE INDEX IF NOT EXISTS of_document ON entries (document);
CREATE INDEX IF NOT EXISTS of_pack ON entries (pack);
CREATE TABLE IF NOT EXISTS sketches (document BLOB PRIMARY KEY, ingest TEXT, sketch BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""


Kind = Literal["read", "copy", "whole"]  # what was made of a document: nothing but its text, its row without records, or all


class Broken(Exception):
    """A kept result, or the index itself, that is not what was written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a worker wrote the results of one document: bytes `start` … of its pack, first the outcome, then the stages'.

    `sketch` is empty unless the document was read to be compared with others.
    """

    document: bytes
    failed: bool
    start: int
    outcome: int
    stages: int
    outcome_hash: bytes
    stages_hash: bytes
    kind: Kind = "whole"
    sketch: bytes = b""


@dataclass(frozen=True, slots=True)
class Held:
    """Where the results of a document's earlier stages lie: of `ingest`, and of `extract` too where `clauses` is true."""

    pack: str
    start: int
    size: int
    hash: bytes
    document: bytes
    clauses: bool


class Store:
    """The kept results in a folder; one process writes the index, any number write packs. Broken where the index is damaged."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self.folder, self.keys = folder, keys
        self.packs = folder / "packs"
        self.packs.mkdir(parents=True, exist_ok=True)
        self._open: OrderedDict[int, BinaryIO] = OrderedDict()
        with self._guarded():
            self._index = sqlite3.connect(folder / "index.db", isolation_level=None)
            # one process at a time, as the lock on the output folder sees to: the log then works on network file systems too
            self._index.executescript("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;" + TABLES)
            known = self.fact("format")
            if known not in (None, FORMAT):
                raise Broken(f"kept by another version ({known})")
            self.remember("format", FORMAT)
            self.number = (self.fact("run") or 0) + 1
            self.remember("run", self.number)
            self._index.execute("DELETE FROM entries WHERE failed")  # what failed is tried again
            indexed = {name for (name,) in self._index.execute("SELECT name FROM packs")}
        for path in self.packs.iterdir():  # of a run that was killed between a pack and its row
            if path.stem not in indexed or path.suffix != ".pack":
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close every file."""
        for file in self._open.values():
            file.close()
        self._open.clear()
        self._index.close()

    # -- which document a file holds

    def document(self, path: Path, sidecar: Path, source: str) -> bytes:
        """Return the identity of what would be read: file bytes, sidecar bytes and name; a known file is not read again."""
        found, young = stamp(path, sidecar)
        with self._guarded():
            row = self._index.execute("SELECT stamp, document FROM files WHERE path = ? AND source = ?", _texts(path, source)).fetchone()
            if row and row[0] == found:
                return bytes(row[1])
            made = identity(path, sidecar, source)
            if not young and stamp(path, sidecar)[0] == found:
                self._index.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", (*_texts(path, source), found, made))
        return made

    # -- which results are there

    def find(self, document: bytes, kind: Kind = "whole") -> int | Held | None:
        """Return the row of a document's result, or what is left of it after a change of words, or None."""
        wanted = self._made(kind)
        with self._guarded():
            row = self._index.execute(
                "SELECT id FROM entries WHERE document = ? AND NOT failed AND ingest = ? AND extract = ? AND resolve = ?",
                (document, self.keys.ingest, *wanted),
            ).fetchone()
        return int(row[0]) if row else self.held(document)

    def held(self, document: bytes) -> Held | None:
        """Return what is held of a document's earlier stages, with its clauses if they are still good, or None."""
        with self._guarded():
            row = self._index.execute(
                "SELECT packs.name, start + outcome, stages, stages_hash, extract = ?1 FROM entries JOIN packs ON packs.id = pack"
                " WHERE document = ?2 AND NOT failed AND ingest = ?3 AND stages ORDER BY extract = ?1 DESC, entries.id LIMIT 1",
                (self.keys.extract, document, self.keys.ingest),
            ).fetchone()
        if row is None:
            return None
        pack, start, size, digest, clauses = row
        return Held(pack, start, size, digest, document, bool(clauses))

    def sketch(self, document: bytes) -> bytes | None:
        """Return what a document is compared with others by, or None where that or its text is not kept."""
        with self._guarded():
            row = self._index.execute(
                "SELECT sketch FROM sketches WHERE document = ?1 AND ingest = ?2 AND EXISTS"
                " (SELECT 1 FROM entries WHERE document = ?1 AND ingest = ?2 AND NOT failed AND stages)",
                (document, self.keys.ingest),
            ).fetchone()
        return bytes(row[0]) if row else None

    def _made(self, kind: Kind) -> tuple[str, str]:
        """Return the keys of extraction and resolution under which a result of this kind is found again."""
        keys = self.keys
        return {"read": ("", ""), "copy": ("", f"copy {keys.resolve}"), "whole": (keys.extract, keys.resolve)}[kind]

    def add(self, pack: str, entries: Iterable[Entry]) -> list[int]:
        """Take a finished pack into the index and return the rows of its entries, in order."""
        keys, rows = self.keys, []
        with self._guarded(), self.together():
            size = (self.packs / f"{pack}.pack").stat().st_size
            old = self._index.execute("SELECT id FROM packs WHERE name = ?", (pack,)).fetchone()
            if old:
                self._index.execute("DELETE FROM entries WHERE pack = ?", old)
                self._close(old[0])
            number = self._index.execute(
                "INSERT OR REPLACE INTO packs (name, bytes, used) VALUES (?, ?, ?)", (pack, size, self.number)
            ).lastrowid
            for e in entries:
                values = (e.document, keys.ingest, *self._made(e.kind), e.failed, number, e.start, e.outcome, e.stages)
                hashes = (e.outcome_hash, e.stages_hash)
                row = self._index.execute("INSERT INTO entries VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values + hashes).lastrowid
                rows.append(row or 0)
                if e.sketch and not e.failed:
                    self._index.execute("INSERT OR REPLACE INTO sketches VALUES (?, ?, ?)", (e.document, keys.ingest, e.sketch))
        return rows

    def outcome(self, row: int) -> bytes:
        """Return the bytes of a result; Broken where they are not what was written."""
        with self._guarded():
            found = self._index.execute("SELECT document, pack, start, outcome, outcome_hash FROM entries WHERE id = ?", (row,)).fetchone()
        if found is None:
            raise Broken(f"row {row} is gone")
        document, pack, start, size, digest = found
        try:
            file = self._pack(pack)
            file.seek(start)
            data = file.read(size)
        except OSError as error:
            raise Broken(str(error)) from error
        if seal(document, data) != digest:
            raise Broken(f"{file.name}: damaged at byte {start}")
        return data

    def forget(self, row: int) -> None:
        """Drop a result, so that its document is read again."""
        with self._guarded():
            self._index.execute("DELETE FROM entries WHERE id = ?", (row,))

    def lose(self, document: bytes) -> None:
        """Drop all that is kept of a document, so that it is read again."""
        with self._guarded():
            self._index.execute("DELETE FROM entries WHERE document = ?", (document,))

    # -- what else is remembered

    def fact(self, name: str) -> Any:
        """Return what was remembered under `name`, or None."""
        with self._guarded():
            row = self._index.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
            return json.loads(row[0]) if row else None

    def remember(self, name: str, value: Any) -> None:
        """Remember a value that JSON can hold."""
        with self._guarded():
            self._index.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, json.dumps(value)))

    def prune(self, rows: Iterable[int], megabytes: int) -> None:
        """Mark the packs of `rows` as used by this run, and drop those used longest ago until the rest fits into `megabytes`.

        Packs of texts alone are dropped first of all: a finished run has their documents once more, with what was made of them.
        """
        with self._guarded(), self.together():
            self._index.execute("CREATE TEMP TABLE IF NOT EXISTS used (id INTEGER PRIMARY KEY)")
            self._index.execute("DELETE FROM temp.used")
            self._index.executemany("INSERT OR IGNORE INTO temp.used VALUES (?)", ((row,) for row in rows))
            self._index.execute(
                "UPDATE packs SET used = ? WHERE id IN (SELECT pack FROM entries JOIN temp.used ON entries.id = temp.used.id)",
                (self.number,),
            )
            packs = self._index.execute(
                "SELECT id, name, bytes, EXISTS (SELECT 1 FROM entries WHERE pack = packs.id AND resolve <> '') FROM packs"
                " ORDER BY used DESC, id DESC"
            ).fetchall()
            left = megabytes * MEGABYTE
            for number, name, size, results in packs:
                left -= size if results else 0
                if left < 0 or not results:
                    self._close(number)
                    self._index.execute("DELETE FROM entries WHERE pack = ?", (number,))
                    self._index.execute("DELETE FROM packs WHERE id = ?", (number,))
                    (self.packs / f"{name}.pack").unlink(missing_ok=True)
            self._index.execute("DELETE FROM sketches WHERE document NOT IN (SELECT document FROM entries)")

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make the changes of the block one step."""
        with self._guarded():
            self._index.execute("BEGIN")
            try:
                yield
            except BaseException:
                if self._index.in_transaction:
                    self._index.execute("ROLLBACK")
                raise
            self._index.execute("COMMIT")

    # -- machinery

    def _pack(self, number: int) -> BinaryIO:
        if number in self._open:
            self._open.move_to_end(number)
            return self._open[number]
        with self._guarded():
            row = self._index.execute("SELECT name FROM packs WHERE id = ?", (number,)).fetchone()
        if row is None:
            raise Broken(f"pack {number} is gone")
        if len(self._open) >= OPEN:
            self._open.popitem(last=False)[1].close()
        self._open[number] = (self.packs / f"{row[0]}.pack").open("rb")
        return self._open[number]

    def _close(self, number: int) -> None:
        if number in self._open:
            self._open.pop(number).close()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Tell a full or unwritable disk from a damaged index."""
        try:
            yield
        except (sqlite3.DatabaseError, ValueError) as error:
            # Without a code the letters are none, and SQLITE_ERROR is a table that is gone; all else that is operational is the disk's.
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
            if isinstance(error, sqlite3.OperationalError) and code != sqlite3.SQLITE_ERROR:
                raise OSError(None, str(error), str(self.folder / "index.db")) from error
            raise Broken(f"{self.folder / 'index.db'}: {error}") from error


def wipe(folder: Path) -> None:
    """Remove everything that was kept."""
    shutil.rmtree(folder, ignore_errors=True)


def _texts(path: Path, source: str) -> tuple[str, str]:
    """Return path and source as SQLite can hold them, whatever bytes the file name has."""
    return tuple(text.encode("utf-8", "surrogateescape").decode("latin-1") for text in (str(path), source))  # type: ignore[return-value]
