"""`zeren evaluate`: compare with gold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.extract import EXTRACTORS

if TYPE_CHECKING:
    from pipeline.evaluate import Figures, GoldDocument

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("gold_dir", type=FOLDER)
@click.option("--texts", type=FOLDER, help="Folder (with all it holds) of the texts whose stems name the gold files.")
@click.option("--predictions", type=FILE, help="Compare these records (commitments.jsonl) instead of reading the texts.")
@click.option("--by", type=click.Choice(["genre", "document"]), help="Print the figures by this as well.")
@click.option("--extractor", type=click.Choice(EXTRACTORS), default="auto", show_default=True, help="What finds the clauses.")
@click.option("--workers", type=click.IntRange(min=1), help="Worker processes.")
@click.option("--check", type=FILE, help="Fail (exit 1) where a figure is below the floor pinned in this file.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--errors", type=click.IntRange(min=0), default=0, metavar="N", help="Print up to N errors of each document.")
def evaluate(
    gold_dir: Path,
    texts: Path | None,
    predictions: Path | None,
    by: str | None,
    extractor: str,
    workers: int | None,
    check: Path | None,
    as_json: bool,
    errors: int,
) -> int:
    """Compare extracted records with gold and print precision, recall and F1 in percent, by language.

    Exit code 1: a figure is below its floor, or a text could not be read.
    """
    import json

    from pipeline import evaluate as scoring
    from pipeline.settings import read_yaml

    if not (texts or predictions):
        raise click.UsageError("give --texts DIR to read the documents, or --predictions FILE to compare records made before")
    floors = read_yaml(check, scoring.Floors) if check else None
    gold = scoring.read_gold(gold_dir)
    if predictions:
        records, failed = list(scoring.read_lines(predictions, scoring.FoundRow)), 0
    elif texts:
        records, failed = _extracted(gold, texts, extractor, workers)
    languages = scoring.figures(scoring.score(gold, records, lambda document: document.language))
    result: dict[str, Any] = {**languages, "mean": scoring.mean(languages)}
    groups: Figures = {}
    if by:
        named = {"genre": lambda d: f"{d.language} {d.genre}", "document": lambda d: f"{d.language} {d.name}"}[by]
        groups = scoring.figures(scoring.score(gold, records, named))
        result |= {by: groups}
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
    else:
        _table({**languages, "mean": result["mean"]})
        if groups:
            click.echo()
            _table(groups)
    if errors:
        for name, tally in scoring.score(gold, records, lambda d: f"{d.language}/{d.name}").items():
            for line in tally.errors[:errors]:
                click.echo(f"{name}: {line}", err=as_json)
    lows = scoring.below(languages, floors, extractor, check) if floors and check else []
    for low in lows:
        click.echo(f"failed: {low}", err=True)
    return 1 if lows or failed else 0


def _extracted(gold: list[GoldDocument], texts: Path, extractor: str, workers: int | None) -> tuple[list[dict[str, Any]], int]:
    """Return the records of the gold's texts, and how many texts could not be read."""
    import tempfile

    from pipeline import ingest, readback
    from pipeline.evaluate import GoldError
    from pipeline.run import run
    from pipeline.settings import Settings

    places: dict[str, list[Path]] = {}
    for path in ingest.walk([texts]):
        places.setdefault(path.stem, []).append(path)
    names = sorted({document.name for document in gold})
    missing = [name for name in names if name not in places]
    if missing:
        some = ", ".join(missing[:5])
        raise GoldError(
            f"{texts}: no text for {len(missing)} of {len(names)} gold documents, such as {some}; name the folder that holds them"
        )
    double = next((name for name in names if len(places[name]) > 1), None)
    if double:
        raise GoldError(f"{double}: several texts are called so: {', '.join(map(str, places[double]))}; name the folder of one of them")
    with tempfile.TemporaryDirectory(prefix="zeren-evaluate-") as folder:
        summary = run([places[name][0] for name in names], Path(folder), Settings(extractor=extractor), workers=workers)
        for row in summary.failures:
            click.echo(f"failed: {row.source}: {row.stage}: {row.error}: {row.message}", err=True)
        return list(readback.records(Path(folder))), len(summary.failures)


def _table(groups: Figures) -> None:
    width = max(5, *(len(name) for name in groups))
    for name, row in groups.items():
        cells = "  ".join(f"{m} P {v['p']:5.1f} R {v['r']:5.1f} F1 {v['f1']:5.1f}" for m, v in row.items())
        click.echo(f"{name.ljust(width)} {cells}")
