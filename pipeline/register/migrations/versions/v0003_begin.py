"""The day from which a recurrence holds, where its text names one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the column."""
    op.add_column("deadlines", sa.Column("dtstart", sa.String(10)))
