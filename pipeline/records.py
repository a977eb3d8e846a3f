"""The typed things that flow from stage to stage; this module imports neither spaCy nor pandas.

    raw file → Document (with Blocks) → spaCy Docs → Clause → Commitment → files

All offsets count characters (code points) of `Document.text`, end exclusive, and `text[start:end] == quote` always holds.
Inside the pipeline things are frozen dataclasses (cheap, a million of them); what leaves it is a pydantic model, from which
the JSON Schemas in `config/schema/` are generated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from spacy.tokens import Doc

from pydantic import BaseModel, ConfigDict, Field

LanguageCode = Literal["zh", "vi"]
RecordType = Literal["duty", "assignment", "pledge", "prohibition", "sanction"]
Status = Literal["prescribed", "reported"]
Source = Literal["clause", "context", "none"]
Force = Literal["strong", "medium", "weak"]
BlockKind = Literal[
    "title",
    "heading",
    "paragraph",
    "list_item",
    "table_row",
    "question",
    "answer",
    "caption",
    "note",
    "dateline",
    "signature",
    "boilerplate",
]
Organ = Literal[
    "party_committee",
    "government",
    "people_congress",
    "front",
    "court",
    "procuracy",
    "inspection",
    "department",
    "enterprise",
    "school_hospital",
    "mass_organisation",
    "armed_force",
    "head",
    "cadre",
    "citizen",
    "other",
]
Tier = Literal["central", "province", "prefecture", "county", "commune", "village", "unit"]
TimexType = Literal["DATE", "DURATION", "SET", "INTERVAL"]
Precision = Literal["exact", "vague", "ambiguous", "unresolved"]
Role = Literal["deadline", "period", "start", "earliest", "reference", "rate"]


# ---- inside the pipeline ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """An exact quote of a document: `text[start:end] == quote`."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Timex(Span):
    """A time expression, normalised by the time specification (fields and notation of its section 1 and 2).

    `due` and `due_latest` are ISO dates or None; `rrule` is an RFC 5545 rule without the `RRULE:` prefix; `anchor` is None,
    `publication`, `effective`, `event`, `mention`, `plan` or `term`, and `event` holds the event's own words where they are named.
    """

    timex: TimexType
    value: str
    mod: str | None = None
    due: str | None = None
    due_latest: str | None = None
    rrule: str | None = None
    anchor: str | None = None
    event: str | None = None
    precision: Precision = "exact"
    role: Role = "deadline"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the document with one function: `text[start:end]`, line breaks at its edges left out.

    `language` is that of its letters (`other` where neither); `level` and `number` are those of a heading or list item (level 1 is
    the highest; number as written: `二`, `（三）`, `Điều 5`, `a)`), the marker itself is `text[start:body]`; `parents` are the indexes of
    the headings above it, outermost first; `cells` are the spans of a table row's cells and `header` the index of the block with
    the table's column names; `speaker` is who answers in an interview.
    """

    kind: BlockKind
    language: Literal["zh", "vi", "other"]
    start: int
    end: int
    body: int
    level: int | None = None
    number: str | None = None
    parents: tuple[int, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()
    header: int | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of the canonical text, `text[start:end]`, stands in the original file.

    `page` counts from 1; `box` is left, top, width and height in points (1/72 inch) from the page's upper left corner as it is shown;
    `paragraph` counts from 1 in a format without pages; `confidence`, 0–100, is that of a word read from a picture.
    """

    start: int
    end: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One text as it was read: canonical text, blocks in order of place, metadata and where each value came from.

    `text` of a plain-text input is the decoded file, to the letter. `published` is an ISO date. `provenance` maps a metadata field to
    `sidecar`, `dateline`, `number_block`, `signature`, `title`, `html_meta`, `properties` or `filename`. `issues` are warnings in
    plain words. `places`, in order of place, lead back into the file where its format has pages or numbered paragraphs.
    """

    document_id: str
    source: str
    sha256: str
    encoding: str
    text: str
    blocks: tuple[Block, ...]
    language: Literal["zh", "vi"] | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    number: str | None = None
    url: str | None = None
    provenance: dict[str, str] = field(default_factory=dict)
    issues: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: `text[start:end]` of the document, inside block number `block`, edge whitespace and list marker left out."""

    start: int
    end: int
    block: int


@dataclass(frozen=True)
class Annotated:
    """A document with its sentences (of the blocks that can hold a record, in order) and its spaCy Docs.

    `docs[i]` is the Doc of block i, made when first asked for; `docs[i].text == text[block.start:block.end]`, to the letter.
    """

    document: Document
    sentences: tuple[Sentence, ...]
    docs: Mapping[int, Doc]


