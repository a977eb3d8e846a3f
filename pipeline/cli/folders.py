"""What verbs share that read the files of a run, or write what a person named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

RUN = click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data/processed"),
    show_default=True,
    help="Folder of the run.",
)


def checked(folder: Path) -> None:
    """Check the files of a run before they are used; a warning goes to stderr, SettingsError names file, line and cure."""
    from pipeline.emit import reading

    for warning in reading.whole(folder):
        click.echo(f"warning: {warning}", err=True)


@contextmanager
def writing(out: Path, kind: str, *, within: bool = False) -> Iterator[None]:
    """Tell that `out`, a file, folder or place by `kind`, cannot be written; with `within` the very file that cannot."""
    try:
        yield
    except OSError as error:
        place = (within and error.filename) or out
        raise click.UsageError(f"{place}: cannot be written ({error.strerror}); name a {kind} that can") from error
