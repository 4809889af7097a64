"""Who users are in channels such as Slack and Teams."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "link",
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("external", sa.String(200), primary_key=True),
        sa.Column("user", sa.String(64), sa.ForeignKey("user.name"), nullable=False, index=True),
        sa.Column("created_utc", sa.String(), nullable=False),
    )


def downgrade() -> None:
    """Remove it; in channels nobody is known any more."""
    op.drop_table("link")
