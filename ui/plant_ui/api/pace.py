"""How fast one person, or one program with a key, may ask: so many requests a minute, with some patience for a rush."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable
from threading import Lock

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from plant_ui.api.problems import problem, respond
from plant_ui.api.visitors import address_of
from plant_ui.errors import TooManyRequests

_LIMITED = ("/api/", "/v1/")
_MOST_KNOWN = 10_000


class Pace:
    """Tells whether somebody may go on. A minute's worth may come at once; then it is refilled evenly."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = a_minute, clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, who: str) -> int:
        """Take one request of ``who``; return 0, or in how many seconds there is one again."""
        with self._lock:
            now = self._clock()
            left, at = self._left.get(who, (float(self._most), now))
            left = min(self._most, left + (now - at) * self._most / 60)
            waits = 0 if left >= 1 else math.ceil((1 - left) * 60 / self._most)
            self._left[who] = (left if waits else left - 1, now)
            if len(self._left) > _MOST_KNOWN:
                self._forget_those_at_rest(now)
            return waits

    def _forget_those_at_rest(self, now: float) -> None:
        """Forget who has sent nothing for a minute: there is as much left as for somebody new."""
        self._left = {who: (left, at) for who, (left, at) in self._left.items() if now - at < 60}


class Paced:
    """Refuses who is too fast with 429, and says when to come again. The local user is as fast as can be."""

    def __init__(self, app: ASGIApp, pace: Pace) -> None:
        self._app, self._pace = app, pace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        is_limited = scope["type"] == "http" and str(scope["path"]).startswith(_LIMITED)
        who = _who(scope) if is_limited else ""
        if who and (seconds := self._pace.take(who)):
            refused = respond(problem(TooManyRequests(seconds)), {"Retry-After": str(seconds)})
            await refused(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _who(scope: Scope) -> str:
    """Return whose pace counts: a key's own, else the person's; a guest's by address, "" for the local user."""
    visitor = scope["state"].get("visitor")
    connection = HTTPConnection(scope)
    if visitor is None or visitor.kind == "local":
        return ""
    if visitor.kind == "guest":
        return f"guest {address_of(connection, scope['state']['visitors'].copilot)}"
    key = connection.headers.get("authorization", "")
    return hashlib.sha256(key.encode()).hexdigest() if key else f"person {visitor.principal.name}"
