"""The accountability notions a record speaks of, by the bilingual list `config/concepts.yaml`; longest match, negative labels silence."""

from __future__ import annotations

from functools import cache, lru_cache

from pydantic import Field, model_validator

from pipeline import rules
from pipeline.records import LanguageCode
from pipeline.settings import Section, config_folder, read_yaml


class Labels(Section):
    """Words for a notion in one language, and longer words that hold one of them and mean something else."""

    labels: list[str] = Field(min_length=1)
    variants: list[str] = Field(default_factory=list)
    negative: list[str] = Field(default_factory=list)


class Concept(Section):
    """One notion of accountability."""

    definition: str
    bearer: bool = False
    zh: Labels
    vi: Labels


class ConceptsFile(Section):
    """`config/concepts.yaml`."""

    concepts: dict[str, Concept]

    @model_validator(mode="after")
    def _ids(self) -> ConceptsFile:
        for name in self.concepts:
            if not name.isidentifier() or name != name.lower():
                raise ValueError(f"{name!r} is no English snake_case id; write small letters, digits and underscores")
        return self


SILENCE = "\0"  # label of negative words, which name nothing unless they are another notion's label; no id can look like it


@cache
def concepts() -> dict[str, Concept]:
    """Return the concept list, in the order of the file."""
    return read_yaml(config_folder() / "concepts.yaml", ConceptsFile).concepts


@cache
def _order() -> dict[str, int]:
    """Return the place of each notion in the list."""
    return {name: place for place, name in enumerate(concepts())}


@cache
def _expressed() -> frozenset[str]:
    """Return the notions that a bearer can express."""
    return frozenset(name for name, concept in concepts().items() if concept.bearer)


@cache
def _lexicon(code: LanguageCode) -> rules.Lexicon:
    terms: dict[str, list[str]] = {SILENCE: []}
    for name, concept in concepts().items():
        words: Labels = getattr(concept, code)
        terms[name] = words.labels + words.variants
        terms[SILENCE] += words.negative
    return rules.Lexicon(terms, "character" if code == "zh" else "syllable")


def find(texts: list[str], code: LanguageCode, bearers: list[str] | None = None) -> list[str]:
    """Return the ids of the notions that folded texts name, each once, in the order of the list.

    In the names of `bearers` only the notions count that a bearer can express (`bearer: true`): 监督管理部门 supervises nothing here.
    """
    found = {name for text in texts for name in _named(text, code)}
    for text in bearers or ():
        if named := _named(text, code):
            found |= named & _expressed()
    return sorted(found, key=_order().__getitem__) if found else []


@lru_cache(maxsize=8192)
def _named(text: str, code: LanguageCode) -> frozenset[str]:
    words = _lexicon(code)
    # where the units stand is of no matter here, and characters need not be told apart
    row = "".join(text.split()) if words.unit == "character" else rules.units(text, words.unit)[0]
    return frozenset([label for hit in words.scan(row) for label in hit.labels if label != SILENCE])
