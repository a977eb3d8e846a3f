"""Every form of the tables is found, from end to end, with its meaning."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.timex import Context, find

from .conftest import table, written

PUBLISHED = "2021-03-02"
FORMS = [(language, case["is"], case["of"]) for language in ("zh", "vi") for case in table(f"forms_{language}.yaml")]
TEXTS = [(language, meaning, texts) for language, by_meaning in table("texts_2026.yaml").items() for meaning, texts in by_meaning.items()]
ROWS = [
    (row["row"], language, meaning, forms)
    for row in table("rows.yaml")
    for language in ("zh", "vi")
    for meaning, forms in row[language].items()
]


@pytest.mark.parametrize(("language", "meaning", "forms"), FORMS, ids=lambda value: str(value)[:60])
def test_forms_of_one_meaning(language: str, meaning: str, forms: list[str]) -> None:
    for form in forms:
        assert [(t.quote, written(t)) for t in find(form, language, PUBLISHED)] == [(form, meaning)]


@pytest.mark.parametrize(("row", "language", "meaning", "forms"), ROWS, ids=lambda value: str(value)[:40])
def test_every_row_of_the_specification(row: int, language: str, meaning: str, forms: list[str]) -> None:
    for form in forms:
        assert " & ".join(written(t) for t in find(form, language, PUBLISHED)) == meaning, (row, form)


@pytest.mark.parametrize("case", table("sentences.yaml"), ids=lambda case: case["text"][:40])
def test_sentences(case: dict[str, Any]) -> None:
    context = Context(**case["context"]) if "context" in case else None
    found = find(case["text"], case["language"], case.get("published", PUBLISHED), context)
    assert [f"{t.quote} | {written(t)}" for t in found] == case["find"]


@pytest.mark.parametrize(("language", "meaning", "texts"), TEXTS, ids=lambda value: str(value)[:60])
def test_texts_with_one_meaning(language: str, meaning: str, texts: list[str]) -> None:
    for text in texts:
        assert (text, " & ".join(written(t) for t in find(text, language, "2026-03-02"))) == (text, meaning)


def test_there_are_enough_cases() -> None:
    assert all(sum(len(forms) for language, _, forms in FORMS if language == wanted) >= 600 for wanted in ("zh", "vi"))
    assert {row for row, *_ in ROWS} == set(range(1, 116))
