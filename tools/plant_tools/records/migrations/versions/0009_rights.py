"""Rights and sites of data sets, and rights of single orders, events and inspections. What is there stays for all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"

_DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
_MARKED = ("work_order", "event", "inspection")


def upgrade() -> None:
    """Add the columns, and an index of the rows that have rights of their own."""
    op.add_column("dataset", sa.Column("rights", _DOCUMENT, nullable=False, server_default='["everyone"]'))
    op.add_column("dataset", sa.Column("site", sa.String(), nullable=False, server_default=""))
    op.add_column("dataset", sa.Column("row_groups", _DOCUMENT, nullable=False, server_default="[]"))
    own = sa.text("rights IS NOT NULL")
    for table in _MARKED:
        op.add_column(table, sa.Column("rights", sa.String(), nullable=True))
        columns = ["dataset_id", "asset_tag"]
        op.create_index(f"ix_{table}_rights", table, columns, sqlite_where=own, postgresql_where=own)


def downgrade() -> None:
    """Remove them: everybody sees all records again."""
    for table in _MARKED:
        op.drop_index(f"ix_{table}_rights", table)
        op.drop_column(table, "rights")
    for column in ("row_groups", "site", "rights"):
        op.drop_column("dataset", column)
