"""What the ranking knows of a passage without reading it, and how close several passages are at once."""

from __future__ import annotations

from importlib.resources import as_file, files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plant_knowledge_ingest.closeness import Sentences
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.notions import Notions
from plant_knowledge_ingest.passage import Document, Passage
from plant_knowledge_ingest.readers.pdf import PdfSource
from plant_knowledge_ingest.split import passages
from plant_knowledge_ingest.tokens import possible_codes, token_set
from plant_knowledge_ingest.traits import Traits


@pytest.fixture(scope="module")
def plant() -> list[tuple[Passage, Notions]]:
    """The passages of some of the sample plant's manuals, one in each language, with their concepts."""
    glossary, found = Glossary.read(), []
    with as_file(files("plant_copilot.sample_plant").joinpath("manuals")) as folder:
        for pattern in ("DP-301*.pdf", "CP-304*.pdf", "LB-305*.pdf", "CH-115*.pdf"):
            (file,) = folder.glob(pattern)
            with PdfSource(file) as source:
                document = Document(file.stem, "", "a" * 64, source.title)
                cut = list(passages(document, source.page(2)))
                found += [(passage, Notions.of(document, passage, glossary)) for passage in cut]
    return found


def test_what_is_stored_beside_a_passage_comes_back_as_it_was(plant: list[tuple[Passage, Notions]]) -> None:
    for passage, notions in plant:
        traits = Traits.of(passage, notions)
        assert Traits.read(traits.written, traits.told) == traits


def test_words_and_codes_are_known_as_if_the_text_were_read(plant: list[tuple[Passage, Notions]]) -> None:
    for passage, notions in plant:
        texts = [passage.text, *(passage.text[span.start : span.end] for span in passage.spans)]
        for said, text in zip(Traits.of(passage, notions).said, texts, strict=True):
            assert said.shared(token_set(text)) == len(token_set(text)) == len(said.words.split())
            assert set(said.codes) == possible_codes(text)
        asked = possible_codes(passage.text)
        assert Traits.of(passage, notions).saying(asked | {"E9999", "Z"}) == len(asked)


def test_concepts_are_known_span_by_span(plant: list[tuple[Passage, Notions]]) -> None:
    for passage, notions in plant:
        traits = Traits.of(passage, notions)
        for at, concepts in enumerate(notions.spans):
            assert {concept for concept in traits.concepts if at in traits.naming(concept)} == concepts
            assert {known for known in traits.quantities if at in traits.measuring(known)} == notions.quantities[at]
        assert traits.spans == len(passage.spans)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=6), st.integers(0, 99))
def test_passages_are_as_close_at_once_as_one_by_one(lengths: list[int], seed: int) -> None:
    chance = np.random.default_rng(seed)
    vector = chance.normal(size=8).astype(np.float32)
    apart = [chance.normal(size=(length, 8)).astype(np.float32) for length in lengths]
    sentences = Sentences(apart)
    together = sentences.closeness(np.zeros(len(lengths), np.float32), sentences.cosines(vector))
    for close, rows in zip(together, apart, strict=True):
        sums = rows[:-1] + rows[1:] if len(rows) > 1 else rows
        norms = np.linalg.norm(sums, axis=1) if len(rows) > 1 else np.ones(1)
        assert close == pytest.approx(max(rows @ vector) + max(sums @ vector / norms), rel=1e-4, abs=1e-4)
