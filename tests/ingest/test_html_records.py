"""Records read from a text's DOCX and from a portal's page around it are those of the text."""

from __future__ import annotations

from collections import defaultdict

import pytest

from pipeline import annotate, evaluate, extract, resolve
from pipeline.ingest import read, sidecar
from pipeline.ingest.reading import read_bytes
from pipeline.settings import Settings
from tests.ingest.renditions import Way, as_docx, as_page, moved, template

RULES = Settings(extractor="rules")
MOST_LOST = 3.0  # points of F1


def records(document):
    annotated = annotate.annotate(document, RULES)
    clauses = extract.clauses(annotated, RULES)
    return [resolve.commitment(clause, annotated, RULES).model_dump(mode="json", by_alias=True) for clause in clauses]


def renditions(path, language, number):
    """Yield the document in `path` and what is read from its renditions, each with the records at their places in the text."""
    beside, _ = sidecar.read(path)
    document = read(path)
    yield "text", records(document)
    page = as_page(document.text, template(language, number), document.title or document.text[:30])
    for kind, data in (("docx", as_docx(document.text)), ("html", page)):
        found = read_bytes(data, f"a.{kind}", None, beside)
        way = Way(document.text, found.text)
        yield kind, [moved(record, way) for record in records(found)]


def key(record):
    return record["type"], record["action"]["start"], record["action"]["end"]


def test_our_own_texts_give_the_same_records_in_every_rendition(root):
    paths = sorted((root / "data" / "raw").glob("??-*.txt"))[::3]
    same = total = 0
    for number, path in enumerate(paths):
        found = {kind: {key(record) for record in rows} for kind, rows in renditions(path, path.name[:2], number)}
        for kind in ("docx", "html"):
            same += len(found["text"] & found[kind])
            total += max(len(found["text"]), len(found[kind]))
    assert total > 100 and same / total >= 0.95


@pytest.mark.slow
def test_renditions_of_gold_lose_little(shared):
    tallies = {kind: defaultdict(evaluate.Tally) for kind in ("text", "docx", "html")}
    for number, gold in enumerate(evaluate.read_gold(shared / "gold" / "train")):
        path = shared / "gold" / "docs" / gold.language / f"{gold.name}.txt"
        for kind, rows in renditions(path, gold.language, number):
            own = [row for row in rows if row["language"] == gold.language]
            evaluate.compare(list(gold.records), own, tallies[kind][gold.language])
    figures = {kind: evaluate.figures(tally) for kind, tally in tallies.items()}
    for kind in ("docx", "html"):
        for language, measures in figures["text"].items():
            for measure, figure in measures.items():
                drop = figure["f1"] - figures[kind][language][measure]["f1"]
                print(f"{kind} {language} {measure}: {figure['f1']} in the text, {drop:+.1f} lost")
                assert drop <= MOST_LOST, (kind, language, measure)
