"""What the endpoint refuses, and how it says so: errors have OpenAI's shape, which its clients read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plant_ui.api.openai.models import Asking
from plant_ui.api.problems import MEDIA_TYPE
from plant_ui.errors import NotOffered

PATH = "/v1"
# OpenAI's clients know an unknown key by 401, and a request that cannot be read by 400.
_STATUS = {422: 400}
_KINDS = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "invalid_request_error",
    409: "invalid_request_error",
    413: "invalid_request_error",
    429: "rate_limit_error",
}


def refuse_what_is_not_offered(asked: Asking) -> None:
    """Raise ``NotOffered`` for what would change the answer at OpenAI's, and cannot here."""
    refused = {
        "n": (asked.n or 1) != 1 and "there is one answer",
        "tools": asked.tools and "the copilot chooses its tools itself",
        "functions": asked.functions and "the copilot chooses its tools itself",
        "response_format": (asked.response_format or {}).get("type", "text") != "text" and "answers are text",
        "logprobs": asked.logprobs and "answers are quoted, not drawn",
        "modalities": set(asked.modalities or ["text"]) != {"text"} and "answers are text",
    }
    for name, reason in refused.items():
        if reason:
            raise NotOffered(name, f"{name} is not offered here: {reason}.", remedy="Leave it out.")


def failure(problem: Mapping[str, Any], param: str | None = None) -> dict[str, Any]:
    """Return problem details in OpenAI's shape; the support code stands in the message."""
    status = _status(problem)
    said = " ".join(filter(None, (str(problem["detail"]), str(problem["remedy"]))))
    return {
        "error": {
            "message": f"{said} (support code {problem['support_code']})",
            "type": _KINDS.get(status, "server_error"),
            "param": param,
            "code": "invalid_api_key" if status == 401 else str(problem["type"]).rsplit(":", 1)[-1].replace("-", "_"),
        }
    }


def install(app: FastAPI) -> None:
    """Let ``app`` say which parameter it is that is not offered."""
    app.add_exception_handler(NotOffered, _on_not_offered)


async def _on_not_offered(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, NotOffered):
        raise error
    told = {
        "message": f"{error.message} {error.remedy}".strip(),
        "type": "invalid_request_error",
        "param": error.param,
        "code": error.code,
    }
    return JSONResponse({"error": told}, error.status)


class Reshaping:
    """Gives problem details OpenAI's shape, whoever wrote them: the gate, a limit, a route."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and a failure back in the other shape."""
        if scope["type"] == "http" and str(scope["path"]).startswith(f"{PATH}/"):
            await self._app(scope, receive, _Reshaped(send))
        else:
            await self._app(scope, receive, send)


class _Reshaped:
    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_problem(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._told(self._start)

    async def _told(self, start: Message) -> None:
        problem = json.loads(self._body)
        body = json.dumps(failure(problem), ensure_ascii=False).encode()
        headers = MutableHeaders(scope=start)
        headers["content-type"], headers["content-length"] = "application/json", str(len(body))
        await self._send({**start, "status": _status(problem)})
        await self._send({"type": "http.response.body", "body": body})


def _is_problem(start: Message) -> bool:
    return MutableHeaders(scope=start).get("content-type", "").startswith(MEDIA_TYPE)


def _status(problem: Mapping[str, Any]) -> int:
    if str(problem["type"]).endswith(":sign-in-refused"):
        return 401
    status = int(problem["status"])
    return _STATUS.get(status, status)
