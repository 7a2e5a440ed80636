"""How Alembic reaches the database: over the connection that `tables.open_database` hands in."""

from alembic import context

from ingest import access_tables, evaluation_tables, usage_tables  # noqa: F401 - their tables are part of the metadata
from ingest.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
