"""Cues, verbs, notions, targets and document numbers are read from their words."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from pipeline import languages, settings
from pipeline.resolve import action, concepts, force, place, targets

CASES = Path(__file__).parent / "cases"
WORDS = yaml.safe_load((CASES / "words.yaml").read_text(encoding="utf-8"))
TARGETS = yaml.safe_load((CASES / "targets.yaml").read_text(encoding="utf-8"))


def rows(table: str) -> list:
    listed = [(code, row) for code, cases in WORDS[table].items() for row in (cases.items() if isinstance(cases, dict) else cases)]
    return [pytest.param(code, *row, id=str(row[0])) for code, row in listed]


@pytest.mark.parametrize("code,cue,strength", rows("force"))
def test_a_cue_binds_with_its_strength(code: str, cue: str, strength: str | None) -> None:
    assert force.force(languages.get(code).fold(cue).text, code) == strength


@pytest.mark.parametrize("code,quote,verb,thing", rows("action"))
def test_an_action_splits_into_verb_and_object(code: str, quote: str, verb: str, thing: str | None) -> None:
    assert action.split(quote, code) == (verb, thing)


@pytest.mark.parametrize("code,text,ids", rows("concepts"))
def test_a_text_names_its_notions(code: str, text: str, ids: list[str]) -> None:
    assert concepts.find([languages.get(code).fold(text).text], code) == ids


@pytest.mark.parametrize("code,text,ids", rows("bearers"))
def test_a_bearer_names_only_notions_of_bearers(code: str, text: str, ids: list[str]) -> None:
    assert concepts.find([], code, [languages.get(code).fold(text).text]) == ids


def test_there_are_enough_notions_with_words_in_both_languages() -> None:
    assert len(concepts.concepts()) >= 80
    assert all(c.zh.labels and c.vi.labels and c.definition for c in concepts.concepts().values())


@pytest.mark.parametrize("code", ["zh", "vi"])
def test_every_label_of_a_notion_is_found(code: str) -> None:
    for name, concept in concepts.concepts().items():
        for label in getattr(concept, code).labels:
            assert name in concepts.find([languages.get(code).fold(label).text], code), label


@pytest.mark.parametrize("code,text,goals", [pytest.param(c, *row, id=row[0]) for c, listed in TARGETS.items() for row in listed])
def test_a_text_holds_its_targets(code: str, text: str, goals: list) -> None:
    view = languages.get(code).fold(text)
    found = [(text[slice(*view.original(g.start, g.end))], g.value, g.unit) for g in targets.find(view.text, code)]
    assert found == [tuple(g) for g in goals]


@pytest.mark.parametrize("code", ["zh", "vi"])
def test_a_long_run_of_digits_takes_linear_time(code: str) -> None:
    begun = time.perf_counter()
    for hostile in ("1" * 100_000, "1," * 30_000, "một " * 15_000, "百分之" * 20_000, "1 " * 20_000):
        targets.find(hostile, code)
    assert time.perf_counter() - begun < 4


@pytest.mark.parametrize("quote,number", WORDS["basis"], ids=[q for q, _ in WORDS["basis"]])
def test_a_cited_document_tells_its_number(quote: str, number: str | None) -> None:
    assert place.basis_number(0, len(quote), quote) == number


def test_a_number_right_behind_the_title_belongs_to_it() -> None:
    text = "根据《供水保障办法》（青政发〔2021〕7号）执行"
    assert place.basis_number(2, 10, text) == "青政发〔2021〕7号"


def test_a_concept_file_with_a_bad_id_names_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "concepts.yaml"
    broken = "concepts:\n  Bad-Id:\n    definition: x\n    zh: {labels: [责任]}\n    vi: {labels: [trách nhiệm]}\n"
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(settings.SettingsError, match=r"concepts\.yaml:\d+.*snake_case"):
        settings.read_yaml(file, concepts.ConceptsFile)
