"""The newest revision answers; the older ones stay citable."""

from __future__ import annotations

from pathlib import Path

import pytest

from papers import HashingEmbedder, manual
from plant_knowledge_ingest.errors import UnknownDocument, UnknownPage
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal

LOCAL = Principal("local")
OLD, NEW = "The torque of the flange is 18 Nm.", "The torque of the flange is 21 Nm."
PNG = b"\x89PNG"


def describe(folder: Path, *revisions: tuple[str, str, str]) -> None:
    """Write a side-car for revisions of one document: file, mark, date."""
    entries = "".join(
        f"  - {{file: {file}, document: FL-303 manual, revision: '{mark}', effective: '{effective}'}}\n"
        for file, mark, effective in revisions
    )
    (folder / "documents.yaml").write_text(f"documents:\n{entries}")


@pytest.fixture
def two(library: Library, folder: Path) -> Library:
    """A library with revisions B and C of one manual."""
    manual(folder / "b.pdf", OLD)
    manual(folder / "c.pdf", NEW)
    describe(folder, ("b.pdf", "B", "2022-06-15"), ("c.pdf", "C", "2025-03-01"))
    library.ingest([folder])
    return library


def answers(library: Library) -> list[str]:
    return [hit.passage.text for hit in library.search("torque of the flange", LOCAL).hits]


def test_only_the_newest_revision_answers(two: Library) -> None:
    assert answers(two) == [NEW]
    assert [(e.document.revision, two.is_current(e)) for e in two.documents(LOCAL)] == [("B", False), ("C", True)]


def test_the_pages_of_the_older_revision_can_still_be_shown(two: Library) -> None:
    older, newer = (two.page_png("FL-303 manual", 1, LOCAL, revision=mark, width=200) for mark in "BC")
    assert older[:4] == newer[:4] == PNG
    assert older != newer
    assert two.page_png("FL-303 manual", 1, LOCAL, width=200) == newer


def test_forgetting_the_newer_brings_the_older_back(two: Library) -> None:
    assert [entry.document.revision for entry in two.forget("FL-303 manual", "C", LOCAL)] == ["C"]
    assert answers(two) == [OLD]
    with pytest.raises(UnknownDocument, match="'FL-303 manual', revision C, is not in the library"):
        two.page_png("FL-303 manual", 1, LOCAL, revision="C")


def test_forgetting_the_older_changes_no_answer(two: Library) -> None:
    two.forget("FL-303 manual", "B", LOCAL)
    assert answers(two) == [NEW]


def test_forgetting_a_document_forgets_all_its_revisions_and_pages(two: Library, tmp_path: Path) -> None:
    assert len(two.forget("FL-303 manual", None, LOCAL)) == 2
    assert answers(two) == []
    assert list((tmp_path / "library" / "files").iterdir()) == []


def test_what_was_forgotten_can_come_again(two: Library, folder: Path, embedder: HashingEmbedder) -> None:
    two.forget("FL-303 manual", "C", LOCAL)
    assert two.ingest([folder]).documents == 1
    assert answers(two) == [NEW]
    assert len(embedder.embedded) == 3


def test_an_older_revision_that_comes_later_does_not_answer(library: Library, folder: Path) -> None:
    manual(folder / "c.pdf", NEW)
    describe(folder, ("c.pdf", "C", "2025-03-01"))
    library.ingest([folder])
    manual(folder / "b.pdf", OLD)
    describe(folder, ("b.pdf", "B", "2022-06-15"), ("c.pdf", "C", "2025-03-01"))
    library.ingest([folder])
    assert answers(library) == [NEW]


def test_a_corrected_date_decides_anew_which_revision_answers(
    two: Library, folder: Path, embedder: HashingEmbedder
) -> None:
    describe(folder, ("b.pdf", "B", "2026-01-01"), ("c.pdf", "C", "2025-03-01"))
    two.ingest([folder])
    assert answers(two) == [OLD]
    assert len(embedder.embedded) == 2


@pytest.mark.parametrize(("older", "newer"), [("9", "10"), ("B", "C"), ("2.9", "2.10"), ("A9", "A10"), ("", "1")])
def test_without_dates_the_marks_are_put_in_order(library: Library, folder: Path, older: str, newer: str) -> None:
    manual(folder / "a.pdf", NEW)
    manual(folder / "b.pdf", OLD)
    describe(folder, ("a.pdf", newer, ""), ("b.pdf", older, ""))
    library.ingest([folder])
    assert answers(library) == [NEW]


def test_an_unknown_revision_is_told_what_there_is(two: Library) -> None:
    with pytest.raises(UnknownDocument, match=r"revision D, is not in the library\. There is: FL-303 manual\."):
        two.pages_pdf("FL-303 manual", LOCAL, revision="D")
    with pytest.raises(UnknownDocument, match="revision D"):
        two.forget("FL-303 manual", "D", LOCAL)


@pytest.mark.parametrize("page", [0, 2, -1])
def test_a_page_that_the_document_does_not_have_is_named(two: Library, page: int) -> None:
    with pytest.raises(UnknownPage, match=f"pages 1 to 1, not {page}"):
        two.page_png("FL-303 manual", page, LOCAL)
