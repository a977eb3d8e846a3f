"""Many documents to a folder of records: what is kept is taken, the rest is divided among workers, and all is joined in order."""

from __future__ import annotations

import hashlib
import threading
from array import array
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from pipeline import emit, executors, ingest
from pipeline.records import Failure
from pipeline.run import inputs as reading
from pipeline.run import page
from pipeline.run.beside import CACHE
from pipeline.run.ending import Stopped, until_terminated
from pipeline.run.identity import stamp
from pipeline.run.inputs import InputError, Items
from pipeline.run.keys import Keys, code, versions
from pipeline.run.one import Clock, process
from pipeline.run.plan import plan
from pipeline.run.store import Broken, Kind, Store, wipe
from pipeline.settings import Settings, fingerprint

if TYPE_CHECKING:
    from pipeline.run.work import Done, Process, Shard, Task

EXECUTORS = ("serial", "processes", "dask")
SHARD = 16  # documents a worker takes at once: large enough to keep pipes quiet, small enough to lose little with a worker
FEW = 2 * SHARD  # documents that are read sooner than workers start, unless workers are asked for
ATTEMPTS = 2  # times a document is tried alone after a worker died with it, before it counts as what killed the worker
# Imported once by the server that workers are forked from, so that a worker starts in milliseconds and shares the lexicons.
PRELOAD = ("pipeline.run.work", "pipeline.warm")

