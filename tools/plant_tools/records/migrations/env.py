"""How Alembic gets at the database: through the connection that it is given."""

from __future__ import annotations

from alembic import context

from plant_tools.records.inspected import Inspection
from plant_tools.records.written import Draft

_MODELS = (Draft, Inspection)  # what is built on the tables of the records

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=_MODELS[0].metadata,  # of all tables
    render_as_batch=True,  # SQLite cannot alter a column in place
)
with context.begin_transaction():
    context.run_migrations()
