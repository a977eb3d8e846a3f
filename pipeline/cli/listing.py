"""What every listing can do: a line a row in the terminal, `--json` for programs, `--csv` for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import click

Row = dict[str, Any]


class Grouped:
    """Rows for JSON and CSV that the terminal shows in lines of their own."""

    def __init__(self, rows: list[Row], lines: Callable[[], Iterable[str]]) -> None:
        self.rows, self.lines = rows, lines


def listing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--json` (a JSON line a row) and `--csv`.

    It returns its rows, how a row reads in the terminal (None where the rows are `Grouped`), and an exit code where that is not 0.
    """

    @wraps(command)
    def printed(as_json: bool, as_csv: bool, **options: Any) -> int:
        if as_json and as_csv:
            raise click.UsageError("--json or --csv, not both")
        rows, told, *code = command(**options)
        _print(rows, "json" if as_json else "csv" if as_csv else "text", told)
        return code[0] if code else 0

    printed = click.option("--csv", "as_csv", is_flag=True, help="Print a CSV table.")(printed)
    return click.option("--json", "as_json", is_flag=True, help="Print a JSON line for each row.")(printed)


def visible(text: str) -> str:
    """Return the text as a terminal may show it: no control character of a document reaches it."""
    from pipeline.show import visible as shown

    return text if text.isprintable() else shown(text)


def flat(text: str) -> str:
    """Return the text on one line, as a terminal may show it: names of files may hold line breaks, too."""
    return visible(" ".join(text.splitlines()))


def clip(text: str, width: int) -> str:
    """Return the text on one line, cut to a number of letters."""
    one = " ".join(text.split())
    return one if len(one) <= width else one[: width - 1] + "…"


def _print(rows: Any, how: str, told: Any) -> None:
    plain = rows.rows if isinstance(rows, Grouped) else rows
    if how == "json":
        from pipeline.emit.lines import encode

        click.echo(b"".join(map(encode, plain)), nl=False)
    elif how == "csv":
        from pipeline.register.sheets import csv_text

        click.echo("".join(csv_text(plain)), nl=False)
    else:
        lines = rows.lines() if isinstance(rows, Grouped) else map(told, rows)
        click.echo("".join(f"{visible(line)}\n" for line in lines), nl=False)
