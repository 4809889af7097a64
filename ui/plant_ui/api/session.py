"""Signing in and out over HTTP, and who one is."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from plant_copilot.copilot import Copilot
from plant_ui.api import cookies
from plant_ui.api import people_models as models
from plant_ui.api.asker import TheCopilot
from plant_ui.api.visitors import COOKIE, address_of
from plant_ui.visitor import Visitor

router = APIRouter(prefix="/api/session", tags=["Users"])


@router.get("", response_model=models.Who)
def show(request: Request, copilot: TheCopilot) -> JSONResponse:
    """Say who asks, with which roles and groups."""
    return JSONResponse(_who(request.state.visitor, copilot))


@router.post("", response_model=models.Who)
def begin(wanted: models.SignInRequest, request: Request, copilot: TheCopilot) -> JSONResponse:
    """Sign in with name and password; a cookie has the session. After wrong tries one has to wait, each time longer."""
    token = copilot.people.sign_in.by_password(wanted.name, wanted.password, address_of(request, copilot))
    person = copilot.people.sign_in.whose_session(token)
    visitor = Visitor(person.principal, "user", person.shown, person.roles) if person else None
    _end_before(request, copilot)
    response = JSONResponse(_who(visitor, copilot))
    cookies.give(response, request, copilot, token)
    return response


@router.delete("", response_model=models.Who)
def end(request: Request, copilot: TheCopilot) -> JSONResponse:
    """Sign out. The session is worth nothing from now on, wherever its cookie is."""
    response = JSONResponse(_who(None, copilot))
    cookies.end(response, request, copilot)
    return response


def _end_before(request: Request, copilot: Copilot) -> None:
    """End the session that the browser has had: it is another person's, or no longer needed."""
    if token := request.cookies.get(COOKIE, ""):
        copilot.people.sign_in.end(token)


def _who(visitor: Visitor | None, copilot: Copilot) -> dict[str, Any]:
    asker = visitor.principal if visitor else None
    return {
        "name": asker.name if asker else "",
        "shown": visitor.shown if visitor else "",
        "kind": visitor.kind if visitor else "nobody",
        "roles": sorted(visitor.roles) if visitor else [],
        "groups": sorted(asker.groups) if asker else [],
        "sites": sorted(asker.sites) if asker else [],
        "must_sign_in": copilot.people.must_sign_in,
    }
