"""The listings of `zeren register`: what is tracked, due, reviewed, met, and who does it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.listing import Grouped, clip, flat, listing
from pipeline.cli.register_options import DATABASE, DOCUMENT, ON, day_on, document_id, filter_, filters, reading

if TYPE_CHECKING:
    from pipeline.register.due import Due

Row = dict[str, Any]


@click.command("list")
@filters
@ON
@DATABASE
@listing
def list_(database: str, on: datetime | None, **options: Any) -> Any:
    """List commitments, one a line: record_id, status, due, owner, bearers, document."""
    from pipeline.register import rows

    with reading(database) as connection:
        found = list(rows.listing(connection, filter_(connection, options), day_on(on)))
    return found, lambda row: f"{_entered(row)}  {clip(row['owner'] or '–', 20)}  {_what(row)}  [{flat(row['source'])}]"


@click.command()
@ON
@click.option(
    "--within", type=click.IntRange(min=0), metavar="DAYS", help="Days ahead that are yellow; `within` of config/review.yaml unless given."
)
@click.option("--all", "green", is_flag=True, help="Also what is green: settled, or due later.")
@DOCUMENT
@DATABASE
@listing
def due(on: datetime | None, within: int | None, green: bool, document: str | None, database: str) -> Any:
    """List what is overdue (red) and due soon (yellow), by bearer; a recurring duty by its occurrences."""
    from pipeline.register.due import by_bearer, counts, due_days
    from pipeline.register.plan import plan

    with reading(database) as connection:
        ahead = plan().within if within is None else within
        found = due_days(connection, day_on(on), ahead, green=green, document=document_id(connection, document))

    def told(items: list[Due]) -> Iterator[str]:
        for bearer, group in by_bearer(items).items():
            yield f"{bearer}: {counts(group)}"
            for item in group:
                late = f"{-item.left} days late" if item.left < 0 else f"in {item.left} days"
                yield f"  {item.colour:<6}  {item.due}  {late:<15}  {item.record_id}  {item.status:<11}  {clip(item.action, 80)}"
        yield f"{counts(items) or 'nothing'} on {day_on(on)}, {ahead} days ahead"

    return Grouped([item.row() for item in found], lambda: told(found)), None


@click.command()
@ON
@DOCUMENT
@DATABASE
@listing
def agenda(on: datetime | None, document: str | None, database: str) -> Any:
    """List what the next review looks at, by the cycles of config/review.yaml."""
    from pipeline.register.agenda import agenda as listed

    with reading(database) as connection:
        found = list(listed(connection, day_on(on), document_id(connection, document)))
    return found, lambda row: f"{row['review']} {row['closes']}  {_entered(row)}  {_what(row)}  ({row['why']})"


@click.command()
@click.option("--by", type=click.Choice(["bearer", "tier", "document", "concept"]), default="bearer", show_default=True)
@ON
@DOCUMENT
@DATABASE
@listing
def scoreboard(by: Any, on: datetime | None, document: str | None, database: str) -> Any:
    """Count met, late, not met and open duties, assignments and pledges: "16/25"."""
    from pipeline.register.scores import scoreboard as scored

    with reading(database) as connection:
        found = scored(connection, by, day_on(on), document_id(connection, document))
    return (
        found,
        lambda row: (
            f"{row['score']:>9}  met {row['met']:<5} late {row['late']:<5} not met {row['not_met']:<5} open {row['open']:<5} {row[by]}"
        ),
    )


@click.command()
@click.argument("document", metavar="DOC")
@DATABASE
@listing
def matrix(document: str, database: str) -> Any:
    """Show who leads, cooperates and supervises, by task and tier, in a document (its id, number, title or source)."""
    from pipeline.register.structure import matrix as made

    with reading(database) as connection:
        found = made(connection, document_id(connection, document) or "")

    def told(row: Row) -> str:
        parts = [f"{name}: {', '.join(row[name])}" for name in ("leads", "cooperates", "supervises") if row[name]]
        return f"{row['item'] or '–'}  {clip(row['task'], 60)}  {row['tier'] or '(no tier)'}  {'; '.join(parts)}"

    return found, told


@click.command()
@DOCUMENT
@DATABASE
@listing
def ladder(document: str | None, database: str) -> Any:
    """Show who answers to whom: by the recipient that is named, else by the tiers of the document."""
    from pipeline.register.structure import ladder as made

    with reading(database) as connection:
        found = made(connection, document_id(connection, document))
    return (
        found,
        lambda row: (
            f"{row['bearer']} ({row['tier'] or 'no tier'}) → {row['answers_to']}  by {row['told_by']}, {row['commitments']} commitments"
        ),
    )


@click.command()
@click.argument("record_id", metavar="ID")
@DATABASE
@listing
def history(record_id: str, database: str) -> Any:
    """Show everything that happened to a commitment, through all versions of its document."""
    from pipeline.register import past, tracking

    with reading(database) as connection:
        found = list(past.history(connection, tracking.find(connection, record_id)))
    return found, lambda row: "  ".join(
        part for part in (row["at"][:19], row["who"], row["kind"], row["record_id"], row["what"], row["why"] and f"({row['why']})") if part
    )


@click.command()
@click.argument("old", metavar="DOC_A")
@click.argument("new", metavar="DOC_B")
@DATABASE
@listing
def diff(old: str, new: str, database: str) -> Any:
    """Show the commitments that were added, changed or dropped between two versions of a document."""
    from pipeline.register.past import difference

    with reading(database) as connection:
        before, after = document_id(connection, old), document_id(connection, new)
        found = list(difference(connection, before or "", after or ""))
    signs = {"added": "+", "changed": "~", "dropped": "-"}

    def told(row: Row) -> str:
        what = row["difference"] or f"{row['bearers'] or '–'}: {clip(row['action'], 100)}"
        return f"{signs[row['change']]} {row['new'] or row['old']}  {what}"

    return found, told


@click.command()
@DATABASE
@listing
def documents(database: str) -> Any:
    """List the documents, with the number of their commitments."""
    from pipeline.register.rows import document_list

    with reading(database) as connection:
        found = list(document_list(connection))

    def told(row: Row) -> str:
        return (
            f"{row['document_id']}  {row['state']:<10}  {row['commitments']:>6}  {row['published'] or '–':<10}"
            f"  {row['number'] or '–'}  {flat(row['source'])}"
        )

    return found, told


# ---- words ----


def _entered(row: Row) -> str:
    return f"{row['record_id']}  {row['status']:<11}  {row['due'] or '–':<10}"


def _what(row: Row) -> str:
    return f"{'; '.join(row['bearers']) or '–'}: {clip(row['action'], 80)}"