@dataclass(frozen=True, slots=True)
class Bearer(Span):
    """Who bears the clause, and whether it stands in the clause's own sentence (`clause`) or elsewhere (`context`)."""

    source: Source = "clause"


@dataclass(frozen=True, slots=True)
class Clause:
    """One responsibility clause as extracted, before values are resolved (fields as in the annotation guide).

    `block` is the index of its block, `sentence` the span of its sentence; `rules` name what found it, `confidence` is 0–1.
    """

    language: LanguageCode
    type: RecordType
    status: Status
    action: Span
    actors: tuple[Bearer, ...]
    modal: Span | None
    deadlines: tuple[Timex, ...]
    recipient: Span | None
    condition: Span | None
    basis: tuple[Span, ...]
    sentence: Span
    block: int
    rules: tuple[str, ...]
    confidence: float


# ---- what leaves the pipeline -------------------------------------------------------------------------------------


class Strict(BaseModel):
    """A model that refuses unknown fields, so that a misspelt one is an error and not a silence."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Quote(Strict):
    """An exact quote with its place in the document's canonical text."""

    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Actor(Quote):
    """A bearer as named, and what kind of body or person it is."""

    from_: Source = Field(alias="from")
    name: str
    organ: Organ
    tier: Tier | None
    tiers: list[Tier] | None = None
    individual: bool


class Modal(Quote):
    """The deontic cue and how strongly it binds."""

    force: Force | None


class Action(Quote):
    """What is to be done: aim (`verb`) and object of the Institutional Grammar."""

    verb: str | None
    object: str | None


class Deadline(Quote):
    """A time bound in the notation of the time specification."""

    timex: TimexType
    value: str | None
    mod: str | None = None
    due: str | None
    due_latest: str | None = None
    rrule: str | None
    anchor: str | None
    precision: Precision = "exact"
    role: Role = "deadline"


class Basis(Quote):
    """A document cited as ground of the act, with its number where it has one."""

    number: str | None


class Target(Quote):
    """A measurable target inside the action."""

    value: float | None
    unit: str | None


class DocumentReference(Strict):
    """The document a record was read from."""

    document_id: str
    source: str
    title: str | None
    publisher: str | None
    published: str | None
    number: str | None
    url: str | None
    sha256: str


class Commitment(Strict):
    """A commitment record: one responsibility clause with resolved values (the row of `commitments.jsonl`).

    `page` is that on which the action begins, left out where the document has no pages.
    """

    record_id: str
    language: LanguageCode
    type: RecordType
    status: Status
    actors: list[Actor]
    modal: Modal | None
    action: Action
    deadlines: list[Deadline]
    recipient: Quote | None
    condition: Quote | None
    basis: list[Basis]
    targets: list[Target]
    concepts: list[str]
    clause: Quote
    section: str | None
    item: str | None
    page: int | None = Field(default=None, ge=1)
    specificity: int = Field(ge=0, le=4)
    confidence: float = Field(ge=0, le=1)
    rules: list[str]
    document: DocumentReference


class DocumentBlock(Strict):
    """A block of a document as written to `documents.jsonl`."""

    kind: BlockKind
    language: Literal["zh", "vi", "other"]
    start: int
    end: int
    level: int | None
    number: str | None
    parents: list[int]


class DocumentPlace(Strict):
    """Where a stretch of the text stands in the original file; what its format does not have is left out."""

    start: int
    end: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    confidence: float | None = None


class CopyOf(Strict):
    """The document, the first of its kind in a run, that another one posts again, and how alike their texts are (0–1)."""

    document_id: str
    source: str
    similarity: float


class DocumentRow(Strict):
    """A document as read: the row of `documents.jsonl`; `places` are left out where the file has neither pages nor paragraphs.

    `copy_of`, left out of all others, is set where the document posts again what another one of the run holds: its records are there.
    """

    document_id: str
    source: str
    sha256: str
    copy_of: CopyOf | None = None
    encoding: str
    language: LanguageCode | None
    title: str | None
    publisher: str | None
    published: str | None
    number: str | None
    url: str | None
    provenance: dict[str, str]
    issues: list[str]
    characters: int
    counts: dict[str, int]
    blocks: list[DocumentBlock]
    places: list[DocumentPlace] | None = None
    text: str


class Failure(Strict):
    """An input that could not be read: the row of `failures.jsonl`."""

    source: str
    stage: str
    error: str
    message: str
    sha256: str | None
