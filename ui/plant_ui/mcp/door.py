"""Who may ask over HTTP: whoever has a key; without one this machine alone, as long as nobody has to sign in."""

from __future__ import annotations

import anyio
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from plant_copilot.people.errors import SignInNeeded
from plant_knowledge_ingest.errors import PlantError
from plant_ui.api.problems import problem, respond
from plant_ui.api.visitors import is_from_here
from plant_ui.mcp.home import Home

_NEEDED = SignInNeeded("Nobody is signed in.", remedy="Send a key: Authorization: Bearer KEY")


class Door:
    """Passes on who has proven who it is; the tools then see and do what that person may."""

    def __init__(self, app: ASGIApp, home: Home) -> None:
        self._app, self._home = app, home

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say what it lacks."""
        connection = HTTPConnection(scope)
        scheme, _, key = connection.headers.get("authorization", "").partition(" ")
        key = key.strip() if scheme.lower() == "bearer" else ""
        try:
            if not key and not is_from_here(connection):
                raise _NEEDED
            await anyio.to_thread.run_sync(self._home.refuse_stranger, key)
        except PlantError as error:
            while (await receive()).get("more_body"):
                pass  # who is cut off while still sending would not read the answer
            await respond(problem(error), {"WWW-Authenticate": "Bearer"})(scope, receive, send)
            return
        await self._app(scope, receive, send)
