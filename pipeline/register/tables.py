"""The tables of a register: what was read, what people entered, and everything that ever happened to either.

Content (`documents`, `commitments`, `contents`, `deadlines`) is what the last import saw and may be rewritten by the next one;
`tracking` and `corrections` are what people entered, and no import writes over them; `events` is only ever appended to. Dates are ISO
dates and times ISO times in UTC, as text, so that both databases order and compare them alike. `migrations/` builds what stands
here; a test holds the two together.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

NAMES = {"ix": "ix_%(column_0_label)s", "fk": "fk_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"}
metadata = MetaData(naming_convention=NAMES)

# A document as last read. `state` is `active` or `superseded` (by the document `successor`, its amended version).
documents = Table(
    "documents",
    metadata,
    Column("document_id", String(64), primary_key=True),
    Column("source", Text, nullable=False),
    Column("title", Text),
    Column("publisher", Text),
    Column("published", String(10)),
    Column("number", Text),
    Column("url", Text),
    Column("sha256", String(64)),
    Column("state", String(16), nullable=False),
    Column("successor", String(64)),
)

# A document's text and its blocks (a JSON list of [kind, start, end, level, language]), as the register's pages show them.
texts = Table(
    "texts",
    metadata,
    Column("document_id", String(64), ForeignKey("documents.document_id"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("blocks", Text, nullable=False),
)

# A record as last read, with what people corrected. `state` is `active`, `vanished` (no longer read from its document), `superseded`
# (see `links`) or `rejected` (by a person); `digest` is the hash of what was read; the other columns repeat what lists are made from.
# Bearers, tiers and concepts stand one a line, bearers and tiers in step.
commitments = Table(
    "commitments",
    metadata,
    Column("record_id", String(64), primary_key=True),
    Column("document_id", String(64), ForeignKey("documents.document_id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("language", String(8), nullable=False),
    Column("type", String(16), nullable=False),
    Column("reported", Boolean, nullable=False),
    Column("action", Text, nullable=False),
    Column("bearers", Text, nullable=False),
    Column("tiers", Text, nullable=False),
    Column("concepts", Text, nullable=False),
    Column("item", Text),
    Column("recipient", Text),
    Column("due", String(10)),
    Column("place", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("first_seen", String(40), nullable=False),
    Column("changed_at", String(40), nullable=False),
    Index("ix_commitments_document_id", "document_id", "place"),
)

# The record as JSON without its document, corrected where people corrected it; apart, so that lists read short rows.
contents = Table(
    "contents",
    metadata,
    Column("record_id", String(64), ForeignKey("commitments.record_id"), primary_key=True),
    Column("content", Text, nullable=False),
)

# The time bounds of a record that name a day or a recurrence (role deadline or period).
deadlines = Table(
    "deadlines",
    metadata,
    Column("record_id", String(64), ForeignKey("commitments.record_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("due", String(10)),
    Column("due_latest", String(10)),
    Column("rrule", Text),
    Column("dtstart", String(10)),
    Index("ix_deadlines_due", "due"),
)

# What people entered about a commitment. `evidence` is a JSON list of {"place", "sha256"}; `attention` says what the text changed
# since people last wrote here; `version` is the last event that wrote here.
tracking = Table(
    "tracking",
    metadata,
    Column("record_id", String(64), ForeignKey("commitments.record_id"), primary_key=True),
    Column("status", String(16), nullable=False),
    Column("progress", Integer),
    Column("owner", Text),
    Column("due", String(10)),
    Column("done_on", String(10)),
    Column("recipient", Text),
    Column("consequence", Text),
    Column("grade", Text),
    Column("evidence", Text, nullable=False),
    Column("note", Text),
    Column("attention", Text),
    Column("version", Integer, nullable=False),
    Index("ix_tracking_due", "due"),
)

# What people judged a record to be: `confirmed`, `corrected` or `rejected`. `judged` holds the fields they answer for and `read` the
# record as last read, both as JSON; `version` is the event that wrote here.
corrections = Table(
    "corrections",
    metadata,
    Column("record_id", String(64), ForeignKey("commitments.record_id"), primary_key=True),
    Column("verdict", String(16), nullable=False),
    Column("judged", Text, nullable=False),
    Column("read", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

# `new` takes the place of `old`, with the likeness of their wording (0-100).
links = Table(
    "links",
    metadata,
    Column("new", String(64), ForeignKey("commitments.record_id"), primary_key=True),
    Column("old", String(64), ForeignKey("commitments.record_id"), primary_key=True),
    Column("score", Float, nullable=False),
    Index("ix_links_old", "old"),
)

# Who changed what, when and why; `before` and `after` hold the changed fields as JSON. Triggers refuse to change or delete a row.
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", String(40), nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("record_id", String(64)),
    Column("document_id", String(64)),
    Column("why", Text),
    Column("before", Text),
    Column("after", Text),
    Index("ix_events_record_id", "record_id", "id"),
)
