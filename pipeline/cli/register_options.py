"""What the commands of `zeren register` share: their options, and the register they open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.register import Register
    from pipeline.register.rows import Filter

STATUSES = ("not_started", "in_progress", "done", "late", "dropped", "disputed")
TYPES = ("duty", "assignment", "pledge", "prohibition", "sanction")
TIERS = ("central", "province", "prefecture", "county", "commune", "village", "unit")

DATABASE = click.option(
    "--database",
    default="data/register.db",
    show_default=True,
    envvar="ZEREN_DATABASE",
    metavar="FILE|URL",
    help="An SQLite file, or postgresql://USER@HOST/NAME. Also ZEREN_DATABASE.",
)
ON = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="The day to look from; today unless given.")
DOCUMENT = click.option("--document", metavar="DOC", help="Of one document: its id, number, title or source.")


def authored(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say who changes something and why."""
    command = click.option("--why", metavar="TEXT", help="Why; kept with the change.")(command)
    return click.option("--who", envvar="ZEREN_WHO", metavar="NAME", help="Who; the account's name unless given. Also ZEREN_WHO.")(command)


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say which commitments it is about."""
    written = click.DateTime(["%Y-%m-%d"])
    options = (
        click.option("--status", type=click.Choice(STATUSES)),
        click.option("--bearer", metavar="WORDS", help="A part of a bearer's name."),
        click.option("--owner", metavar="WORDS", help="A part of the owner's name."),
        click.option("--tier", type=click.Choice(TIERS)),
        click.option("--type", "type_", type=click.Choice(TYPES)),
        click.option("--language", type=click.Choice(["vi", "zh"])),
        click.option("--concept", metavar="ID", help="An id of config/concepts.yaml."),
        DOCUMENT,
        click.option("--text", metavar="WORDS", help="In the action, the bearers or the note."),
        click.option("--due-from", type=written, metavar="DAY"),
        click.option("--due-to", type=written, metavar="DAY"),
        click.option("--attention", is_flag=True, help="Only those whose text changed since people last wrote about them."),
        click.option("--state", type=click.Choice(["active", "vanished", "superseded", "all"]), default="active", show_default=True),
    )
    for option in reversed(options):
        command = option(command)
    return command


def filter_(connection: Connection, options: dict[str, Any]) -> Filter:
    """Return what the options of `filters` ask for; UsageError where nothing can be so."""
    from pipeline.register.content import storable
    from pipeline.register.rows import Filter

    first, last = options["due_from"], options["due_to"]
    if options["concept"] is not None:
        known(options["concept"])
    if first and last and first > last:
        raise click.UsageError(f"--due-from {first:%Y-%m-%d} is after --due-to {last:%Y-%m-%d}; name the earlier day first")
    return Filter(
        state=None if options["state"] == "all" else options["state"],
        type=options["type_"],
        document=document_id(connection, options["document"]),
        due_from=day(options["due_from"]),
        due_to=day(options["due_to"]),
        bearer=storable(options["bearer"]),
        owner=storable(options["owner"]),
        text=storable(options["text"]),
        **{name: options[name] for name in ("status", "tier", "language", "concept", "attention")},
    )


def known(concept: str) -> None:
    """Raise UsageError where config/concepts.yaml has no notion of this name."""
    from pipeline.resolve import concepts

    if concept not in concepts.concepts():
        raise click.UsageError(f"--concept {concept}: no such notion; there are {', '.join(concepts.concepts())}")


@contextmanager
def opened(database: str) -> Iterator[Register]:
    """Give the register that is there, and close it afterwards."""
    from pipeline.register import open_register

    opened = open_register(database)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def reading(database: str) -> Iterator[Connection]:
    """Give a connection that sees the register at one moment."""
    with opened(database) as register, register.reading() as connection:
        yield connection


def document_id(connection: Connection, name: str | None) -> str | None:
    """Return the id of the document a person named, by its id, number, title or source."""
    from pipeline.register.content import storable
    from pipeline.register.rows import resolve_document

    wanted = storable(name)
    return resolve_document(connection, wanted) if wanted is not None else None


def day_on(value: datetime | None) -> date:
    """Return the day asked for, else today."""
    return value.date() if value else date.today()


def day(value: datetime | None) -> date | None:
    """Return the day asked for, if any."""
    return value.date() if value else None
