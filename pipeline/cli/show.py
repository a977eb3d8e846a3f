"""`zeren show`: one record in its sentence."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.folders import RUN
from pipeline.cli.listing import flat

if TYPE_CHECKING:
    from pipeline.show import Passage

STYLES = {
    "who": "bold cyan",
    "modal": "magenta",
    "action": "bold yellow",
    "when": "bold green",
    "recipient": "blue",
    "condition": "italic",
    "basis": "dim",
    "target": "underline",
}


@click.command()
@click.argument("record_id")
@RUN
@click.option("--json", "as_json", is_flag=True, help="Print the record itself.")
def show(record_id: str, folder: Path, as_json: bool) -> None:
    """Print a record in its sentence with the spans marked. The beginning of its id is enough."""
    import json

    from pipeline import show as shown

    record, *again = shown.find(folder, record_id)
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
        return
    passages = shown.passages(folder, record)
    document = record["document"]
    origin = " · ".join(part for part in (document["title"], document["publisher"], document["published"], document["number"]) if part)
    click.echo(f"{record['record_id']}  {record['language']} {record['type']} ({record['status']}), confidence {record['confidence']:.2f}")
    click.echo(flat(f"{document['source']}" + (f"  {origin}" if origin else "")))
    for other in again:  # of a run with --keep-copies
        click.echo(flat(f"also in {other['document']['source']}"))
    if record["section"]:
        click.echo(shown.visible(record["section"]))
    for passage in passages:
        click.echo()
        if sys.stdout.isatty():
            _coloured(passage)
        else:
            click.echo(shown.bracketed(passage))
    click.echo()
    for line in facts(record):
        click.echo(shown.visible(line))


def facts(record: dict[str, Any]) -> list[str]:
    """Return the resolved values of a record, a line each."""
    lines = []
    for actor in record["actors"]:
        parts = [
            actor["organ"],
            "/".join(actor.get("tiers") or []) or actor["tier"],
            "from context" if actor["from"] == "context" else None,
        ]
        lines.append(f"who     {actor['name']} ({', '.join(part for part in parts if part)})")
    for deadline in record["deadlines"]:
        due, begin, anchor = deadline["due"], deadline.get("dtstart"), deadline["anchor"]
        rule = deadline["rrule"] and deadline["rrule"] + (f" since {begin}" if begin else "")
        parts = [deadline["value"], due and f"due {due}", rule, anchor and f"from {anchor}"]
        lines.append(f"when    {', '.join(part for part in parts if part)}")
    if record["modal"]:
        lines.append(f"force   {record['modal']['force'] or 'none'}")
    if record["concepts"]:
        lines.append(f"about   {', '.join(record['concepts'])}")
    lines.append(f"rules   {', '.join(record['rules'])}")
    return lines


def _coloured(passage: Passage) -> None:
    from rich.console import Console
    from rich.text import Text

    from pipeline.show import visible

    text = Text(visible(passage.text))
    for mark in sorted(passage.marks, key=lambda m: m.start - m.end):  # the longest first, so that the inner style wins
        text.stylize(STYLES.get(mark.label, ""), mark.start - passage.start, mark.end - passage.start)
    console = Console(highlight=False)
    console.print(text, soft_wrap=True)
    legend = Text("  ").join(Text(label, STYLES.get(label, "")) for label in dict.fromkeys(m.label for m in passage.marks))
    console.print(legend)
