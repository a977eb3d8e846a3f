"""The words of a language as data: `config/languages/CODE.yaml` read into typed sections and compiled to one lexicon."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from pydantic import Field, field_validator

from pipeline import languages
from pipeline.extract.roles import Roles
from pipeline.rules import Lexicon, Unit, units
from pipeline.settings import Section, SettingsError, config_folder, read_yaml

Words = tuple[str, ...]
SAID = ("background_headings", "duty_list", "sets_time", "task_questions", "announcing")  # lists of `Context` sought in whole sentences


class Borders(Section):
    """Punctuation: what ends a clause, a coordinate item, a protected stretch; `strong` ends also a purpose tail."""

    clause: Words
    strong: Words
    list: Words
    lead: Words
    open: Words
    close: Words
    quotes: Words = ()
    between: Words = ()


class Particles(Section):
    """The small words of the grammar: what joins verbs or names, what stands before a name or a time; `particle` marks a modifier,
    `causing` is a verb behind a word of denial alone (`không để`), `rather` opens what is to be done instead."""

    particle: str
    adverb_joints: Words
    verb_joints: Words
    parting: Words
    name_joints: Words
    equals: Words
    negations: Words
    no_predicate: Words
    place: Words
    time_prepositions: Words
    name_prepositions: Words
    trailing: Words
    of: Words
    toward: Words
    governing: Words
    concerning: Words
    relative_heads: Words
    exemplifying: Words
    introducing: Words
    causing: Words = ()
    rather: Words = ()


class Cues(Section):
    """Words that bind a party, each under the reading it gives; `not_cues` only look like one."""

    duty: Words
    prohibition: Words
    right: Words
    order: Words
    will: Words = ()
    assign: Words
    hold: Words
    role: Words
    give: Words = ()
    nest: Words = ()
    vow: Words = ()
    vow_alone: Words = ()
    sign: Words = ()
    not_signed: Words = ()
    pledge: Words
    pledge_object: Words
    sanction: Words
    reported: Words
    background: Words
    copula: Words
    not_cues: Words = ()
    nominal_cue: Words = ()


class Tails(Section):
    """Openings and endings of pieces that hold no record of their own: purposes, results, conditions, circumstances."""

    purpose: Words
    result: Words
    result_push: Words = ()
    result_push_end: Words = ()
    benefit: Words = ()
    benefit_verbs: Words = ()
    condition_end: Words = ()
    condition_inside: Words = ()
    condition_start: Words
    adjunct: Words
    anchor: Words = ()
    speech: Words
    connective: Words


class Bearers(Section):
    """How a body or person is named: the head noun (first or last) or its `initials` in capitals, short heads, fixed names, words that
    join bearers; `titles`, `offices` and `surnames` of persons, what the names of `bodies` of a level end with, `places` that one body
    names side by side, party `committees`; `kinds` of bodies by which one named before is called, those `told` by a pronoun and their
    kind or a wider word (with what their names end or begin with), pronouns that persons are `called` by; `circumstances` that begin
    behind a name, words before who is named `first` of those it means; what looks like the end of a name and is none (`no_ends`); the
    `staff` that several bodies named side by side have, `private` persons, who have no office."""

    heads: Words
    initials: Words = ()
    short: Words = ()
    not_heads: Words = ()
    names: Words = ()
    units_mark: Words
    split: Words
    series: Words = ()
    inner: Words = ()
    general: Words = ()
    persons: Words = ()
    tailing: Words = ()
    levels: Words = ()
    bodies: Words = ()
    own: Words = ()
    whole: Words = ()
    pronouns: Words = ()
    quantifiers: Words = ()
    titles: Words = ()
    offices: Words = ()
    places: Words = ()
    committees: Words = ()
    kinds: Words = ()
    told: dict[str, Words] = Field(default_factory=dict)
    called: Words = ()
    surnames: Words = ()
    circumstances: Words = ()
    first: Words = ()
    no_ends: Words = ()
    staff: Words = ()
    private: Words = ()


NEVER = re.compile("(?!)")


class Context(Section):
    """What a title or heading tells about the text below it."""

    task_titles: Words
    law_titles: Words
    background_headings: Words
    non_tasks: Words
    plain_titles: Words = ()
    list_objects: Words
    speech_genres: Words
    duty_list: Words
    duty_also: Words = ()
    post_titles: Words = ()
    contracts: re.Pattern[str] = NEVER
    announces: re.Pattern[str] = NEVER
    pledging: re.Pattern[str] = NEVER
    banning: re.Pattern[str] = re.compile("(?P<acts>(?!))(?P<cue>)")
    entitling: re.Pattern[str] = NEVER
    unowed: re.Pattern[str] = NEVER
    conditional: re.Pattern[str] = NEVER
    explains: re.Pattern[str] = NEVER
    narrates: re.Pattern[str] = NEVER
    agrees: re.Pattern[str] = NEVER
    spares: re.Pattern[str] = NEVER
    seated: re.Pattern[str] = re.compile("(?P<name>(?!))")
    before_name: re.Pattern[str] = NEVER
    no_modals: re.Pattern[str] = NEVER
    wills: re.Pattern[str] = NEVER
    torn: re.Pattern[str] = NEVER
    assures: re.Pattern[str] = NEVER
    supposes: re.Pattern[str] = re.compile("(?P<when>(?!))(?P<cue>)(?P<act>)")
    prompt: re.Pattern[str] = NEVER
    subject: re.Pattern[str] = re.compile("(?P<who>(?!))")
    parts: re.Pattern[str] = NEVER
    things: re.Pattern[str] = NEVER
    reporting: re.Pattern[str] = NEVER
    unnamed: re.Pattern[str] = NEVER
    onward: re.Pattern[str] = NEVER
    chain: re.Pattern[str] = NEVER
    vows: re.Pattern[str] = re.compile("(?P<who>(?!))")
    ours: re.Pattern[str] = NEVER
    vowing: re.Pattern[str] = NEVER
    own_side: re.Pattern[str] = NEVER
    duties_of: re.Pattern[str] = NEVER
    roles: re.Pattern[str] = NEVER
    forbids: re.Pattern[str] = NEVER
    denies: re.Pattern[str] = NEVER
    denied: re.Pattern[str] = NEVER
    denying: re.Pattern[str] = NEVER
    charged: re.Pattern[str] = re.compile("(?P<cue>(?!))(?P<act>)")
    defines: re.Pattern[str] = NEVER
    ban_terms: re.Pattern[str] = NEVER
    failing: re.Pattern[str] = NEVER
    imposed: re.Pattern[str] = NEVER
    signed: re.Pattern[str] = NEVER
    posts: re.Pattern[str] = NEVER
    signs_with: re.Pattern[str] = NEVER
    supposing: re.Pattern[str] = NEVER
    decides: re.Pattern[str] = NEVER
    strikes: re.Pattern[str] = re.compile("(?P<whom>(?!))")
    others: re.Pattern[str] = NEVER
    sides: re.Pattern[str] = NEVER
    fails: re.Pattern[str] = re.compile("(?P<who>(?!))")
    orders: re.Pattern[str] = NEVER
    asked: re.Pattern[str] = NEVER
    beside: re.Pattern[str] = NEVER
    owns: re.Pattern[str] = NEVER
    bans: re.Pattern[str] = NEVER
    optional: re.Pattern[str] = NEVER
    happens: re.Pattern[str] = NEVER
    imposes: re.Pattern[str] = NEVER
    damages: re.Pattern[str] = NEVER
    fault: re.Pattern[str] = NEVER
    failing_party: re.Pattern[str] = re.compile("(?P<who>(?!))")
    gives_back: re.Pattern[str] = NEVER
    accrues: re.Pattern[str] = NEVER
    deals: re.Pattern[str] = re.compile("(?P<whom>(?!))(?P<by>)")
    pays: re.Pattern[str] = re.compile("(?P<who>(?!))")
    helps: re.Pattern[str] = re.compile("(?P<beside>(?!))")
    sets_time: Words = ()
    time_verbs: Words = ()
    named_years: Words = ()
    parting: str = "(?!)"
    only_time: re.Pattern[str] = NEVER
    or_else: re.Pattern[str] = NEVER
    tranches: re.Pattern[str] = NEVER
    phase: re.Pattern[str] = re.compile("(?P<when>(?!))")
    bound: Words = ()
    events: Words = ()
    exceeding: Words = ()
    time_ends: re.Pattern[str] = NEVER
    later: re.Pattern[str] = NEVER
    at_once: Words = ()
    for_now: Words = ()
    follow_up: Words = ()
    asks: Words = ()
    urges: Words = ()
    wishes: Words = ()
    polite: re.Pattern[str] = NEVER
    begging: re.Pattern[str] = NEVER
    no_times: Words = ()
    task_questions: Words = ()
    enforced: Words = ()
    address: Words = ()
    seats: Words = ()
    seats_more: Words = ()
    takes: Words = ()
    announcing: Words = ()
    announced: Words = ()


class Columns(Section):
    """Words in the head of a table column that say what the column holds: the `task`, the `units` that bear it, `times`, or something
    `other`; `parties` are whole heads of columns that hold units where what stands in them is the name of a party. A cell with one of
    the words of `same` says what the cell above it does, one of `none` names nobody.
    """

    task: Words
    units: Words
    times: Words
    other: Words = ()
    parties: Words = ()
    same: Words = ()
    none: Words = ()


class LanguageWords(Section):
    """The whole of a language's file."""

    language: Literal["zh", "vi"]
    unit: Unit
    head: Literal["first", "last"]
    borders: Borders
    particles: Particles
    cues: Cues
    tails: Tails
    bearers: Bearers
    verbs: Words = Field(min_length=1)
    nominal_verbs: Words = ()
    weak_verbs: Words = ()
    adverbs: Words
    coverbs: Words = ()
    object_coverbs: Words = ()
    light_verbs: Words = ()
    closing_verbs: Words = ()
    clause_verbs: Words = ()
    firm_verbs: Words = ()
    whole_verbs: Words = ()
    topic_nouns: Words = ()
    by: Words = ()
    recipient_marks: Words
    recipient_verbs: Words
    documents: Words = ()
    matters: Words = ()
    context: Context
    columns: Columns
    confidence: dict[str, float] = Field(default_factory=dict)

    @field_validator("*", mode="after")
    @classmethod
    def _no_empty_words(cls, value: object) -> object:
        """Refuse an empty word: it would match everywhere."""
        if isinstance(value, tuple) and any(not str(word).strip() for word in value):
            raise ValueError("holds an empty word; delete it")
        return value


