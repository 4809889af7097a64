"""Inspections of products, with the defects that were seen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"

_TEXTS = "inspection_id defect_code defect_text asset_tag location_code product material batch supplier shift person"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "inspection",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("dataset_id", sa.Integer(), sa.ForeignKey("dataset.id", ondelete="CASCADE"), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("run_id", "source_row")),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("extra", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("id_from_content", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in _TEXTS.split()),
        sa.Column("inspected_at", sa.DateTime(), nullable=True),
        *(sa.Column(name, sa.Float(), nullable=True) for name in ("inspected", "defective")),
        sa.UniqueConstraint("dataset_id", "source_id", name="uq_inspection"),
    )
    op.create_index("ix_inspection_code", "inspection", ["dataset_id", "defect_code", "inspected_at"])


def downgrade() -> None:
    """Remove it; the inspections are lost."""
    op.drop_table("inspection")
