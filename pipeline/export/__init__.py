"""Records in the formats of the tools that researchers use: one module a format, each with `write(run, out)`.

Run (rows of a run) → csv · datapackage · ig · conllu · annotations · spacy
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from pipeline.export.rows import Run

# Format: its module, and whether it is a folder of files; a file is named by its ending.
FORMATS = {
    "csv": ("tables", ""),
    "datapackage": ("datapackage", ""),
    "ig": ("institutional_grammar", ".csv"),
    "conllu": ("conllu", ".conllu"),
    "annotations": ("annotations", ".jsonld"),
    "spacy": ("docbin", ".spacy"),
}


def export(name: str, run: Run, out: Path) -> int:
    """Write a run in a format of `FORMATS` to the file or folder `out` and return how many rows, sentences or documents it holds."""
    written: int = import_module(f"{__name__}.{FORMATS[name][0]}").write(run, out)
    return written
