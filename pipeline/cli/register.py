"""`zeren register`: track commitments over the years."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from pipeline.cli import register_public, register_views
from pipeline.cli.folders import Place, spare
from pipeline.cli.listing import listing, visible
from pipeline.cli.register_options import DATABASE, DOCUMENT, authored, document_id, filter_, filters, opened, reading

Row = dict[str, Any]
FILE = Place(dir_okay=False, path_type=Path)
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 20  # refused rows named on stderr


@click.group()
def register() -> None:
    """Track commitments: bring records in, enter what became of them, see what is due."""


# ---- what changes the register ----


@register.command()
@click.argument("records", type=click.Path(exists=True, path_type=Path), metavar="OUT")
@click.option("--complete", is_flag=True, help="The run read all documents there are: those it did not read have gone.")
@DATABASE
@authored
@listing
def update(records: Path, complete: bool, database: str, who: str | None, why: str | None) -> Any:
    """Bring the records of the run in OUT, a folder or its commitments.jsonl, into the register; what people entered stays.

    Records are known again by id, or by likeness where the text was amended. Nothing is written where nothing is new.
    """
    from pipeline.register import open_register
    from pipeline.register.update import update_register

    made = open_register(database, create=True)
    try:
        path = records / "commitments.jsonl" if records.is_dir() else records
        report = update_register(made, path, who=who, why=why, complete=complete).row()
    finally:
        made.close()

    def told(row: Row) -> str:
        parts = [f"{row[name]} {name}" for name in ("new", "changed", "unchanged", "returned", "superseded", "vanished")]
        lines = [f"{made.name}: {', '.join(parts)}"]
        lines += [f"amended  {pair}" for pair in row["amended"]]
        if row["tracked_vanished"]:
            lines.append(f"{row['tracked_vanished']} of the vanished were tracked: zeren register list --state vanished")
        return "\n".join(lines)

    return [report], told


@register.command("set")
@click.argument("record_id", metavar="ID")
@click.argument("entries", nargs=-1, required=True, metavar="FIELD=VALUE...")
@DATABASE
@authored
def set_(record_id: str, entries: tuple[str, ...], database: str, who: str | None, why: str | None) -> None:
    """Enter what became of a commitment. The beginning of its id is enough; FIELD= clears a field; evidence is added to what is there.

    Fields: status, progress, owner, due, done_on, recipient, consequence, grade, evidence (an address or a file), note.
    """
    from pipeline.register import tracking
    from pipeline.register.journal import Journal, author

    with opened(database) as register_, register_.writing() as connection:
        key = tracking.find(connection, record_id)
        changed = tracking.assign(connection, Journal(connection, who or author(), why), key, entries, date.today())
    told = ", ".join(f"{name}={tracking.shown(name, value)}" for name, value in changed.items())
    click.echo(visible(f"{key}  {told or 'held that already; nothing changed'}"))


@register.command("import")
@click.argument("table", type=EXISTING, metavar="FILE.csv|FILE.xlsx")
@DATABASE
@authored
@listing
def import_(table: Path, database: str, who: str | None, why: str | None) -> Any:
    """Take what was edited in a table of `zeren register export`, and say what changed and what was refused.

    A cell that somebody else changed meanwhile is refused, not written over. Exit code 1: some row was refused.
    """
    from pipeline.register.exchange import import_table

    with opened(database) as register_:
        report = import_table(register_, table, who=who, why=why, today=date.today())
    rows = [{"result": "changed", **row, "reason": None} for row in report.changed]
    rows += [
        {"result": "refused", "row": row["row"], "record_id": row["record_id"], "fields": [], "reason": row["reason"]}
        for row in report.refused
    ]
    for row in report.refused[:SHOWN]:
        click.echo(visible(f"refused: {table}:{row['row']}: {row['record_id'] or '–'}: {row['reason']}"), err=True)
    if len(report.refused) > SHOWN:
        click.echo(f"… and {len(report.refused) - SHOWN} more; --json lists all", err=True)
    click.echo(f"{len(report.changed)} rows changed, {len(report.refused)} refused, {report.same} held nothing new", err=True)
    code = 1 if report.refused else 0
    return rows, lambda row: f"{row['result']}  {row['record_id'] or '–'}  {row['reason'] or ', '.join(row['fields'])}", code


@register.command()
@click.argument("table", type=FILE, metavar="FILE.csv|FILE.xlsx")
@filters
@DATABASE
def export(table: Path, database: str, **options: Any) -> None:
    """Write commitments as a table to edit in a spreadsheet and `import` again; no cell runs as a formula."""
    from pipeline.register import exchange
    from pipeline.register.files import writing

    with reading(database) as connection, writing(table):
        count = exchange.export(connection, table, filter_(connection, options))
    click.echo(f"{table}: {count} commitments")


@register.command()
@click.option("-o", "--out", type=FILE, required=True, help="The .ics file to write.")
@DOCUMENT
@DATABASE
def calendar(out: Path, document: str | None, database: str) -> None:
    """Write open due days (to-dos) and reviews (events) with alarms as an iCalendar file."""
    from pipeline.register import calendar as written
    from pipeline.register.files import writing

    spare(out, Path(database))
    with reading(database) as connection, writing(out):
        count = written.write(connection, out, document_id(connection, document))
    click.echo(f"{out}: {count} to-dos and events")


VIEWS = ("list_", "due", "agenda", "scoreboard", "matrix", "ladder", "history", "diff", "documents")
for view in VIEWS:
    register.add_command(getattr(register_views, view))
for writing in (register_public.gold, register_public.publish):
    register.add_command(writing)
