"""What stands between the network and Chainlit: few addresses, one origin, headers that a browser obeys."""

from __future__ import annotations

import asyncio
import re
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plant_ui.api import cookies
from plant_ui.api.guard import limited
from plant_ui.chat.asking_now import Asking, asking
from plant_ui.chat.asset_card import remembered
from plant_ui.chat.ids import UUID
from plant_ui.chat.index_page import content_policy, spoken
from plant_ui.chat.passes import admitted
from plant_ui.chat.uploads import Uploads
from plant_ui.locales import CHAINLIT_LOCALES, first_accepted, interface_language
from plant_ui.visitor import Visitor

# Chainlit has sixty addresses: logins, uploads, shared threads, MCP servers. This chat needs these.
_NEEDED = re.compile(
    r"GET /(?:assets/.+|public/.+|favicon|logo|avatars/[^/]+|user|auth/config|project/(?:settings|translations))"
    rf"|GET /project/thread/{UUID}|(?:PUT|DELETE) /project/thread|POST /project/threads"
    r"|POST /set-session-cookie|POST /project/action|(?:GET|POST) /ws/socket\.io/?"
    rf"|GET /project/file/{UUID}"
)
_PAGES = re.compile(rf"/(?:thread/{UUID})?")
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
    """Passes on to ``chainlit`` only what the chat needs, in the name of the visitor, and serves its page itself."""

    def __init__(self, chainlit: ASGIApp, html: str) -> None:
        self._chainlit, self._uploads = chainlit, Uploads(chainlit)
        self._html = html
        self._headers = _HEADERS | {"Content-Security-Policy": content_policy(html)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or socket."""
        if scope["type"] == "websocket":
            await self._chainlit(scope, receive, send)
            return
        visitor: Visitor = scope["state"]["visitor"]
        language = first_accepted(Headers(scope=scope).get("accept-language", ""))
        answer = self._answer(scope, visitor, language)
        theirs = answer in {self._chainlit, self._uploads}
        passed = admitted(_in_our_language(scope), visitor) if theirs else scope
        with asking(Asking(visitor.principal, language)):
            await answer(passed, limited(receive, Headers(scope=scope), LARGEST_BODY), self._with_headers(send))

    def _answer(self, scope: Scope, visitor: Visitor, language: str) -> ASGIApp:
        path = "/" + scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        asked = f"{scope['method']} {path}"
        if _PAGES.fullmatch(path) and scope["method"] in {"GET", "HEAD"}:
            return self._page(scope, visitor, language)
        if asked == "GET /login":  # where Chainlit's page goes when it is told that nobody is signed in
            return RedirectResponse(scope.get("root_path", "") + "/")
        if asked == "POST /logout":
            return _signing_out
        if asked == "POST /project/file":
            return self._uploads
        return self._chainlit if _NEEDED.fullmatch(asked) else PlainTextResponse("Not found", status_code=404)

    def _page(self, scope: Scope, visitor: Visitor, language: str) -> HTMLResponse:
        """Return the page of the chat. Its socket is told by a cookie which asset the address names."""
        asset = QueryParams(scope["query_string"]).get("asset", "")
        cookie = remembered(asset, scope.get("root_path") or "/")
        html = spoken(self._html, language, signed_in=visitor.kind == "user")
        return HTMLResponse(html, headers={"Set-Cookie": cookie, "Cache-Control": "no-store"})

    def _with_headers(self, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        return send_with_headers


async def _signing_out(scope: Scope, receive: Receive, send: Send) -> None:
    """End the session on the server; Chainlit would only take its own cookie from the browser."""
    request, response = Request(scope), JSONResponse({"success": True})
    await asyncio.to_thread(cookies.end, response, request, request.state.visitors.copilot)
    await response(scope, receive, send)


def _in_our_language(scope: MutableMapping[str, Any]) -> Scope:
    """Ask Chainlit for a translation it has: "de-AT" becomes "de-DE"."""

    def locale(found: re.Match[bytes]) -> bytes:
        return CHAINLIT_LOCALES[interface_language(found[0].decode())].encode()

    return {**scope, "query_string": _LANGUAGE.sub(locale, scope["query_string"])}
