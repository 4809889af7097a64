"""How Alembic gets at the database: through the connection that it is given."""

from __future__ import annotations

from alembic import context

from plant_tools.records.written import Draft

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Draft.metadata,  # of all tables: the drafts are built on those of the records
    render_as_batch=True,  # SQLite cannot alter a column in place
)
with context.begin_transaction():
    context.run_migrations()
