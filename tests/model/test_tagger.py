"""The learned tagger: what it promises on any text, and a few sentences it must read right."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import annotate, extract
from pipeline.model.engine import ModelError, OnnxEngine
from pipeline.model.tagger import WEIGHTS, Tagger
from pipeline.settings import Settings

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
MOST_BYTES = 40_000_000
MODEL = Settings(extractor="model")


def spans(clause):
    found = [clause.action, clause.sentence, *clause.actors, *clause.deadlines, *clause.basis]
    return found + [span for span in (clause.modal, clause.recipient, clause.condition) if span]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_a_sentence_gives_its_record(case, document):
    clauses = extract.clauses(annotate.annotate(document(case["text"], case["language"]), MODEL), MODEL)
    found = [(c.type, c.action.quote, sorted(b.quote for b in c.actors)) for c in clauses]
    for record in case["records"]:
        assert (record["type"], record["action"], sorted(record["actors"])) in found
    assert len(found) == len(case["records"])


@pytest.mark.parametrize("text", ["", " \n ", "。", "A", "\u200b", "x" * 5000, "要" * 3000, "😀" * 50, "phải\u0301 " * 40, "（" * 400])
@pytest.mark.parametrize("language", ["zh", "vi"])
def test_hostile_text_gives_exact_quotes_or_nothing(text, language, tagger, document):
    doc = document(text, language)
    for clause in tagger.clauses(doc):
        assert all(doc.text[span.start : span.end] == span.quote and span.quote for span in spans(clause))


@given(st.text(alphabet=st.sampled_from("要求各省市负责牵头、，。；（）2026年月底前không được phải báo cáo UBND\n"), max_size=120))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_span_is_a_quote_of_the_text(tagger, document, text):
    doc = document(text, "zh")
    clauses = tagger.clauses(doc)
    assert all(doc.text[span.start : span.end] == span.quote for clause in clauses for span in spans(clause))
    assert [c.action.start for c in clauses] == sorted(c.action.start for c in clauses)
    assert all(0 <= c.confidence <= 1 and c.rules == ("model",) for c in clauses)


def test_the_same_document_gives_the_same_clauses(document):
    text = "\n".join(case["text"] for case in CASES if case["language"] == "zh")
    first, second = (Tagger(OnnxEngine(WEIGHTS)).clauses(document(text, "zh")) for _ in range(2))
    assert first == second != []


def test_boilerplate_and_other_languages_hold_no_clause(tagger, document):
    doc = document("各单位必须按时报送材料。", "zh")
    skipped = tuple(replace(block, kind="boilerplate") for block in doc.blocks)
    assert tagger.clauses(replace(doc, blocks=skipped)) == []


def test_weights_that_are_missing_are_named_with_a_cure(tmp_path):
    with pytest.raises(ModelError, match=r"pieces\.tsv: missing; restore"):
        Tagger.load(tmp_path)


def test_the_weights_stay_small():
    assert sum(file.stat().st_size for file in WEIGHTS.iterdir()) < MOST_BYTES
