"""A library over time: revisions with dates, copies and claims, and what is forgotten for good."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from papers import HashingEmbedder, manual
from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.errors import UnknownDocument
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal

LOCAL = Principal("local")
FACTS = {
    "A": ("2020-05", "The torque of the flange is 15 Nm."),
    "B": ("2022-06-15", "The torque of the flange is 18 Nm."),
    "C": ("2025-03-01", "The torque of the flange is 21 Nm."),
}


class Calendar:
    """A day that can be set."""

    def __init__(self) -> None:
        self.day = date(2025, 6, 1)

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def library(tmp_path: Path, embedder: HashingEmbedder, calendar: Calendar) -> Iterator[Library]:
    opened = Library(tmp_path / "library", lambda: embedder, calendar)
    yield opened
    opened.close()


@pytest.fixture
def dated(library: Library, folder: Path) -> Library:
    """A library with three revisions of one manual."""
    for mark, (effective, fact) in FACTS.items():
        path = manual(folder / f"{mark}.pdf", fact)
        library.ingest([path], described={"document": "Filler", "revision": mark, "effective": effective})
    return library


def answers(library: Library, as_of: str = "", question: str = "torque of the flange") -> list[str]:
    day = date.fromisoformat(as_of) if as_of else None
    return [hit.passage.text for hit in library.search(question, LOCAL, as_of=day).hits]


@pytest.mark.parametrize(
    ("as_of", "mark"),
    [
        ("2020-05-01", "A"),
        ("2022-06-14", "A"),
        ("2022-06-15", "B"),
        ("2025-02-28", "B"),
        ("2025-03-01", "C"),
        ("", "C"),
    ],
)
def test_a_day_is_answered_from_the_revision_effective_on_it(dated: Library, as_of: str, mark: str) -> None:
    assert answers(dated, as_of) == [FACTS[mark][1]]


def test_before_the_first_revision_there_is_nothing(dated: Library) -> None:
    assert answers(dated, "2020-04-30") == []


def test_asking_for_a_day_changes_nothing_for_today(dated: Library) -> None:
    answers(dated, "2021-01-01")
    assert answers(dated) == [FACTS["C"][1]]


def test_rights_hold_on_every_day(library: Library, folder: Path) -> None:
    manual(folder / "a.pdf", FACTS["A"][1])
    library.ingest([folder], described={"document": "Filler", "rights": ["fitters"]})
    assert answers(library, "2024-01-01") == []


def test_a_revision_answers_from_its_day_on(library: Library, folder: Path, calendar: Calendar) -> None:
    calendar.day = date(2025, 2, 27)
    texts = []
    for mark in "BC":
        path = manual(folder / f"{mark}.pdf", FACTS[mark][1])
        said = {"document": "Filler", "revision": mark, "effective": FACTS[mark][0]}
        texts += [notice.text for notice in library.ingest([path], described=said).notices]
    assert texts == ["'Filler', revision C is effective from 2025-03-01; until then revision B answers"]
    assert answers(library) == [FACTS["B"][1]]
    calendar.day = date(2025, 3, 1)
    assert answers(library) == [FACTS["C"][1]]
    assert [library.is_current(entry) for entry in library.documents(LOCAL)] == [False, True]


def test_a_day_that_comes_while_the_library_is_closed_counts_when_it_opens(
    dated: Library, calendar: Calendar, tmp_path: Path
) -> None:
    calendar.day = date(2024, 1, 1)
    assert answers(dated) == [FACTS["B"][1]]
    dated.close()
    calendar.day = date(2026, 1, 1)
    again = Library(tmp_path / "library", HashingEmbedder, calendar)
    assert answers(again) == [FACTS["C"][1]]
    again.close()


def test_a_document_that_is_not_effective_yet_says_so_and_does_not_answer(library: Library, folder: Path) -> None:
    manual(folder / "a.pdf", FACTS["A"][1])
    (notice,) = library.ingest([folder], described={"document": "Filler", "effective": "2030"}).notices
    assert notice.text == "'Filler' is effective from 2030; until then nothing of it is in the answers"
    assert answers(library) == []
    assert answers(library, "2030-01-01") == [FACTS["A"][1]]
    assert library.page_png("Filler", 1, LOCAL, width=100).startswith(b"\x89PNG")


def test_an_older_revision_that_comes_later_is_said_to_be_superseded(dated: Library, folder: Path) -> None:
    path = manual(folder / "old.pdf", "The torque of the flange is 9 Nm.")
    said = {"document": "Filler", "revision": "0", "effective": "2010"}
    (notice,) = dated.ingest([path], described=said).notices
    assert notice.text == "'Filler', revision 0 is superseded: revision C answers"


def test_what_is_said_of_a_file_counts_for_more_than_its_side_car(library: Library, folder: Path) -> None:
    path = manual(folder / "a.pdf", FACTS["A"][1])
    (folder / "documents.yaml").write_text("documents: [{file: a.pdf, document: Filler, revision: A}]")
    library.ingest([path], described={"revision": "B", "assets": ["FL-303"]})
    (entry,) = library.documents(LOCAL)
    assert (entry.document.name, entry.document.revision, entry.document.assets) == ("Filler", "B", ("FL-303",))


def test_what_was_said_of_a_file_stays_when_its_folder_is_read(dated: Library, folder: Path) -> None:
    assert dated.ingest([folder]).unchanged == 3
    assert answers(dated) == [FACTS["C"][1]]


def test_a_copy_is_named_with_what_it_is_a_copy_of(dated: Library, folder: Path) -> None:
    (folder / "copy.pdf").write_bytes((folder / "C.pdf").read_bytes())
    (notice,) = dated.ingest([folder / "copy.pdf"]).notices
    assert notice.path == str(folder / "copy.pdf")
    assert notice.text == f"it is the same file as {folder / 'C.pdf'}, which is in the library as 'Filler', revision C"


@pytest.mark.parametrize("revision", [None, "C"])
def test_what_is_forgotten_cannot_be_found_on_any_way(
    dated: Library, revision: str | None, tmp_path: Path, calendar: Calendar
) -> None:
    code = manual(tmp_path / "code.pdf", "Alarm K7731: the torque of the flange is 21 Nm.")
    dated.ingest([code], described={"document": "Filler", "revision": "C2", "effective": "2025-03-02"})
    questions = ("torque of the flange", "K7731", "Drehmoment Flansch", "法兰扭矩", "21 Nm")
    shown = {answer for question in questions for answer in answers(dated, question=question)}
    assert shown == {"Alarm K7731: the torque of the flange is 21 Nm."}
    dated.forget("Filler", "C2", LOCAL)
    dated.forget("Filler", revision, LOCAL)

    def everything(opened: Library) -> str:
        days = ("", "2021-01-01", "2025-03-02", "2030-01-01")
        return " ".join(text for day in days for question in questions for text in answers(opened, day, question))

    assert "21 Nm" not in everything(dated)
    assert dated.search("K7731", LOCAL).known_codes == frozenset()
    with pytest.raises(UnknownDocument):
        dated.pages_pdf("Filler", LOCAL, revision="C2")
    dated.close()
    again = Library(tmp_path / "library", HashingEmbedder, calendar)
    assert "21 Nm" not in everything(again)
    assert len(list((tmp_path / "library" / "files").iterdir())) == len(again.documents(LOCAL))
    again.close()


def test_forgetting_while_others_search_disturbs_nobody(dated: Library, folder: Path) -> None:
    paths = [manual(folder / f"extra {n}.pdf", f"The torque of flange {n} is {n} Nm.") for n in range(10)]
    dated.ingest(paths)

    def search(_: int) -> list[str]:
        return answers(dated)

    with ThreadPoolExecutor(4) as threads:
        results = threads.map(search, range(80))
        for n in range(10):
            dated.forget(f"extra {n}", None, LOCAL)
        assert all(FACTS["C"][1] in found for found in results)
    assert answers(dated) == [FACTS["C"][1]]


def test_reading_many_files_costs_each_the_same(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statements on the catalogue may not look at all entries for each file."""
    for n in range(30):
        (folder / f"{n}.md").write_text(f"# Pump {n}\n\nThe oil of pump {n} is changed every {n} hours.")
    catalogue = library._catalogue  # noqa: SLF001 - it is what is measured
    whole, looks = catalogue.entries, []

    def entries() -> list[Entry]:
        looks.append(len(whole()))
        return whole()

    monkeypatch.setattr(catalogue, "entries", entries)
    assert library.ingest([folder]).documents == 30
    assert len(looks) < 5
