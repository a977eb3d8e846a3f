"""`zeren align`: which paragraphs, sentences and records of a Vietnamese and a Chinese text correspond."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.folders import Place, writing

if TYPE_CHECKING:
    from pipeline.compare.side import Side
    from pipeline.records import LanguageCode
    from pipeline.settings import Settings


@click.command()
@click.argument("files", nargs=-1, required=True, type=Place(path_type=Path), metavar="FILE...")
@click.option("-o", "--out", type=Place(path_type=Path, file_okay=False), required=True, help="Folder for alignment.tsv and alignment.tmx.")
@click.option(
    "--extractor", type=click.Choice(["auto", "rules", "model"]), default="auto", show_default=True, help="How records are found."
)
def align(files: tuple[Path, ...], out: Path, extractor: str) -> int:
    """Align a bilingual file, or a Vietnamese and a Chinese file in either order.

    Exit code 1: a file could not be read.
    """
    from pipeline.compare.align import LEVELS
    from pipeline.compare.align import align as aligned
    from pipeline.compare.divergences import UNREAD
    from pipeline.compare.write import TMX, TSV, write
    from pipeline.ingest import IngestError
    from pipeline.settings import Settings

    if len(files) > 2:
        raise click.UsageError(f"{len(files)} files: name one bilingual file, or a Vietnamese and a Chinese one")
    try:
        vi, zh = sides(files, Settings(extractor=extractor))
    except IngestError as error:
        click.echo(f"zeren: {error}", err=True)
        return 1
    found = aligned(vi, zh)
    with writing(out, "folder"):
        write(found, out)
    for level in LEVELS:
        rows = found.level(level)
        both = sum(row.vi is not None and row.zh is not None for row in rows)
        only = [sum(row.vi is not None and row.zh is None for row in rows), sum(row.zh is not None and row.vi is None for row in rows)]
        unread = sum(text.startswith(UNREAD) for row in rows for text in row.divergences)
        told = f" ({unread} read in one language only)" if unread else ""
        click.echo(f"{level + 's':11} {both:6} pairs{told}, only in vi {only[0]}, only in zh {only[1]}")
    click.echo(f"written to {out}: {TSV}, {TMX}")
    return 0


def sides(files: tuple[Path, ...], settings: Settings) -> tuple[Side, Side]:
    """Return the Vietnamese and the Chinese side of the files; UsageError where a language is missing."""
    from pipeline.compare.side import side
    from pipeline.resolve import concepts
    from pipeline.run import process

    read = [process(path, settings) for path in files]
    languages = [done.document.language for done in read]
    if len(read) == 2 and sorted(map(str, languages)) != ["vi", "zh"]:
        names = " and ".join(f"{path} ({code or 'no language'})" for path, code in zip(files, languages, strict=True))
        raise click.UsageError(f"{names}: one file must be Vietnamese and the other Chinese; name such a pair")
    found = []
    codes: tuple[LanguageCode, ...] = ("vi", "zh")
    for code in codes:
        done = read[languages.index(code) if len(read) == 2 else 0]
        found.append(side(done.document, code, done.commitments, concepts.find))
        if not found[-1].units:
            raise click.UsageError(f"{done.document.source}: holds no sentence in {code}; name the other language's file as well")
    return found[0], found[1]
