"""`zeren extract`: read documents and write their commitment records."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli import streams
from pipeline.cli.folders import Place
from pipeline.cli.listing import flat

if TYPE_CHECKING:
    from pipeline.run import Summary

EXTRACTORS = ("auto", "rules", "model")
TERMINATED = 143
SHOWN = 20  # failures named on stderr; all stand in failures.jsonl


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@click.option("-o", "--out", required=True, type=Place(path_type=Path), help="Folder for the files of the run.")
@click.option(
    "--workers", type=click.IntRange(min=1), help="Worker processes. Unless given: one for a few documents, else one for each processor."
)
@click.option(
    "--executor", type=click.Choice(["serial", "processes", "dask"]), help="Where the work is done; in worker processes unless given."
)
@click.option("--scheduler", metavar="ADDRESS", help="Work on the Dask cluster of this scheduler (tcp://host:8786).")
@click.option("--no-cache", is_flag=True, help="Read every document again, and keep nothing for the next run.")
@click.option("--metrics", type=Place(dir_okay=False, path_type=Path), metavar="FILE", help="Write Prometheus metrics as text.")
@click.option("--no-report", is_flag=True, help="Do without report.html, the page that shows what was found.")
@click.option("--keep-copies", is_flag=True, help="Seek records in documents that were posted before, too.")
@click.option("--language", type=click.Choice(["zh", "vi"]), help="Keep the records of this language only.")
@click.option("--extractor", type=click.Choice(EXTRACTORS), default="auto", show_default=True, help="What finds the clauses.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Leave out records below this.")
@click.option("--strict", is_flag=True, help="Count a document that was read with a warning as failed.")
def extract(
    paths: tuple[Path, ...],
    out: Path,
    workers: int | None,
    executor: str | None,
    scheduler: str | None,
    no_cache: bool,
    metrics: Path | None,
    no_report: bool,
    keep_copies: bool,
    language: str | None,
    extractor: str,
    min_confidence: float,
    strict: bool,
) -> int:
    """Read documents (files, and folders with all they hold) and write their commitment records into a folder.

    Exit code 0: all was read. 1: some input failed; it is named in failures.jsonl and below. 2: wrong usage or configuration.
    143: ended by SIGTERM; what was finished is kept, and the same command goes on from there.
    """
    from pipeline.run import Stopped, run
    from pipeline.settings import Settings

    settings = Settings(language=language, extractor=extractor, min_confidence=min_confidence, strict=strict, keep_copies=keep_copies)
    means: dict[str, Any] = {
        "executor": executor,
        "workers": workers,
        "scheduler": scheduler,
        "cache": not no_cache,
        "report": not no_report,
    }
    try:
        with _progress() as progress:
            summary = run(paths, out, settings, progress=progress, **means)
    except Stopped as stopped:
        return streams.tell(f"zeren: {stopped}", TERMINATED)
    some([f"failed: {row.source}: {row.stage}: {row.error}: {row.message}" for row in summary.failures], out / "failures.jsonl")
    some([f"warning: {told}" for told in summary.warnings], out / "documents.jsonl")
    if summary.warning:
        streams.tell(f"warning: {out / summary.warning}")
    report(summary)
    if metrics:  # last, for a place that cannot be written must not cost the rest
        from pipeline.run.metrics import write

        write(summary, metrics)
    return 1 if summary.failures else 0


def some(lines: Sequence[str], place: Path) -> None:
    """Print the first lines on stderr, and where the others are."""
    for line in lines[:SHOWN]:
        streams.tell(flat(line))
    if len(lines) > SHOWN:
        streams.tell(f"… and {len(lines) - SHOWN} more in {place}")


def report(summary: Summary) -> None:
    """Print what a run found, by language and type, and where its files are."""
    counts = summary.counts
    types = sorted({kind for row in counts.records.values() for kind in row})
    notes = [f"{summary.reused} kept from before"] * bool(summary.reused) + [f"{counts.copies} posted twice"] * bool(counts.copies)
    told = f" ({', '.join(notes)})" if notes else ""
    click.echo(f"{counts.documents} documents read{told}, {counts.failures} failed, in {summary.duration:.1f} s")
    if types:
        click.echo("".join(["language".ljust(10), *(kind.rjust(13) for kind in types), "all".rjust(9)]))
    for language, row in counts.records.items():
        click.echo("".join([language.ljust(10), *(f"{row.get(kind, 0):13}" for kind in types), f"{sum(row.values()):9}"]))
    if not types:
        click.echo("no commitment records found")
    out = summary.out
    click.echo(f"records  {out / 'commitments.jsonl'} (also .csv, .parquet; {summary.calendar} to-dos in .ics)")
    click.echo(f"run      {out / 'documents.jsonl'}, failures.jsonl, run.json")


def _progress() -> Any:
    """Return a context with a function to call with (done, all, failed): a bar on a terminal, now and then a line elsewhere."""
    return _bar() if sys.stderr.isatty() else nullcontext(_lines())


def _lines() -> Any:
    tenth, start = -1, monotonic()

    def show(done: int, total: int, failed: int) -> None:
        nonlocal tenth
        if done and done * 10 // total > tenth and total > 50:  # a small run says enough with its summary
            tenth = done * 10 // total
            rate = done / max(monotonic() - start, 0.001)
            streams.tell(f"{done}/{total} documents, {failed} failed, {rate:.1f}/s, {(total - done) / rate:.0f} s left")

    return show


class _bar:
    """A progress bar on stderr that goes away when the run ends."""

    def __enter__(self) -> Any:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        rate = TextColumn("{task.fields[rate]}")
        columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn(), TextColumn("{task.description}"))
        self.progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self.progress.start()
        task, start = self.progress.add_task("", total=None, rate=""), monotonic()

        def show(done: int, total: int, failed: int) -> None:
            rate = f"{done / max(monotonic() - start, 0.001):.1f}/s"
            self.progress.update(task, completed=done, total=total, rate=rate, description=f"{failed} failed" if failed else "")

        return show

    def __exit__(self, *_: object) -> None:
        self.progress.stop()
