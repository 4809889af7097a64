"""A disk that becomes full: an index refuses before the engine would end the process, and goes on later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from papers import HashingEmbedder, passage_of
from plant_evals.crashes import _can_mount, _disk, _fuller
from plant_knowledge_ingest.errors import LibraryWriteFailed
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index import room
from plant_knowledge_ingest.index.edge import EdgeIndex
from plant_knowledge_ingest.index.prepare import encodable, indexed
from plant_knowledge_ingest.index.protocol import IndexedPassage
from plant_knowledge_ingest.index.room import taken_by
from plant_knowledge_ingest.passage import Document

PUMP = Document("Pump", "A", "a" * 64, "Pump P-101")

embedder = HashingEmbedder()
glossary = Glossary.read()


def passage(text: str) -> IndexedPassage:
    cut = passage_of(text, PUMP)
    return indexed(PUMP, cut, embedder.passages([encodable(PUMP, cut)])[0], glossary)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[EdgeIndex]:
    opened = EdgeIndex(tmp_path / "index", size=embedder.size, fingerprint="x")
    opened.add([passage("The seal leaks.")])
    yield opened
    opened.close()


def test_an_index_adds_and_publishes_only_where_there_is_room_and_takes_away_with_less(
    index: EdgeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(room, "NEEDED", 10**15)
        refused = r"Only \d+ MB are free .* 1000000000 MB are needed\. Free some"
        with pytest.raises(LibraryWriteFailed, match=refused):
            index.add([passage("Oil.")])
        with pytest.raises(LibraryWriteFailed, match=refused):
            index.publish(PUMP.issue)
        assert (index.stored(), index.live()) == ({PUMP.issue: 1}, {})
        index.delete(PUMP.issue)
    assert index.stored() == {}
    index.add([passage("Oil.")])
    index.publish(PUMP.issue)
    assert index.live() == {PUMP.issue: 1}


def test_where_there_is_no_room_for_a_graph_passages_are_found_without(
    tmp_path: Path, index: EdgeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(room, "NEEDED", 10**15)
        index.close()
    again = EdgeIndex(tmp_path / "index", size=embedder.size, fingerprint="x")
    assert again.stored() == {PUMP.issue: 1}
    again.close()


def test_a_batch_wants_room_for_all_its_vectors() -> None:
    encoded = [passage("The seal leaks. Replace it.").encoded]
    vectors = 1 + len(encoded[0].sentences)
    assert taken_by(encoded) == 4 * vectors * embedder.size * 4
    assert taken_by(encoded * 3) == 3 * taken_by(encoded)


@pytest.mark.slow
def test_on_a_disk_that_is_really_full_adding_is_refused_and_goes_on_later(tmp_path: Path) -> None:
    if not _can_mount(tmp_path):
        pytest.skip("mounting a small disk takes the right to")
    with _disk(tmp_path) as disk:
        index = EdgeIndex(disk / "index", size=embedder.size, fingerprint="x")
        with _fuller(disk, 2_000_000), pytest.raises(LibraryWriteFailed, match="Only 2 MB are free"):
            index.add([passage("The seal leaks.")])
        with _fuller(disk, 0), pytest.raises(LibraryWriteFailed, match="Only 0 MB are free"):
            index.delete(PUMP.issue)
        index.add([passage("The seal leaks.")])
        assert index.stored() == {PUMP.issue: 1}
        index.close()
