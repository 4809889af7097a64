"""Homes of earlier versions: each book is opened as it was written then, and has what was in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from plant_copilot.audit.book import AuditBook
from plant_copilot.audit.entry import FIRST, linked
from plant_copilot.events.book import EventBook
from plant_copilot.ledger import Ledger
from plant_copilot.moving.books import BOOKS
from plant_copilot.observing.kept import KeptTraces
from plant_knowledge_ingest.catalogue import Catalogue
from plant_knowledge_ingest.shelf import Shelf
from plant_tools.investigation.kept import Kept
from plant_ui.api.kept_replies import KeptReplies, Reply
from plant_ui.channels.book import channel_book
from plant_ui.channels.conversations import Conversations
from plant_ui.channels.once import Once

ENTRY = '{"at": "2026-01-01", "number": 1, "outcome": "done", "subject": "s", "what": "w", "who": "tina"}'
WRITTEN = {
    "audit/audit.sqlite": (
        "CREATE TABLE entries (number INTEGER PRIMARY KEY, entry TEXT, previous TEXT, hash TEXT)",
        f"INSERT INTO entries VALUES (1, '{ENTRY}', '{FIRST}', '{linked(1, ENTRY, FIRST)}')",  # noqa: S608 - of this test
    ),
    "events.sqlite": (
        "CREATE TABLE event (number INTEGER PRIMARY KEY AUTOINCREMENT, delivery TEXT UNIQUE, same TEXT NOT NULL UNIQUE,"
        " received TEXT NOT NULL, asset TEXT NOT NULL, code TEXT NOT NULL, event TEXT NOT NULL, state TEXT NOT NULL,"
        " went TEXT NOT NULL, outcome TEXT NOT NULL, groups TEXT NOT NULL, answers TEXT NOT NULL)",
        "CREATE INDEX of_asset ON event (asset, code, received)",
        "INSERT INTO event VALUES (7, 'd', 's', '2026-01-01', 'P-101', 'E1', '{\"asset\": \"P-101\"}', 'kept', 'inbox',"
        " '', '[]', '[]')",
    ),
    "investigations.sqlite": (
        "CREATE TABLE investigation (number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,"
        " version INTEGER NOT NULL, body TEXT NOT NULL)",
        "INSERT INTO investigation VALUES (3, 'k', 2, '{\"problem\": \"leaks\"}')",
    ),
    "traces.sqlite": (
        "CREATE TABLE traces (code TEXT PRIMARY KEY, at TEXT NOT NULL, seconds REAL NOT NULL, outcome TEXT NOT NULL,"
        " told TEXT NOT NULL)",
        "INSERT INTO traces VALUES ('c0de', '2026-01-01', 0.5, 'answered', '{\"code\": \"c0de\"}')",
    ),
    "replies.sqlite": (
        "CREATE TABLE reply (key TEXT PRIMARY KEY, asked TEXT NOT NULL, taken REAL NOT NULL, status INTEGER,"
        " headers TEXT, body BLOB)",
        "INSERT INTO reply VALUES ('k', 'asked', 5.0, 200, '{}', X'7B7D')",
    ),
    "channels.sqlite": (
        "CREATE TABLE delivery (channel TEXT NOT NULL, key TEXT NOT NULL, taken REAL NOT NULL, place TEXT NOT NULL,"
        " outcome TEXT NOT NULL, PRIMARY KEY (channel, key))",
        "CREATE TABLE conversation (channel TEXT NOT NULL, place TEXT NOT NULL, person TEXT NOT NULL,"
        " thread TEXT NOT NULL, used REAL NOT NULL, PRIMARY KEY (channel, place, person))",
        "CREATE TABLE shown (token TEXT PRIMARY KEY, shown REAL NOT NULL, person TEXT NOT NULL, answer TEXT NOT NULL)",
        "INSERT INTO delivery VALUES ('slack', 'd', 5.0, 'p', 'done')",
        "INSERT INTO conversation VALUES ('slack', 'p', 'anna', 'their thread', 5.0)",
        "INSERT INTO shown VALUES ('t', 5.0, 'anna', '{\"thread\": \"x\"}')",
    ),
    "threads.sqlite": (
        "CREATE TABLE threads (thread VARCHAR(200) PRIMARY KEY, owner VARCHAR(200) NOT NULL, title TEXT NOT NULL,"
        " began VARCHAR(32) NOT NULL, changed VARCHAR(32) NOT NULL)",
        "INSERT INTO threads VALUES ('t1', 'anna', 'What now?', '2026-01-01', '2026-01-01')",
    ),
    "library/catalogue.sqlite3": (
        "CREATE TABLE documents (name TEXT NOT NULL, revision TEXT NOT NULL, title TEXT NOT NULL, effective TEXT NOT"
        " NULL, assets TEXT NOT NULL, rights TEXT NOT NULL, path TEXT NOT NULL, file TEXT NOT NULL, pages_file TEXT NOT"
        " NULL, pages INTEGER NOT NULL, passages INTEGER NOT NULL, languages TEXT NOT NULL, unread TEXT NOT NULL,"
        " added_at TEXT NOT NULL, PRIMARY KEY (name, revision))",
        "CREATE TABLE answering (recipe TEXT NOT NULL)",
        "CREATE TABLE leaving (issue TEXT PRIMARY KEY)",
        "INSERT INTO documents VALUES"
        " ('A', '1', 'A', '', '[]', '[\"staff\"]', 'a', 'f', 'f', 2, 3, '[\"en\"]', '{}', '')",
        "INSERT INTO answering VALUES ('e5')",
    ),
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with every book as it was made before there was one kind of book."""
    for name, statements in WRITTEN.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        with closing(sqlite3.connect(tmp_path / name)) as db, db:
            for statement in statements:
                db.execute(statement)
    return tmp_path


