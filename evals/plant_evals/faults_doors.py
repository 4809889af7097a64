"""The doors people come through while things fail: the facade in this process, HTTP with a key, the chat's socket."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from typing import Any, Protocol

import httpx

from plant_copilot.copilot import Copilot
from plant_evals.chat_load import opened, question
from plant_evals.faults_judged import Reply
from plant_knowledge_ingest.errors import PlantError

_MARK = re.compile(r"(?<=\[\\\[)\d+(?=\\\]\])|(?<=\*\*)\d[\d–, ]*(?=\*\*)")
"""The number of a mark, in the text and before its source: with less to cite, a statement has another one."""
_LINK = re.compile(r"\]\([^)\s]*(?: [^)]*)?\)")
_FAILED = re.compile(r"\*\*[0-9A-F]{8}\*\*")
"""The support code of a fault of the program."""

_PATIENCE = 120.0
_BAD, _FAULT = 400, 500


class Door(Protocol):
    """Answers as one person is answered."""

    def ask(self, text: str, language: str) -> Reply:
        """Return what the person is shown."""


class Facade:
    """The copilot in this process; ``copilot`` may be exchanged for one that was opened anew."""

    def __init__(self, copilot: Copilot) -> None:
        self.copilot = copilot

    def ask(self, text: str, language: str) -> Reply:  # noqa: ARG002 - the question tells its own
        """See Door. What it raises on purpose is a problem with its reason and its remedy."""
        began = time.perf_counter()
        try:
            return Reply.of(self.copilot.ask(text), time.perf_counter() - began)
        except PlantError as error:
            return Reply(notices=(type(error).__name__,), problem=1, seconds=time.perf_counter() - began)


class Http:
    """The HTTP API, with a key."""

    def __init__(self, address: str, key: str) -> None:
        self._client = client(address, key)

    def ask(self, text: str, language: str) -> Reply:
        """See Door."""
        told, reply = posted(self._client, "/api/ask", language, json={"text": text})
        return reply if reply.problem else Reply.of(told, reply.seconds)


def client(address: str, key: str) -> httpx.Client:
    """Return who asks over HTTP with a key, over a connection of its own each time: none is stale."""
    alone = httpx.Limits(max_keepalive_connections=0)
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.Client(base_url=address, headers=headers, timeout=_PATIENCE, trust_env=False, limits=alone)


def posted(client: httpx.Client, path: str, language: str, **sent: Any) -> tuple[Mapping[str, Any], Reply]:
    """Return the JSON of what was asked for, and a reply with its seconds or its problem; no answer is a fault."""
    began = time.perf_counter()
    try:
        reply = client.post(path, headers={"Accept-Language": language}, **sent)
    except httpx.TransportError as error:
        return {}, Reply(told=(f"no answer: {error}",), problem=_FAULT, seconds=time.perf_counter() - began)
    told: Mapping[str, Any] = reply.json()
    said = tuple(str(told.get(name, "")) for name in ("detail", "remedy") if told.get(name))
    seconds = time.perf_counter() - began
    if reply.status_code < _BAD:
        return told, Reply(seconds=seconds)
    return told, Reply(told=said, notices=("problem",), problem=reply.status_code, seconds=seconds)


class Chat:
    """The chat, each question in a new conversation over a socket of its own."""

    def __init__(self, address: str, token: str) -> None:
        self._address, self._token = address, token

    def ask(self, text: str, language: str) -> Reply:
        """See Door. Lines that cite are statements; all others are what the chat says itself."""
        return asyncio.run(self._asked(text, language))

    async def _asked(self, text: str, language: str) -> Reply:
        began = time.perf_counter()
        client, chat = await opened(self._address, self._token, language=language)
        if chat.refused:
            return Reply(notices=("refused",), problem=503, seconds=time.perf_counter() - began)
        shown: dict[str, str] = {}
        _overhear(client, shown)
        try:
            asked = await question(client, chat, text)
        finally:
            await client.disconnect()
        whole = [line for output in shown.values() for line in output.splitlines() if line.strip()]
        lines = [_MARK.sub("·", _LINK.sub("](…)", line)) for line in whole]
        said = [asked.wrong] if asked.wrong and not lines else []
        cited = tuple(line for line in lines if "](" in line)
        other = tuple(dict.fromkeys([*said, *(line for line in lines if line not in cited)]))
        problem = _FAULT if any(map(_FAILED.search, lines)) else 0
        return Reply(cited, tuple(lines), other, other, problem=problem, seconds=time.perf_counter() - began)


def _overhear(client: Any, shown: dict[str, str]) -> None:
    """Keep the text of each message of the copilot, as it is in the end."""
    before = dict(client.handlers["/"])

    def heard(event: str) -> Any:
        def handle(step: Mapping[str, Any]) -> None:
            if step.get("type") == "assistant_message":
                shown[str(step["id"])] = str(step.get("output") or "")
            if event in before:
                before[event](step)

        return handle

    for event in ("new_message", "update_message"):
        client.on(event, heard(event))
