"""`zeren compare`: how two runs, or the two languages of one, say who answers for what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.folders import Place, checked, writing
from pipeline.cli.listing import flat

if TYPE_CHECKING:
    from pipeline.compare.comparison import Comparison, Side
    from pipeline.compare.contrasts import Contrast

SHOWN = ("type", "force", "tier", "organ", "bearer", "deadline", "precision", "target", "recipient")
KEYWORDS = 8


@click.command()
@click.argument("runs", nargs=-1, required=True, type=Place(path_type=Path, file_okay=False), metavar="OUT [OUT_B]")
@click.option(
    "-o", "--out", type=Place(path_type=Path, file_okay=False), help="Folder for the tables; without it only the summary is printed."
)
@click.option(
    "--genres",
    type=Place(path_type=Path, dir_okay=False),
    help="CSV with columns source, genre: the genre of documents, where their titles tell it wrongly.",
)
@click.option("--resamples", type=click.IntRange(200, 100_000), default=2000, show_default=True, help="Draws of documents for intervals.")
@click.option("--all", "everything", is_flag=True, help="Print every variable and notion, not only the main ones.")
def compare(runs: tuple[Path, ...], out: Path | None, genres: Path | None, resamples: int, everything: bool) -> None:
    """Compare two runs of `zeren extract`, or Vietnamese with Chinese in one.

    Counts, shares of records and rates per 1,000 words with 95 % intervals over documents, effect sizes, words typical of each slot,
    and a warning where genre, not language, explains a difference. docs/methods.md says how each figure is made.
    """
    from pipeline.compare.comparison import compare as compared
    from pipeline.compare.tables import write

    if len(runs) > 2:
        raise click.UsageError(f"{len(runs)} folders: name one run, or two")
    named = sides(runs)
    told = read_genres(genres) if genres else {}
    unused(told, runs, genres)
    found = compared(named, resamples, told)
    for line in summary(found, everything):
        click.echo(line)
    if out:
        with writing(out, "folder"):
            names = write(found, out, resamples)
        click.echo(f"written to {out}: {', '.join(names)}")


def sides(runs: tuple[Path, ...]) -> list[Side]:
    """Return the runs with names that tell them apart."""
    from pipeline import readback
    from pipeline.compare.comparison import Side

    names = [run.resolve().name for run in runs]
    if len(set(names)) < len(names):
        names = [str(run) for run in runs]
    if len(set(names)) < len(names):
        raise click.UsageError(f"{runs[0]} stands twice; name two runs, or one to compare its languages")
    for run in runs:
        checked(run)
    return [
        Side(name, list(readback.records(run)), (row for row in readback.documents(run) if "copy_of" not in row))
        for name, run in zip(names, runs, strict=True)
    ]


def read_genres(path: Path) -> dict[str, str]:
    """Return the genre of each source from a CSV file; SettingsError names file and cure."""
    import csv

    from pipeline.settings import SettingsError

    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            rows = list(table)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = getattr(error, "strerror", None) or error
        raise SettingsError(f"{path}: cannot be read ({why}); give a UTF-8 CSV file with columns source and genre") from error
    if not {"source", "genre"} <= set(table.fieldnames or ()):
        raise SettingsError(f"{path}:1: the columns source and genre are needed; name them in the first line")
    return {row["source"]: row["genre"].strip() for row in rows if row["genre"]}


def unused(told: dict[str, str], runs: tuple[Path, ...], place: Path | None) -> None:
    """Warn of genres that are told of documents which no run holds: a name is misspelt, or of another folder."""
    from pipeline import readback

    if not told:
        return
    rest = sorted(told.keys() - {document["source"] for run in runs for document in readback.documents(run)})
    if rest:
        more = f" (and {len(rest) - 1} more)" if len(rest) > 1 else ""
        line = f"warning: {place}: no document of the runs is called {rest[0]}{more}; write sources as in documents.jsonl"
        click.echo(flat(line), err=True)


def summary(found: Comparison, everything: bool) -> Iterator[str]:
    """Yield the lines of what a reader wants first: the groups, the differences, the typical words, the warnings."""
    from pipeline.compare.page import percent

    statistics = found.statistics
    for group in statistics.groups:
        yield f"{group.name}: {group.documents} documents, {group.records} records, {group.words} words"
    first, second = (group.name for group in statistics.groups)
    shares = {(figure.variable, figure.value, figure.group): figure for figure in statistics.figures}
    yield ""
    yield f"{'share of records, %':38}{first[:18]:>20}{second[:18]:>20}{'difference':>22}   h     q"
    for contrast in found.contrasts:
        clear = contrast.low is not None and contrast.high is not None and (contrast.low > 0 or contrast.high < 0)
        if everything or contrast.variable in SHOWN or (contrast.variable == "concept" and clear):
            own, other = (shares[contrast.variable, contrast.value, name] for name in (first, second))
            cells = "".join(f"{percent(f.share, f.low, f.high):>20}" for f in (own, other))
            label = f"{contrast.variable} {contrast.value}"
            yield f"{label[:38]:38}{cells}{percent(contrast.difference, contrast.low, contrast.high):>22}{_effect(contrast)}"
    for language in ("vi", "zh"):
        for slot in ("modal", "verb", "who"):
            keys = [key for key in found.keys if (key.language, key.slot) == (language, slot)]
            typical = [key.word for key in keys if key.z > 1.96][:KEYWORDS]
            if typical:
                yield f"typical of {keys[0].target}, {language} {slot}, against {keys[0].reference}: {', '.join(typical)}"
            contrary = [key.word for key in reversed(keys) if key.z < -1.96][:KEYWORDS]
            if contrary and keys[0].reference in (first, second):
                yield f"typical of {keys[0].reference}, {language} {slot}, against {keys[0].target}: {', '.join(contrary)}"
    if found.warnings:
        yield ""
        yield from (f"warning: {warning}" for warning in found.warnings)


def _effect(contrast: Contrast) -> str:
    q = "     -" if contrast.q is None else f"{contrast.q:6.3f}"
    return f"{contrast.h:7.2f}{q}{'  ' + contrast.note if contrast.note else ''}"
