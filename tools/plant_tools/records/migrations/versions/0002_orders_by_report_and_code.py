"""Orders are found by the time of their report, and a Pareto of one type of order reads the index alone."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add an index, and put the code before the asset in another."""
    op.create_index("ix_work_order_reported", "work_order", ["dataset_id", "reported_at", "wo_type", "asset_tag"])
    op.drop_index("ix_work_order_type", "work_order")
    op.create_index("ix_work_order_type", "work_order", ["dataset_id", "wo_type", "problem_code", "asset_tag"])


def downgrade() -> None:
    """Go back to what was."""
    op.drop_index("ix_work_order_reported", "work_order")
    op.drop_index("ix_work_order_type", "work_order")
    op.create_index("ix_work_order_type", "work_order", ["dataset_id", "wo_type", "asset_tag", "problem_code"])
