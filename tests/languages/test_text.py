"""Views: the way from folded text back to the letters that were written."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import text as folding
from pipeline.languages import get


def test_a_quote_is_cut_from_the_original():
    written = "hộ nghèo\u200b\u0111e\u0302\u0300uthoa\u0301t nghèo"
    view = get("vi").fold(written)
    at = view.text.index("đều thoát")
    start, end = view.original(at, at + len("đều thoát"))
    assert unicodedata.normalize("NFC", written[start:end]) == "đềuthoát"


def test_an_inserted_space_has_an_empty_range():
    view = get("vi").fold("vàchính")
    assert view.text == "và chính"
    assert view.original(2, 3) == (2, 2)
    assert view.original(0, 3) == (0, 2)
    assert view.original(2, 8) == (2, 7)


def test_an_original_range_finds_its_view():
    view = folding.fold("trách nhiê\u0323m \u200bchung")
    assert view.text == "trách nhiệm chung"
    start, end = view.folded(6, 12)
    assert view.text[start:end] == "nhiệm"
    assert view.folded(0, len(view.source)) == (0, len(view.text))
    assert view.folded(3, 3) == (3, 3)


def test_plain_text_costs_no_tables():
    view = folding.fold("责任 trách nhiệm")
    assert isinstance(view.starts, range)
    assert view.text is view.source


def test_edits_of_the_same_length_keep_the_places():
    view = folding.plain("abc").edit([(0, 1, "A"), (2, 3, "C")])
    assert (view.text, view.original(1, 3)) == ("AbC", (1, 3))


def test_a_view_of_a_view_leads_to_the_first_text():
    view = folding.fold("e\u0301\u200bx").edit([(1, 1, " "), (1, 2, "yz")])
    assert view.text == "é yz"
    assert view.original(2, 4) == (3, 4)
    assert view.original(0, 1) == (0, 2)


def test_replacing_needs_the_same_length():
    with pytest.raises(ValueError, match="use edit"):
        folding.plain("abc").replace("ab")


@given(st.text())
def test_the_neutral_fold_is_composed(text):
    folded = folding.fold(text).text
    assert len(folded) <= len(text) * 3
    if not any(unicodedata.combining(a) and unicodedata.combining(b) for a, b in pairwise(folded)):
        assert unicodedata.is_normalized("NFC", folded)


def test_no_composing_character_escapes_the_quick_look():
    missed = [
        code
        for code in range(0x110000)
        if not 0xD800 <= code < 0xE000
        and not folding.SUSPECT.match(chr(code))
        and (unicodedata.normalize("NFC", chr(code)) != chr(code) or unicodedata.category(chr(code)).startswith("M"))
    ]
    assert missed == []
