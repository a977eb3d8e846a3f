"""Documents for the tagger, cut into blocks by hand so that these tests need no other part."""

import re

import pytest

from pipeline.model.tagger import Tagger
from pipeline.records import Block, Document


def make_document(text, language, published="2026-01-05"):
    """Return a document with one block a line; a line that opens with a number is a list item."""
    blocks = []
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        kind = "list_item" if re.match(r"\s*(\d+[.、]|[一二三四五六]、|[a-z]\))", match.group()) else "paragraph"
        blocks.append(Block(kind, language, match.start(), match.end(), match.start()))
    return Document("d", "d.txt", "0", "utf-8", text, tuple(blocks), language=language, published=published)


@pytest.fixture
def document():
    return make_document


@pytest.fixture(scope="session")
def tagger():
    return Tagger.load()