class Grammar:
    """A language's words, compiled: `lexicon` labels units, the sets answer questions about single words."""

    def __init__(self, words: LanguageWords) -> None:
        self.words = words
        self.language = words.language
        self.unit = words.unit
        self.head_last = words.head == "last"
        labels = {name: getattr(words.cues, name) for name in type(words.cues).model_fields}
        labels |= {name: getattr(words.tails, name) for name in type(words.tails).model_fields}
        labels |= {
            f"bearer_{name}": getattr(words.bearers, name)
            for name in (
                "heads",
                "not_heads",
                "names",
                "units_mark",
                "series",
                "inner",
                "general",
                "persons",
                "tailing",
                "titles",
                "initials",
            )
        }
        labels |= {
            "verb": words.verbs,
            "nominal": words.nominal_verbs,
            "weak": words.weak_verbs,
            "adverb": words.adverbs,
            "coverb": words.coverbs,
            "by": words.by,
        }
        labels |= {
            "object_coverb": words.object_coverbs,
            "light": words.light_verbs,
            "closing": words.closing_verbs,
            "firm": words.firm_verbs,
            "whole": words.whole_verbs,
            "topic": words.topic_nouns,
            "clause_verb": words.clause_verbs,
        }
        posts = tuple(take + seat for take in words.context.takes for seat in words.context.seats)  # 任组长
        labels |= {name: (*labels[name], *posts) for name in ("verb", "assign", "hold")}
        self.lexicon = Lexicon(labels | {"to": words.recipient_marks, "tell": words.recipient_verbs}, words.unit)
        self.roles = Roles(self.lexicon.labels, self.head_last)
        borders = words.borders
        self.clause, self.strong, self.list = set(borders.clause), set(borders.strong), set(borders.list)
        self.lead, self.open, self.quotes = set(borders.lead), dict(zip(borders.open, borders.close, strict=True)), set(borders.quotes)
        self.close = {close: opening for opening, close in self.open.items()}
        self.between = set(borders.between)
        small = words.particles
        self.particle = small.particle
        self.adverb_joints, self.verb_joints, self.parting = set(small.adverb_joints), set(small.verb_joints), set(small.parting)
        self.name_joints, self.equals, self.negations = set(small.name_joints), set(small.equals), set(small.negations)
        self.no_predicate, self.place, self.trailing = set(small.no_predicate), set(small.place), set(small.trailing)
        self.time_prepositions, self.name_prepositions = set(small.time_prepositions), set(small.name_prepositions)
        self.of, self.toward, self.governing, self.introducing = (
            set(small.of),
            set(small.toward),
            set(small.governing),
            set(small.introducing),
        )
        self.exemplifying, self.causing, self.rather = set(small.exemplifying), set(small.causing), set(small.rather)
        # What can part pieces, and what can shield such a border from that: most units are neither.
        self.borders = self.clause | self.between | self.verb_joints | {"."}
        self.abbreviations = languages.get(words.language).habits.abbreviations
        # Borders that stand inside a term as well, where they part nothing.
        self.inside_terms = {part for listed in labels.values() for word in listed for part in units(word, words.unit)[0]} & self.borders
        self.brackets = {'"', *self.open, *self.open.values()}
        self.division_ends, self.joints = self.list | self.clause | {self.particle}, self.list | self.parting
        self.concerning, self.relative_heads, self.benefit = set(small.concerning), set(small.relative_heads), set(words.tails.benefit)
        listed = {name: getattr(words.context, name) for name in SAID} | {"background": words.cues.background}
        self.said = {name: re.compile("|".join(map(re.escape, sorted(some))) or "(?!)") for name, some in listed.items()}
        self.short = set(words.bearers.short)
        self.bearer_ends = self.short | {word[-1] for word in (*words.bearers.heads, *words.bearers.names, *words.bearers.not_heads)}
        self.splitters: dict[str, list[str]] = {}
        for word in sorted(words.bearers.split, key=len, reverse=True):
            self.splitters.setdefault(word[0], []).append(word)
        self.levels, self.matters = set(words.bearers.levels), set(words.matters)
        self.quantifiers = {tuple(word.split()) for word in words.bearers.quantifiers}


@cache
def grammar(language: str) -> Grammar:
    """Return the compiled grammar of `zh` or `vi`; SettingsError names file, line and cure."""
    path = config_folder() / "languages" / f"{language}.yaml"
    words = read_yaml(path, LanguageWords)
    if words.language != language:
        raise SettingsError(f"{path}:1: language is {words.language!r}; write {language!r} as the file's name says")
    return Grammar(words)
