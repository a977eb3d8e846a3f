"""One-sentence cases: what each sentence must give, through the real pipeline from text to clauses."""

from pathlib import Path

import pytest
import yaml

from pipeline import annotate, ingest
from pipeline.extract import clauses
from pipeline.settings import Settings

HERE = Path(__file__).parent
SETTINGS = Settings(extractor="rules")
ABOVE = {"zh": "关于加强有关工作的通知\n\n一、主要任务\n\n", "vi": "Chỉ thị về tăng cường một số công tác\n\nI. NHIỆM VỤ\n\n"}
CASES = [
    (language, case) for language in ABOVE for case in yaml.safe_load((HERE / "cases" / f"{language}.yaml").read_text(encoding="utf-8"))
]


def found(language, case):
    """Return the records of a case's text as the case writes them (the fields that are empty left out)."""
    above = case.get("lead", ABOVE[language])
    document = ingest.read_text(above + case["text"], source="case.txt")
    start = len(document.text) - len(case["text"])
    return [written(clause) for clause in clauses(annotate.annotate(document, SETTINGS), SETTINGS) if clause.action.start >= start]


def written(clause):
    record = {"type": clause.type, "status": clause.status, "actors": [bearer.quote for bearer in clause.actors]}
    record |= {"modal": clause.modal and clause.modal.quote, "action": clause.action.quote}
    record |= {"deadlines": [time.quote for time in clause.deadlines], "condition": clause.condition and clause.condition.quote}
    record |= {"recipient": clause.recipient and clause.recipient.quote, "basis": [span.quote for span in clause.basis]}
    if record["status"] == "prescribed":
        del record["status"]
    return {key: value for key, value in record.items() if value or key == "actors"}


@pytest.mark.parametrize(("language", "case"), CASES, ids=[case["text"][:40] for _, case in CASES])
def test_a_sentence_gives_its_records(language, case):
    assert found(language, case) == case["records"]


@pytest.mark.parametrize("language", ABOVE)
def test_every_language_has_enough_cases(language):
    assert sum(code == language for code, _ in CASES) >= 150
