"""The words of bearers, read once from `config/organs.yaml`: what a noun makes of its bearer, and which rung a word names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from pydantic import Field

from pipeline import rules
from pipeline.records import LanguageCode, Organ, Tier
from pipeline.settings import Section, config_folder, read_yaml

ORDER: dict[str, Literal["final", "initial"]] = {"zh": "final", "vi": "initial"}
LADDER: list[Tier] = ["central", "province", "prefecture", "county", "commune", "village", "unit"]
POSTS: frozenset[Organ] = frozenset(("head", "cadre"))
# Brackets and quotation marks have one form here, so that the YAML need not list both.
MARKS = str.maketrans("（）［］“”‘’「」『』〔〕", '()[]""\'\'""""[]')


class Terms(Section):
    """Nouns that can be the head of a bearer."""

    organ: Organ
    tier: Tier | None = None
    implied: Tier | None = None
    generic: bool = False
    title: bool = False
    words: list[str]


class Rungs(Section):
    """Words that name a rung, or span several."""

    tiers: list[Tier]
    locality: bool = False
    words: list[str]


class Places(Section):
    """Names that stand for a locality."""

    tier: Tier
    words: list[str]


class Organs(Section):
    """The bearer lexicon of one language."""

    ladder: list[Tier]
    spanned: list[Tier]
    terms: list[Terms]
    suffixes: list[Terms] = Field(default_factory=list)
    tiers: list[Rungs]
    places: list[Places]
    city: list[str] = Field(default_factory=list)
    floors: list[str]
    downward: list[str]
    local: list[str]
    own: list[str]
    plain: list[str]
    cut: list[str]
    keep: list[str]
    national: list[str]
    deputy: list[str]
    classes: list[str]
    parts: str
    municipalities: list[str]
    foreign: list[str]
    surnames: str = ""
    numbers: dict[str, Tier] = Field(default_factory=dict)


class OrgansFile(Section):
    """`config/organs.yaml`."""

    zh: Organs
    vi: Organs


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the lexicon with everything it is listed as; `plain` words name nothing and only shield their letters."""

    organ: Organ | None = None
    tier: Tier | None = None
    implied: Tier | None = None
    generic: bool = False
    title: bool = False
    tiers: tuple[Tier, ...] = ()
    locality: bool = False
    place: bool = False
    city: bool = False
    national: bool = False
    role: Literal["floor", "downward", "own", "plain", "cut", "keep", "deputy", ""] = ""

    @property
    def person(self) -> bool:
        """Whether the word names a person (the record's `individual`)."""
        return self.organ in ("head", "cadre", "citizen")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the lexicon at characters `start:end` of a mention."""

    start: int
    end: int
    word: Word


class Vocabulary:
    """The compiled lexicon of one language."""

    def __init__(self, code: LanguageCode, organs: Organs) -> None:
        self.code, self.organs = code, organs
        words: dict[str, Word] = {}

        def add(names: list[str], **values: object) -> None:
            for name in names:
                key = name.translate(MARKS).lower()
                words[key] = replace(words.get(key, Word()), **values)  # type: ignore[arg-type]

        add(organs.cut, role="cut")
        add(organs.keep, role="keep")
        add(organs.deputy, role="deputy")
        add(organs.national, national=True)
        add(organs.floors, role="floor")
        add(organs.downward, role="downward")
        add(organs.plain, role="plain")
        for term in organs.terms:
            add(term.words, organ=term.organ, tier=term.tier, implied=term.implied, generic=term.generic, title=term.title)
        for rung in organs.tiers:
            add(rung.words, tiers=tuple(rung.tiers), locality=rung.locality)
        # 教育部门 is the education office of any rung, not the ministry 教育部 whose letters it holds.
        ministries = [name for name, word in words.items() if name.endswith("部") and word.organ == "department"]
        add([f"{name}门" for name in ministries if f"{name}门" not in words], organ="department")
        for place in organs.places:
            add(place.words, tiers=(place.tier,), locality=True, place=True)
        add(organs.city, city=True)
        add(organs.own, role="own")
        self.words = words
        self.unit: rules.Unit = "character" if code == "zh" else "syllable"
        self.lexicon = rules.Lexicon({name: [name] for name in words}, self.unit)
        self.suffixes = {name: Word(organ=t.organ, tier=t.tier, implied=t.implied) for t in organs.suffixes for name in t.words}
        self.parts = re.compile(organs.parts, re.IGNORECASE)
        edge = ("", "") if code == "zh" else (r"(?<!\w)", r"(?!\w)")
        self.classes = self._any(organs.classes, edge)
        self.municipalities = self._any(organs.municipalities, edge)
        self.foreign = self._any(organs.foreign, edge)
        self.person = re.compile(f"[{organs.surnames}]\\s?[一-鿿]\\s?[一-鿿]?") if organs.surnames else None
        self.local = self._any(organs.local, edge)

    @staticmethod
    def _any(words: list[str], edge: tuple[str, str]) -> re.Pattern[str]:
        body = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) or r"(?!)"
        return re.compile(f"{edge[0]}(?:{body}){edge[1]}", re.IGNORECASE)

    def tokens(self, mention: str) -> list[Token]:
        """Return the lexicon's words in a mention, longest first, none overlapping; shields and blanks are left out."""
        row, starts, ends = rules.units(mention, self.unit)
        found = []
        for hit in self.lexicon.scan(row):
            word = self.words[next(iter(hit.labels))]
            if word.role != "plain" or word.organ or word.tiers:
                found.append(Token(starts[hit.start], ends[hit.end - 1], word))
        return found


@cache
def vocabulary(code: LanguageCode) -> Vocabulary:
    """Return the bearer lexicon of a language, read and compiled at the first call."""
    return Vocabulary(code, getattr(read_yaml(config_folder() / "organs.yaml", OrgansFile), code))
