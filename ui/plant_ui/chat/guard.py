"""What stands between the network and Chainlit: few addresses, one origin, headers that a browser obeys."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plant_ui.api.guard import limited
from plant_ui.chat.asset_card import remembered
from plant_ui.chat.index_page import content_policy, spoken
from plant_ui.chat.locales import CHAINLIT_LOCALES, first_accepted, interface_language

# Chainlit has sixty addresses: logins, uploads, threads, MCP servers. A chat that keeps nothing needs these.
_NEEDED = re.compile(
    r"GET /(?:assets/.+|public/.+|favicon|logo|avatars/[^/]+|user|auth/config|project/(?:settings|translations))"
    r"|POST /set-session-cookie|POST /project/action|(?:GET|POST) /ws/socket\.io/?"
    r"|POST /project/file|GET /project/file/[0-9a-f-]{36}"
)
LARGEST_BODY = 26_000_000
"""Bytes of a photo with what a form adds; Chainlit takes it whole into memory."""
_LANGUAGE = re.compile(rb"(?<=language=)[A-Za-z0-9_-]*")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=()",
}


class Guard:
    """Passes on to ``chainlit`` only what the chat needs, and serves its page itself."""

    def __init__(self, chainlit: ASGIApp, html: str) -> None:
        self._chainlit = chainlit
        self._html = html
        self._headers = _HEADERS | {"Content-Security-Policy": content_policy(html)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or socket."""
        if scope["type"] == "websocket":
            await self._chainlit(scope, receive, send)
            return
        path = "/" + scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        answer: ASGIApp = PlainTextResponse("Not found", status_code=404)
        if path == "/" and scope["method"] in {"GET", "HEAD"}:
            answer = self._page(scope)
        elif _NEEDED.fullmatch(f"{scope['method']} {path}"):
            answer = self._chainlit
        await answer(_in_our_language(scope), limited(receive, Headers(scope=scope), LARGEST_BODY), self._with_headers(send))

    def _page(self, scope: Scope) -> HTMLResponse:
        """Return the page of the chat. Its socket is told by a cookie which asset the address names."""
        language = first_accepted(Headers(scope=scope).get("accept-language", ""))
        asset = QueryParams(scope["query_string"]).get("asset", "")
        cookie = remembered(asset, scope.get("root_path") or "/")
        return HTMLResponse(spoken(self._html, language), headers={"Set-Cookie": cookie})

    def _with_headers(self, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        return send_with_headers


def _in_our_language(scope: MutableMapping[str, Any]) -> Scope:
    """Ask Chainlit for a translation it has: "de-AT" becomes "de-DE"."""

    def locale(found: re.Match[bytes]) -> bytes:
        return CHAINLIT_LOCALES[interface_language(found[0].decode())].encode()

    return {**scope, "query_string": _LANGUAGE.sub(locale, scope["query_string"])}
