"""The books of a plant: the same promises in a file of the home and on PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, func, insert, select, text
from sqlalchemy.engine import make_url

from plant_copilot.audit.book import AuditBook
from plant_copilot.audit.entry import Act
from plant_copilot.ledger import Ledger
from plant_knowledge_ingest.book import Book, Title
from plant_knowledge_ingest.errors import LibraryWriteFailed
from plant_knowledge_ingest.shelf import Shelf
from plant_tools.investigation.kept import Kept

TABLES = MetaData()
LINES = Table("lines", TABLES, Column("number", Integer, primary_key=True), Column("said", Text, nullable=False))
TITLE = Title("trial", "deep/trial.sqlite", TABLES, "The trial in", LibraryWriteFailed, patience=20)
WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from sqlalchemy import func, insert, select
from test_books import LINES, TITLE
from plant_knowledge_ingest.book import Book
from plant_knowledge_ingest.shelf import Shelf
book = Book(Shelf(Path(sys.argv[2]), sys.argv[3], sys.argv[4]), TITLE)
for _ in range(25):
    with book.writing() as db:
        number = 1 + (db.scalar(select(func.max(LINES.c.number))) or 0)
        db.execute(insert(LINES).values(number=number, said=sys.argv[5]))
"""


@pytest.fixture(params=["file", "server"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    """Where a book stands: a home with files, or one with a schema of its own on a server."""
    return Shelf(tmp_path, request.getfixturevalue("postgres") if request.param == "server" else "")


@pytest.fixture
def book(shelf: Shelf) -> Iterator[Book]:
    opened = Book(shelf, TITLE)
    yield opened
    opened.close()


def said(book: Book) -> list[str]:
    with book.reading() as db:
        return list(db.scalars(select(LINES.c.said).order_by(LINES.c.number)))


def say(book: Book, word: str) -> None:
    with book.writing() as db:
        db.execute(insert(LINES).values(said=word))


def test_what_is_written_is_there_for_whoever_opens_it_again(book: Book, shelf: Shelf) -> None:
    say(book, "one")
    assert said(Book(shelf, TITLE)) == ["one"]
    if book.file:
        assert book.file.stat().st_mode & 0o777 == 0o600


def test_what_fails_in_the_middle_was_never_written(book: Book) -> None:
    with suppress(LibraryWriteFailed), book.writing() as db:
        db.execute(insert(LINES).values(number=1, said="half"))
        db.execute(insert(LINES).values(number=1, said="twice"))
    assert said(book) == []


def test_who_reads_cannot_write_on_a_server(postgres: str, tmp_path: Path) -> None:
    book = Book(Shelf(tmp_path, postgres), TITLE)
    with pytest.raises(LibraryWriteFailed, match="read-only transaction"), book.reading() as db:
        db.execute(insert(LINES).values(said="no"))


def test_who_reads_waits_for_nobody_and_sees_one_moment(book: Book) -> None:
    say(book, "one")
    with book.writing() as db:
        db.execute(insert(LINES).values(said="two"))
        assert said(book) == ["one"]
    with book.reading() as db:
        assert db.scalar(select(func.count()).select_from(LINES)) == 2
        say(book, "three")
        assert db.scalar(select(func.count()).select_from(LINES)) == 2


def test_a_second_writer_waits_for_the_first(book: Book) -> None:
    begun, order = Event(), []

    def second() -> None:
        begun.set()
        say(book, "two")
        order.append("second")

    with book.writing() as db:
        waiting = Thread(target=second)
        waiting.start()
        begun.wait()
        db.execute(insert(LINES).values(said="one"))
        order.append("first")
    waiting.join()
    assert (order, said(book)) == (["first", "second"], ["one", "two"])


def test_processes_that_write_at_once_lose_nothing(shelf: Shelf) -> None:
    at = [str(Path(__file__).parent), str(shelf.home), shelf.url, shelf.schema]
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, *at, word]) for word in "ab"]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert sorted(said(Book(shelf, TITLE))) == ["a"] * 25 + ["b"] * 25


def test_every_book_that_counts_gives_each_number_once(shelf: Shelf) -> None:
    kept, audit, ledger = Kept(shelf), AuditBook(shelf), Ledger(shelf)
    counting: list[Callable[[int], int]] = [
        lambda n: int(kept.add(f"key {n}", {})["investigation"]),
        lambda n: audit.enter(Act("tina", "counted", str(n))).number,
        lambda n: ledger.add("one", "anna", {"question": str(n)}, {}, ""),
    ]
    with ThreadPoolExecutor(4) as pool:
        given = [sorted(pool.map(count, range(12))) for count in counting]
    ledger.close()
    assert given == [[*range(1, 13)]] * 3


def test_connections_that_the_server_ended_are_made_anew(postgres: str, tmp_path: Path) -> None:
    named = make_url(postgres).update_query_dict({"application_name": "ended"}).render_as_string(hide_password=False)
    book = Book(Shelf(tmp_path, named), TITLE)
    say(book, "before")
    with Book(Shelf(tmp_path, postgres), TITLE).reading() as db:
        ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'ended'"
        assert db.scalar(text(ended)) == 1
    say(book, "after")
    assert said(book) == ["before", "after"]


def test_two_homes_on_one_server_stay_apart(postgres: str, tmp_path: Path) -> None:
    first, second = (Book(Shelf(tmp_path / name, postgres), TITLE) for name in ("one", "two"))
    say(first, "mine")
    assert (said(first), said(second)) == (["mine"], [])
    assert said(Book(Shelf(tmp_path / "three", postgres, first.shelf.schema), TITLE)) == ["mine"]


def test_a_column_that_is_new_is_added_to_a_book_of_an_earlier_version(book: Book, shelf: Shelf) -> None:
    say(book, "old")
    wider = MetaData()
    lines = LINES.to_metadata(wider)
    lines.append_column(Column("by", Text, nullable=False, server_default="nobody"))
    with Book(shelf, Title("trial", TITLE.file, wider, TITLE.told, TITLE.error)).reading() as db:
        assert [tuple(row) for row in db.execute(select(lines))] == [(1, "old", "nobody")]


def test_a_server_that_is_away_is_told_in_one_line_without_its_password(tmp_path: Path) -> None:
    url = "postgresql+psycopg://plant:geheim@127.0.0.1:1/plant?password=geheim"
    with pytest.raises(LibraryWriteFailed) as told, Book(Shelf(tmp_path, url, "brewery"), TITLE).reading():
        pass
    assert str(told.value).startswith("The trial in postgresql+psycopg://plant:***@127.0.0.1:1/plant, schema brewery:")
    assert "refused" in str(told.value)
    assert "geheim" not in str(told.value)
    assert told.value.remedy == "Look whether PLANT_DATABASE is right, and its server runs."


def test_a_file_that_is_no_database_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "trial.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(LibraryWriteFailed) as told, Book(Shelf(tmp_path), TITLE).reading():
        pass
    assert str(told.value) == (
        f"The trial in {tmp_path}/deep/trial.sqlite: file is not a database. Check the disk, its rights and the file."
    )
