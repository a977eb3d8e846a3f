"""The whole path from raw files to a folder of records: `process` for one file, `run` for many."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter

from pipeline import annotate, emit, executors, extract, ingest, resolve
from pipeline.records import Commitment, Document, Failure
from pipeline.settings import Settings, SettingsError, fingerprint

EXECUTORS = ("serial", "processes")
SHARD = 16  # documents a worker takes at once: large enough to keep pipes quiet, small enough to lose little with a worker
FEW = 2 * SHARD  # documents that are read sooner than workers start, unless workers are asked for
ATTEMPTS = 2  # times a document is tried alone after a worker died with it, before it counts as what killed the worker
LIBRARIES = ("spacy", "jieba", "underthesea", "onnxruntime", "pydantic", "pandas", "pyarrow", "icalendar")
# Imported once by the server that workers are forked from, so that a worker starts in milliseconds and shares the lexicons.
PRELOAD = ("pipeline.run", "pipeline.warm")


class InputError(SettingsError):
    """Inputs or an output folder that no run can work with; the message names the place and the cure."""


@dataclass(frozen=True, slots=True)
class Processed:
    """A document as read, and its commitments in the order of their actions."""

    document: Document
    commitments: tuple[Commitment, ...]


class Clock:
    """The stage a document is in, and the seconds spent in each."""

    def __init__(self) -> None:
        self.stage = "ingest"
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Count the time of the block under `stage`."""
        self.stage, start = stage, perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - start


def process(path: Path, settings: Settings, clock: Clock | None = None) -> Processed:
    """Read one file and return its commitments; the first stage that fails raises.

    Spans are tagged when first asked for, so that most of the time of tagging counts under `extract`.
    """
    clock = clock or Clock()
    with clock("ingest"):
        document = ingest.read(path, settings)
        if settings.strict and document.issues:
            raise ValueError("; ".join(document.issues) + " (with --strict a warning is a failure)")
    with clock("annotate"):
        annotated = annotate.annotate(document, settings)
    with clock("extract"):
        clauses = extract.clauses(annotated, settings)
    with clock("resolve"):
        commitments = [resolve.commitment(clause, annotated, settings) for clause in clauses]
    with clock("check"):
        kept = [c for c in commitments if c.confidence >= settings.min_confidence and settings.language in (None, c.language)]
        for commitment in kept:
            check(commitment, document.text)
    return Processed(document, tuple(sorted(kept, key=lambda c: (c.action.start, c.action.end, c.record_id))))


def check(commitment: Commitment, text: str) -> None:
    """Raise ValueError unless every quote of the record is found, to the letter, where the record says."""
    record = commitment
    optional = (record.modal, record.recipient, record.condition)
    for quote in (record.action, record.clause, *record.actors, *record.deadlines, *record.basis, *record.targets, *optional):
        if quote is not None and text[quote.start : quote.end] != quote.quote:
            raise ValueError(f"record {record.record_id}: {quote.quote[:60]!r} does not stand at {quote.start}–{quote.end}")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: its tally, where the files are, how many to-dos the calendar holds, and the seconds it took."""

    out: Path
    counts: emit.Counts
    failures: list[Failure]
    calendar: int
    duration: float


@dataclass(frozen=True, slots=True)
class Shard:
    """A stretch of the run's inputs, named by the place of its first one."""

    first: int
    paths: tuple[Path, ...]

    @property
    def name(self) -> str:
        """Name of its folder, in the order of its inputs."""
        return f"{self.first:09d}"

    def singly(self) -> Iterator[Shard]:
        """Yield its documents as shards of one."""
        return (Shard(self.first + i, (path,)) for i, path in enumerate(self.paths))


Process = Callable[[Path, Settings, Clock], Processed]
Progress = Callable[[int, int, int], None]


def run(
    inputs: Sequence[Path],
    out: Path,
    settings: Settings,
    *,
    executor: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    process: Process = process,
) -> Summary:
    """Read `inputs` (files, and folders with all they hold) and write the files of a run into `out`.

    A document that fails is a row of `failures.jsonl`; its neighbours complete. Files appear under their names only when whole, and are
    the same bytes whatever the executor and the number of workers (`run.json` alone holds times). `progress` is called with the
    number of documents done, in all, and failed. InputError, emit.OutputError
    and SettingsError leave `out` as it was.
    """
    started, start = datetime.now(UTC), perf_counter()
    configuration = fingerprint()
    paths = find(inputs, out)
    workers = min(workers or (executors.cores() if len(paths) > FEW else 1), len(paths))
    executor = executor or ("serial" if workers == 1 else "processes")
    if executor not in EXECUTORS:
        raise InputError(f"executor {executor!r} is not known; choose one of {', '.join(EXECUTORS)}")
    with emit.claimed(out) as work:
        folders, read, failed = [], 0, 0
        with closing(_shards(paths, work, settings, executor, workers, process)) as finished:
            for folder in finished:
                folders.append(folder)
                done = emit.shards.read_tally(folder).counts
                read, failed = read + done.documents, failed + done.failures
                if progress:
                    progress(read + failed, len(paths), failed)
        folders.sort()  # by the place of their documents: from here on nothing depends on who was quicker
        tally, clock = emit.Tally(), Clock()
        for folder in folders:
            tally.add(emit.shards.read_tally(folder))
        with clock("emit"):
            calendar = emit.finish(folders, work)
        duration = perf_counter() - start
        facts = emit.Run(
            versions=versions(),
            configuration=configuration,
            settings=settings.model_dump(),
            executor=executor,
            workers=workers,
            started=started.isoformat(timespec="seconds"),
            finished=datetime.now(UTC).isoformat(timespec="seconds"),
            duration=round(duration, 3),
            seconds={stage: round(seconds, 3) for stage, seconds in sorted((tally.seconds | clock.seconds).items())},
            counts=tally.counts,
            calendar=calendar,
            inputs=tally.inputs,
        )
        emit.publish(facts, work, out)
    return Summary(out, tally.counts, tally.failures, calendar, duration)


