"""Tables whose columns are kept apart by white alone, printed and scanned: their rows and cells are found."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from rapidfuzz import fuzz

from pipeline.ingest import pdf_aligned, scan
from pipeline.ingest.limits import reading
from pipeline.ingest.pdf_sheet import Sheet, Word
from pipeline.ingest.reading import read_bytes
from pipeline.ingest.vocabulary import vocabulary
from tests.ingest import rendering
from tests.ingest.printing import paragraph, printed

TABLES = yaml.safe_load((Path(__file__).parent / "cases" / "open_tables.yaml").read_text(encoding="utf-8"))
SAME = 80  # percent of a cell's letters: a scan misreads some


def open_table(made):
    """Return a PDF of a table without lines between two paragraphs."""
    from reportlab.platypus import Table

    language = made["language"]
    cells = [[paragraph(words, language, size=11, firstLineIndent=0, alignment=0) for words in row] for row in made["rows"]]
    grid = Table(cells, colWidths=made["widths"], style=[("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 6)])
    return printed([paragraph(made["before"], language), grid, paragraph(made["after"], language)], language=language)


def found(made, document):
    """Return how many rows of a table were read as rows with their cells, and how many rows were read in all."""
    read = [["".join(document.text[a:b].split()) for a, b in block.cells] for block in document.blocks if block.cells]
    wanted = [["".join(words.split()) for words in row] for row in made["rows"]]
    alike = [
        row
        for row in wanted
        if any(len(row) == len(r) and all(fuzz.ratio(*pair) >= SAME for pair in zip(row, r, strict=True)) for r in read)
    ]
    return len(alike), len(read)


@pytest.mark.parametrize("name", TABLES)
def test_a_printed_table_without_lines_has_its_rows(name):
    made = TABLES[name]
    assert found(made, read_bytes(open_table(made), "a.pdf")) == (len(made["rows"]),) * 2


@pytest.mark.slow
@pytest.mark.skipif(bool(scan.missing(reading().ocr.languages)), reason="tesseract with its languages is not installed (make setup-ocr)")
@pytest.mark.parametrize("name", TABLES)
def test_a_scanned_table_without_lines_has_most_of_its_rows(name, tmp_path):
    made = TABLES[name]
    (tmp_path / "a.pdf").write_bytes(open_table(made))
    document = read_bytes(rendering.scanned(tmp_path / "a.pdf", seed=1, stamp=False), "a.pdf")
    rows, read = found(made, document)
    assert rows >= len(made["rows"]) - 1 and read == len(made["rows"])


def sheet(rows, confidence=90.0):
    """Return a page of words given as (text, left, right) line by line."""
    words = [
        Word(text, left, 100 + 16 * at, right, 110 + 16 * at, 10, confidence) for at, row in enumerate(rows) for text, left, right in row
    ]
    return Sheet(1, 500, 700, words, scanned=confidence is not None)


def cells(rows, confidence=90.0):
    made = sheet(rows, confidence)
    (grid,), _ = pdf_aligned.tables(made.words, made, reading().layout, vocabulary())
    return [[" ".join(line.text for line in cell.lines) for cell in grid.cells if cell.row == row] for row in range(len(grid.ys) - 1)]


HEAD = [("Nhiệm vụ", 50, 100), ("Chủ trì", 200, 240), ("Thời hạn", 300, 350)]


def test_a_full_cell_may_come_near_the_next_column():
    assert (
        cells([HEAD, [("Rà soát hồ chứa nhỏ", 50, 193), ("Sở Tài chính", 200, 260), ("Tháng 5", 300, 340)]])[1][0] == "Rà soát hồ chứa nhỏ"
    )


@pytest.mark.parametrize(("speck", "kept"), [(("”", 110, 114), ""), (("-", 110, 114), ""), (("|", 180, 184), ""), (("“", 44, 48), "“ ")])
def test_specks_between_columns_are_no_words(speck, kept):
    row = sorted([("Rà soát", 50, 100), speck, ("Sở Tài chính", 200, 260), ("Tháng 5", 300, 340)], key=lambda word: word[1])
    assert cells([HEAD, row])[1] == [f"{kept}Rà soát", "Sở Tài chính", "Tháng 5"]


def test_a_dash_before_the_words_of_a_cell_stays():
    assert cells([HEAD, [("-", 50, 54), ("Rà soát", 58, 100), ("Sở Tài chính", 200, 260), ("Tháng 5", 300, 340)]])[1][0] == "- Rà soát"
