"""Drafts that wait for a person, and the book of what was done with them, which can only grow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

_DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
_REFUSED = "The audit book can only grow."
_SQLITE = (
    "CREATE TRIGGER audit_entry_no_{verb} BEFORE {verb} ON audit_entry BEGIN SELECT RAISE(ABORT, '{refused}'); END"
)
_POSTGRESQL = (
    "CREATE FUNCTION audit_entry_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$",
    "CREATE TRIGGER audit_entry_only_grows BEFORE UPDATE OR DELETE ON audit_entry "
    "FOR EACH ROW EXECUTE FUNCTION audit_entry_only_grows()",
)


def upgrade() -> None:
    """Add the two tables, and what keeps the book."""
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("key", "kind", "dataset", "state")),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("language", "text")),
        *(sa.Column(name, _DOCUMENT, nullable=False) for name in ("asked", "fields", "told")),
        sa.Column("created_utc", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("decided_utc", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("written", _DOCUMENT, nullable=False),
        sa.UniqueConstraint("key", name="uq_draft"),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("entry", "previous", "hash")),
        sa.UniqueConstraint("previous", name="uq_audit_entry"),
    )
    for statement in _guards():
        op.execute(statement)


def downgrade() -> None:
    """Remove both; what they held is lost."""
    op.drop_table("audit_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entry_only_grows()")
    op.drop_table("draft")


def _guards() -> tuple[str, ...]:
    if op.get_bind().dialect.name == "postgresql":
        return _POSTGRESQL
    return tuple(_SQLITE.format(verb=verb, refused=_REFUSED) for verb in ("UPDATE", "DELETE"))
