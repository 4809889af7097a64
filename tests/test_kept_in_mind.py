"""What is kept in mind so that a question costs less is gone as soon as it is not true any more."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from databases import by_hand, database_of, shelf_of
from plant_copilot.ledger import Ledger
from plant_knowledge_ingest.catalogue import Catalogue
from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.passage import Document


def entry(name: str, pages: int = 1) -> Entry:
    document = Document(name=name, revision="A", file="f" * 64, title=name)
    return Entry(document, Path(f"{name}.pdf"), f"{name}.pdf", pages, 3, ("en",), {}, "2026-01-01")


def test_the_catalogue_sees_what_it_and_what_another_process_has_written(tmp_path: Path) -> None:
    mine, theirs = Catalogue(tmp_path / "catalogue.sqlite3"), Catalogue(tmp_path / "catalogue.sqlite3")
    assert mine.entries() == []
    theirs.put(entry("pump"))
    assert [one.document.name for one in mine.entries()] == ["pump"]
    mine.put(entry("pump", pages=2))
    assert [one.pages for one in mine.revisions("pump")] == [2]
    theirs.remove("pump", "A")
    assert (mine.entries(), mine.revisions("pump")) == ([], [])
    mine.close()
    theirs.close()


def test_whoever_changes_a_list_of_entries_changes_it_for_nobody_else(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite3")
    catalogue.put(entry("pump"))
    catalogue.entries().clear()
    assert len(catalogue.entries()) == 1
    catalogue.close()


def test_a_glossary_says_the_same_whoever_changed_what_it_said_before() -> None:
    glossary = Glossary.read()
    first = glossary.senses("tighten the flange screws", "en")
    first.clear()
    assert glossary.find("tighten the flange screws", "en") >= {"flange"}


@pytest.mark.timeout(20)
def test_who_reads_threads_does_not_wait_for_who_writes(tmp_path: Path) -> None:
    ledger = Ledger(shelf_of(tmp_path))
    ledger.begin("one", "anna", "What now?")
    with by_hand(database_of(tmp_path, "threads.sqlite")) as writer:
        writer.execute(text("UPDATE threads SET owner = 'berta'"))
        assert ledger.owner("one") == "anna"
    ledger.close()
