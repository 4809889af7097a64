"""Requests that are sent twice and done once: the reply to an ``Idempotency-Key`` is kept, and given again.

Kept is the reply to what succeeded, for a day; what failed may be tried again with the same key. Sign-in, users and
keys are left out, because their replies are secrets, and so are files, which replace themselves when they come again.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.shelf import Shelf
from plant_ui.api.kept_replies import KeptReplies, Reply
from plant_ui.api.problems import problem, refused, respond

HEADER, REPLAYED = "idempotency-key", "Idempotency-Replayed"
_METHODS = {"POST", "PATCH"}
_PATHS = ("/api/", "/v1/")
_LEFT_OUT = ("/api/session", "/api/users", "/api/oidc")
_LONGEST_KEY = 200
_LARGEST_REPLY = 2_000_000
_KEPT_HEADERS = ("content-type", "location", "link")


class Replays:
    """Does a request with a key once, and gives its reply to every later one with the same key, person and content."""

    def __init__(self, app: ASGIApp, shelf: Shelf) -> None:
        self._app, self._kept = app, KeptReplies(shelf)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, give its reply again, or say that the key is another request's."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        if not _is_meant(scope, headers):
            await self._app(scope, receive, send)
            return
        try:
            body = await _all_of(receive)
            key, asked = _key(scope, headers[HEADER]), _hash(scope["path"], scope["query_string"], body)
            reply = await asyncio.to_thread(self._kept.take, key, asked)
        except HTTPException as error:
            await refused("request too large", error.status_code, f"{error.detail}.")(scope, receive, send)
        except PlantError as error:
            await respond(problem(error), {"Retry-After": "5"})(scope, receive, send)
        else:
            if reply:
                await _again(reply)(scope, receive, send)
            else:
                await self._done(key, body, scope, receive, send)

    async def _done(self, key: str, body: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        overheard = _Overheard(send)
        try:
            await self._app(scope, _given(body, receive), overheard)
        finally:
            with suppress(PlantError):  # what is done is done; without its reply the key says so next time
                await asyncio.to_thread(self._kept.end, key, overheard.reply)


class _Overheard:
    """Sends a reply, and keeps it if it is to be given again."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._status, self._headers, self._body, self._ended = 500, dict[str, str](), b"", False

    @property
    def reply(self) -> Reply | None:
        """The whole reply of what succeeded."""
        kept = self._ended and self._status < 300 and len(self._body) <= _LARGEST_REPLY
        return Reply(self._status, self._headers, self._body) if kept else None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            self._status = message["status"]
            self._headers = {name: headers[name] for name in _KEPT_HEADERS if name in headers}
        elif len(self._body) <= _LARGEST_REPLY:
            self._body += message.get("body", b"")
        self._ended = message["type"] == "http.response.body" and not message.get("more_body")
        await self._send(message)


def _is_meant(scope: Scope, headers: Mapping[str, str]) -> bool:
    path = str(scope.get("path", ""))  # the start of a server has none
    return (
        HEADER in headers
        and scope["method"] in _METHODS
        and path.startswith(_PATHS)
        and not path.startswith(_LEFT_OUT)
        and not headers.get("content-type", "").startswith("multipart/")
    )


def _key(scope: Scope, given: str) -> str:
    """Return the key as it is kept: one person's. Raises ``WrongUse``."""
    if not given.strip() or len(given) > _LONGEST_KEY:
        raise WrongUse(f"An Idempotency-Key has 1 to {_LONGEST_KEY} characters.", remedy="Make a new UUID.")
    visitor = scope["state"].get("visitor")
    return _hash(visitor.principal.name if visitor else "", scope["method"], given.strip())


def _hash(*parts: str | bytes) -> str:
    told = json.dumps([part if isinstance(part, str) else hashlib.sha256(part).hexdigest() for part in parts])
    return hashlib.sha256(told.encode()).hexdigest()


async def _all_of(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return body


def _given(body: bytes, receive: Receive) -> Receive:
    """Give a body that was read already, then what comes after it."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receiving() -> Message:
        return waiting.pop() if waiting else await receive()

    return receiving


def _again(reply: Reply) -> Response:
    return Response(reply.body, reply.status, {**reply.headers, REPLAYED: "true"})
