"""Cases of each language: sentences, folding, numbers, words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from pipeline import languages

HERE = Path(__file__).parent
BORDER, MARKER = "‖", re.compile("⟦(.*?)⟧", re.DOTALL)


def table(name: str) -> dict:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


SENTENCES = [(code, case) for code in languages.CODES for case in table(f"sentences.{code}.yaml")]
FOLDING = [(code, *case) for code, cases in table("folding.yaml").items() for case in cases]
NUMBERS = [(code, *case) for code, cases in table("numbers.yaml").items() for case in cases.items()]
WORDS = [(code, case) for code, cases in table("words.yaml").items() for case in cases]


@pytest.mark.parametrize(("code", "case"), SENTENCES)
def test_sentences_end_where_the_table_says(code, case):
    text = MARKER.sub(r"\1", case.replace(BORDER, ""))
    expected = [piece.strip() for piece in MARKER.sub("", case).split(BORDER)]
    assert [text[start:end] for start, end in languages.get(code).sentences(text)] == expected


@pytest.mark.parametrize(("code", "written", "expected"), FOLDING)
def test_a_view_holds_one_spelling(code, written, expected):
    view = languages.get(code).fold(written)
    assert view.text == expected
    assert languages.get(code).fold(expected).text == expected


@pytest.mark.parametrize(("code", "text", "expected"), NUMBERS)
def test_a_number_says_what_the_table_says(code, text, expected):
    found = languages.get(code).number(text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(("code", "case"), WORDS)
def test_words_come_out_whole(code, case):
    separator = " " if languages.get(code).spaced else ""
    text = separator.join(case.split("|")).replace(" ,", ",")
    assert "|".join(text[start:end] for start, end in languages.get(code).words(text)) == case


@pytest.mark.parametrize("code", languages.CODES)
def test_every_language_has_sixty_sentence_cases(code):
    assert len(table(f"sentences.{code}.yaml")) >= 60
