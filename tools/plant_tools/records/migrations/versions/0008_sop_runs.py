"""Procedures being done, and what people answered to questions about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"

_DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
_RUN = ("hash", "mode", "language", "state", "dataset", "work_order", "worker")


def upgrade() -> None:
    """Add the two tables."""
    op.create_table(
        "sop_run",
        sa.Column("id", sa.Integer(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("key", "sop")),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in _RUN),
        sa.Column("walk", _DOCUMENT, nullable=False),
        *(sa.Column(name, sa.DateTime(), nullable=False) for name in ("begun_utc", "changed_utc")),
        sa.Column("draft", sa.Integer(), nullable=True),
        sa.UniqueConstraint("key", name="uq_sop_run_key"),
    )
    op.create_table(
        "sop_answer",
        sa.Column("id", sa.Integer(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("key", "person", "sop")),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("question", "given")),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.Column("answered_utc", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("key", name="uq_sop_answer_key"),
    )


def downgrade() -> None:
    """Remove both; what they held is lost."""
    op.drop_table("sop_answer")
    op.drop_table("sop_run")
