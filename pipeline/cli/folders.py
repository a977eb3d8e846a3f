"""What verbs share that read the files of a run, or write what a person named."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click


class Place(click.Path):
    """A file or folder that need not be there. An empty name is none: it comes of a variable that is not set, and would mean `.`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the place; UsageError where nothing is named."""
        if not os.fspath(value):
            self.fail("the name is empty; name a file or folder", param, ctx)
        return super().convert(value, param, ctx)


RUN = click.option(
    "--in",
    "folder",
    type=Place(path_type=Path, file_okay=False),
    default=Path("data/processed"),
    show_default=True,
    help="Folder of the run.",
)


def checked(folder: Path) -> None:
    """Check the files of a run before they are used; a warning goes to stderr, SettingsError names file, line and cure."""
    from pipeline import readback

    for warning in readback.whole(folder):
        click.echo(f"warning: {warning}", err=True)


def spare(out: Path, *inputs: Path) -> None:
    """Raise UsageError where `out` is one of the files that the command reads."""
    if os.path.realpath(out) in {os.path.realpath(path) for path in inputs}:
        raise click.UsageError(f"{out}: is read by this command, and would be lost; name another file")


@contextmanager
def writing(out: Path, kind: str, *, within: bool = False) -> Iterator[None]:
    """Tell that `out`, a file, folder or place by `kind`, cannot be written; with `within` the very file that cannot."""
    try:
        yield
    except OSError as error:
        place = (within and error.filename) or out
        raise click.UsageError(f"{place}: cannot be written ({error.strerror}); name a {kind} that can") from error
