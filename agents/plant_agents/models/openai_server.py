"""Any server that speaks OpenAI's protocol: /v1/chat/completions with server-sent events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from plant_agents.models.protocol import REPLY_TOKENS, Asked, BrokenReply, CutOff, Piece, ToolCall, WindowExceeded
from plant_knowledge_ingest.errors import ModelUnavailable

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 5.0
_REFUSED, _NO_SUCH, _ERROR = 401, 404, 400
_CONTEXT = ("context length", "context size", "context window", "maximum context")


class OpenAiModel:
    """A model behind ``url``, which ends in /v1. ``transport`` is the HTTP library's own door for tests."""

    def __init__(
        self, name: str, url: str, *, key: str = "", window: int = 8_192, transport: httpx.BaseTransport | None = None
    ) -> None:
        self.name, self.window, self._url = name, window, url
        self._headers, self._transport = {"Authorization": f"Bearer {key}"} if key else {}, transport

    def models(self) -> tuple[str, ...]:
        """See ChatModel."""
        with self._translated(), self._client() as client:
            response = client.get("models", timeout=CONNECT_SECONDS)
            self._refuse_errors(response)
        try:
            return tuple(str(model["id"]) for model in response.json()["data"])
        except (ValueError, KeyError, TypeError) as error:
            raise ModelUnavailable(
                f"What answers at {self._url} does not list models.", remedy="Check PLANT_MODEL_URL: it ends in /v1."
            ) from error

    def stream(self, asked: Asked) -> Iterator[Piece]:
        """See ChatModel."""
        import httpx

        patience = httpx.Timeout(asked.seconds, connect=min(CONNECT_SECONDS, asked.seconds))
        with (
            self._translated(),
            self._client() as client,
            client.stream("POST", "chat/completions", json=self._body(asked), timeout=patience) as response,
        ):
            if response.is_error:
                response.read()
            self._refuse_errors(response)
            yield from _pieces(response.iter_lines())

    def _client(self) -> httpx.Client:
        """Return a client for one request: questions are minutes apart, and nothing is left open."""
        import httpx

        # The address is the plant's own: a proxy of the environment has no business with what is asked there.
        return httpx.Client(base_url=self._url, headers=self._headers, transport=self._transport, trust_env=False)

    def _body(self, asked: Asked) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.name,
            "messages": [{"role": turn.role, "content": turn.text} for turn in asked.turns],
            "stream": True,
            "temperature": 0,
            "max_tokens": REPLY_TOKENS,
        }
        if asked.schema is not None:
            schema = {"name": "reply", "schema": dict(asked.schema), "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        if asked.tools:
            body["tools"] = [offer.as_json() for offer in asked.tools]
        return body

    def _refuse_errors(self, response: httpx.Response) -> None:
        if response.status_code < _ERROR:
            return
        said = " ".join(response.text.split())[:200]
        if any(words in said.lower() for words in _CONTEXT):
            raise WindowExceeded(f"The request is longer than the context of {self.name}.")
        remedy = {
            _REFUSED: "Check PLANT_MODEL_KEY.",
            _NO_SUCH: "Check PLANT_MODEL_URL (it ends in /v1) and the name in PLANT_MODEL.",
        }.get(response.status_code, "Look at the server's own log.")
        raise ModelUnavailable(f"The server at {self._url} answered {response.status_code}: {said}.", remedy=remedy)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn the errors of the HTTP library into ours."""
        import httpx

        try:
            yield
        except httpx.ConnectTimeout as error:
            raise ModelUnavailable(f"{self._url} cannot be reached.", remedy="Check PLANT_MODEL_URL.") from error
        except httpx.TimeoutException as error:
            raise ModelUnavailable(f"{self._url} did not answer in time.", remedy="Look at its load.") from error
        except httpx.ConnectError as error:
            remedy = "Start the server, or check PLANT_MODEL_URL."
            raise ModelUnavailable(f"{self._url} cannot be reached.", remedy=remedy) from error
        except httpx.HTTPError as error:
            raise CutOff(f"{self._url} ended in the middle of a reply.") from error


def _pieces(lines: Iterator[str]) -> Iterator[Piece]:
    """Yield text as it comes, and calls when they are whole."""
    calls: dict[int, list[str]] = {}
    ended = ""
    for line in lines:
        said = line.removeprefix("data:").strip()
        if not line.startswith("data:") or said == "[DONE]":
            continue
        choice = _choice(said)
        delta = choice.get("delta") or {}
        if delta.get("content"):
            yield str(delta["content"])
        for part in delta.get("tool_calls") or ():
            call = calls.setdefault(int(part.get("index", len(calls))), ["", ""])
            told = part.get("function") or {}
            call[0] += told.get("name") or ""
            call[1] += told.get("arguments") or ""
        ended = choice.get("finish_reason") or ended
    if not ended:
        raise CutOff("The server ended in the middle of a reply.")
    if ended == "length":
        raise BrokenReply("the reply has no end")
    for name, arguments in calls.values():
        yield _call(name, arguments)


def _choice(said: str) -> dict[str, Any]:
    try:
        chunk = json.loads(said)
        if "error" in chunk:
            raise ModelUnavailable(f"The server broke off: {str(chunk['error'])[:200]}.")
        choices = chunk["choices"]
        return dict(choices[0]) if choices else {}
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise BrokenReply(f"no part of a reply: {said[:80]!r}") from error


def _call(name: str, arguments: str) -> ToolCall:
    try:
        read = json.loads(arguments or "{}")
    except ValueError as error:
        raise BrokenReply(f"the arguments of {name!r} are no JSON") from error
    if not isinstance(read, dict):
        raise BrokenReply(f"the arguments of {name!r} are no object")
    return ToolCall(name, read)
