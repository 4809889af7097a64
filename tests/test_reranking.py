"""A reranker puts the hits in order once more, and takes nothing away."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import pytest

from papers import HashingEmbedder, manual
from plant_knowledge_ingest.errors import ModelUnavailable
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage import Hit
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.reranking.choosing import is_choice, open_reranker

LOCAL = Principal("local")
FACTS = [f"Bolt {n} of the cover is tightened with {n + 20} Nm." for n in range(0, 3000, 100)]
needs_torch = pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None,
    reason="sentence-transformers is not installed (make with-torch)",
)


class LongestFirst:
    """Judges by length; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return the lengths."""
        self.asked.append((query, tuple(texts)))
        return [float(len(text)) for text in texts]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library of thirty passages."""
    folder = tmp_path_factory.mktemp("reranked")
    manual(folder / "bolts.pdf", *FACTS)
    library = Library(folder / "library", HashingEmbedder)
    library.ingest([folder])
    library.close()
    return folder / "library"


def hits(made: Path, reranker: LongestFirst | None, limit: int = 5) -> tuple[Hit, ...]:
    library = Library(made, HashingEmbedder, reranker=(lambda: reranker) if reranker else None)
    try:
        return library.search("bolt of the cover", LOCAL, limit=limit).hits
    finally:
        library.close()


def test_the_judgement_of_the_reranker_counts(made: Path) -> None:
    judge = LongestFirst()
    found = hits(made, judge)
    assert [len(hit.passage.text) for hit in found] == sorted((len(text) for text in judge.asked[0][1]), reverse=True)[
        :5
    ]
    assert [hit.rank for hit in found] == [1, 2, 3, 4, 5]


def test_twenty_are_judged_however_few_are_asked_for(made: Path) -> None:
    judge = LongestFirst()
    assert len(hits(made, judge, limit=3)) == 3
    ((query, texts),) = judge.asked
    assert (query, len(texts)) == ("bolt of the cover", 20)


def test_what_was_found_is_found_still(made: Path) -> None:
    plain, judged = (hits(made, reranker, limit=30) for reranker in (None, LongestFirst()))
    assert {hit.passage.id for hit in plain} == {hit.passage.id for hit in judged}
    assert [hit.passage.id for hit in plain[20:]] == [hit.passage.id for hit in judged[20:]]


@pytest.mark.parametrize("choice", ["", "cross-encoder:", "bge-reranker", "ollama:x"])
def test_other_words_are_no_rerankers(choice: str) -> None:
    assert not is_choice(choice)
    with pytest.raises(ValueError, match="is not cross-encoder:NAME_OR_FOLDER"):
        open_reranker(choice)


@pytest.fixture(scope="session")
def tiny_cross_encoder(lasting: Path) -> Path:
    """A real cross-encoder of two small layers with random weights, saved as a folder."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    words = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        *"bolt cover nobody washer the of a is with and".split(),
        *map(str, range(100)),
    ]
    engine = Tokenizer(models.WordLevel({word: n for n, word in enumerate(words)}, unk_token=words[1]))
    engine.pre_tokenizer = pre_tokenizers.Whitespace()
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
        num_labels=1,
        initializer_range=0.5,
    )
    folder = lasting / "cross-encoder"
    BertForSequenceClassification(config).save_pretrained(folder)
    PreTrainedTokenizerFast(tokenizer_object=engine, model_max_length=128, **special).save_pretrained(folder)
    return folder


@pytest.mark.torch
@needs_torch
def test_a_cross_encoder_orders_the_hits_by_its_scores(made: Path, tiny_cross_encoder: Path) -> None:
    reranker = open_reranker(f"cross-encoder:{tiny_cross_encoder}")
    library = Library(made, HashingEmbedder, reranker=lambda: reranker)
    plain, judged = hits(made, None, limit=20), library.search("bolt of the cover", LOCAL, limit=20).hits
    library.close()
    scores = reranker.score("bolt of the cover", [hit.passage.text for hit in judged])
    assert [hit.passage.id for hit in judged] != [hit.passage.id for hit in plain]
    assert scores == sorted(scores, reverse=True)
    assert max(scores) > min(scores)


@pytest.mark.torch
@needs_torch
def test_a_cross_encoder_takes_any_text_and_none(tiny_cross_encoder: Path) -> None:
    reranker = open_reranker(f"cross-encoder:{tiny_cross_encoder}", 1)
    assert reranker.score("bolt", []) == []
    first, again, long = reranker.score("bolt \ud800", ["cover", "cover", "washer " * 2000])
    assert first == pytest.approx(again, abs=1e-6)
    assert isinstance(long, float)


@pytest.mark.torch
@needs_torch
def test_a_cross_encoder_that_is_not_here_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="hf download nobody/no-such-model"):
        open_reranker("cross-encoder:nobody/no-such-model")
    with pytest.raises(ModelUnavailable, match="cannot be loaded as a cross-encoder"):
        open_reranker(f"cross-encoder:{tmp_path}")
