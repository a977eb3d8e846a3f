"""The first tables of a register, and the triggers that keep its events as they were written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SQLITE = """
CREATE TRIGGER events_{verb} BEFORE {verb} ON events
BEGIN SELECT RAISE(ABORT, 'events are only ever appended to'); END
"""
POSTGRESQL = (
    "CREATE FUNCTION events_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'events are only ever appended to'; END $$",
    "CREATE TRIGGER events_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION events_append_only()",
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "documents",
        sa.Column("document_id", sa.String(64), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("publisher", sa.Text),
        sa.Column("published", sa.String(10)),
        sa.Column("number", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("sha256", sa.String(64)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("successor", sa.String(64)),
        sa.PrimaryKeyConstraint("document_id", name="pk_documents"),
    )
    op.create_table(
        "commitments",
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("document_id", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("type", sa.String(16), nullable=False),
        sa.Column("reported", sa.Boolean, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("bearers", sa.Text, nullable=False),
        sa.Column("tiers", sa.Text, nullable=False),
        sa.Column("concepts", sa.Text, nullable=False),
        sa.Column("item", sa.Text),
        sa.Column("recipient", sa.Text),
        sa.Column("due", sa.String(10)),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("first_seen", sa.String(40), nullable=False),
        sa.Column("changed_at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name="pk_commitments"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.document_id"], name="fk_commitments_document_id"),
    )
    op.create_index("ix_commitments_document_id", "commitments", ["document_id", "place"])
    op.create_table(
        "contents",
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("record_id", name="pk_contents"),
        sa.ForeignKeyConstraint(["record_id"], ["commitments.record_id"], name="fk_contents_record_id"),
    )
    op.create_table(
        "deadlines",
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("due", sa.String(10)),
        sa.Column("due_latest", sa.String(10)),
        sa.Column("rrule", sa.Text),
        sa.PrimaryKeyConstraint("record_id", "position", name="pk_deadlines"),
        sa.ForeignKeyConstraint(["record_id"], ["commitments.record_id"], name="fk_deadlines_record_id"),
    )
    op.create_index("ix_deadlines_due", "deadlines", ["due"])
    op.create_table(
        "tracking",
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("progress", sa.Integer),
        sa.Column("owner", sa.Text),
        sa.Column("due", sa.String(10)),
        sa.Column("done_on", sa.String(10)),
        sa.Column("recipient", sa.Text),
        sa.Column("consequence", sa.Text),
        sa.Column("grade", sa.Text),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("attention", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("record_id", name="pk_tracking"),
        sa.ForeignKeyConstraint(["record_id"], ["commitments.record_id"], name="fk_tracking_record_id"),
    )
    op.create_index("ix_tracking_due", "tracking", ["due"])
    op.create_table(
        "links",
        sa.Column("new", sa.String(64), nullable=False),
        sa.Column("old", sa.String(64), nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("new", "old", name="pk_links"),
        sa.ForeignKeyConstraint(["new"], ["commitments.record_id"], name="fk_links_new"),
        sa.ForeignKeyConstraint(["old"], ["commitments.record_id"], name="fk_links_old"),
    )
    op.create_index("ix_links_old", "links", ["old"])
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("record_id", sa.String(64)),
        sa.Column("document_id", sa.String(64)),
        sa.Column("why", sa.Text),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_record_id", "events", ["record_id", "id"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(verb=verb))
    else:
        for statement in POSTGRESQL:
            op.execute(statement)
