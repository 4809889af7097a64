"""Guests: who comes from another machine is told apart from other guests by a cookie, so that threads stay separate.

Nobody logs in. Whoever has no cookie gets one, a random word that nobody can guess; what is written down is its hash.
A guest may see what everyone may see, and the conversations begun with the same cookie.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from http.cookies import SimpleCookie

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plant_knowledge_ingest.principal import Principal

COOKIE = "plant_guest"
_WORD = re.compile(r"[\w-]{43}", re.ASCII)  # 32 random bytes
_DAY = 86_400


class Guests:
    """Gives each visitor a cookie, in whose name the visitor's threads are kept; for ``days`` without a visit."""

    def __init__(self, app: ASGIApp, days: int) -> None:
        self._app, self._days = app, days

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and the cookie back to whom has none."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        word = _word(HTTPConnection(scope))
        scope.setdefault("state", {})["guest"] = known = word or secrets.token_urlsafe(32)
        await self._app(scope, receive, send if word else self._with_cookie(send, known, scope))

    def _with_cookie(self, send: Send, word: str, scope: Scope) -> Send:
        cookie: SimpleCookie = SimpleCookie({COOKIE: word})
        for name, value in {"path": "/", "max-age": self._days * _DAY, "httponly": True, "samesite": "Strict"}.items():
            cookie[COOKIE][name] = value
        cookie[COOKIE]["secure"] = scope.get("scheme") == "https"

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", cookie[COOKIE].OutputString())
            await send(message)

        return sent


def guest(connection: HTTPConnection, otherwise: str = "", *, by_cookie: bool = True) -> Principal:
    """Return the guest of a request, or of a socket: by its cookie, ``otherwise`` by a word that is its own.

    Programs that keep no cookies are known by that word alone.
    """
    cookie = (getattr(connection.state, "guest", "") or _word(connection)) if by_cookie else ""
    word = cookie or otherwise
    return Principal(f"guest-{hashlib.sha256(word.encode()).hexdigest()[:32]}")


def _word(connection: HTTPConnection) -> str:
    """Return the cookie of a visitor, "" where there is none or it is none of ours."""
    word = connection.cookies.get(COOKIE, "")
    return word if _WORD.fullmatch(word) else ""
