"""The tables of the catalogue, and what is done in them in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Index, Integer, MetaData, RowMapping, Table, Text, delete, insert, select

from plant_knowledge_ingest.book import Title
from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.errors import LibraryWriteFailed
from plant_knowledge_ingest.passage import Document, issue

_TABLES = MetaData()
DOCUMENTS = Table(
    "documents",
    _TABLES,
    Column("name", Text, primary_key=True),
    Column("revision", Text, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("title", "effective", "assets", "rights", "path", "file")),
    Column("pages_file", Text, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("pages", "passages")),
    *(Column(name, Text, nullable=False) for name in ("languages", "unread", "added_at")),
    Column("site", Text, nullable=False, server_default=""),
)
Index("documents_by_file", DOCUMENTS.c.file)
Index("documents_by_pages_file", DOCUMENTS.c.pages_file)
ANSWERING = Table("answering", _TABLES, Column("recipe", Text, nullable=False))
VERSION = Table("catalogue_version", _TABLES, Column("number", Integer, nullable=False))
LEAVING = Table("leaving", _TABLES, Column("issue", Text, primary_key=True))
CATALOGUE = Title(
    "catalogue",
    "library/catalogue.sqlite3",
    _TABLES,
    "Cannot write",
    LibraryWriteFailed,
    is_kept_open=True,
)


def row_of(entry: Entry) -> Mapping[str, Any]:
    """Return what is written of an entry."""
    document = entry.document
    return {
        "name": document.name,
        "revision": document.revision,
        "title": document.title,
        "effective": document.effective,
        "assets": json.dumps(document.assets),
        "rights": json.dumps(document.rights),
        "path": str(entry.path),
        "file": document.file,
        "pages_file": entry.pages_file,
        "pages": entry.pages,
        "passages": entry.passages,
        "languages": json.dumps(entry.languages),
        "unread": json.dumps(entry.unread),
        "added_at": entry.added_at,
        "site": document.site,
    }


def entry_of(row: RowMapping) -> Entry:
    """Return the entry that a row tells of."""
    told = {name: row[name] for name in ("name", "revision", "file", "title", "effective", "site")}
    return Entry(
        document=Document(**told, assets=tuple(json.loads(row["assets"])), rights=tuple(json.loads(row["rights"]))),
        path=Path(row["path"]),
        pages_file=row["pages_file"],
        pages=row["pages"],
        passages=row["passages"],
        languages=tuple(json.loads(row["languages"])),
        unread={int(page): reason for page, reason in json.loads(row["unread"]).items()},
        added_at=row["added_at"],
    )


def put(db: Connection, entry: Entry) -> None:
    """Write an entry in the place of the one with its name and revision."""
    drop(db, entry.document.name, entry.document.revision)
    db.execute(insert(DOCUMENTS).values(row_of(entry)))
    stay(db, [entry.document.issue])


def drop(db: Connection, name: str, revision: str) -> None:
    """Remove an entry, and note that the index is to lose its passages."""
    chosen = (DOCUMENTS.c.name == name, DOCUMENTS.c.revision == revision)
    for file in db.scalars(select(DOCUMENTS.c.file).where(*chosen)).all():
        going = issue(name, revision, file)
        stay(db, [going])
        db.execute(insert(LEAVING).values(issue=going))
    db.execute(delete(DOCUMENTS).where(*chosen))


def stay(db: Connection, issues: Iterable[str]) -> None:
    """Note that the index is not to lose these, or has lost them."""
    for one in issues:
        db.execute(delete(LEAVING).where(LEAVING.c.issue == one))


def answer_from(db: Connection, recipe: str) -> None:
    """Write down what the answering index was made with."""
    db.execute(delete(ANSWERING))
    db.execute(insert(ANSWERING).values(recipe=recipe))
