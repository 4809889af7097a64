"""The door for Microsoft: a route of our application, behind which the SDK works in a loop of its own.

The SDK fetches the keys of Microsoft's tokens while its loop waits. In a thread of its own that holds up nobody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeVar

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from plant_ui.channels.failing import noted

T = TypeVar("T")
_PATIENCE = 10.0
_UNREAD = 500


class OwnLoop:
    """An event loop in a thread of its own."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()

    def begin(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Begin ``work`` in the loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def stop(self, last: Coroutine[Any, Any, None] | None = None) -> None:
        """End what is under way, do what is to be done ``last``, and end the thread."""
        self.begin(_cancelled()).result(_PATIENCE)
        if last:
            self.begin(last).result(_PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)
        self._loop.close()


class Door:
    """What the SDK takes for a web server: it registers one route, and is given what is sent there."""

    def __init__(self, app: FastAPI, loop: OwnLoop) -> None:
        self._app, self._loop = app, loop

    def register_route(self, method: str, path: str, handler: Any) -> None:
        """Take requests at ``path`` for ``handler``, the SDK's, which checks who sends them."""

        async def receive(request: Request) -> Response:
            try:
                body = await request.json()
            except ValueError:
                body = None
            if not isinstance(body, dict):
                return JSONResponse({"error": "Bad Request"}, 400)
            told = await asyncio.wrap_future(
                self._loop.begin(handler({"body": body, "headers": dict(request.headers)}))
            )
            if told["status"] == _UNREAD:  # let in, but of a kind the SDK does not read; its log says more
                noted("teams: something came in that is not read", f"of type {str(body.get('type'))[:40]!r}")
                return Response(status_code=200)
            if told.get("body") is None:
                return Response(status_code=told["status"])
            return JSONResponse(told["body"], told["status"])

        self._app.add_api_route(path, receive, methods=[method], include_in_schema=False)

    def serve_static(self, path: str, directory: str) -> None:
        """Serve nothing: the bot has no pages."""

    async def start(self, port: int) -> None:
        """Do nothing: the application is served by the server it belongs to."""

    async def stop(self) -> None:
        """Do nothing, as for ``start``."""


async def _cancelled() -> None:
    """Cancel everything else that runs in this loop, and wait for it."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
