"""Bearers become a kind of body or person on a rung of the ladder, with a normalised name."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml

from pipeline import languages
from pipeline.records import Bearer, Block, Document
from pipeline.resolve import actors, bearer, names, publisher
from pipeline.resolve.lexicon import vocabulary

CASES = Path(__file__).parent / "cases"
ORGANS = yaml.safe_load((CASES / "organs.yaml").read_text(encoding="utf-8"))
BEARERS = yaml.safe_load((CASES / "bearers.yaml").read_text(encoding="utf-8"))
NAMES = yaml.safe_load((CASES / "names.yaml").read_text(encoding="utf-8"))
MENTIONS = [(code, kind, mention) for code, kinds in ORGANS.items() for kind, mentions in kinds.items() for mention in mentions]


def document(text: str, language: str, **fields: str | None) -> Document:
    return Document(
        "d",
        "d.txt",
        hashlib.sha256(text.encode()).hexdigest(),
        "utf-8",
        text,
        (Block("paragraph", language, 0, len(text), 0),),
        language,
        **fields,
    )


def told(organ: str, tiers: object) -> str:
    return f"{organ} {'+'.join(tiers) or '-'}"


@pytest.mark.parametrize("code,kind,mention", MENTIONS, ids=[m[2] for m in MENTIONS])
def test_a_mention_tells_organ_and_rung(code: str, kind: str, mention: str) -> None:
    found = bearer.party(languages.get(code).fold(mention).text, code)
    assert told(found.organ, found.tiers) == kind


@pytest.mark.parametrize("code", ["zh", "vi"])
def test_the_table_of_mentions_is_large_enough(code: str) -> None:
    assert sum(len(mentions) for mentions in ORGANS[code].values()) >= 150


@pytest.mark.parametrize("case", BEARERS, ids=[c["id"] for c in BEARERS])
def test_a_document_tells_the_rungs_of_its_bearers(case: dict) -> None:
    code, text = case["language"], case["text"]
    doc = document(text, code, **{key: case.get(key) for key in ("title", "publisher", "number")})
    spans = tuple(Bearer(b, text.index(b), text.index(b) + len(b)) for b in case["bearers"])
    spans = tuple(
        Bearer(b.quote, text.rindex(b.quote), text.rindex(b.quote) + len(b.quote)) if text.count(b.quote) > 1 else b for b in spans
    )
    found = actors.actors(spans, text, code, publisher.home(doc, code), names.Names(doc, code))
    assert [told(a.organ, a.tiers or ([a.tier] if a.tier else [])) for a in found] == case["expect"]


@pytest.mark.parametrize("case", NAMES, ids=[f"{c['bearer']}-{i}" for i, c in enumerate(NAMES)])
def test_a_bearer_gets_its_normalised_name(case: dict) -> None:
    doc = document(case["text"], case["language"])
    assert names.Names(doc, case["language"]).name(case["bearer"], case["text"].rindex(case["bearer"])) == case["name"]


@pytest.mark.parametrize("code", ["zh", "vi"])
def test_people_are_individuals_and_bodies_are_not(code: str) -> None:
    for kind, mentions in ORGANS[code].items():
        person = kind.split()[0] in ("head", "cadre", "citizen")
        assert all(bearer.party(languages.get(code).fold(m).text, code).individual is person for m in mentions)


@pytest.mark.parametrize("code", ["zh", "vi"])
def test_every_word_of_the_lexicon_is_found_whole(code: str) -> None:
    words = vocabulary(code)
    for name, word in words.words.items():
        if word.organ or word.tiers:
            assert [(t.start, t.end) for t in words.tokens(name)] == [(0, len(name))], name


@pytest.mark.parametrize("mention", ["", " ", "，", "。，、", "的", "(((", "\ud800", "市" * 300, "của " * 300])
def test_an_odd_mention_is_answered(mention: str) -> None:
    for code in ("zh", "vi"):
        assert bearer.party(mention, code).organ
