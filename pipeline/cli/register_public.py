"""What leaves the register: gold for training, and the public site."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from pipeline.cli.folders import Place
from pipeline.cli.listing import listing
from pipeline.cli.register_options import DATABASE, ON, day_on, opened, reading

FOLDER = Place(file_okay=False, path_type=Path)


@click.command()
@click.option("-o", "--out", type=FOLDER, required=True, help="The folder to write.")
@click.option("--partial", is_flag=True, help="Also documents of which only some records were judged.")
@DATABASE
@listing
def gold(out: Path, partial: bool, database: str) -> Any:
    """Write what people judged as gold: OUT/zh and OUT/vi with records, OUT/docs with texts.

    A document is written once every record of it was confirmed, corrected or rejected in `zeren serve`.
    """
    from dataclasses import asdict

    from pipeline.register import gold as written

    with reading(database) as connection:
        found = [asdict(row) for row in written.write(connection, out, partial=partial)]
    if not found:
        click.echo("no document was judged whole; `zeren serve` shows what is left, --partial writes what there is", err=True)
    return found, lambda row: f"{row['language']}/{row['name']}.jsonl  {row['records']} records, {row['open']} not judged"


@click.command()
@click.option("-o", "--out", type=FOLDER, required=True, help="The folder to write; an older site there is replaced.")
@ON
@DATABASE
def publish(out: Path, on: datetime | None, database: str) -> None:
    """Write the register as a read-only site of files, in every language of the interface, with downloads.

    Owners, notes, the names in the history and the places of files stay out of it.
    """
    from pipeline.web.publish import publish as written

    with opened(database) as register:
        count = written(register, out, day_on(on))
    click.echo(f"{out}: {count} pages; open {out / 'index.html'}")
