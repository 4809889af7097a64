"""The indexes of orders hold their rights, so that what a reader sees of them is counted in the index alone."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"

_INDEXES = {
    "ix_work_order_asset": ["dataset_id", "asset_tag", "wo_type", "finished_at"],
    "ix_work_order_time": ["dataset_id", "finished_at", "wo_type", "asset_tag"],
    "ix_work_order_reported": ["dataset_id", "reported_at", "wo_type", "asset_tag"],
    "ix_work_order_problem": ["dataset_id", "problem_code", "wo_type", "asset_tag", "finished_at"],
    "ix_work_order_type": ["dataset_id", "wo_type", "problem_code", "asset_tag"],
}


def upgrade() -> None:
    """Put the rights at their end."""
    for name, columns in _INDEXES.items():
        op.drop_index(name, "work_order")
        op.create_index(name, "work_order", [*columns, "rights"])


def downgrade() -> None:
    """Go back to what was."""
    for name, columns in _INDEXES.items():
        op.drop_index(name, "work_order")
        op.create_index(name, "work_order", columns)
