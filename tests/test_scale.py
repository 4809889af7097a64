"""Passages made up for libraries of any size, and what measuring on them refuses."""

from __future__ import annotations

import json
import pickle
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from papers import HashingEmbedder
from plant_copilot.errors import WrongUse
from plant_evals.multiplied import PER_DOCUMENT, multiplied, originals
from plant_evals.scale import run_scale
from plant_evals.scale_memory import memory_mb
from plant_evals.scale_stored import stored as storing
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.edge import EdgeIndex
from plant_knowledge_ingest.index.protocol import IndexedPassage


@pytest.fixture(scope="module")
def seeds() -> list[IndexedPassage]:
    return originals(HashingEmbedder(), Glossary.read())


@pytest.mark.slow
def test_as_many_passages_as_wanted_are_made_and_always_the_same(seeds: list[IndexedPassage]) -> None:
    made, again = list(multiplied(seeds, 170)), list(multiplied(seeds, 170))
    assert len({stored.passage.id for stored in made}) == 170
    assert [stored.passage for stored in made] == [stored.passage for stored in again]
    assert len({stored.document.issue for stored in made}) == 3


def test_what_is_made_up_is_whole(seeds: list[IndexedPassage]) -> None:
    for stored in multiplied(seeds, 80):
        ends = [place for span in stored.passage.spans for place in (span.start, span.end)]
        assert ends == sorted(ends)
        assert ends[-1] == len(stored.passage.text)
        assert len(stored.notions.spans) == len(stored.passage.spans) == len(stored.encoded.sentences)
        assert np.linalg.norm(stored.encoded.passage) == pytest.approx(1, abs=1e-5)


def test_an_engine_that_is_not_known_is_wrong_use() -> None:
    with pytest.raises(WrongUse, match=r"There is no engine 'oracle'\. There are ours, lancedb, local mode\."):
        run_scale([1000], ["oracle"], print)


def test_a_library_is_stored_in_parts_and_a_part_that_was_not_finished_again(
    seeds: list[IndexedPassage], tmp_path: Path
) -> None:
    kept, progress = tmp_path / "seeds", tmp_path / "progress.json"
    kept.write_bytes(pickle.dumps(seeds))
    size = HashingEmbedder().size
    opened = partial(EdgeIndex, tmp_path / "index", size=size, fingerprint="x")
    first = storing(opened, kept, 200, progress, PER_DOCUMENT)
    assert json.loads(progress.read_text())["parts"] == 3
    assert storing(opened, kept, 200, progress, PER_DOCUMENT) == first
    progress.write_text('{"parts": 2, "seconds": {}}')
    storing(opened, kept, 200, progress, PER_DOCUMENT)
    index = opened()
    assert sorted(index.live().values()) == [40, PER_DOCUMENT, PER_DOCUMENT]
    index.close()


def test_documents_that_are_alike_have_the_same_words_and_vectors_of_their_own(seeds: list[IndexedPassage]) -> None:
    made = list(multiplied(seeds, 200, before=7, alike=2))
    one, other, third = made[0], made[PER_DOCUMENT], made[2 * PER_DOCUMENT]
    assert one.passage.text == other.passage.text != third.passage.text
    assert one.passage.id != other.passage.id
    assert (one.encoded.passage != other.encoded.passage).any()
    assert [stored.document.assets[0][2:] for stored in (one, other, third)] == ["0007", "0008", "0009"]


def test_memory_is_that_of_the_process_itself() -> None:
    told = memory_mb()
    assert told["rss"] >= told["own"] > 10
