"""What flows inside the pipeline: frozen dataclasses, cheap, a million of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pipeline.records.values import BlockKind, LanguageCode, Precision, RecordType, Role, Source, Status, TimexType

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Span:
    """An exact quote of a document: `text[start:end] == quote`."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Timex(Span):
    """A time expression, normalised by the time specification (fields and notation of its section 1 and 2).

    `due` and `due_latest` are ISO dates or None; `rrule` is an RFC 5545 rule without the `RRULE:` prefix, and `dtstart` the day from
    which it holds, where the text names one (`自2022年起每年`); `anchor` is None, `publication`, `effective`, `event`, `mention`, `plan`
    or `term`, and `event` holds the event's own words where they are named.
    """

    timex: TimexType
    value: str
    mod: str | None = None
    due: str | None = None
    due_latest: str | None = None
    rrule: str | None = None
    dtstart: str | None = None
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
    the table's column names; `parts` are, where a cell goes on below and the words of its neighbours stand between its own, the
    stretches of each cell, and of a paragraph that goes on behind a running head, its own stretches as those of one cell; `speaker` is
    who answers in an interview.
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
    parts: tuple[tuple[tuple[int, int], ...], ...] = ()
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
    language: LanguageCode | None = None
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
    """Who bears the clause, and whether it stands in the clause's own sentence (`clause`) or elsewhere (`context`).

    `words` is how it was read where words that are none of it stand inside the quote, as in a cell that goes on below its neighbours.
    """

    source: Source = "clause"
    words: str | None = None


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