def catalogued(shelf: Shelf) -> object:
    catalogue = Catalogue(shelf.home / "library" / "catalogue.sqlite3")
    found = [(one.document.rights, one.document.site, one.passages) for one in catalogue.entries()], catalogue.recipe()
    catalogue.close()
    return found


def threaded(shelf: Shelf) -> object:
    ledger = Ledger(shelf)
    ledger.begin("t2", "anna", "And then?")
    found = [one["thread"] for one in ledger.threads("anna")]
    ledger.close()
    return found


READ: dict[str, tuple[Callable[[Shelf], object], object]] = {
    "audit": (lambda shelf: AuditBook(shelf).entries()[0]["who"], "tina"),
    "events": (lambda shelf: [(one["number"], one["asset"]) for one in EventBook(shelf).listed()], [(7, "P-101")]),
    "investigations": (lambda shelf: Kept(shelf).by_key("k"), {"investigation": 3, "version": 2, "problem": "leaks"}),
    "traces": (lambda shelf: KeptTraces(shelf, 1).find("c0de"), {"code": "c0de"}),
    "replies": (lambda shelf: KeptReplies(shelf, lambda: 6.0).take("k", "asked"), Reply(200, {}, b"{}")),
    "deliveries": (lambda shelf: Once(channel_book(shelf), "slack", lambda: 6.0).take("d"), False),
    "conversations": (
        lambda shelf: Conversations(channel_book(shelf), "slack", lambda: 6.0).thread("p", "anna"),
        "their thread",
    ),
    "threads": (threaded, ["t2", "t1"]),
    "catalogue": (catalogued, ([(("staff",), "", 3)], "e5")),
}


@pytest.mark.parametrize("name", READ)
def test_what_was_in_it_is_found(name: str, home: Path) -> None:
    read, wanted = READ[name]
    assert read(Shelf(home)) == wanted


def test_a_new_investigation_takes_the_next_number(home: Path) -> None:
    assert Kept(Shelf(home)).add("another", {})["investigation"] == 4


def test_no_two_books_have_a_table_or_an_index_of_one_name() -> None:
    tables = [table for title in BOOKS for table in title.tables.sorted_tables]
    names = [table.name for table in tables] + [str(index.name) for table in tables for index in table.indexes]
    assert sorted(names) == sorted({*names})
