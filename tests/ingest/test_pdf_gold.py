"""What PDF and scan cost: gold documents printed, scanned at 200 dots an inch, read again, and scored against the plain text's score."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline import evaluate
from pipeline.ingest import scan
from pipeline.ingest.limits import reading
from tests.ingest import measuring, rendering

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice, which prints the documents, is not installed"),
]
PRINTED, SCANNED = 30, 6  # documents a language
WITHIN = {"pdf": 3.0, "scan": 12.0}  # points of F1
LANGUAGES = ("zh", "vi")


@pytest.fixture(scope="module")
def documents(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Path, Path, Path]]]:
    """For each language the gold, the text and the printed PDF of some documents."""
    folder = tmp_path_factory.mktemp("printed")
    found = {}
    for language in LANGUAGES:
        golds = sorted((shared / "gold" / "train" / language).glob("*.jsonl"))
        golds = golds[:: max(1, len(golds) // PRINTED)][:PRINTED]
        texts = [shared / "gold" / "docs" / language / f"{gold.stem}.txt" for gold in golds]
        files = []
        for text in texts:
            files.append(folder / f"{text.stem}.fodt")
            files[-1].write_text(rendering.office(text.read_text(encoding="utf-8"), language), encoding="utf-8")
            beside = text.with_suffix(".meta.yaml")
            if beside.exists():
                (folder / beside.name).write_bytes(beside.read_bytes())
        found[language] = list(zip(golds, texts, rendering.converted(files, folder), strict=True))
    return found


def drop(rows: list[tuple[Path, Path, Path]], language: str, kind: str) -> dict[str, float]:
    """Return by how many points each measure lies under that of plain text, and print the figures."""
    plain, other = evaluate.Tally(), evaluate.Tally()
    for gold, text, file in rows:
        expected = list(evaluate.read_lines(gold))
        said, found = measuring.records(text)
        evaluate.compare(expected, [row for row in found if row["language"] == language], plain)
        read, found = measuring.records(file)
        evaluate.compare(expected, [row for row in measuring.back(found, read, said) if row["language"] == language], other)
    before, after = measuring.figures(plain), measuring.figures(other)
    print(json.dumps({"format": kind, "language": language, "documents": len(rows), "plain": before, "read": after}))
    return {name: round(before[name] - after[name], 1) for name in before}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_printed_document_gives_the_records_of_its_text(documents, language):
    lost = drop(documents[language], language, "pdf")
    assert max(lost["clause"], lost["type"], lost["full"]) <= WITHIN["pdf"], lost


@pytest.mark.skipif(bool(scan.missing(reading().ocr.languages)), reason="tesseract with its languages is not installed (make setup-ocr)")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scanned_document_gives_most_records_of_its_text(documents, language):
    rows = documents[language][:: max(1, len(documents[language]) // SCANNED)][:SCANNED]
    scans = []
    for at, (gold, text, pdf) in enumerate(rows):
        scans.append((gold, text, pdf.with_name(f"scan-{language}-{at}") / pdf.name))
        scans[-1][2].parent.mkdir()
        scans[-1][2].write_bytes(rendering.scanned(pdf, seed=at))
        beside = pdf.with_suffix(".meta.yaml")
        if beside.exists():
            shutil.copy(beside, scans[-1][2].parent)
    lost = drop(scans, language, "scan")
    assert max(lost["clause"], lost["type"], lost["full"]) <= WITHIN["scan"], lost
