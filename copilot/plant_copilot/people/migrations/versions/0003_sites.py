"""The sites that users work at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; nobody works anywhere yet."""
    op.add_column("user", sa.Column("sites", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Remove it; what has a site is seen by nobody who signs in."""
    with op.batch_alter_table("user") as table:
        table.drop_column("sites")
