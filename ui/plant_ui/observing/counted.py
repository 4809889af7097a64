"""Counts every HTTP request by the route it matched, from its arrival to the last byte of its response."""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plant_ui.observing.metrics import Metrics

_UNKNOWN = "unmatched"


class Counted:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and count it when it is through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            self._metrics.requested(scope["method"], _route(scope), status, time.perf_counter() - began)


def _route(scope: Scope) -> str:
    """Return the pattern of the path: /api/threads/{thread}. What the chat serves counts as one."""
    if str(scope["path"]).startswith("/chat"):
        return "/chat"
    return getattr(scope.get("route"), "path", _UNKNOWN)
