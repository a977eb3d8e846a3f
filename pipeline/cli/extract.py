"""`zeren extract`: read documents and write their commitment records."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pipeline.run import Summary

EXTRACTORS = ("auto", "rules", "model")
SHOWN = 20  # failures named on stderr; all stand in failures.jsonl


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="Folder for the files of the run.")
@click.option(
    "--workers", type=click.IntRange(min=1), help="Worker processes. Unless given: one for a few documents, else one for each processor."
)
@click.option("--executor", type=click.Choice(["serial", "processes"]), help="Where the work is done; by the workers unless given.")
@click.option("--language", type=click.Choice(["zh", "vi"]), help="Keep the records of this language only.")
@click.option("--extractor", type=click.Choice(EXTRACTORS), default="auto", show_default=True, help="What finds the clauses.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Leave out records below this.")
@click.option("--strict", is_flag=True, help="Count a document that was read with a warning as failed.")
def extract(
    paths: tuple[Path, ...],
    out: Path,
    workers: int | None,
    executor: str | None,
    language: str | None,
    extractor: str,
    min_confidence: float,
    strict: bool,
) -> int:
    """Read documents (files, and folders with all they hold) and write their commitment records into a folder.

    Exit code 0: all was read. 1: some input failed; it is named in failures.jsonl and below. 2: wrong usage or configuration.
    """
    from pipeline.run import run
    from pipeline.settings import Settings

    settings = Settings(language=language, extractor=extractor, min_confidence=min_confidence, strict=strict)
    with _progress() as progress:
        summary = run(paths, out, settings, executor=executor, workers=workers, progress=progress)
    for row in summary.failures[:SHOWN]:
        click.echo(f"failed: {row.source}: {row.stage}: {row.error}: {row.message}", err=True)
    if len(summary.failures) > SHOWN:
        click.echo(f"… and {len(summary.failures) - SHOWN} more in {out / 'failures.jsonl'}", err=True)
    report(summary)
    return 1 if summary.failures else 0


def report(summary: Summary) -> None:
    """Print what a run found, by language and type, and where its files are."""
    counts = summary.counts
    types = sorted({kind for row in counts.records.values() for kind in row})
    click.echo(f"{counts.documents} documents read, {counts.failures} failed, in {summary.duration:.1f} s")
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
    tenth = -1

    def show(done: int, total: int, failed: int) -> None:
        nonlocal tenth
        if done * 10 // total > tenth and total > 50:  # a small run says enough with its summary
            tenth = done * 10 // total
            click.echo(f"{done}/{total} documents, {failed} failed", err=True)

    return show


class _bar:
    """A progress bar on stderr that goes away when the run ends."""

    def __enter__(self) -> Any:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
        self.progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self.progress.start()
        task = self.progress.add_task("", total=None)

        def show(done: int, total: int, failed: int) -> None:
            self.progress.update(task, completed=done, total=total, description=f"{failed} failed" if failed else "")

        return show

    def __exit__(self, *_: object) -> None:
        self.progress.stop()
