"""What every request passes before anything reads it: the host it names, where it comes from, how large it is.

A page of another site, open in the browser of somebody in the plant, can send requests to this server. It cannot
choose their Host unless it rebinds its own name to this address, and it cannot hide its Origin: both are checked.
"""

from __future__ import annotations

import socket
from collections.abc import Collection, Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plant_ui.api.origins import is_invited, without_cookies
from plant_ui.api.problems import refused

LARGEST_BODY = 1_000_000
UPLOADS = frozenset({"/api/documents", "/api/records/files"})
# Up to here it is told how large a photo or a recording may be.
LARGER = {"/api/pictures": 60_000_000, "/api/transcribe": 60_000_000, "/v1/chat/completions": 60_000_000}
_READING = {"GET", "HEAD", "OPTIONS"}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# No script and no picture of other machines; the page of /docs sets its styles itself.
_CONTENT = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)


class Guard:
    """Refuses requests that no program or page of this server would send, and sets the security headers.

    ``names`` are the hosts by which it may be called; this machine's own names are added. A numeric address
    needs no list: no other site can stand behind one. ``chat`` is the path below which the chat sets the rules
    for content and size; ``largest_upload`` is the most bytes of files sent at once; ``origins`` are those whose pages
    may call the API.
    """

    def __init__(
        self,
        app: ASGIApp,
        names: Iterable[str] = (),
        chat: str = "/chat",
        largest_upload: int = LARGEST_BODY,
        origins: Collection[str] = (),
    ) -> None:
        self._app = app
        self._names = {name.lower() for name in (*names, "localhost", socket.gethostname())}
        self._chat = chat
        self._largest_upload = largest_upload
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._is_called(headers.get("host", "")):
            text = "The name in the request's Host header is not this server's."
            await refused("unknown host", 400, text, "Start the server with --name NAME to allow it.")(
                scope, receive, send
            )
        elif is_invited(scope, headers, self._origins):
            await self._pass(without_cookies(scope), headers, receive, send)
        elif _comes_from_elsewhere(scope, headers):
            await refused("foreign origin", 403, "Pages of other sites may not send this.")(scope, receive, send)
        elif self._is_chat(scope):
            await self._app(scope, receive, _with(send, _HEADERS))
        else:
            await self._pass(scope, headers, receive, send)

    async def _pass(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        uploads = scope["method"] == "POST" and scope["path"] in UPLOADS
        most = self._largest_upload if uploads else LARGER.get(scope["path"], LARGEST_BODY)
        await self._app(
            scope, limited(receive, headers, most), _with(send, _HEADERS | {"Content-Security-Policy": _CONTENT})
        )

    def _is_called(self, host: str) -> bool:
        try:
            name = (urlsplit(f"//{host}").hostname or "").lower()
        except ValueError:
            return False
        return name in self._names or _is_address(name)

    def _is_chat(self, scope: Scope) -> bool:
        return str(scope["path"]) == self._chat or str(scope["path"]).startswith(f"{self._chat}/")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _comes_from_elsewhere(scope: Scope, headers: Headers) -> bool:
    """Say whether a page of another origin sent a request that changes something or opens a connection."""
    if scope["type"] == "http" and scope["method"] in _READING:
        return False
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()


def _with(send: Send, added: dict[str, str]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in added.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


def limited(receive: Receive, headers: Headers, most: int) -> Receive:
    """Stop reading a body of more than ``most`` bytes, which is larger than any question, or all files allowed."""
    read = 0

    async def receiving() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        announced = headers.get("content-length", "0")
        if read > most or (announced.isdigit() and int(announced) > most):
            raise HTTPException(413, f"What was sent is larger than {most / 1e6:g} MB.")
        return message

    return receiving
