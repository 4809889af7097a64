"""Passages made up for libraries of any size, and what measuring on them refuses."""

from __future__ import annotations

import numpy as np
import pytest

from papers import HashingEmbedder
from plant_copilot.errors import WrongUse
from plant_evals.multiplied import multiplied, originals
from plant_evals.scale import run_scale
from plant_knowledge_ingest.glossary import Glossary
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