Progress = Callable[[int, int, int], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: its tally, where the files are, how many to-dos the calendar holds, and the seconds it took in all and by stage.

    `reused` counts the documents whose results were kept from a run before; `warning` says why the run has no page, `warnings` what was
    odd about documents that were read, and about what lies beside them.
    """

    out: Path
    counts: emit.Counts
    failures: list[Failure]
    calendar: int
    duration: float
    reused: int
    seconds: dict[str, float]
    warning: str | None = None
    warnings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Means:
    """How a run is carried out; nothing of it changes what is found."""

    executor: str
    workers: int
    scheduler: str | None
    cache: bool
    process: Process
    progress: Progress | None
    report: bool

    def execute(
        self, function: Callable[[Shard], Done], shards: Iterator[Shard]
    ) -> Generator[tuple[Shard, Done | executors.Died], None, None]:
        """Yield each shard with what became of it."""
        if self.executor == "serial":
            return executors.serial(function, shards)
        if self.executor == "dask":
            return executors.cluster(function, shards, self.workers, PRELOAD, self.scheduler)
        return executors.processes(function, shards, self.workers, PRELOAD)


def run(
    inputs: Sequence[Path],
    out: Path,
    settings: Settings,
    *,
    executor: str | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    cache: bool = True,
    report: bool = True,
    progress: Progress | None = None,
    process: Process = process,
) -> Summary:
    """Read `inputs` (files, and folders with all they hold) and write the files of a run into `out`.

    A document that fails is a row of `failures.jsonl`; its neighbours complete. Files appear under their names only when whole, and are
    the same bytes whatever the executor, the number of workers and the cache (`run.json` alone holds times). With `cache` a document is
    not read again until its bytes, or what reads them, change; with `report` the run has a page for people, too. `progress` is called
    with the number of documents done, in all, and failed. InputError, emit.OutputError and SettingsError leave the files of `out` as
    they were; so does Stopped, after SIGTERM.
    """
    start = perf_counter()
    notes: list[str] = []
    files = reading.find(inputs, out, notes.append)
    workers = min(workers or (executors.cores() if len(files) > FEW else 1), len(files))
    executor = executor or ("dask" if scheduler else "serial" if workers == 1 else "processes")
    if executor not in EXECUTORS:
        raise InputError(f"executor {executor!r} is not known; choose one of {', '.join(EXECUTORS)}")
    if scheduler and executor != "dask":
        raise InputError(f"a scheduler is of no use to the executor {executor!r}; leave one of them out")
    means = Means(executor, workers, scheduler, cache, process, progress, report)
    keys = Keys.of(settings, process.__module__)
    with emit.claimed(out) as work, until_terminated() as ending:
        folder = (out if cache else work) / CACHE
        items = reading.Items(reading.items(files, work / "unpacked"))
        del files  # `items` holds their names in half the room
        try:
            return _Run(items, settings, means, keys, ending, notes).into(out, work, folder, start)
        except Broken:  # the index itself: what it pointed at cannot be found, and all is read again
            wipe(folder)
            return _Run(items, settings, means, keys, ending, notes).into(out, work, folder, start)


@dataclass(frozen=True, slots=True)
class Made:
    """What the files of a run hold, and what is to be told of them."""

    counts: emit.Counts
    calendar: int
    failures: list[Failure]
    warnings: list[str]


class _Run:
    """One run under way."""

    def __init__(
        self, items: Items, settings: Settings, means: Means, keys: Keys, ending: threading.Event, notes: Sequence[str] = ()
    ) -> None:
        self.items, self.settings, self.means, self.keys, self.ending, self.notes = items, settings, means, keys, ending, notes
        self.started = datetime.now(UTC)
        self.seconds: dict[str, float] = {}
        self.rows = array("q", bytes(8 * len(items)))  # the row of each input's result in the store; 0 until there is one
        self.read = self.done = self.failed = self.reused = 0
        self.warning: str | None = None

    def into(self, out: Path, work: Path, folder: Path, start: float) -> Summary:
        """Write the files into `out`."""
        with closing(Store(folder, self.keys)) as store:
            self.store = store
            self.documents = b"".join(store.document(i.path, ingest.sidecar.beside(i.path), i.source) for i in self.items)
            state = self._state()
            last = store.fact("last")
            if last and last["state"] == state and last["files"] == stamps(out):
                self.read = self.done = self.reused = len(self.items)
                self._tell()
                before: Path | None = out / "run.json"
                made = Made(emit.Counts(**last["counts"]), last["calendar"], [], last["warnings"])
            else:
                before = None
                made = self._make(work)
            duration = perf_counter() - start
            emit.describe(self._facts(made.counts, made.calendar, duration), work, before)
            emit.publish(work, out)
            if not self.means.report or self.warning:
                (out / "report.html").unlink(missing_ok=True)  # of a run before
            if before is None and self.means.cache:
                store.prune(self.rows, plan().cache.megabytes)
            told = {"counts": made.counts.model_dump(), "calendar": made.calendar, "warnings": made.warnings}
            fresh = {"state": state, "files": stamps(out), **told}
            store.remember("last", None if made.failures or self.warning else fresh)  # what failed is tried again
        facts = (made.counts, made.failures, made.calendar, duration, self.reused, self.seconds)
        return Summary(out, *facts, self.warning, [*self.notes, *made.warnings])

    def _make(self, work: Path) -> Made:
        """Bring every input's result into the store, then join them; what is found damaged on the way is made again."""
        from pipeline.run.copies import Copies

        clock = Clock()
        with closing(Copies(self.store, self.documents, self._seeks())) as self.copies:
            while True:
                self._compare(clock)
                self._fill(self._missing)
                whole = True
                with clock("join"), emit.Files(work) as files:
                    from pipeline.run.work import unsqueeze

                    for place, row in enumerate(self.rows):
                        try:
                            outcome = self.store.outcome(row)
                        except Broken:
                            self.store.forget(row)
                            self.rows[place], whole = 0, False
                            continue
                        part = self.copies.joined(place, emit.unpack(unsqueeze(outcome))) if whole else None
                        if part is None:
                            whole = False
                        else:
                            files.add(part)
                if whole:
                    if self.means.report:
                        with clock("report"):
                            self.warning = page.write(work, files.counts)
                    self._spend(clock.seconds)
                    return Made(files.counts, files.todos, files.failures, files.warnings)

    def _compare(self, clock: Clock) -> None:
        """Find which documents are copies, reading those of which nothing is known; what was made of one as something else is dropped."""
        changed: set[int] | None = None if self._seeks() else set()
        while changed is None:
            self._fill(self._unread)
            with clock("copies"):
                changed = self.copies.seek()
        for place in changed:
            self.rows[place] = 0

    def _fill(self, missing: Callable[[Sequence[int]], Iterator[Task]]) -> None:
        """Find or make what is `missing` of the inputs that have no result."""
        from pipeline.run.work import Job, Shard, lost, work

        own = self.means.executor != "serial"
        bounds = plan().limits
        limits = bounds.share(self.means.workers) if own else executors.Limits(bounds.seconds)
        job = Job(self.settings, self.means.process, self.keys, self.store.packs.resolve(), limits, own, self.means.scheduler is not None)
        places = [place for place, row in enumerate(self.rows) if not row]
        self.done = len(self.rows) - len(places)
        size = max(1, min(SHARD, len(places) // (4 * self.means.workers)))
        tasks = missing(places)
        shards: Iterator[Shard] = iter(lambda: Shard(tuple(islice(tasks, size))), Shard(()))
        first = list(islice(shards, 1))
        waiting = chain(first, shards)
        for attempt in range(1 + ATTEMPTS if first else 0):  # no cluster is started for nothing
            dead: list[tuple[Task, executors.Died]] = []
            with closing(self.means.execute(partial(work, job=job), waiting)) as answers:
                for shard, answer in answers:
                    if not isinstance(answer, executors.Died):
                        self._keep(shard, answer)
                    elif attempt and (answer.late or attempt == ATTEMPTS):
                        cure = "; split it, or raise `limits` in config/run.yaml" if answer.late else ""
                        self._keep(shard, lost(shard.tasks[0], job, answer, f"{answer}{cure}"))
                    else:
                        dead += [(task, answer) for task in shard.tasks]
            waiting = chain(Shard((task,)) for task, _ in dead)
            if not dead or self.ending.is_set():
                break
        if self.ending.is_set():
            kept = f"; what was finished is kept in {self.store.folder}" if self.means.cache else ""
            raise Stopped(f"stopped after {self.done} of {len(self.items)} documents{kept}; run again to go on")

    def _unread(self, _: Sequence[int]) -> Iterator[Task]:
        """Yield a task for each input that must be read to tell whether it is a copy, until the run is asked to end."""
        from pipeline.run.work import Task

        for place, sketch in self.copies.unread():
            if self.ending.is_set():
                return
            if sketch is None:
                document = self.copies.document(place)
                yield Task(place, self.items[place], document, self.store.held(document), "read")
            else:
                self.read += 1
                self._tell()

    def _missing(self, places: Sequence[int]) -> Iterator[Task]:
        """Yield a task for each input without a result, until the run is asked to end."""
        from pipeline.run.work import Task

        for place in places:
            if self.ending.is_set():
                return
            document = self.copies.document(place)
            kind: Kind = "copy" if place in self.copies.found else "whole"
            found = self.store.find(document, kind)
            if isinstance(found, int):
                self.rows[place] = found
                self.done += 1
                self.reused += 1
                self._tell()
            else:
                yield Task(place, self.items[place], document, found, kind)

    def _keep(self, shard: Shard, done: Done) -> None:
        for task, entry, row in zip(shard.tasks, done.entries, self.store.add(done.pack, done.entries), strict=True):
            if task.kind == "read":
                self.copies.learn(task.place, entry.sketch)
                self.read += 1
            if entry.outcome:
                self.rows[task.place] = row
                self.done += 1
        self._spend(done.seconds)
        self.failed += done.failures
        self._tell()

    def _spend(self, seconds: dict[str, float]) -> None:
        for stage, spent in seconds.items():
            self.seconds[stage] = self.seconds.get(stage, 0.0) + spent

    def _tell(self) -> None:
        if self.means.progress:
            done = (self.read + self.done) // 2 if self._seeks() else self.done
            self.means.progress(min(done, len(self.items)), len(self.items), self.failed)

    def _seeks(self) -> bool:
        """Whether copies are sought: each document is then read before records are sought in any."""
        return not self.settings.keep_copies and len(self.items) > 1

    def _state(self) -> str:
        """Return the hash of all that the files of this run depend on."""
        parts = (*(getattr(self.keys, name) for name in Keys.__slots__), code(), fingerprint(), str(self.means.report), str(self._seeks()))
        return hashlib.sha256("\0".join(parts).encode() + self.documents).hexdigest()

    def _facts(self, counts: emit.Counts, calendar: int, duration: float) -> emit.Run:
        return emit.Run(
            versions=versions(),
            configuration=fingerprint(),
            settings=self.settings.model_dump(),
            executor=self.means.executor,
            workers=self.means.workers,
            started=self.started.isoformat(timespec="seconds"),
            finished=datetime.now(UTC).isoformat(timespec="seconds"),
            duration=round(duration, 3),
            seconds={stage: round(seconds, 3) for stage, seconds in sorted(self.seconds.items())},
            reused=self.reused,
            counts=counts,
            calendar=calendar,
            inputs=[],
        )


def stamps(out: Path) -> dict[str, str]:
    """Return size, times and inode of each file of a run."""
    return {name: stamp(out / name)[0] for name in emit.FILES}
