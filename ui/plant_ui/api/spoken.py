"""JSON whose messages, reasons and remedies are told in the language that a request accepts; English where none is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from plant_tools.troubles import spoken
from plant_ui.locales import first_accepted


class Spoken(JSONResponse):
    """A response with ``content``, which is put into words when it is sent: only then it is known for whom."""

    def __init__(
        self,
        content: Mapping[str, Any],
        status_code: int = 200,
        headers: Mapping[str, str] | None = None,
        media_type: str = "application/json",
    ) -> None:
        super().__init__(content, status_code, headers, media_type)
        self._content = content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it in the language that the request accepts first."""
        language = first_accepted(Headers(scope=scope).get("accept-language", ""))
        self.body = self.render(spoken(self._content, language))
        self.headers["Content-Length"] = str(len(self.body))
        self.headers["Content-Language"] = language
        self.headers.add_vary_header("Accept-Language")
        await super().__call__(scope, receive, send)
