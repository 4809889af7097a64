"""Rows of FMEA sheets, and the table of action priorities that a plant has loaded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_TEXTS = ("asset", "item", "function", "effect", "prevention", "detecting", "controls")
_RATINGS = ("severity", "occurrence", "detection")


def upgrade() -> None:
    """Add the two tables."""
    op.create_table(
        "fmea_row",
        sa.Column("id", sa.Integer(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dataset", "file", "sheet")),
        sa.Column("sheet_row", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("mode", "cause", *_TEXTS)),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in _RATINGS),
        sa.Column("loaded_utc", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("dataset", "file", "sheet", "sheet_row", name="uq_fmea_row"),
    )
    op.create_table(
        "fmea_priority",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("dataset", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        *(sa.Column(f"{name}_{end}", sa.Integer(), nullable=False) for name in _RATINGS for end in ("from", "to")),
        sa.Column("priority", sa.String(), nullable=False),
    )


def downgrade() -> None:
    """Remove them; the sheets have to be loaded again."""
    op.drop_table("fmea_priority")
    op.drop_table("fmea_row")
