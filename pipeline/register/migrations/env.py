"""Run the steps on the connection that `store` holds the write lock with, inside its transaction."""

from __future__ import annotations

from alembic import context

from pipeline.register.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
