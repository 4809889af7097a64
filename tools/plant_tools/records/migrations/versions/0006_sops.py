"""Standard operating procedures in their versions, and the plant's own energy sheets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"

_DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
_NAMES = ("key", "state", "asset", "title", "language")


def upgrade() -> None:
    """Add the two tables."""
    op.create_table(
        "sop_version",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("sop", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in _NAMES),
        sa.Column("content", _DOCUMENT, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("rights", _DOCUMENT, nullable=False),
        sa.Column("created_utc", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("approver", "review_date")),
        *(sa.Column(name, _DOCUMENT, nullable=False) for name in ("signatures", "flags", "decided")),
        sa.UniqueConstraint("sop", "version", name="uq_sop_version"),
        sa.UniqueConstraint("key", name="uq_sop_version_key"),
    )
    op.create_table(
        "energy_sheet",
        sa.Column("id", sa.Integer(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("asset", "file", "sha256")),
        sa.Column("content", _DOCUMENT, nullable=False),
        sa.Column("loaded_utc", sa.DateTime(), nullable=False),
        sa.Column("loaded_by", sa.String(), nullable=False),
        sa.UniqueConstraint("asset", name="uq_energy_sheet"),
    )


def downgrade() -> None:
    """Remove both; what they held is lost."""
    op.drop_table("energy_sheet")
    op.drop_table("sop_version")
