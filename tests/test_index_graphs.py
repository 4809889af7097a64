"""When an embedded index gets a graph, and when its graphs become one: passages so large that few are enough."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from papers import HashingEmbedder, passage_of
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.edge import EdgeIndex
from plant_knowledge_ingest.index.prepare import encodable, indexed
from plant_knowledge_ingest.index.protocol import IndexedPassage, Scope
from plant_knowledge_ingest.passage import Document
from plant_knowledge_ingest.principal import Principal

ANYBODY = Scope(Principal("anybody"))
EMBEDDER, GLOSSARY = HashingEmbedder(), Glossary.read()
SPANS = 2_000
"""Of each passage: fifty megabytes of their vectors are what gets a graph."""


def large(document: Document, number: int) -> list[IndexedPassage]:
    """Return passages that are all about the same, each with many vectors."""
    passages = [passage_of(f"Valve V-{n} closes at {n} bar.", document) for n in range(number)]
    encoded = EMBEDDER.passages([encodable(document, passage) for passage in passages])
    many = [replace(one, sentences=np.repeat(one.sentences[:1], SPANS, axis=0)) for one in encoded]
    return [indexed(document, passage, one, GLOSSARY) for passage, one in zip(passages, many, strict=True)]


def add(folder: Path, name: str, number: int) -> list[str]:
    """Add a document of so many passages, and return the names of the segments that then have a graph."""
    document = Document(name, "A", name[:1] * 64, name)
    index = EdgeIndex(folder, size=EMBEDDER.size, fingerprint="x")
    index.add(large(document, number))
    index.publish(document.issue)
    index.close()
    return [links.parts[-3] for links in (folder / "shard" / "segments").glob("*/vector_index-passage/links*")]


@pytest.mark.slow
def test_what_is_much_is_put_into_one_graph_with_the_rest_and_what_is_little_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    enough = 60_000_000 // (SPANS * EMBEDDER.size * 2)
    first, second = add(folder, "a manual", enough), add(folder, "b manual", enough)
    assert (len(first), len(second)) == (1, 1)
    assert first != second
    assert add(folder, "c manual", 2) == second
    index = EdgeIndex(folder, size=EMBEDDER.size, fingerprint="x")
    assert sorted(index.live().values()) == [2, enough, enough]
    found = index.nearest(EMBEDDER.query("Valve V-1 closes at 1 bar."), ANYBODY, 6)
    assert len({one.id for one in found}) == 6
    index.close()
