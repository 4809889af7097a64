"""Asking a model: two protocols, the same replies; every way in which a server can fail becomes one of two errors."""

from __future__ import annotations

import json

import httpx
import pytest

from plant_agents.models.fuse import Fuse
from plant_agents.models.protocol import Asked, BrokenReply, ChatModel, CutOff, Offer, ToolCall, Turn, WindowExceeded
from plant_agents.models.watched import Reply, WatchedModel
from plant_knowledge_ingest.errors import ModelUnavailable
from scripted_model import Said, ScriptedModel

SCHEMA = {"type": "object", "properties": {"bar": {"type": "number"}}, "required": ["bar"]}
WEIGH = Offer("weigh", "Weighs.", {"type": "object", "properties": {"asset": {"type": "string"}}})
BOTH = pytest.mark.parametrize("server", ["openai", "ollama"])


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def behind(server: str, script: ScriptedModel) -> ChatModel:
    return script.openai() if server == "openai" else script.ollama()


def asked(*tools: Offer) -> Asked:
    return Asked((Turn("system", "Be brief."), Turn("user", "How many?")), None if tools else SCHEMA, tools)


def watched(*says: Said, cut: bool = False, server: str = "openai", fuse: Fuse | None = None) -> WatchedModel:
    return WatchedModel(behind(server, ScriptedModel(list(says), cut)), 60, fuse)


@BOTH
def test_a_reply_comes_in_pieces_and_is_read_by_its_schema(server: str) -> None:
    script = ScriptedModel(['{"bar": 3.5, "of": "the compressor"}'])
    model = WatchedModel(behind(server, script), 60)
    assert model.json(asked(), model.begin())["bar"] == 3.5
    assert "bar" in json.dumps(script.asked[0].get("response_format") or script.asked[0]["format"])
    assert len(list(behind(server, script).stream(asked()))) > 1


@BOTH
def test_tools_are_offered_and_their_calls_read(server: str) -> None:
    script = ScriptedModel([{"weigh": {"asset": "P-101"}}])
    model = WatchedModel(behind(server, script), 60)
    assert model.ask(asked(WEIGH), model.begin()).calls == (ToolCall("weigh", {"asset": "P-101"}),)
    assert script.asked[0]["tools"][0]["function"]["name"] == "weigh"


@BOTH
def test_the_models_of_a_server_are_listed(server: str) -> None:
    assert "scripted" in behind(server, ScriptedModel([])).models()


@BOTH
@pytest.mark.parametrize(
    "failure",
    [httpx.ConnectError("refused"), httpx.ConnectTimeout("nobody"), httpx.ReadTimeout("slow"), httpx.Response(500)],
)
def test_a_server_that_is_absent_slow_or_ill_is_unavailable(server: str, failure: Exception | httpx.Response) -> None:
    model = watched(failure, server=server)
    with pytest.raises(ModelUnavailable, match=r"reached|in time|500|refused"):
        model.ask(asked(), model.begin())


@BOTH
def test_a_reply_cut_in_its_middle_is_noticed(server: str) -> None:
    model = watched('{"bar": 3.5, "of": "the compressor"}', cut=True, server=server)
    with pytest.raises(CutOff, match="middle of a reply"):
        model.ask(asked(), model.begin())


@BOTH
def test_a_request_that_fails_is_made_once_more(server: str) -> None:
    model = watched(httpx.ReadTimeout("slow"), '{"bar": 1}', server=server)
    assert model.json(asked(), model.begin()) == {"bar": 1}


@BOTH
def test_a_reply_without_end_is_given_up(server: str) -> None:
    model = watched("very " * 5_000, server=server)
    with pytest.raises(BrokenReply, match="no end"):
        model.ask(asked(), model.begin())


def test_a_reply_ended_by_its_length_is_broken() -> None:
    chunk = {"choices": [{"delta": {"content": "x"}, "finish_reason": "length"}]}
    model = watched(httpx.Response(200, content=f"data: {json.dumps(chunk)}\n\n"))
    with pytest.raises(BrokenReply, match="no end"):
        model.ask(asked(), model.begin())


@pytest.mark.parametrize("said", ["no JSON", "[1]", '{"bar": "many"}', "{}"])
def test_a_reply_that_is_not_by_the_schema_is_broken(said: str) -> None:
    with pytest.raises(BrokenReply):
        Reply(said).read(SCHEMA)


def test_a_fence_around_json_is_taken_off() -> None:
    assert Reply('```json\n{"bar": 2}\n```').read(SCHEMA) == {"bar": 2}


@pytest.mark.parametrize("line", ["data: {oops", "data: 7", 'data: {"choices": 1}'])
def test_broken_events_are_a_broken_reply(line: str) -> None:
    model = watched(httpx.Response(200, content=f"{line}\n\n"))
    with pytest.raises(BrokenReply):
        model.ask(asked(), model.begin())


@BOTH
def test_a_request_longer_than_the_context_is_told_apart(server: str) -> None:
    refusal = {"error": "the input exceeds the context length of 4096"}
    model = watched(httpx.Response(400, json=refusal), server=server)
    with pytest.raises(WindowExceeded):
        model.ask(asked(), model.begin())


def test_a_wrong_key_and_a_wrong_name_have_a_remedy() -> None:
    for status, remedy in ((401, "PLANT_MODEL_KEY"), (404, "PLANT_MODEL_URL")):
        model = watched(httpx.Response(status, json={"error": "no"}))
        with pytest.raises(ModelUnavailable) as refused:
            model.ask(asked(), model.begin())
        assert remedy in refused.value.remedy


def test_a_task_that_takes_longer_than_its_time_is_given_up() -> None:
    clock = Clock()

    class Slow:
        """Takes a second a word."""

        name, window = "slow", 8_192

        def stream(self, _: Asked) -> object:
            for word in ["one "] * 9:
                clock.now += 1
                yield word

    model = WatchedModel(Slow(), 5, clock=clock)  # type: ignore[arg-type]  # it is asked for nothing else
    with pytest.raises(ModelUnavailable, match="longer than 5 seconds"):
        model.ask(asked(), model.begin())
    assert clock.now == 5


def test_a_fuse_blows_rests_and_lets_one_try() -> None:
    clock = Clock()
    fuse = Fuse(failures=3, rest=60, clock=clock)
    for _ in range(3):
        assert fuse.allows()
        fuse.failed()
    assert not fuse.allows()
    clock.now = 61
    assert [fuse.allows(), fuse.allows()] == [True, False]
    fuse.worked()
    assert [fuse.allows(), fuse.allows()] == [True, True]


def test_a_server_that_failed_three_times_is_not_asked_any_more() -> None:
    script = ScriptedModel([httpx.ConnectError("refused")])
    model = WatchedModel(script.openai(), 60)
    for _ in range(4):
        with pytest.raises(ModelUnavailable):
            model.ask(asked(), model.begin())
    assert len(script.asked) == 3
