"""The gate: every request is told who sends it, and turned away where that has to be known and is not."""

from __future__ import annotations

import asyncio
import logging
from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from plant_copilot.audit.acts import LOCAL, act_as
from plant_copilot.people.errors import SignInNeeded, UsersOutOfReach
from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.patience import at_most
from plant_ui.api.problems import problem, respond
from plant_ui.api.visitors import Visitors
from plant_ui.slack import PATH as SLACK
from plant_ui.teams import PATH as TEAMS
from plant_ui.webhooks.signature import SIGNATURE

SIGN_IN = "/sign-in"
_OPEN = {"/health", "/api/session", SIGN_IN}
_SIGNED = {SLACK, TEAMS}
"""Doors of other services: what comes in there is signed, and who is behind it is looked up there and nowhere else."""

_NEEDED = SignInNeeded("Nobody is signed in.", remedy="Sign in on /sign-in, or send a key: Authorization: Bearer KEY")

_NOBODY_KNOWN = UsersOutOfReach(
    "Who you are cannot be looked up right now.",
    remedy="Try again in a minute; if it lasts, plant-copilot doctor says why.",
)
_log = logging.getLogger(__name__)


class Gate:
    """Leaves the visitor in the state of the request: ``visitor``, None on the way to signing in.

    ``visitors`` beside it tells who it is by now: a socket stays open for longer than a session.
    """

    def __init__(self, app: ASGIApp, visitors: Visitors) -> None:
        self._app, self._visitors = app, visitors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say that somebody has to sign in. A browser is led to where one can."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})["visitors"] = self._visitors
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)  # the chat looks who opens its socket, and again at each question
            return
        if scope["path"] in _SIGNED:
            scope["state"]["visitor"] = None
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        try:
            with at_most():
                visitor = await asyncio.to_thread(self._visitors.of, connection)
        except UsersOutOfReach as error:
            _log.error("nobody can be let in: %s", error)
            await respond(problem(_NOBODY_KNOWN))(scope, receive, send)
            return
        except PlantError as error:
            await respond(problem(error))(scope, receive, send)
            return
        scope["state"]["visitor"] = visitor
        if visitor is None and not _is_open(scope["path"]) and not _is_signed(scope, connection):
            await self._turned_away(connection)(scope, receive, send)
            return
        act_as(visitor.principal.name if visitor else LOCAL)
        await self._app(scope, receive, send)

    def _turned_away(self, connection: HTTPConnection) -> ASGIApp:
        if "text/html" in connection.headers.get("accept", ""):
            asked = connection.url.path + (f"?{connection.url.query}" if connection.url.query else "")
            return RedirectResponse(f"{SIGN_IN}?next={quote(asked, safe='')}", 303, {"Cache-Control": "no-store"})
        return respond(problem(_NEEDED), {"WWW-Authenticate": "Bearer"})


def _is_signed(scope: Scope, connection: HTTPConnection) -> bool:
    """Say whether a request says by its signature who sends it: the route looks whether it is right."""
    return bool(scope["path"] == "/api/events" and scope["method"] == "POST" and SIGNATURE in connection.headers)


def _is_open(path: str) -> bool:
    return path in _OPEN or path.startswith(f"{SIGN_IN}/")
