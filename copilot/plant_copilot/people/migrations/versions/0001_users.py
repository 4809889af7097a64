"""Users, their sessions and keys, and how often a password was wrong."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Add the tables."""
    texts = ("shown", "roles", "groups", "source", "subject", "password", "created_utc")
    op.create_table(
        "user",
        sa.Column("name", sa.String(64), primary_key=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        sa.Column("disabled", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "signedin",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("user", sa.String(64), sa.ForeignKey("user.name"), nullable=False, index=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("began_utc", "expires_utc", "address")),
    )
    op.create_table(
        "key",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("hash", sa.String(64), nullable=False, unique=True, index=True),
        sa.Column("user", sa.String(64), sa.ForeignKey("user.name"), nullable=False, index=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("label", "created_utc", "used_utc")),
    )
    op.create_table(
        "tries",
        sa.Column("of", sa.String(200), primary_key=True),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("last", sa.Float(), nullable=False),
    )


def downgrade() -> None:
    """Remove them; nobody can sign in any more."""
    for table in ("tries", "key", "signedin", "user"):
        op.drop_table(table)
