"""``plant-copilot eval`` on a library of three short manuals."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from commands import plant_copilot
from copies import copy_home
from tiny_plant import Server

OIL = {
    "id": "oil",
    "question": "How often is the gear oil of GR-12 changed?",
    "language": "en",
    "document": "GR-12 gearbox",
    "revision": "",
    "page": 1,
    "contains": "every 4000 operating hours",
}
PRICE = {"id": "price", "question": "Was kostet ein Gabelstapler?", "language": "de", "unanswerable": True}


def evaluate(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return plant_copilot(home, "eval", *words)


@pytest.fixture(scope="module")
def home(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_home(tiny_home, tmp_path_factory.mktemp("measured") / "home")


@pytest.fixture
def cases(tmp_path: Path) -> str:
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join(map(json.dumps, (OIL, PRICE))), encoding="utf-8")
    return str(file)


@pytest.mark.slow
def test_answers_are_judged_and_shown_by_language(home: Path, cases: str) -> None:
    done = evaluate(home, "answers", "--cases", cases)
    assert (done.returncode, done.stderr) == (0, "")
    rows = {row.split("|")[1].strip(): row for row in done.stdout.splitlines() if row.startswith("|")}
    assert rows["en"].count("1/1 (21-100 %)") == 6  # answered, page and quote first and at all, citations
    assert rows["de"].count("1/1 (21-100 %)") == 1  # silent
    assert done.stdout.endswith("Nothing was missed.\n")


def test_a_server_is_asked_where_one_runs(tiny_server: Server, cases: str) -> None:
    done = evaluate(tiny_server.home, "answers", "--cases", cases, "--json")
    figures = json.loads(done.stdout)["by_language"]["all"]
    assert figures["page_first"] == [1, 1, 0.207, 1.0]
    assert figures["violations"] == 0


def test_reading_is_compared_with_the_words_alone(home: Path, tiny_manuals: Path) -> None:
    done = json.loads(evaluate(home, "reading", str(tiny_manuals / "GR-12 gearbox.pdf"), "--json").stdout)
    assert (done["pages"], done["passages"]) == (2, 2)
    assert done["words"] > 30
    assert done["ours"]["pages_per_second"] > 0


def test_retrieval_is_measured_per_pair_of_languages(home: Path, tmp_path: Path) -> None:
    grease = {"_id": "a", "title": "", "text": "The pump is lubricated with grease.", "language": "en"}
    valve = {"_id": "b", "title": "", "text": "The valve is tested every year.", "language": "en"}
    (tmp_path / "corpus.jsonl").write_text(f"{json.dumps(grease)}\n{json.dumps(valve)}\n", encoding="utf-8")
    asked = {"_id": "q", "text": "Womit wird die Pumpe geschmiert?", "language": "de"}
    (tmp_path / "queries.jsonl").write_text(json.dumps(asked), encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n", encoding="utf-8")
    names = {"--corpus": "corpus.jsonl", "--queries": "queries.jsonl", "--qrels": "qrels.tsv"}
    options = [word for option, name in names.items() for word in (option, str(tmp_path / name))]
    done = json.loads(evaluate(home, "retrieval", *options, "--json").stdout)
    assert done["pairs"]["de->en"]["R@1"] == 1


def test_cases_that_are_not_there_are_wrong_use(home: Path) -> None:
    done = evaluate(home, "answers", "--cases", "no-such-cases")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("plant-copilot: There are no cases 'no-such-cases'.")


def test_too_little_text_to_embed_is_wrong_use(home: Path, tiny_manuals: Path) -> None:
    done = evaluate(home, "embedding", str(tiny_manuals / "GR-12 gearbox.pdf"))
    assert done.returncode == 2
    assert done.stderr.endswith("has no passage of 400 characters to embed.\n")


@pytest.mark.skipif(find_spec("sentence_transformers") is not None, reason="torch is installed")
def test_a_comparison_that_needs_torch_says_how_to_get_it(home: Path, tiny_manuals: Path) -> None:
    done = evaluate(home, "ingestion", str(tiny_manuals / "GR-12 gearbox.pdf"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("make with-torch with-extras\n")


@pytest.mark.torch
@pytest.mark.slow
def test_both_pipelines_are_run_in_turn(home: Path, tiny_manuals: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="make with-torch")
    words = ["eval", "ingestion", str(tiny_manuals / "GR-12 gearbox.pdf"), "--rounds", "1", "--json"]
    # In a process of its own: Linux counts the memory of who starts a process as the least peak of what is started.
    command = [sys.executable, "-m", "plant_ui.cli", "--home", str(home), *words]
    done = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert (done["pages"], done["passages"]["plain"]) == (2, 2)
    assert done["share_of_memory"] < 1
