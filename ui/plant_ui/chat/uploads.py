"""Files sent to the chat: looked at before Chainlit, which believes what the browser says they are.

A file is a picture when its first bytes say so, and is called what they say; nothing else is taken, and never more than
``LARGEST`` bytes.
"""

from __future__ import annotations

import re

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 26_000_000

_BEGINS = (
    ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("image/webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    ("image/heic", re.compile(rb".{4}ftyp(?:heic|heix|hevc|hevx|mif1|msf1)", re.DOTALL)),
)


class Uploads:
    """Passes on to ``chainlit`` what is one picture."""

    def __init__(self, chainlit: ASGIApp) -> None:
        self._chainlit = chainlit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that sends a file."""
        try:
            body = await _whole(receive)
            refusal = await _wrong_with(Request(scope, _again(body)))
        except HTTPException as error:
            await JSONResponse({"detail": error.detail}, error.status_code)(scope, receive, send)
            return
        if refusal:
            await JSONResponse({"detail": refusal}, 415)(scope, receive, send)
            return
        await self._chainlit(scope, _again(body), send)


def kind_of(beginning: bytes) -> str:
    """Return the media type of a picture by its first bytes, "" for anything else."""
    return next((kind for kind, begins in _BEGINS if begins.match(beginning)), "")


async def _wrong_with(request: Request) -> str:
    """Return what is wrong with the files of a request, "" for nothing."""
    async with request.form(max_files=1, max_fields=4) as form:
        files = [part for part in form.values() if isinstance(part, UploadFile)]
        if len(files) != 1:
            return "Send one file."
        found, said = kind_of(await files[0].read(32)), files[0].content_type
    if not found:
        return "This is not a picture: PNG, JPEG, WebP and HEIC are read."
    return "" if said == found else f"This is {found}, not {said}."


async def _whole(receive: Receive) -> bytes:
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HTTPException(400, "The file did not arrive whole.")
        parts.append(message.get("body", b""))
        size, more = size + len(parts[-1]), message.get("more_body", False)
        if size > LARGEST:
            raise HTTPException(413, f"The file is larger than {LARGEST / 1e6:.0f} MB.")
    return b"".join(parts)


def _again(body: bytes) -> Receive:
    """Return what gives ``body`` to whoever reads next."""
    left = [body]

    async def receive() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return {"type": "http.disconnect"}

    return receive
