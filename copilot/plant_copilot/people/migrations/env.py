"""How Alembic gets at the users: through the connection that it is given."""

from __future__ import annotations

from alembic import context

from plant_copilot.people.tables import User

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=User.metadata,
    version_table=context.config.attributes["table"],
    render_as_batch=True,  # SQLite cannot alter a column in place
)
with context.begin_transaction():
    context.run_migrations()
