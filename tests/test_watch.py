"""A folder that is watched: what is new, changed, renamed or gone in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from papers import manual
from plant_copilot import payload
from plant_copilot.keeping_up import KeepingUp
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.watching import Watch

LOCAL = Principal("local")
Json = dict[str, Any]


class Kept:
    """A library behind the face that a watch needs."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def ingest(self, paths: Sequence[str | Path]) -> Json:
        return payload.report_json(self.library.ingest([Path(path) for path in paths]))

    def documents(self) -> Json:
        return {"documents": [payload.entry_json(e, current=True) for e in self.library.documents(LOCAL)]}

    def forget(self, document: str, *, revision: str | None = None) -> Json:
        return {"forgotten": self.library.forget(document, revision, LOCAL)}


class Watched:
    """A folder, the library that keeps up with it, and what was told."""

    def __init__(self, library: Library, folder: Path, *, prune: bool) -> None:
        self.library = library
        self.told: list[Json] = []
        self._keeping_up = KeepingUp(Kept(library), folder, self.told.append, prune=prune)

    def look(self, times: int = 3) -> list[str]:
        """Look that often; return the events that were told of."""
        self.told.clear()
        for _ in range(times):
            self._keeping_up.look()
        return [told["event"] for told in self.told]

    @property
    def documents(self) -> list[str]:
        return [entry.document.name for entry in self.library.documents(LOCAL)]


@pytest.fixture
def watched(library: Library, folder: Path) -> Watched:
    """A folder with two manuals that are in the library."""
    manual(folder / "a.pdf", "The torque of the flange is 21 Nm.")
    manual(folder / "b.pdf", "The oil is changed every 4000 hours.")
    kept = Watched(library, folder, prune=False)
    assert kept.look() == ["ingested"]
    return kept


@pytest.fixture
def pruned(watched: Watched, folder: Path) -> Watched:
    """The same, where the documents of removed files are forgotten."""
    kept = Watched(watched.library, folder, prune=True)
    kept.look()
    return kept


def test_what_is_new_comes_in_once_and_then_there_is_silence(watched: Watched, folder: Path) -> None:
    assert watched.look() == []
    manual(folder / "c.pdf", "The belt is replaced every year.")
    assert watched.look(5) == ["ingested"]
    assert watched.documents == ["a", "b", "c"]


def test_a_file_that_is_still_being_copied_is_waited_for(tmp_path: Path) -> None:
    watch, path = Watch(tmp_path), tmp_path / "a.pdf"
    for size in (1, 2, 3):
        path.write_bytes(b"x" * size)
        assert watch.look() == []
    assert watch.look() == [path]


def test_a_file_waits_for_what_is_copied_along_with_it(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    (tmp_path / "a.pdf").touch()
    watch.look()
    (tmp_path / "documents.yaml").touch()
    assert watch.look() == []
    assert watch.look() == [tmp_path / "a.pdf"]


def test_a_file_that_was_not_taken_is_returned_again(tmp_path: Path) -> None:
    watch, path = Watch(tmp_path), tmp_path / "a.pdf"
    path.touch()
    assert [watch.look() for _ in range(3)] == [[], [path], [path]]
    watch.take([path])
    assert watch.look() == []


def test_a_file_that_changes_is_read_again(watched: Watched, folder: Path) -> None:
    manual(folder / "a.pdf", "The torque of the flange is 25 Nm since the new seal.")
    assert watched.look() == ["ingested"]
    (hit,) = watched.library.search("torque of the flange", LOCAL, limit=1).hits
    assert "25 Nm" in hit.passage.text


def test_a_side_car_that_changes_relabels_what_is_beside_it(watched: Watched, folder: Path) -> None:
    (folder / "documents.yaml").write_text("documents: [{file: a.pdf, rights: [fitters]}]")
    assert watched.look() == ["ingested"]
    assert watched.documents == ["b"]


def test_a_renamed_file_takes_its_document_along(watched: Watched, folder: Path) -> None:
    (folder / "a.pdf").rename(folder / "flange.pdf")
    assert watched.look(5) == ["ingested"]
    assert watched.documents == ["b", "flange"]


def test_a_moved_file_is_neither_read_again_nor_missed(watched: Watched, folder: Path) -> None:
    (folder / "old").mkdir()
    (folder / "a.pdf").rename(folder / "old" / "a.pdf")
    assert watched.look(5) == []
    assert {entry.path for entry in watched.library.documents(LOCAL)} == {folder / "b.pdf", folder / "old" / "a.pdf"}


def test_a_removed_file_leaves_its_document_and_is_told_of_once(watched: Watched, folder: Path) -> None:
    (folder / "a.pdf").unlink()
    assert watched.look(5) == ["gone"]
    assert watched.told == [{"event": "gone", "document": "a", "revision": "", "path": str(folder / "a.pdf")}]
    assert watched.documents == ["a", "b"]


def test_a_removed_file_takes_its_document_along_where_that_is_wanted(pruned: Watched, folder: Path) -> None:
    (folder / "a.pdf").unlink()
    assert pruned.look(5) == ["forgotten"]
    assert pruned.documents == ["b"]
    assert {hit.passage.document for hit in pruned.library.search("torque of the flange", LOCAL).hits} == {"b"}


def test_what_went_while_nobody_watched_is_noticed(watched: Watched, folder: Path) -> None:
    (folder / "a.pdf").unlink()
    later = Watched(watched.library, folder, prune=True)
    assert later.look(5) == ["forgotten"]


def test_a_folder_that_is_not_mounted_loses_nothing(pruned: Watched, folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    assert pruned.look(5) == ["problem"]
    folder.mkdir()
    assert pruned.look(5) == []
    assert pruned.documents == ["a", "b"]


def test_a_subfolder_that_is_not_mounted_loses_nothing(pruned: Watched, folder: Path) -> None:
    (folder / "share").mkdir()
    manual(folder / "share" / "c.pdf", "The belt is replaced every year.")
    assert pruned.look() == ["ingested"]
    (folder / "share" / "c.pdf").rename(folder.parent / "c.pdf")
    assert pruned.look(5) == ["gone"]
    assert pruned.documents == ["a", "b", "c"]


def test_a_file_that_cannot_be_read_is_told_of_once_until_it_changes(watched: Watched, folder: Path) -> None:
    (folder / "c.pdf").write_bytes(b"%PDF-1.7 half a fi")
    assert watched.look(5) == ["ingested"]
    assert len(watched.told[0]["report"]["failed"]) == 1
    manual(folder / "c.pdf", "The belt is replaced every year.")
    assert watched.look(5) == ["ingested"]
