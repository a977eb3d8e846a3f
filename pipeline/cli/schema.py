"""`zeren schema`: the JSON Schemas of a run's files."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.folders import Place, writing


@click.command()
@click.argument("name", default="commitments", type=click.Choice(["commitments", "documents", "failures", "run", "table"]))
@click.option("--write", "folder", type=Place(path_type=Path, file_okay=False), help="Write all schemas into this folder instead.")
def schema(name: str, folder: Path | None) -> None:
    """Print the JSON Schema (2020-12) of a file of a run: a line of NAME.jsonl, run.json, or a row of the flat table."""
    import json

    from pipeline.emit import schema as schemas

    if folder:
        with writing(folder, "folder", within=True):
            paths = schemas.write(folder)
        for path in paths:
            click.echo(str(path))
    else:
        click.echo(json.dumps(schemas.schema(name), ensure_ascii=False, indent=2))
