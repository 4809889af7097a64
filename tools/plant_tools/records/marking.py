"""The index that finds the rows of a table with rights of their own, of which there are few or none."""

from __future__ import annotations

from sqlalchemy import Index, text


def marked(table: str) -> Index:
    """Return that index."""
    own = text("rights IS NOT NULL")
    return Index(f"ix_{table}_rights", "dataset_id", "asset_tag", sqlite_where=own, postgresql_where=own)
