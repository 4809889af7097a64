"""Files sent to the chat: looked at before Chainlit, which believes what the browser says they are.

A file is a picture when its first bytes say so, and is called what they say; nothing else is taken, and never more than
``LARGEST`` bytes.
"""

from __future__ import annotations

from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plant_ui.chat.messages import script_words
from plant_ui.locales import first_accepted
from plant_ui.picture_kind import picture_kind

LARGEST = 26_000_000


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
            await _refused(scope, error.detail, error.status_code)(scope, receive, send)
            return
        if refusal:
            await _refused(scope, refusal, 415)(scope, receive, send)
            return
        await self._chainlit(scope, _again(body), send)


def _refused(scope: Scope, key: str, status: int) -> JSONResponse:
    """Return a refusal in the language of the browser; what the form itself refuses is told as it is."""
    language = first_accepted(Headers(scope=scope).get("accept-language", ""))
    return JSONResponse({"detail": script_words()[language].get(key, key)}, status)


async def _wrong_with(request: Request) -> str:
    """Return the key of what is wrong with the files of a request, "" for nothing."""
    async with request.form(max_files=1, max_fields=4) as form:
        files = [part for part in form.values() if isinstance(part, UploadFile)]
        if len(files) != 1:
            return "upload_many"
        begins = await files[0].read(32)
    if not begins:
        return "upload_empty"
    if not (found := picture_kind(begins)):
        return "upload_kind"
    return "" if files[0].content_type == found else "upload_named"


async def _whole(receive: Receive) -> bytes:
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HTTPException(400, "upload_torn")
        parts.append(message.get("body", b""))
        size, more = size + len(parts[-1]), message.get("more_body", False)
        if size > LARGEST:
            raise HTTPException(413, "upload_large")
    return b"".join(parts)


def _again(body: bytes) -> Receive:
    """Return what gives ``body`` to whoever reads next."""
    left = [body]

    async def receive() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return {"type": "http.disconnect"}

    return receive
