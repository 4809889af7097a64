"""Pages of other origins: none may call the API, except those that a setting names, and those with a key only."""

from __future__ import annotations

from collections.abc import Collection

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Scope

_PATHS = ("/api/", "/v1/")
_SENT = ("Authorization", "Content-Type", "Idempotency-Key", "X-Plant-Asset", "X-Plant-Language")
_READ = ("Link", "Location", "Retry-After", "Idempotency-Replayed")


def install(app: FastAPI, origins: Collection[str]) -> None:
    """Tell browsers that pages of ``origins`` may read what ``app`` replies; nothing is told where there are none."""
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=sorted(origins),
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=_SENT,
            expose_headers=_READ,
        )


def is_invited(scope: Scope, headers: Headers, origins: Collection[str]) -> bool:
    """Say whether a page of one of ``origins`` calls the API."""
    calls = scope["type"] == "http" and str(scope["path"]).startswith(_PATHS)
    return calls and headers.get("origin", "").lower() in origins


def without_cookies(scope: Scope) -> Scope:
    """Return a request without its cookies: who is signed in here is not so for a page of another origin."""
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"cookie"]}
