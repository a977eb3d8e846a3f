"""What leaves the pipeline: pydantic models, from which the JSON Schemas in `config/schema/` are generated."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.records.values import BlockKind, Force, LanguageCode, Organ, Precision, RecordType, Role, Source, Status, Tier, TimexType


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
    dtstart: str | None = None
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
