"""Pieces: exact places, whatever the text."""

import itertools
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.pieces import Pieces, view
from pipeline.model.tagger import WEIGHTS


@cache
def vocabulary():
    return Pieces.read(WEIGHTS / "pieces.tsv")


@pytest.fixture
def pieces():
    return vocabulary()


@pytest.mark.parametrize(
    "text",
    [
        "Sở Tài chính chủ trì",
        "各省负总责，市县抓落实",
        "Ủy ban và Uỷ ban",
        "Uy\u0309 ban nha\u0302n da\u0302n",
        "\ufeffđề\u200bthuật",
        "２０２６年６月",
        "😀要求",
    ],
)
def test_pieces_cover_every_letter_once_and_in_order(pieces, text):
    ids, spans = pieces.encode(text)
    assert len(ids) == len(spans)
    assert all(a < b for a, b in spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
    covered = {i for a, b in spans for i in range(a, b)}
    assert all(i in covered for i, letter in enumerate(text) if letter.isalnum())


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_has_pieces_within_it(text):
    line, starts, ends = view(text)
    assert len(line) == len(starts) == len(ends)
    _, spans = vocabulary().encode(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)


def test_composed_and_decomposed_letters_give_the_same_pieces(pieces):
    assert pieces.encode("Uỷ ban")[0] == pieces.encode("Uy\u0309 ban")[0]


def test_a_cue_and_the_coverb_after_it_are_two_pieces(pieces):
    _, spans = pieces.encode("并将清单报送")
    assert (0, 1) in spans and (1, 2) in spans
