"""Reindexing from Python, the command line and HTTP, with the real embedder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import plant_copilot
from copies import copy_home
from plant_copilot import BadSetting, Copilot, Settings, WrongUse, build_copilot
from plant_knowledge_ingest.index.folder import IndexFolder
from plant_ui.api import library_models
from plant_ui.remote import RemoteCopilot
from plant_ui.running import find
from tiny_plant import serving

QUESTION = "How often is the gear oil changed?"


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path) -> Path:
    return copy_home(tiny_home, tmp_path / "home")


@pytest.fixture
def copilot(home: Path) -> Iterator[Copilot]:
    with build_copilot(Settings.read({}, home=home)) as opened:
        yield opened


def state(copilot: Copilot, name: str) -> tuple[bool, str]:
    (check,) = (check for check in copilot.doctor()["checks"] if check["name"] == name)
    return check["ok"], check["detail"]


@pytest.mark.slow
def test_from_python_the_glossary_and_then_the_embedder_are_exchanged(copilot: Copilot, home: Path) -> None:
    before = copilot.search(QUESTION)["hits"][0]["text"]
    assert copilot.reindex()["unchanged"]
    (home / "library" / "glossary.yaml").write_text("- {id: bearfish, en: [bearfish]}\n", encoding="utf-8")
    renewed = copilot.reindex()
    assert (renewed["embedded"], renewed["reused"] > 0, renewed["setting"]) == (0, True, "e5")
    faster = copilot.reindex(embedder="e5-fast")
    assert (faster["embedder"], faster["embedded"], faster["reused"]) == ("e5-fast", faster["passages"], 0)
    assert copilot.search(QUESTION)["hits"][0]["text"] == before
    assert state(copilot, "index") == (False, "it was made with the embedder e5-fast, the setting says e5")
    assert state(copilot, "embedder")[1].startswith("e5 (e5-small-q4-")


def test_a_word_that_is_no_embedder_is_refused_with_the_choices(copilot: Copilot) -> None:
    with pytest.raises(WrongUse, match=r"There is no embedder 'e6'\. It must be e5, e5-fast, e5-fp32"):
        copilot.reindex(embedder="e6")


def test_settings_refuse_what_is_no_embedder_or_reranker() -> None:
    with pytest.raises(BadSetting, match="PLANT_EMBEDDER is 'openai'; it must be e5, e5-fast"):
        Settings.read({"PLANT_EMBEDDER": "openai"})
    with pytest.raises(BadSetting, match="PLANT_RERANKER is 'bge'; it must be empty or cross-encoder:"):
        Settings.read({"PLANT_RERANKER": "bge"})
    read = Settings.read({"PLANT_EMBEDDER": "ollama:bge-m3", "PLANT_RERANKER": "cross-encoder:/m"})
    assert (read.embedder, read.reranker) == ("ollama:bge-m3", "cross-encoder:/m")


@pytest.mark.slow
def test_the_command_reports_in_json_and_in_words(home: Path) -> None:
    done = plant_copilot(home, "reindex", "--embedder", "e5-fast", "--json")
    report = library_models.Reindexed.model_validate(json.loads(done.stdout))
    assert (report.documents, report.embedder, report.kept) == (3, "e5-fast", False)
    told = plant_copilot(home, "reindex")
    assert "3 documents in a new index by e5:" in told.stdout
    wrong = plant_copilot(home, "reindex", "--embedder", "e6")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("plant-copilot: There is no embedder 'e6'. It must be e5")


@pytest.mark.slow
def test_a_server_reindexes_while_it_answers(home: Path) -> None:
    with serving(home):
        running = find(home)
        assert running
        remote = RemoteCopilot(running)
        steps: list[str] = []
        done = remote.reindex(embedder="e5-fast", keep=True, on_progress=lambda _: steps.append(ask(remote)))
        assert (done["embedder"], done["kept"]) == ("e5-fast", True)
        assert {*steps, ask(remote)} == {"GR-12 gearbox"}
        with pytest.raises(WrongUse, match="There is no embedder 'e6'"):
            remote.reindex(embedder="e6")
    assert len(list((home / "library" / "index").iterdir())) == 2


def ask(remote: RemoteCopilot) -> str:
    return str(remote.search(QUESTION, limit=1)["hits"][0]["document"])


def test_room_is_asked_for_beside_the_index_there_is(tmp_path: Path) -> None:
    place = IndexFolder(tmp_path / "index")
    place.open("a", size=8, fingerprint="a").close()
    place.open("b", size=8, fingerprint="b").close()
    place.require_room("a")
    place.remove_all_but("b")
    assert [path.name for path in (tmp_path / "index").iterdir()] == ["b"]
