"""The cookie of a session: a word that no script can read and no other site can send along."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from plant_copilot.copilot import Copilot
from plant_ui.api.visitors import COOKIE, is_private


def give(response: Response, request: Request, copilot: Copilot, token: str) -> None:
    """Let ``response`` carry the session to the browser."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=copilot.people.settings.hours * 3_600,
        httponly=True,
        samesite="lax",  # strict would be left out on the way back from an identity provider
        secure=is_private(request, copilot),
    )
    response.headers["Cache-Control"] = "no-store"


def end(response: Response, request: Request, copilot: Copilot) -> None:
    """End the session of ``request`` on the server, and take it from the browser."""
    if token := request.cookies.get(COOKIE, ""):
        copilot.people.sign_in.end(token)
    response.delete_cookie(COOKIE)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Clear-Site-Data"] = '"cache"'
