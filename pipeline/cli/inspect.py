"""`zeren inspect`: how a file was read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.folders import Place, spare, writing

if TYPE_CHECKING:
    from pipeline.inspect import Part, Seen

SHOWN = 100  # characters of a block on a line of the terminal


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@click.option("--html", "as_page", is_flag=True, help="Write a web page instead, with the whole text of every block.")
@click.option("-o", "--out", type=Place(path_type=Path, dir_okay=False), help="Write into this file instead of the terminal.")
@click.option("--whole", is_flag=True, help="Print each block in full.")
def inspect(file: Path, as_page: bool, out: Path | None, whole: bool) -> int:
    """Show how FILE is read: blocks with kind and page, metadata with sources, boilerplate, confidence of a scan.

    Exit code 1 where a document in it cannot be read.
    """
    from pipeline import inspect as inspecting
    from pipeline.files import whole as whole_file
    from pipeline.ingest import IngestError
    from pipeline.inspect.page import page

    if out:
        spare(out, file)
    found = list(inspecting.inspect(file))
    if as_page:
        text = page(found)
    else:
        text = "\n\n".join(f"not read: {one.stage}: {one.message}" if isinstance(one, IngestError) else lines(one, whole) for one in found)
        text += "\n"
    if out is None:
        click.echo(text, nl=False)
    else:
        with writing(out, "file"):
            whole_file(out, text.encode("utf-8", "backslashreplace"))
        click.echo(f"{out} is written", err=True)
    return 1 if any(isinstance(one, IngestError) for one in found) else 0


def lines(seen: Seen, whole: bool) -> str:
    """Return a document as it was read, in lines for a terminal."""
    return "\n".join([*head(seen), "", *(block(part, whole) for part in seen.parts)])


def head(seen: Seen) -> Iterator[str]:
    """Yield what holds for the document."""
    from pipeline.show import visible

    count, letters = seen.left_out
    pages = f", {seen.pages} pages" if seen.pages else ""
    yield visible(seen.source)
    yield f"read as {seen.encoding}, language {seen.language or 'unknown'}, {seen.characters} characters{pages}"
    for name, value, source in seen.metadata:
        yield visible(f"{name:<10} {value}  ({source})")
    for issue in seen.issues:
        yield visible(f"warning    {issue}")
    for scan in seen.scans:
        yield f"scan       page {scan.page}: {scan.words} words, mean confidence {scan.confidence:.0f} of 100, {scan.doubtful} doubtful"
    yield f"left out   {count} of {len(seen.parts)} blocks as boilerplate, {letters} characters"


def block(part: Part, whole: bool) -> str:
    """Return a block on one line, cut where it is long, or in full."""
    from pipeline.show import visible

    where = f"p.{part.page}" if part.page else f"¶{part.paragraph}" if part.paragraph else ""
    kind = part.kind + (f" {part.level}" if part.level else "")
    text = part.text if whole else " ".join(part.text.split())
    if not whole and len(text) > SHOWN:
        text = text[:SHOWN] + "…"
    return visible(f"{where:<6}{part.language:<6}{kind:<13} {text}")
