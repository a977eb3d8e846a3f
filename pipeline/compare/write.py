"""Write an alignment: `alignment.tsv` for people and programs, `alignment.tmx` (TMX 1.4) for translation tools."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from pipeline import __version__
from pipeline.compare.align import Alignment, Row
from pipeline.files import whole

COLUMNS = ("level", "vi_start", "vi_end", "zh_start", "zh_end", "score", "divergences")
TSV, TMX = "alignment.tsv", "alignment.tmx"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(alignment: Alignment, folder: Path) -> None:
    """Write both files into `folder`, which is made where missing; each appears under its name only when whole."""
    folder.mkdir(parents=True, exist_ok=True)
    whole(folder / TSV, tsv(alignment).encode())
    whole(folder / TMX, tmx(alignment))


def tsv(alignment: Alignment) -> str:
    """Return the alignment as tab-separated lines under a line of column names; offsets count characters of the decoded files."""
    return "".join("\t".join(line) + "\n" for line in (COLUMNS, *map(_cells, alignment.rows)))


def tmx(alignment: Alignment) -> bytes:
    """Return the pairs of sentences as a TMX 1.4 document with the scores as properties; what XML cannot hold becomes U+FFFD."""
    root = etree.Element("tmx", version="1.4")
    etree.SubElement(
        root,
        "header",
        {
            "creationtool": "zeren",
            "creationtoolversion": __version__,
            "segtype": "sentence",
            "o-tmf": "zeren",
            "adminlang": "en",
            "srclang": "*all*",
            "datatype": "plaintext",
        },
    )
    body = etree.SubElement(root, "body")
    for row in alignment.level("sentence"):
        if row.vi is None or row.zh is None:
            continue
        unit = etree.SubElement(body, "tu")
        etree.SubElement(unit, "prop", type="score").text = f"{row.score:.3f}"
        for code, text, (start, end) in (("vi", alignment.vi.text, row.vi), ("zh", alignment.zh.text, row.zh)):
            variant = etree.SubElement(unit, "tuv", {XML_LANG: code})
            etree.SubElement(variant, "seg").text = NOT_XML.sub("\ufffd", " ".join(text[start:end].split()))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True, doctype='<!DOCTYPE tmx SYSTEM "tmx14.dtd">')


def _cells(row: Row) -> tuple[str, ...]:
    places = (str(place) for span in (row.vi, row.zh) for place in span or ("", ""))
    return row.level, *places, "" if row.score is None else f"{row.score:.3f}", ";".join(row.divergences)
