"""What a worker does: the documents of a shard, one after the other, into one pack."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
from pydantic import TypeAdapter

from pipeline import emit
from pipeline.duplicates import sketch, tokens
from pipeline.emit import calendar, flat  # noqa: F401 (loaded before any document's time is counted)
from pipeline.executors import Limits, limited
from pipeline.executors.limits import bound_memory
from pipeline.ingest.sidecar import beside
from pipeline.records import Clause, Document
from pipeline.run.identity import digest, identity, seal
from pipeline.run.inputs import Item
from pipeline.run.keys import Keys
from pipeline.run.one import Clock, Kept, Processed, read
from pipeline.run.store import Entry, Held, Kind
from pipeline.settings import Settings, SettingsError

Process = Callable[..., Processed]  # (path, settings, clock, source, kept)
SIZE = 8  # bytes before squeezed data that say how long it was


@dataclass(frozen=True, slots=True)
class Task:
    """A document to read: its place among the inputs, its identity, what is still held of it, and what is to be made of it."""

    place: int
    item: Item
    document: bytes
    held: Held | None = None
    kind: Kind = "whole"


@dataclass(frozen=True, slots=True)
class Shard:
    """The documents that a worker takes at once."""

    tasks: tuple[Task, ...]

    @property
    def name(self) -> str:
        """Name of its pack: the hash of its documents and of what is made of them."""
        return hashlib.sha256(b"".join(task.document + task.kind.encode() for task in self.tasks)).hexdigest()[:24]

    def singly(self) -> Iterator[Shard]:
        """Yield its documents as shards of one."""
        return (Shard((task,)) for task in self.tasks)


@dataclass(frozen=True, slots=True)
class Job:
    """What holds for all shards of a run.

    `own` tells that the work is done in a process of its own, which may be ended; `remote`, that others may have installed it.
    """

    settings: Settings
    process: Process
    keys: Keys
    packs: Path
    limits: Limits
    own: bool
    remote: bool = False
    folder: str = field(default_factory=os.getcwd)


@dataclass(frozen=True, slots=True)
class Done:
    """A finished shard: its pack and what lies where in it, the failures, and the seconds by stage."""

    pack: str
    entries: list[Entry]
    failures: int
    seconds: dict[str, float]


def work(shard: Shard, job: Job) -> Done:
    """Process the documents of a shard and write their pack; only an error of configuration or of the output folder is raised."""
    if job.own:
        _settle(job)
    seconds: dict[str, float] = {}
    entries: list[Entry] = []
    failures = 0
    pack = shard.name
    partial = job.packs / f"{pack}.{os.getpid()}.partial"
    try:
        with partial.open("wb") as file:
            for task in shard.tasks:
                part, stages, sketch = _outcome(task, job, seconds)
                failed = part is not None and part.failure is not None
                failures += failed
                outcome = squeeze(emit.pack(part)) if part else b""
                # a file that changed between the look and the reading has a result, but none to be kept under that identity
                same = not failed and identity(task.item.path, beside(task.item.path), task.item.source) == task.document
                hashes = (seal(task.document, outcome), seal(task.document, stages))
                sizes = (file.tell(), len(outcome), len(stages))
                entries.append(Entry(task.document, not same, *sizes, *hashes, task.kind, sketch if same and stages else b""))
                file.write(outcome)
                file.write(stages)
        os.replace(partial, job.packs / f"{pack}.pack")
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return Done(pack, entries, failures, seconds)


def lost(task: Task, job: Job, error: object, message: str) -> Done:
    """Write the pack of a document that no worker survived."""
    outcome = squeeze(emit.pack(_failed(task.item, "worker", error, message)))
    pack = Shard((task,)).name
    (job.packs / f"{pack}.pack").write_bytes(outcome)
    seals = (seal(task.document, outcome), seal(task.document, b""))
    return Done(pack, [Entry(task.document, True, 0, len(outcome), 0, *seals, task.kind)], 1, {})


def squeeze(data: bytes) -> bytes:
    """Return data compressed, with its length."""
    return len(data).to_bytes(SIZE, "big") + bytes(pa.compress(data, codec="zstd", asbytes=True))


def unsqueeze(data: bytes) -> bytes:
    """Return what `squeeze` made this of."""
    return bytes(pa.decompress(data[SIZE:], decompressed_size=int.from_bytes(data[:SIZE], "big"), codec="zstd", asbytes=True))


@functools.cache
def _stages() -> TypeAdapter[tuple[Document, tuple[Clause, ...] | None]]:
    return TypeAdapter(tuple[Document, tuple[Clause, ...] | None])


def _outcome(task: Task, job: Job, seconds: dict[str, float]) -> tuple[emit.Part | None, bytes, bytes]:
    """Return what a document adds to the run, or the row that says why it adds nothing, the results of its stages, and its sketch.

    One that is only read adds nothing yet.
    """
    clock, item = Clock(), task.item
    try:
        with limited(job.limits.seconds, deadly=job.own):
            process = job.process if task.kind == "whole" else read
            done = process(item.path, job.settings, clock, item.source, kept(task.held, job.packs))
            if task.kind == "read":
                with clock("copies"):
                    found = tokens(done.document.text, done.document.blocks)
                    return None, _dumped(done), sketch(found, done.document.number, done.document.published)
            with clock("emit"):
                return emit.part(done.document, done.commitments), _dumped(done), b""
    except SettingsError:
        raise
    except Exception as error:
        message = str(error) or type(error).__name__
        if isinstance(error, MemoryError):
            message = f"needs more memory than its limit of {job.limits.megabytes} MB; split it, or raise `limits` in config/run.yaml"
        return _failed(item, getattr(error, "stage", clock.stage), error, message), b"", b""
    finally:
        for stage, spent in clock.seconds.items():
            seconds[stage] = seconds.get(stage, 0.0) + spent


def _dumped(done: Processed) -> bytes:
    """Return document and clauses as bytes to be kept; nothing where a name holds what JSON cannot."""
    try:
        return squeeze(_stages().dump_json((done.document, done.clauses)))
    except ValueError:
        return b""


def kept(held: Held | None, packs: Path) -> Kept | None:
    """Return what is held of a document, or nothing where it is damaged: then it is read again."""
    if held is None:
        return None
    try:
        with (packs / f"{held.pack}.pack").open("rb") as file:
            file.seek(held.start)
            data = file.read(held.size)
    except OSError:
        return None
    if seal(held.document, data) != held.hash:
        return None
    document, clauses = _stages().validate_json(unsqueeze(data))
    return Kept(document, clauses if held.clauses else None)


def _failed(item: Item, stage: str, error: object, message: str) -> emit.Part:
    return emit.failed(emit.failure(item.source, stage, type(error).__name__, message, digest(item.path)))


@functools.lru_cache(maxsize=1)
def _settle(job: Job) -> None:
    """Make this worker fit for a job, once: where it stands, what it may take, and that it knows what the main process knows."""
    os.chdir(job.folder)
    if job.remote and Keys.of(job.settings, job.process.__module__) != job.keys:
        raise SettingsError(f"{os.uname().nodename}: a worker has another version, configuration or library; install the same everywhere")
    bound_memory(job.limits.megabytes)
