"""How Alembic gets at the database: through the connection that it is given."""

from __future__ import annotations

from alembic import context

from plant_tools.records import shadows
from plant_tools.records.inspected import Inspection
from plant_tools.records.written import Draft

_MODELS = (Draft, Inspection)  # what is built on the tables of the records

_connection = context.config.attributes["connection"]
_has_views = _connection.dialect.name == "postgresql"

context.configure(
    connection=_connection,
    target_metadata=_MODELS[0].metadata,  # of all tables
    render_as_batch=True,  # SQLite cannot alter a column in place
)
with context.begin_transaction():
    if _has_views:
        shadows.lift(_connection)
    context.run_migrations()
    if _has_views and shadows.fit(_connection):
        shadows.lay(_connection)
