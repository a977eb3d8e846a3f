"""`zeren export`: the records of a run for the tools that researchers use."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.folders import Place, checked, spare, writing

if TYPE_CHECKING:
    from pipeline.export.rows import Run

FORMATS = {
    "csv": "tidy tables (CSV), for R, pandas, spreadsheets",
    "datapackage": "the same as a Frictionless data package with a codebook in three languages",
    "ig": "Institutional Grammar 2.0: IG Script in the columns of IG Parser",
    "conllu": "sentences with words and parts of speech (CoNLL-U)",
    "annotations": "W3C Web Annotations (JSON-LD)",
    "spacy": "spaCy Docs with spans (DocBin)",
}


@click.command(epilog="\b\n" + "\n".join(f"{name:12} {told}" for name, told in FORMATS.items()))
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("folder", metavar="OUT", type=Place(path_type=Path, file_okay=False))
@click.option("-o", "--out", type=Place(path_type=Path), required=True, help="File to write; for csv and datapackage a folder.")
def export(form: str, folder: Path, out: Path) -> None:
    """Write the records of the run in OUT in another FORMAT."""
    from pipeline import export as exported
    from pipeline.emit import FILES
    from pipeline.files import replacing

    spare(out, *(folder / name for name in FILES))
    checked(folder)
    single = bool(exported.FORMATS[form][1])
    if single and out.is_dir():
        raise click.UsageError(f"{out}: is a folder; name a file, such as {out / ('commitments' + exported.FORMATS[form][1])}")
    with writing(out, "place", within=True):
        out.parent.mkdir(parents=True, exist_ok=True)
        with replacing(out) if single else nullcontext(out) as target:
            count = exported.export(form, run(folder), target)
    things = {"conllu": "sentences", "annotations": "annotations", "spacy": "documents"}.get(form, "records")
    click.echo(f"{count} {things} written to {out}")


def run(folder: Path) -> Run:
    """Return the run in a folder as the formats take it."""
    from pipeline import __version__, readback
    from pipeline.compare.genres import genre
    from pipeline.export.rows import Run
    from pipeline.resolve import concepts

    return Run(
        records=lambda: readback.records(folder),
        documents=lambda: readback.documents(folder),
        genre_of=genre,
        notions={
            name: {"en": f"{name.replace('_', ' ')}: {notion.definition}", "vi": notion.vi.labels[0], "zh": notion.zh.labels[0]}
            for name, notion in concepts.concepts().items()
        },
        version=__version__,
    )
