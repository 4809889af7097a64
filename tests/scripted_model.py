"""A model that says what a test tells it to, behind both protocols and the HTTP library's own test transport."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import httpx

from plant_agents.models.ollama_server import OllamaModel
from plant_agents.models.openai_server import OpenAiModel
from plant_agents.models.protocol import ChatModel

URL = "http://127.0.0.1:1/v1"
Body: TypeAlias = Mapping[str, Any]
Said: TypeAlias = "str | Mapping[str, Mapping[str, Any]] | Callable[[Body], str] | httpx.Response | Exception"


@dataclass
class ScriptedModel:
    """Answers request after request with what is in ``says``, the last one again and again.

    A text is the reply, a mapping are calls of tools {name: arguments}, a function makes the reply of the request, a
    response is sent as it is, an error is raised as the network would. ``asked`` keeps the requests; ``cut`` ends
    replies in their middle.
    """

    says: list[Said]
    cut: bool = False
    asked: list[dict[str, Any]] = field(default_factory=list)

    def openai(self, window: int = 8_192) -> ChatModel:
        """Return the model behind OpenAI's protocol."""
        return OpenAiModel("scripted", URL, window=window, transport=httpx.MockTransport(self))

    def ollama(self, window: int = 8_192) -> ChatModel:
        """Return the model behind Ollama's."""
        return OllamaModel("scripted", "http://127.0.0.1:1", window=window, transport=httpx.MockTransport(self))

    def read(self) -> str:
        """Return all that the model got to read."""
        return json.dumps([body["messages"] for body in self.asked], ensure_ascii=False)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        if request.url.path.endswith("/models"):
            return httpx.Response(200, json={"data": [{"id": "scripted"}, {"id": "nomic-embed-text"}]})
        if request.url.path == "/api/tags":
            return httpx.Response(200, json={"models": [{"model": "scripted"}]})
        self.asked.append(json.loads(request.content))
        said = self.says[min(len(self.asked), len(self.says)) - 1]
        if isinstance(said, Exception):
            raise said
        if isinstance(said, httpx.Response):
            return said
        told = said(self.asked[-1]) if callable(said) else said
        return httpx.Response(200, content=self._streamed(told, ollama=request.url.path == "/api/chat"))

    def _streamed(self, said: str | Mapping[str, Mapping[str, Any]], *, ollama: bool) -> Iterator[bytes]:
        text, calls = (said, {}) if isinstance(said, str) else ("", said)
        lines = _ollama(text, calls) if ollama else _openai(text, calls)
        for line in lines[: len(lines) // 2] if self.cut else lines:
            yield line.encode()


def _openai(text: str, calls: Mapping[str, Mapping[str, Any]]) -> list[str]:
    deltas: list[dict[str, Any]] = [{"content": piece} for piece in _pieces(text)]
    for at, (name, arguments) in enumerate(calls.items()):
        told = json.dumps(arguments)
        deltas.append(
            {"tool_calls": [{"index": at, "id": f"c{at}", "function": {"name": name, "arguments": told[:5]}}]}
        )
        deltas.append({"tool_calls": [{"index": at, "function": {"arguments": told[5:]}}]})
    chunks: list[dict[str, Any]] = [{"choices": [{"delta": delta, "finish_reason": None}]} for delta in deltas]
    chunks.append({"choices": [{"delta": {}, "finish_reason": "stop"}]})
    return [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks] + ["data: [DONE]\n\n"]


def _ollama(text: str, calls: Mapping[str, Mapping[str, Any]]) -> list[str]:
    messages: list[dict[str, Any]] = [{"role": "assistant", "content": piece} for piece in _pieces(text)]
    if calls:
        told = [{"function": {"name": name, "arguments": dict(given)}} for name, given in calls.items()]
        messages.append({"role": "assistant", "content": "", "tool_calls": told})
    chunks = [{"model": "scripted", "message": message, "done": False} for message in messages]
    last = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}
    return [json.dumps(chunk) + "\n" for chunk in [*chunks, {"model": "scripted", **last}]]


def _pieces(text: str) -> list[str]:
    return [text[at : at + 20] for at in range(0, len(text), 20)]


def statements(*said: tuple[str, list[int]], translations: tuple[tuple[str, list[int]], ...] = ()) -> str:
    """Return a reply with statements and their marks."""
    reply = {"statements": [{"text": text, "marks": marks} for text, marks in said]}
    if translations:
        reply["translations"] = [{"text": text, "marks": marks} for text, marks in translations]
    return json.dumps(reply, ensure_ascii=False)
