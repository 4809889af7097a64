"""Long lists page by page: ``limit`` and ``cursor`` go in, the next page's address comes back in a ``Link`` header.

The body stays what the command line and Python give. A cursor names the last entry of its page, so that what was
added or removed meanwhile shifts nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plant_copilot.errors import WrongUse
from plant_ui.api.versions import NAMED, NEWEST

_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Page:
    """``limit`` entries of a list, ``field``, after the one whose ``key`` fields are ``after``, or from ``at`` on."""

    field: str
    key: tuple[str, ...]
    limit: int
    after: list[Any] | None = None
    at: int = 0

    def of(self, listed: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], str]:
        """Return the page, and the cursor of the next one, "" for none."""
        found = (n for n, one in enumerate(listed, 1) if self._named(one) == self.after)
        begin = 0 if self.after is None else next(found, min(self.at, len(listed)))
        end = begin + self.limit
        page = listed[begin:end]
        return page, _cursor(self._named(page[-1]), end) if page and end < len(listed) else ""

    def _named(self, one: dict[str, Any]) -> list[Any]:
        return [one.get(name) for name in self.key]


def paged(field: str, *key: str) -> Any:
    """Return a dependency that lets a list be asked for page by page: ``key`` tells its entries apart."""

    def asked(
        request: Request,
        limit: Annotated[int | None, Query(ge=1, le=_MOST, description="how many of the list; all without it")] = None,
        cursor: Annotated[str, Query(description="where to go on: as in the Link header of the page before")] = "",
    ) -> None:
        if limit is not None or cursor:
            after, at = _read(cursor)
            request.state.page = Page(field, key, limit or _MOST, after, at)

    return Depends(asked)


class Paging:
    """Cuts the page out of a reply that ``paged`` has asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and one page of its reply back."""
        if scope["type"] != "http" or scope["method"] != "GET" or not str(scope["path"]).startswith(NEWEST):
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def sending(message: Message) -> None:
            page = scope["state"].get("page")
            if page is None or (message["type"] == "http.response.start" and message["status"] != 200):
                scope["state"]["page"] = None
                await send(message)
                return
            held.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                await _send_page(page, held, scope, send)

        await self._app(scope, receive, sending)


async def _send_page(page: Page, held: list[Message], scope: Scope, send: Send) -> None:
    told = json.loads(b"".join(message.get("body", b"") for message in held[1:]))
    told[page.field], following = page.of(told[page.field])
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    headers = MutableHeaders(scope=held[0])
    headers["content-length"] = str(len(body))
    if following:
        headers["link"] = f'<{_address(scope, page.limit, following)}>; rel="next"'
    await send(held[0])
    await send({"type": "http.response.body", "body": body})


def _address(scope: Scope, limit: int, cursor: str) -> str:
    """Return the next page's path: everything that was asked, and where to go on."""
    asked = Request(scope).query_params
    kept = [(name, value) for name, value in asked.multi_items() if name not in {"limit", "cursor"}]
    path = NAMED + str(scope["path"]).removeprefix(NEWEST)
    return f"{path}?{urlencode([*kept, ('limit', limit), ('cursor', cursor)])}"


def _cursor(after: list[Any], at: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([after, at]).encode()).decode()


def _read(cursor: str) -> tuple[list[Any] | None, int]:
    """Return the entry that a cursor names, and where it stood. Raises ``WrongUse``."""
    if not cursor:
        return None, 0
    try:
        after, at = json.loads(base64.b64decode(cursor.encode("ascii", "strict"), altchars=b"-_", validate=True))
    except (ValueError, TypeError, binascii.Error, UnicodeError):
        after, at = None, None
    if not isinstance(after, list) or not isinstance(at, int) or isinstance(at, bool) or at < 0:
        raise WrongUse("cursor is none of this API's.", remedy="Take it from the Link header of the page before.")
    return after, at
