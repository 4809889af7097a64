"""A library whose index is on a server (the local mode of its client): opened again, after a crash, beside others."""

from __future__ import annotations

from pathlib import Path

import pytest
from qdrant_client import QdrantClient

from papers import HashingEmbedder, manual, passage_of
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.collections import IndexCollections
from plant_knowledge_ingest.index.prepare import encodable, indexed
from plant_knowledge_ingest.index.protocol import IndexedPassage
from plant_knowledge_ingest.index.server import ServerIndex
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage import Document
from plant_knowledge_ingest.principal import Principal

pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect in the local Qdrant")
ANYBODY = Principal("anybody")
embedder = HashingEmbedder()


def stored(name: str) -> IndexedPassage:
    """Return a passage of a document that no catalogue has."""
    document = Document(name, "", name * 16, name)
    passage = passage_of("The seal of the pump leaks.", document)
    return indexed(document, passage, embedder.passages([encodable(document, passage)])[0], Glossary.read())


def opened(folder: Path, server: Path) -> Library:
    """Return a library whose index is in a client's local mode, which is kept in the folder ``server``."""
    place = IndexCollections(folder, "here", lambda: QdrantClient(path=str(server)))
    return Library(folder, lambda: embedder, place=place)


def test_a_library_answers_from_its_collection_when_it_is_opened_again(tmp_path: Path) -> None:
    manual(tmp_path / "Pump.pdf", "The seal of the pump leaks at 6 bar.")
    for expected in (1, 0):
        shelf = opened(tmp_path / "library", tmp_path / "server")
        assert shelf.ingest([tmp_path / "Pump.pdf"]).documents == expected
        hits = shelf.search("seal", ANYBODY).hits
        assert [hit.passage.text for hit in hits] == ["The seal of the pump leaks at 6 bar."]
        shelf.close()


def test_after_a_crash_the_collection_answers_as_the_catalogue_says(tmp_path: Path) -> None:
    manual(tmp_path / "Pump.pdf", "The seal of the pump leaks at 6 bar.")
    shelf = opened(tmp_path / "library", tmp_path / "server")
    shelf.ingest([tmp_path / "Pump.pdf"])
    shelf.close()
    client = QdrantClient(path=str(tmp_path / "server"))
    name = client.get_collections().collections[0].name
    broken = ServerIndex(client, name, size=embedder.size)
    broken.retire(next(iter(broken.live())))  # the catalogue was written, publishing was not
    strays = [stored(name) for name in ("Stray", "Other")]
    broken.add(strays)  # catalogue entries were removed, their passages were not
    for stray in strays:
        broken.publish(stray.document.issue)
    broken.close()
    shelf = opened(tmp_path / "library", tmp_path / "server")
    assert {hit.passage.document for hit in shelf.search("seal", ANYBODY).hits} == {"Pump"}
    shelf.close()


def test_two_libraries_on_one_server_stay_apart(tmp_path: Path) -> None:
    one, two = (
        IndexCollections(tmp_path / name, "here", lambda: QdrantClient(path=str(tmp_path / "server")))
        for name in ("one", "two")
    )
    for place, name in ((one, "model-3"), (two, "model-3"), (two, "model-4")):
        place.open(name, size=8, fingerprint="model").close()
    two.remove_all_but("model-4")
    client = QdrantClient(path=str(tmp_path / "server"))
    assert sorted(found.name[-7:] for found in client.get_collections().collections) == ["model-3", "model-4"]
    client.close()


def test_what_another_process_brings_in_is_known_at_the_next_question(tmp_path: Path) -> None:
    client = QdrantClient(":memory:")
    shelves = [
        Library(
            tmp_path / "library",
            lambda: embedder,
            place=IndexCollections(tmp_path / "library", "here", lambda: client),
        )
        for _ in range(2)
    ]
    ours, other = shelves
    assert ours.search("seal", ANYBODY).hits == ()
    manual(tmp_path / "Pump.pdf", "The seal of the pump leaks at 6 bar.")
    other.ingest([tmp_path / "Pump.pdf"])
    assert [hit.passage.document for hit in ours.search("seal", ANYBODY).hits] == ["Pump"]
