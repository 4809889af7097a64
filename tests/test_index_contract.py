"""What every index does, whichever engine keeps it.

The server adapter runs on qdrant-client's local mode, which has the client's whole interface and no server; and on
a real server where QDRANT_TEST_URL names one.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llama_index.core.vector_stores.types import VectorStoreQuery
from qdrant_client import QdrantClient

from papers import HashingEmbedder, passage_of
from plant_knowledge_ingest.errors import IndexMismatch
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.connection import connect
from plant_knowledge_ingest.index.edge import EdgeIndex
from plant_knowledge_ingest.index.llama import IndexVectorStore
from plant_knowledge_ingest.index.prepare import encodable, indexed
from plant_knowledge_ingest.index.protocol import Index, IndexedPassage, Scope, Scored
from plant_knowledge_ingest.index.server import ServerIndex
from plant_knowledge_ingest.passage import Document
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.traits import Traits

pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect in the local Qdrant")

ANYBODY = Scope(Principal("anybody"))
PUMP = Document("Pump", "A", "a" * 64, "Pump P-101", assets=("P-101",))
PUMPE = Document("Pumpe", "A", "b" * 64, "Pumpe", assets=("P-102",))
RECIPES = Document("Recipes", "", "c" * 64, "Recipes", rights=("laboratory",))
TEXTS = {
    PUMP: ("The seal of the pump leaks at 6 bar.", "Alarm E0451 stops the pump and its motor."),
    PUMPE: ("Die Dichtung der Pumpe ist undicht und wird ersetzt.", "Das Öl der Pumpe wird jährlich gewechselt."),
    RECIPES: ("The syrup for recipe R7731 is heated by the pump.",),
}

embedder = HashingEmbedder()
glossary = Glossary.read()
Maker: TypeAlias = Callable[[Path], Index]


def stored(document: Document, text: str, language: str = "") -> IndexedPassage:
    """Return a passage as ingestion stores it."""
    passage = passage_of(text, document)
    passage = replace(passage, language=language or passage.language)
    return indexed(document, passage, embedder.passages([encodable(document, passage)])[0], glossary)


def library(index: Index) -> Index:
    """Fill ``index`` with three documents that answer."""
    for document, texts in TEXTS.items():
        language = "de" if document is PUMPE else "en"
        index.add([stored(document, text, language) for text in texts])
        index.publish(document.issue)
    return index


def on_edge(folder: Path) -> Index:
    return EdgeIndex(folder / "edge", size=embedder.size, fingerprint=embedder.fingerprint)


def in_process(_: Path) -> Index:
    return ServerIndex(QdrantClient(":memory:"), "test", size=embedder.size)


@pytest.fixture(params=["edge", "client", "server"])
def make(request: pytest.FixtureRequest) -> Iterator[Maker]:
    """Each engine; a collection that a test makes on the server goes with it."""
    if request.param != "server":
        yield on_edge if request.param == "edge" else in_process
        return
    url, name = request.getfixturevalue("qdrant_url"), uuid.uuid4().hex
    client = connect(url)
    yield lambda _: ServerIndex(connect(url), name, size=embedder.size, url=url)
    client.delete_collection(name)
    client.close()


@pytest.fixture
def index(make: Maker, tmp_path: Path) -> Iterator[Index]:
    """An empty index."""
    made = make(tmp_path)
    yield made
    made.close()


def texts(index: Index, found: Sequence[Scored]) -> list[str]:
    passages = index.passages([one.id for one in found])
    return [passages[one.id].text for one in found]


def documents_of(index: Index, found: Sequence[Scored]) -> set[str]:
    return {passage.document for passage in index.passages([one.id for one in found]).values()}


def test_a_new_index_is_empty(index: Index) -> None:
    assert index.live() == index.stored() == index.languages() == {}
    assert index.nearest(embedder.query("pump"), ANYBODY, 5) == []
    assert index.lexical(["pump"], ANYBODY, 5) == []
    assert index.similarities(embedder.query("pump"), []) == {}


def test_what_is_stored_is_found_once_it_is_published(index: Index) -> None:
    index.add([stored(PUMP, text) for text in TEXTS[PUMP]])
    assert (index.stored(), index.live()) == ({PUMP.issue: 2}, {})
    assert index.lexical(["seal"], ANYBODY, 5) == []
    index.publish(PUMP.issue)
    assert index.live() == {PUMP.issue: 2}
    assert texts(index, index.lexical(["seal"], ANYBODY, 5)) == [TEXTS[PUMP][0]]


def test_storing_twice_changes_nothing(index: Index) -> None:
    passage = stored(PUMP, TEXTS[PUMP][0])
    other = str(uuid.uuid4())
    for _ in range(2):
        index.add([passage])
    assert index.stored() == {PUMP.issue: 1}
    assert index.missing([passage.passage.id, other]) == {other}


def test_a_retired_issue_stays_stored_and_a_deleted_one_goes(index: Index) -> None:
    library(index)
    index.retire(PUMP.issue)
    index.delete(PUMPE.issue)
    assert index.live() == {RECIPES.issue: 1}
    assert index.stored() == {PUMP.issue: 2, RECIPES.issue: 1}


def test_a_passage_comes_back_as_it_was(index: Index) -> None:
    passage = stored(PUMP, TEXTS[PUMP][1], "en")
    index.add([passage])
    index.publish(PUMP.issue)
    found = index.nearest(embedder.query("alarm"), ANYBODY, 1)[0]
    assert index.passages([found.id, str(uuid.uuid4())]) == {found.id: passage.passage}
    assert index.found([found.id]) == {
        found.id: (Traits.of(passage.passage, passage.notions), frozenset({"P101"})),
    }
    assert found.score == pytest.approx(float(passage.encoded.passage @ embedder.query("alarm")), abs=1e-5)


def test_a_scope_narrows_to_language_asset_code_rights_and_site(index: Index) -> None:
    library(index)
    vector = embedder.query("pump")

    def documents(scope: Scope) -> set[str]:
        return documents_of(index, index.nearest(vector, scope, 9))

    assert documents(ANYBODY) == {"Pump", "Pumpe"}
    assert documents(replace(ANYBODY, language="de")) == {"Pumpe"}
    assert documents(replace(ANYBODY, asset="P-101")) == {"Pump"}
    assert documents(replace(ANYBODY, codes=frozenset({"E0451"}))) == {"Pump"}
    assert documents(Scope(Principal("chemist", frozenset({"laboratory"})))) >= {"Recipes"}
    index.relabel(replace(PUMPE, site="Linz"))
    assert documents(ANYBODY) == documents(Scope(Principal("a", sites=frozenset({"Steyr"})))) == {"Pump"}
    for site in ("Linz", "*"):
        assert documents(Scope(Principal("a", sites=frozenset({site})))) == {"Pump", "Pumpe"}


def test_a_question_of_another_day_is_answered_by_the_issues_of_that_day(index: Index) -> None:
    library(index)
    index.retire(PUMP.issue)
    assert index.lexical(["e0451"], ANYBODY, 9) == []
    then = replace(ANYBODY, issues=frozenset({PUMP.issue}))
    assert texts(index, index.lexical(["e0451", "pumpe"], then, 9)) == [TEXTS[PUMP][1]]


def test_the_rarest_word_counts_most(index: Index) -> None:
    library(index)
    assert texts(index, index.lexical(["the", "pump", "e0451"], ANYBODY, 9))[0] == TEXTS[PUMP][1]
    scores = [found.score for found in index.lexical(["pump", "e0451"], ANYBODY, 9)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 2 * scores[1]


def test_concepts_are_found_in_every_language(index: Index) -> None:
    library(index)
    found = index.conceptual(frozenset({"seal"}), ANYBODY, 9)
    assert set(texts(index, found)) == {TEXTS[PUMP][0], TEXTS[PUMPE][0]}
    assert index.conceptual(frozenset(), ANYBODY, 9) == []


def test_new_rights_and_assets_hold_at_once(index: Index) -> None:
    library(index)
    index.relabel(replace(PUMP, assets=("P-109",), rights=("laboratory",)))
    assert documents_of(index, index.lexical(["pump", "pumpe"], ANYBODY, 9)) == {"Pumpe"}
    assert index.assets() == {"P-109", "P-102"}


def test_concepts_titles_and_languages_are_counted_among_what_answers(index: Index) -> None:
    library(index)
    index.retire(RECIPES.issue)
    assert index.languages() == {"en": 2, "de": 2}
    assert index.concept_counts()["seal"] == 2
    assert index.title_counts()["pump"] == 4
    sampled = index.sample("de", 9)
    assert [one.passage.shape for one in sampled] == [(embedder.size,)] * 2
    assert all(one.sentences.shape == (1, embedder.size) for one in sampled)


def test_passages_of_some_pages_come_in_reading_order(index: Index) -> None:
    made = [stored(PUMP, text) for text in TEXTS[PUMP]]
    placed = [replace(one, passage=replace(one.passage, page=3 - n, order=0)) for n, one in enumerate(made)]
    index.add(placed)
    assert [passage.page for passage in index.on_pages(PUMP.issue, 1, 3)] == [2, 3]
    assert [passage.page for passage in index.on_pages(PUMP.issue, 3, 9)] == [3]
    index.delete(PUMP.issue)
    assert index.on_pages(PUMP.issue, 3, 9) == []


def test_the_vectors_of_an_issue_can_be_taken_over(index: Index) -> None:
    made = {one.passage.id: one for one in (stored(PUMP, text) for text in TEXTS[PUMP])}
    index.add(list(made.values()))
    contents = {passage.id: (passage, vectors) for passage, vectors in index.contents(PUMP.issue)}
    assert {name: passage for name, (passage, _) in contents.items()} == {n: one.passage for n, one in made.items()}
    for name, (_, vectors) in contents.items():
        assert np.abs(vectors.passage - made[name].encoded.passage).max() < 1e-6
        assert np.abs(vectors.sentences - made[name].encoded.sentences).max() < 1e-3


def test_sentences_have_their_own_vectors(index: Index) -> None:
    passage = stored(PUMP, "The seal leaks. The motor is hot.")
    index.add([passage])
    vectors = index.sentence_vectors([passage.passage.id])[passage.passage.id]
    assert vectors.shape == (2, embedder.size)
    assert np.abs(vectors - passage.encoded.sentences).max() < 1e-3


WORDS = "pump seal motor leaks alarm bar oil hot stops weekly".split()


@settings(max_examples=6)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=2, max_size=9), min_size=2, max_size=12, unique_by=tuple),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True),
)
def test_both_engines_find_the_same_in_the_same_order(
    tmp_path_factory: pytest.TempPathFactory, sentences: list[list[str]], asked: list[str]
) -> None:
    made = [stored(PUMP, f"{' '.join(words).capitalize()}.", "en") for words in sentences]
    ranked = []
    for engine in (on_edge, in_process):
        index = engine(tmp_path_factory.mktemp("same"))
        index.add(made)
        index.publish(PUMP.issue)
        vector = embedder.query(" ".join(asked))
        ids = [one.passage.id for one in made]
        legs = [
            dict(index.nearest(vector, ANYBODY, 20)),
            dict(index.lexical(asked, ANYBODY, 20)),
            dict(index.conceptual(frozenset({"seal", "pump"}), ANYBODY, 20)),
            dict(sorted(index.similarities(vector, ids).items(), key=lambda pair: -pair[1])),
        ]
        ranked.append(legs)
        index.close()
    for ours, theirs in zip(*ranked, strict=True):
        assert ours == pytest.approx(theirs, rel=1e-4, abs=1e-5)
        # Passages with the same score have no order.
        assert [theirs[one] for one in ours] == pytest.approx(list(theirs.values()), rel=1e-4, abs=1e-5)


# The server only


def test_what_one_writes_is_found_by_the_other_at_once() -> None:
    client = QdrantClient(":memory:")
    reader, writer = (ServerIndex(client, "shared", size=embedder.size) for _ in range(2))
    library(writer)
    assert texts(reader, reader.lexical(["e0451"], ANYBODY, 9)) == [TEXTS[PUMP][1]]


def test_a_collection_of_another_shape_is_refused() -> None:
    client = QdrantClient(":memory:")
    ServerIndex(client, "shared", size=64)
    with pytest.raises(IndexMismatch, match=r"The collection shared at here was not made"):
        ServerIndex(client, "shared", size=32, url="here")


@pytest.mark.parametrize("engine", [on_edge, in_process])
def test_an_index_is_a_vector_store_of_llama_index(engine: Maker, tmp_path: Path) -> None:
    index = library(engine(tmp_path))
    store = IndexVectorStore(index, glossary, ANYBODY.principal)
    query = VectorStoreQuery(query_embedding=embedder.query("Alarm E0451").tolist(), similarity_top_k=2)
    assert (store.query(query).nodes or [])[0].get_content() == TEXTS[PUMP][1]
    store.delete(PUMP.issue)
    assert [node.get_content() for node in store.query(query).nodes or []] != []
    assert PUMP.issue not in index.stored()
    index.close()
