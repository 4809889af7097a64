"""Which methods a path has: every other one is answered with 405 and those in ``Allow``, and OPTIONS with them alone.

Of several routes that fit a path the one that names most of it counts: /api/drafts/audit is no draft called "audit".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.responses import Response
from starlette.routing import compile_path
from starlette.types import ASGIApp, Receive, Scope, Send

from plant_ui.api.problems import refused

_PARAMETER = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class _Template:
    """A path as its routes have it, with the methods of all of them."""

    fits: re.Pattern[str]
    named: int
    methods: frozenset[str]


class Methods:
    """Refuses methods that a path does not have. ``routed`` is the application whose routes are meant."""

    def __init__(self, app: ASGIApp, routed: FastAPI) -> None:
        self._app, self._routed = app, routed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say which methods there are."""
        methods = self._methods(str(scope["path"])) if scope["type"] == "http" else frozenset()
        if not methods or scope["method"] in methods:
            await self._app(scope, receive, send)
            return
        allow = {"Allow": ", ".join(sorted(methods))}
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=allow)(scope, receive, send)
            return
        answer = refused(
            "method not allowed", 405, f"There is no {scope['method']} here.", "It has its methods on /docs."
        )
        answer.headers.update(allow)
        await answer(scope, receive, send)

    def _methods(self, path: str) -> frozenset[str]:
        """Return the methods of a path, none where it is not one of these routes."""
        fitting = [template for template in self._templates if template.fits.match(path)]
        return max(fitting, key=lambda template: template.named).methods if fitting else frozenset()

    @cached_property
    def _templates(self) -> list[_Template]:
        """Read when the first request comes: by then all routes are there."""
        methods: dict[str, set[str]] = {}
        patterns: dict[str, re.Pattern[str]] = {}
        for found in iter_route_contexts(self._routed.routes):
            if (path := found.path) and found.methods:
                methods.setdefault(path, set()).update(found.methods)
                patterns[path] = compile_path(path)[0]
        return [
            _Template(patterns[path], len(_PARAMETER.sub("", path)), frozenset(those))
            for path, those in methods.items()
        ]
