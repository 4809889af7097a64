"""Copies beside the engine: they are what the engine holds, and whatever happens to them costs time only."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from papers import HashingEmbedder, passage_of
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.edge import EdgeIndex
from plant_knowledge_ingest.index.prepare import encodable, indexed
from plant_knowledge_ingest.index.protocol import IndexedPassage
from plant_knowledge_ingest.index.shelf import Copy, Shelf
from plant_knowledge_ingest.passage import Document

IDS = [str(uuid.UUID(int=number)) for number in range(4)]
FIRST, SECOND = (Copy(IDS[0], "a", b"the seal"), Copy(IDS[1], "b", b"the pump"))
PUMP = Document("Pump", "A", "a" * 64, "Pump P-101", assets=("P-101",))
FAN = Document("Fan", "A", "b" * 64, "Fan V-201", assets=("V-201",))
TEXTS = {PUMP: "The seal of the pump leaks at 6 bar. Replace it.", FAN: "Grease the bearing of the fan every 4000 h."}

embedder = HashingEmbedder()


def opened(folder: Path) -> EdgeIndex:
    return EdgeIndex(folder / "index", size=embedder.size, fingerprint=embedder.fingerprint)


@pytest.fixture
def stored(tmp_path: Path) -> list[IndexedPassage]:
    """Two passages of two documents, stored in an index that is closed again."""
    cut = [(document, passage_of(text, document)) for document, text in TEXTS.items()]
    encoded = embedder.passages([encodable(document, passage) for document, passage in cut])
    made = [indexed(d, p, vectors, Glossary.read()) for (d, p), vectors in zip(cut, encoded, strict=True)]
    index = opened(tmp_path)
    index.add(made)
    index.close()
    return made


def test_what_was_put_on_a_shelf_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    for _ in range(2):
        shelf = Shelf(tmp_path / "shelf", "words")
        shelf.put([FIRST, SECOND, Copy(IDS[0], "a", b"the new seal")])
        assert shelf.get(IDS) == {IDS[0]: b"the new seal", IDS[1]: b"the pump"}
        shelf.close()
    assert Shelf(tmp_path / "shelf", "words").get(IDS[:1]) == {IDS[0]: b"the new seal"}


def test_of_what_is_taken_away_nothing_is_left_in_the_files(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, "words")
    shelf.put([FIRST, SECOND])
    shelf.drop("a")
    assert shelf.get(IDS) == Shelf(tmp_path, "words").get(IDS) == {IDS[1]: b"the pump"}
    assert b"seal" not in (tmp_path / "words.bytes").read_bytes()


def test_a_shelf_that_is_mostly_gaps_is_cleared(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, "words")
    shelf.put([FIRST._replace(content=b"x" * 100), SECOND])
    shelf.drop("a")
    shelf.close()
    again = Shelf(tmp_path, "words")
    assert (again.get(IDS), (tmp_path / "words.bytes").stat().st_size) == ({}, 0)
    again.put([SECOND])
    assert again.get(IDS) == {IDS[1]: b"the pump"}


@pytest.mark.parametrize("cut", range(1, 96, 7))
def test_a_torn_list_loses_its_last_entries_only(tmp_path: Path, cut: int) -> None:
    Shelf(tmp_path, "words").put([FIRST, SECOND])
    listed = (tmp_path / "words.list").read_bytes()
    (tmp_path / "words.list").write_bytes(listed[:-cut])
    shelf = Shelf(tmp_path, "words")
    assert shelf.get(IDS) == ({IDS[0]: b"the seal"} if cut <= 48 else {})
    shelf.put([SECOND])
    assert Shelf(tmp_path, "words").get(IDS[1:]) == {IDS[1]: b"the pump"}


def _remove(file: Path) -> None:
    file.unlink()


def _scribble(file: Path) -> None:
    file.write_bytes(bytes(reversed(file.read_bytes())))


def _halve(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize("harm", [_remove, _scribble, _halve])
@pytest.mark.parametrize("file", ["traits.bytes", "traits.list", "sentences.bytes", "sentences.list"])
def test_whatever_happens_to_the_copies_the_index_gives_the_same(
    tmp_path: Path, stored: list[IndexedPassage], file: str, harm: Callable[[Path], None]
) -> None:
    ids = [one.passage.id for one in stored]
    index = opened(tmp_path)
    found, vectors = index.found(ids), index.sentence_vectors(ids)
    index.close()
    harm(tmp_path / "index" / "nearby" / file)
    for _ in range(2):
        index = opened(tmp_path)
        assert index.found(ids) == found
        again = index.sentence_vectors(ids)
        assert all(np.array_equal(again[one], vectors[one]) for one in ids)
        index.close()


def test_an_index_made_without_copies_gives_the_same(tmp_path: Path, stored: list[IndexedPassage]) -> None:
    ids = [one.passage.id for one in stored]
    index = opened(tmp_path)
    found = index.found(ids)
    index.close()
    for file in (tmp_path / "index" / "nearby").iterdir():
        file.unlink()
    (tmp_path / "index" / "nearby").rmdir()
    index = opened(tmp_path)
    assert index.found(ids) == found == index.found(ids)
    index.close()


def test_copies_follow_what_becomes_of_a_document(tmp_path: Path, stored: list[IndexedPassage]) -> None:
    ids = [one.passage.id for one in stored]
    index = opened(tmp_path)
    index.relabel(replace(PUMP, assets=("P-105",)))
    index.delete(FAN.issue)
    assert {one: found.assets for one, found in index.found(ids).items()} == {ids[0]: frozenset({"P105"})}
    assert index.sentence_vectors(ids).keys() == {ids[0]}
    index.close()
    left = [file.read_bytes() for file in (tmp_path / "index" / "nearby").iterdir()]
    assert not any(b"grease" in content for content in left)
