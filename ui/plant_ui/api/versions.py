"""The version of the API: /api/v1/... is the name to build on; /api/... is the same, today and always the newest."""

from __future__ import annotations

import re
from typing import Any

from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

NEWEST, NAMED = "/api/", "/api/v1/"


class Versions:
    """Leads requests by the version's name to the routes, of which there is one set."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on under the name that the routes have."""
        if scope["type"] == "http" and str(scope["path"]).startswith(NAMED):
            path = NEWEST + scope["path"].removeprefix(NAMED)
            raw_path = NEWEST.encode() + scope["raw_path"].removeprefix(NAMED.encode())
            scope = {**scope, "path": path, "raw_path": raw_path}
        await self._app(scope, receive, send)


def versioned(openapi: dict[str, Any]) -> dict[str, Any]:
    """Return a description that names its paths by the version."""
    return openapi | {"paths": {_named(path): calls for path, calls in openapi["paths"].items()}}


def _named(path: str) -> str:
    return NAMED + path.removeprefix(NEWEST) if path.startswith(NEWEST) else path


def operation(route: APIRoute) -> str:
    """Return what a generated client calls a route: post_ask, get_threads_thread_why."""
    words = re.findall(r"\w+", route.path.removeprefix(NEWEST).replace(":path", ""))
    return "_".join([*sorted(method.lower() for method in route.methods or ()), *words]).replace("-", "_")
