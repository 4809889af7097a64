"""The endpoint that speaks as OpenAI's does, asked by OpenAI's own client, in the way Open WebUI asks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openai
import pytest
from openai import OpenAI
from starlette.testclient import TestClient

from copies import copy_home
from plant_copilot import Copilot, Settings, build_copilot
from plant_knowledge_ingest.principal import Principal
from plant_ui.api import build_app

OIL = "How often is the gear oil of gearbox GR-12 changed?"
ALARM = "What does alarm E0712 mean?"
MORE = "How much do I need of it?"
HISTORY = f"### Chat History:\n<chat_history>\nUSER: {OIL}\nASSISTANT: Every 4000 h.\nUSER: {MORE}\n</chat_history>"


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("openai") / "home")
    with build_copilot(Settings.read({}, home=home)) as opened:
        yield opened


@pytest.fixture(scope="module")
def http(copilot: Copilot) -> TestClient:
    return TestClient(build_app(copilot), "http://127.0.0.1:8000", client=("192.168.7.9", 50_000))


@pytest.fixture(scope="module")
def client(http: TestClient) -> OpenAI:
    return OpenAI(api_key="made up", base_url="http://127.0.0.1:8000/v1", http_client=http, max_retries=0)


def said(*texts: str) -> list[Any]:
    """A conversation: what the person said, with an answer after each but the last."""
    told = [{"role": "system", "content": "You are a helpful assistant."}]
    for text in texts:
        told += [{"role": "user", "content": text}, {"role": "assistant", "content": "…"}]
    return told[:-1]


def ask(client: OpenAI, *texts: str, **more: Any) -> Any:
    return client.chat.completions.create(model="plant-copilot", messages=said(*texts), **more)


def test_the_official_client_gets_the_answer_with_footnotes_and_the_whole_payload(client: OpenAI) -> None:
    answer = ask(client, OIL)
    text, payload = answer.choices[0].message.content, answer.plant_copilot
    assert "4000 operating hours. [1]" in text.replace("\n> ", " ")
    assert "- [1] GR-12 gearbox · page 1" in text
    assert payload["citations"][0]["document"] == "GR-12 gearbox"
    assert answer.choices[0].finish_reason == "stop"


def test_a_stream_says_the_same_piece_by_piece_then_the_payload_then_the_usage(client: OpenAI) -> None:
    pieces = list(ask(client, OIL, stream=True, stream_options={"include_usage": True}))
    text = "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)
    whole = ask(client, OIL)
    assert text == whole.choices[0].message.content
    assert len([piece for piece in pieces if piece.choices and piece.choices[0].delta.content]) > 1
    assert [piece.plant_copilot["citations"] for piece in pieces if getattr(piece, "plant_copilot", None)] == [
        whole.plant_copilot["citations"]
    ]
    assert pieces[-1].choices == []
    assert pieces[-1].usage == whole.usage


def test_the_names_are_listed_and_one_of_each_language_answers_in_it(client: OpenAI) -> None:
    names = [model.id for model in client.models.list()]
    spoken = client.chat.completions.create(model="plant-copilot-de", messages=said(OIL))
    assert names == ["plant-copilot", *(f"plant-copilot-{one}" for one in ("en", "de", "zh-Hans", "zh-Hant"))]
    assert client.models.retrieve("plant-copilot").owned_by == "plant-copilot"
    assert spoken.plant_copilot["language"] == "de"  # type: ignore[attr-defined]  # the payload is ours


def test_a_question_follows_what_was_asked_before_in_the_same_conversation(client: OpenAI, copilot: Copilot) -> None:
    first, second = ask(client, OIL), ask(client, OIL, MORE)
    asked = copilot.kept.owner(first.plant_copilot["thread"])
    why = copilot.why(second.plant_copilot["thread"], principal=Principal(asked))
    assert second.plant_copilot["thread"] == first.plant_copilot["thread"]
    assert "GR-12" in why["tools"][0]["arguments"]["question"]


def test_a_conversation_that_was_changed_goes_on_apart_from_what_it_was(client: OpenAI) -> None:
    ask(client, OIL)
    once = ask(client, OIL, MORE).plant_copilot
    anew = ask(client, OIL, MORE).plant_copilot
    assert once["thread"] != anew["thread"]
    assert (once["citations"], once["answer"]) == (anew["citations"], anew["answer"])
    assert ask(client, "Never asked before", MORE).plant_copilot["abstained"]


def test_a_person_with_the_same_words_has_a_conversation_of_their_own(http: TestClient) -> None:
    threads = set()
    for key in ("one", "other", "one"):
        asked = {"model": "plant-copilot", "messages": said(OIL, MORE)}
        http.post(
            "/v1/chat/completions", json=asked | {"messages": said(OIL)}, headers={"Authorization": f"Bearer {key}"}
        )
        threads.add(
            http.post("/v1/chat/completions", json=asked, headers={"Authorization": f"Bearer {key}"}).json()[
                "plant_copilot"
            ]["thread"]
        )
    assert len(threads) == 3


def test_asset_and_language_come_as_metadata_or_as_headers(client: OpenAI) -> None:
    by_field = ask(client, ALARM, metadata={"asset": "GR-12", "language": "de", "user_id": "42"})
    by_header = ask(client, ALARM, extra_headers={"X-Plant-Asset": "GR-12", "X-Plant-Language": "de"})
    assert by_field.plant_copilot["language"] == by_header.plant_copilot["language"] == "de"
    assert by_field.plant_copilot["citations"] == by_header.plant_copilot["citations"]


@pytest.mark.parametrize(
    ("more", "param", "code"),
    [
        ({"n": 2}, "n", "unsupported"),
        ({"tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}]}, "tools", "unsupported"),
        ({"response_format": {"type": "json_object"}}, "response_format", "unsupported"),
        ({"logprobs": True}, "logprobs", "unsupported"),
        ({"model": "gpt-4"}, "model", "model_not_found"),
        ({"messages": [{"role": "system", "content": "hello"}]}, "messages", "unsupported"),
        ({"messages": []}, None, "invalid_request"),
        ({"metadata": {"language": "fr"}}, None, "wrong_use"),
    ],
)
def test_what_is_not_offered_is_refused_by_its_name(
    http: TestClient, more: dict[str, Any], param: str | None, code: str
) -> None:
    for stream in (False, True):
        asked = {"model": "plant-copilot", "messages": said(OIL), "stream": stream}
        refused = http.post("/v1/chat/completions", json=asked | more)
        told = refused.json()["error"]
        assert refused.status_code in {400, 404}
        assert (told["type"], told["param"], told["code"]) == ("invalid_request_error", param, code)


def test_what_changes_no_answer_is_read_over(client: OpenAI) -> None:
    answer = ask(client, ALARM, temperature=0.2, max_tokens=5, seed=1, stop=["."], user="u", extra_body={"top_k": 3})
    assert "90 °C" in answer.choices[0].message.content


def test_an_unknown_key_is_refused_as_openai_refuses_it(http: TestClient) -> None:
    client = OpenAI(api_key="pck_none", base_url="http://127.0.0.1:8000/v1", http_client=http, max_retries=0)
    with pytest.raises(openai.AuthenticationError) as refused:
        ask(client, OIL)
    assert refused.value.code == "invalid_api_key"


@pytest.mark.parametrize(
    ("task", "wanted"),
    [
        (
            'Generate a title.\n### Output:\nJSON format: { "title": "your title" }',
            {"title": "How often is the gear oil of gearbox …"},
        ),
        ('Generate 1-3 tags.\n### Output:\nJSON format: { "tags": ["a"] }', {"tags": ["GR-12"]}),
        ('Analyze the chat history.\n### Output:\n{ "queries": ["a"] }', {"queries": []}),
    ],
)
def test_errands_of_a_chat_program_cost_nothing_and_begin_no_thread(
    client: OpenAI, copilot: Copilot, task: str, wanted: dict[str, Any]
) -> None:
    asker = Principal(copilot.kept.owner(ask(client, OIL).plant_copilot["thread"]))
    before = len(copilot.threads(principal=asker)["threads"])
    told = ask(client, f"### Task:\n{task}\n{HISTORY}")
    assert json.loads(told.choices[0].message.content) == wanted
    assert told.plant_copilot is None
    assert len(copilot.threads(principal=asker)["threads"]) == before


def test_what_one_may_ask_next_is_what_the_answer_suggested(client: OpenAI) -> None:
    ask(client, OIL)
    suggested = ask(client, OIL, MORE).plant_copilot["suggestions"]
    told = ask(client, f'### Task:\nSuggest questions.\nJSON format: {{ "follow_ups": ["a"] }}\n{HISTORY}')
    assert json.loads(told.choices[0].message.content) == {"follow_ups": suggested}


def test_a_picture_elsewhere_is_not_opened(http: TestClient) -> None:
    picture = {"type": "image_url", "image_url": {"url": "https://elsewhere.example/plate.jpg"}}
    asked = {"model": "plant-copilot", "messages": [{"role": "user", "content": [picture]}]}
    refused = http.post("/v1/chat/completions", json=asked)
    assert refused.status_code == 400
    assert "data address" in refused.json()["error"]["message"]


def test_a_failure_after_the_first_step_ends_the_stream_with_an_error(
    client: OpenAI, copilot: Copilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(text: str, **more: Any) -> None:
        more["on_step"]("gate")
        raise ZeroDivisionError(text)

    monkeypatch.setattr(copilot, "ask", breaks)
    with pytest.raises(openai.APIError, match="support code"):
        list(ask(client, OIL, stream=True))