def find(inputs: Sequence[Path], out: Path) -> list[Path]:
    """Return the files to read, each once, in the order of their names; InputError where there is none or `out` lies among them."""
    target = out.resolve()
    for path in inputs:
        if path.is_dir() and target.is_relative_to(path.resolve()):
            raise InputError(f"{out}: lies inside the input folder {path}, and the next run would read it; choose a folder elsewhere")
    try:
        paths = sorted(ingest.walk(inputs), key=lambda path: path.as_posix())
    except ingest.IngestError as error:
        raise InputError(str(error)) from error
    if not paths:
        names = ", ".join(str(path) for path in inputs)
        raise InputError(f"{names}: no file to read; name files, or a folder that holds documents")
    return paths


def digest(path: Path) -> str | None:
    """Return the SHA-256 of the file's bytes, or None where they cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def versions() -> dict[str, str]:
    """Return the versions of Zeren, Python and the libraries that decide what is found."""
    found = {"python": platform.python_version()}
    for name in ("zeren", *LIBRARIES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return dict(sorted(found.items()))


def _shards(
    paths: list[Path], work: Path, settings: Settings, executor: str, workers: int, process: Process
) -> Generator[Path, None, None]:
    """Yield the folder of each finished shard; a shard whose worker died is tried again document by document."""
    size = max(1, min(SHARD, len(paths) // (4 * workers)))
    waiting = [Shard(i, tuple(paths[i : i + size])) for i in range(0, len(paths), size)]
    function = partial(_do, work=work, settings=settings, process=process)
    for _ in range(1 + ATTEMPTS):
        dead: list[tuple[Shard, executors.Died]] = []
        with closing(_execute(function, waiting, executor, workers)) as answers:
            for shard, answer in answers:
                if isinstance(answer, executors.Died) and not (work / shard.name).exists():
                    dead.append((shard, answer))
                else:
                    yield work / shard.name
        waiting = [single for shard, _ in dead for single in shard.singly()]
        if not waiting:
            return
    for shard, died in dead:
        tally = emit.Tally()
        emit.shards.write(work / shard.name, [_failed(shard.paths[0], "worker", died, tally, str(died))], tally)
        yield work / shard.name


def _execute(
    function: Callable[[Shard], None], shards: Iterable[Shard], executor: str, workers: int
) -> Generator[tuple[Shard, executors.Died | None], None, None]:
    if executor == "serial":
        return executors.serial(function, shards)
    return executors.processes(function, shards, workers, PRELOAD)


def _do(shard: Shard, work: Path, settings: Settings, process: Process) -> None:
    """Process the documents of a shard into its folder; this is what runs in a worker."""
    tally = emit.Tally()
    emit.shards.write(work / shard.name, (_outcome(path, settings, process, tally) for path in shard.paths), tally)


def _outcome(path: Path, settings: Settings, process: Process, tally: emit.Tally) -> emit.shards.Lines | Failure:
    """Return the lines of a document, or the row that says why there are none; only a configuration error ends the run."""
    clock = Clock()
    try:
        done = process(path, settings, clock)
        with clock("emit"):
            lines = emit.shards.lines(done.document, done.commitments)
    except SettingsError:
        raise
    except Exception as error:
        return _failed(path, getattr(error, "stage", clock.stage), error, tally, str(error))
    finally:
        tally.add(emit.Tally(seconds=clock.seconds))
    counts = emit.Counts(documents=1)
    for commitment in done.commitments:
        types = counts.records.setdefault(commitment.language, {})
        types[commitment.type] = types.get(commitment.type, 0) + 1
    source = emit.Input(source=done.document.source, sha256=done.document.sha256)
    tally.add(emit.Tally(counts=counts, inputs=[source]))
    return lines


def _failed(path: Path, stage: str, error: object, tally: emit.Tally, message: str) -> Failure:
    row = emit.failure(path, stage, type(error).__name__, message or type(error).__name__, digest(path))
    tally.add(emit.Tally(counts=emit.Counts(failures=1), inputs=[emit.Input(source=row.source, sha256=row.sha256)], failures=[row]))
    return row
