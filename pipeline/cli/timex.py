"""`zeren timex`: time expressions of the lines on standard input."""

from __future__ import annotations

import sys

import click


@click.command()
@click.option("--language", type=click.Choice(["zh", "vi"]), help="Language of lines that do not name theirs; by letters unless given.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Day that relative times count from.")
def timex(language: str | None, date: object) -> int:
    """Find the time expressions in the lines on standard input and print a JSON line for each.

    A line is plain text, or JSON: {"id", "text", "language", "reference"}. Exit code 1: some line could not be read; its answer says why.
    """
    from pipeline.timex.stream import stream

    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    reference = date.date().isoformat() if date else None  # type: ignore[attr-defined]
    return 1 if stream(sys.stdin, sys.stdout, language, reference) else 0
