"""What people judged records to be, and the texts they judge them by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "texts",
        sa.Column("document_id", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("blocks", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_texts"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.document_id"], name="fk_texts_document_id"),
    )
    op.create_table(
        "corrections",
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("judged", sa.Text, nullable=False),
        sa.Column("read", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("record_id", name="pk_corrections"),
        sa.ForeignKeyConstraint(["record_id"], ["commitments.record_id"], name="fk_corrections_record_id"),
    )
