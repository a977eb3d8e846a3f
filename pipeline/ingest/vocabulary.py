"""The words and patterns that mark the parts of a document, from `config/ingest/*.yaml`: typed, checked, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field, field_validator

from pipeline.settings import Section, SettingsError, config_folder, read_yaml

# What may stand before a part that begins inside a line: the end of a sentence, of a document number (号), or an indent.
SENTENCE_END = "。；！？”：)）.;:!?…号\u3000"


def _valid(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression ({error}): {pattern}") from error
    return pattern


class Numbering(Section):
    """A family of item numbers: `rank` orders families (lower stands above), `heading` where it always opens a section."""

    family: str
    rank: int = Field(ge=1, le=99)
    pattern: str
    heading: bool = False
    check = field_validator("pattern")(_valid)


class Words(Section):
    """Marks of one function: whole `lines`, line `starts` (both caseless), `patterns` of a whole line and of its `endings`.

    An ending is looked for only where one of the `ending_words` stands in the last words of the line.
    """

    lines: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    ending_words: tuple[str, ...] = ()
    body_endings: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @field_validator("patterns", "endings")
    @classmethod
    def check(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse what does not compile."""
        return tuple(_valid(pattern) for pattern in patterns)


class Marks(Section):
    """One file of `config/ingest/`: what marks the parts of a document in one language, or in any (`common.yaml`)."""

    numbering: tuple[Numbering, ...]
    inside: tuple[str, ...] = ()
    inside_after_heading: str | None = None
    ending: str | None = None
    charged: str | None = None
    openings: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    menu: tuple[str, ...] = ()
    boilerplate: Words = Words()
    related: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    mail_fields: tuple[str, ...] = ()
    captions: Words = Words()
    signature: Words = Words()
    datelines: Words = Words()
    addressees: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    letterhead: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    unfinished_bodies: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    person: str | None = None
    questioners: tuple[str, ...] = ()
    answerers: tuple[str, ...] = ()
    interview: tuple[str, ...] = ()
    table_headers: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    titles: str | None = None
    speeches: tuple[str, ...] = ()
    minutes: tuple[str, ...] = ()
    sittings: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    document_number: str | None = None
    document_words: tuple[str, ...] = ()
    other_numbers: tuple[str, ...] = ()
    publisher: str | None = None
    title_field: str | None = None
    issuer_words: tuple[str, ...] = ()

    @field_validator(
        "inside",
        "pages",
        "openings",
        "addressees",
        "attachments",
        "letterhead",
        "issuers",
        "bodies",
        "unfinished_bodies",
        "offices",
        "headlines",
        "subjects",
        "duties",
        "entries",
        "other_numbers",
        "speeches",
        "minutes",
        "sittings",
        "leads",
        "columns",
    )
    @classmethod
    def check(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse what does not compile."""
        return tuple(_valid(pattern) for pattern in patterns)


LONGEST_LABELLED = 90  # characters of a line that opens with a telling word but without a colon


LONGEST_ENDING = 90


@dataclass(frozen=True)
class Matcher:
    """Whole-line recogniser of one function; the line comes stripped and no longer than a few hundred characters."""

    lines: frozenset[str]
    labels: re.Pattern[str] | None
    starts: re.Pattern[str] | None
    patterns: re.Pattern[str] | None
    endings: re.Pattern[str] | None
    ending_words: re.Pattern[str] | None

    def match(self, line: str, folded: str) -> bool:
        """Whether `line` (and its caseless form `folded`) has this function.

        A start that is a label (`来源：`, `địa chỉ:`) holds for any line; one that is a word only where no sentence follows it.
        """
        return (
            folded in self.lines
            or bool(self.labels and self.labels.match(folded))
            or bool(self.starts and len(line) <= LONGEST_LABELLED and line[-1:] not in ".。;；" and self.starts.match(folded))
            or bool(self.patterns and self.patterns.fullmatch(line))
            or self.ends(line)
        )

    def ends(self, line: str) -> bool:
        """Whether the last words of `line` show this function."""
        if self.endings is None or self.ending_words is None:
            return False
        tail = line[-LONGEST_ENDING:]
        return self.ending_words.search(tail) is not None and self.endings.search(tail) is not None


def any_of(patterns: list[str]) -> re.Pattern[str] | None:
    """Return one pattern for all, or None where there is none."""
    return re.compile("|".join(f"(?:{p})" for p in patterns)) if patterns else None


def _literals(words: list[str]) -> re.Pattern[str] | None:
    return (
        re.compile(
            "|".join(
                re.escape(w) + (r"(?!\w)" if w[-1].isascii() or w[-1] > "\u9fff" or w[-1] < "\u3000" else "")
                if w[-1].isalnum()
                else re.escape(w)
                for w in words
            )
        )
        if words
        else None
    )


def _matcher(words: list[Words]) -> Matcher:
    starts = sorted({s.casefold() for w in words for s in w.starts}, key=lambda s: (-len(s), s))
    return Matcher(
        lines=frozenset(line.casefold() for w in words for line in w.lines),
        labels=_literals([s for s in starts if not s[-1].isalnum()]),
        starts=_literals([s for s in starts if s[-1].isalnum()]),
        patterns=any_of([p for w in words for p in w.patterns]),
        ending_words=any_of(sorted({re.escape(word) for w in words for word in w.ending_words})),
        endings=any_of([rf"(?:{p})\Z" for w in words for p in w.endings]),
    )


def _words(files: list[Marks], name: str) -> frozenset[str]:
    return frozenset(word.casefold() for marks in files for word in getattr(marks, name))


def _patterns(files: list[Marks], name: str) -> re.Pattern[str] | None:
    return any_of([pattern for marks in files for pattern in getattr(marks, name)])


@dataclass(frozen=True)
class Vocabulary:
    """All languages' marks, compiled; a text may hold several languages, so they are tried together."""

    numbering: re.Pattern[str]
    families: tuple[Numbering, ...]
    inside: re.Pattern[str]
    inside_after_heading: re.Pattern[str] | None
    ending: re.Pattern[str] | None
    charged: re.Pattern[str] | None
    openings: re.Pattern[str] | None
    pages: re.Pattern[str] | None
    unfinished: frozenset[str]
    menu: frozenset[str]
    boilerplate: Matcher
    captions: Matcher
    signature: Matcher
    datelines: Matcher
    related: frozenset[str]
    comments: frozenset[str]
    mail_fields: frozenset[str]
    contents: frozenset[str]
    grounds: tuple[str, ...]
    person: re.Pattern[str]
    questioners: frozenset[str]
    answerers: frozenset[str]
    interview: re.Pattern[str]
    table_headers: frozenset[str]
    columns: re.Pattern[str] | None
    body_endings: tuple[str, ...]
    labels: frozenset[str]
    addressees: re.Pattern[str] | None
    attachments: re.Pattern[str] | None
    letterhead: re.Pattern[str] | None
    issuers: re.Pattern[str] | None
    bodies: re.Pattern[str] | None
    unfinished_bodies: re.Pattern[str] | None
    offices: re.Pattern[str] | None
    headlines: re.Pattern[str] | None
    subjects: re.Pattern[str] | None
    duties: re.Pattern[str] | None
    entries: re.Pattern[str] | None
    titles: re.Pattern[str]
    speeches: re.Pattern[str] | None
    minutes: re.Pattern[str] | None
    leads: re.Pattern[str] | None
    sittings: re.Pattern[str] | None
    document_number: re.Pattern[str]
    document_words: re.Pattern[str]
    other_numbers: re.Pattern[str] | None
    publisher: re.Pattern[str]
    title_field: re.Pattern[str] | None
    issuer_words: tuple[str, ...]


def load(folder: Path) -> Vocabulary:
    """Return the vocabulary of all YAML files of `folder`; SettingsError names file, line and cure."""
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise SettingsError(f"{folder}: no YAML file; restore config/ingest/ or set ZEREN_CONFIG")
    files = [read_yaml(path, Marks) for path in paths]
    families = tuple(numbering for marks in files for numbering in marks.numbering)
    families = tuple(sorted(families, key=lambda n: (not n.heading, (n.family.startswith("decimal") and -n.rank) or 0)))
    return Vocabulary(
        numbering=re.compile("|".join(f"(?P<f{i}>{n.pattern})" for i, n in enumerate(families)), re.MULTILINE),
        families=families,
        inside=re.compile(f"[{SENTENCE_END}](?={'|'.join(f'(?:{p})' for m in files for p in m.inside)})"),
        inside_after_heading=any_of([m.inside_after_heading for m in files if m.inside_after_heading]),
        ending=any_of([m.ending for m in files if m.ending]),
        charged=any_of([m.charged for m in files if m.charged]),
        openings=_patterns(files, "openings"),
        pages=_patterns(files, "pages"),
        unfinished=_words(files, "unfinished"),
        menu=_words(files, "menu") | {line.casefold() for marks in files for line in marks.boilerplate.lines},
        boilerplate=_matcher([m.boilerplate for m in files]),
        captions=_matcher([m.captions for m in files]),
        signature=_matcher([m.signature for m in files]),
        datelines=_matcher([m.datelines for m in files]),
        related=_words(files, "related"),
        comments=_words(files, "comments"),
        mail_fields=_words(files, "mail_fields"),
        contents=_words(files, "contents"),
        grounds=tuple(word.casefold() for marks in files for word in marks.grounds),
        person=re.compile("|".join(f"(?:{m.person})" for m in files if m.person)),
        questioners=_words(files, "questioners"),
        answerers=_words(files, "answerers"),
        interview=re.compile("|".join(sorted(map(re.escape, _words(files, "interview"))))),
        table_headers=_words(files, "table_headers"),
        columns=_patterns(files, "columns"),
        body_endings=tuple(ending for marks in files for ending in marks.signature.body_endings),
        labels=frozenset(label.casefold() for marks in files for label in marks.datelines.labels),
        addressees=_patterns(files, "addressees"),
        attachments=_patterns(files, "attachments"),
        letterhead=_patterns(files, "letterhead"),
        issuers=_patterns(files, "issuers"),
        bodies=_patterns(files, "bodies"),
        unfinished_bodies=_patterns(files, "unfinished_bodies"),
        offices=_patterns(files, "offices"),
        headlines=_patterns(files, "headlines"),
        subjects=_patterns(files, "subjects"),
        duties=_patterns(files, "duties"),
        entries=_patterns(files, "entries"),
        titles=re.compile("|".join(f"(?:{m.titles})" for m in files if m.titles), re.IGNORECASE),
        speeches=_patterns(files, "speeches"),
        minutes=_patterns(files, "minutes"),
        leads=_patterns(files, "leads"),
        sittings=_patterns(files, "sittings"),
        document_number=re.compile("|".join(f"(?:{m.document_number})" for m in files if m.document_number)),
        document_words=re.compile(
            f".*(?:{'|'.join(re.escape(word) for marks in files for word in marks.document_words)})(?=[\\s\\S]{{2}})"
        ),
        other_numbers=_patterns(files, "other_numbers"),
        title_field=re.compile("|".join(m.title_field for m in files if m.title_field)),
        issuer_words=tuple(word for marks in files for word in marks.issuer_words),
        publisher=re.compile(
            "|".join(f"(?:{m.publisher.replace('?P<value>', f'?P<value{i}>')})" for i, m in enumerate(files) if m.publisher)
        ),
    )


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary of the configuration folder, read once."""
    return load(config_folder() / "ingest")
