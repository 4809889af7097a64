"""Rankings of candidate causes as they were given, and what a person confirmed afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"

_DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "cause_ranking",
        sa.Column("id", sa.Integer(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dataset", "asset", "asset_class", "symptom")),
        sa.Column("seen", _DOCUMENT, nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("ranked", _DOCUMENT, nullable=False),
        sa.Column("ranked_utc", sa.DateTime(), nullable=False),
        sa.Column("confirmed", sa.String(), nullable=True),
        sa.Column("confirmed_utc", sa.DateTime(), nullable=True),
        sa.Column("confirmed_by", sa.String(), nullable=True),
    )


def downgrade() -> None:
    """Remove it; the score is lost."""
    op.drop_table("cause_ranking")
