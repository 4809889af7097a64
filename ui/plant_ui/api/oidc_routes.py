"""The way to the OpenID provider and back."""

from __future__ import annotations

import logging
import secrets
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from plant_copilot.copilot import Copilot
from plant_knowledge_ingest.errors import PlantError
from plant_ui.api import cookies
from plant_ui.api.asker import TheCopilot
from plant_ui.api.oidc import Provider
from plant_ui.api.visitors import address_of, is_private

_log = logging.getLogger(__name__)
_STATE = "plant_oidc"
_BACK = "/sign-in/oidc/callback"

router = APIRouter(prefix="/sign-in/oidc", include_in_schema=False)


@router.get("")
def begin(request: Request, copilot: TheCopilot, next: str = "") -> Response:  # noqa: A002 - a query has it by name
    """Lead the browser to the provider."""
    try:
        address, state = _provider(request, copilot).begin(_own(request, copilot), next[:2_000])
    except PlantError as error:
        return _failed(error)
    response = RedirectResponse(address, 303, {"Cache-Control": "no-store"})
    private = is_private(request, copilot)
    response.set_cookie(_STATE, state, max_age=600, httponly=True, samesite="lax", secure=private, path=_BACK)
    return response


@router.get("/callback")
def back(request: Request, copilot: TheCopilot, code: str = "", state: str = "", error: str = "") -> Response:
    """Sign in whom the provider names: in the browser that began, and nowhere else."""
    if error or not secrets.compare_digest(request.cookies.get(_STATE, "").encode(), state.encode()) or not state:
        return _failed(PlantError(f"The way back from the provider does not fit: {error[:80] or 'another browser'}."))
    try:
        proven, where = _provider(request, copilot).finish(state, code)
        settings, sign_in = copilot.people.settings, copilot.people.sign_in
        subject = f"{settings.issuer} {proven.subject}"
        address = address_of(request, copilot)
        token = sign_in.by_another("oidc", subject, proven.name, settings.role, address, proven.held)
    except PlantError as refused:
        return _failed(refused)
    response = RedirectResponse(f"/sign-in?next={quote(where, safe='')}" if where else "/sign-in", 303)
    cookies.give(response, request, copilot, token)
    response.delete_cookie(_STATE, path=_BACK)
    return response


def _provider(request: Request, copilot: Copilot) -> Provider:
    """Return the provider, which remembers who is on the way."""
    state = request.app.state
    if not hasattr(state, "oidc"):
        state.oidc = Provider(copilot.people.settings)
    provider: Provider = state.oidc
    return provider


def _own(request: Request, copilot: Copilot) -> str:
    scheme = "https" if is_private(request, copilot) else "http"
    return f"{scheme}://{request.headers['host']}{_BACK}"


def _failed(error: PlantError) -> Response:
    """Lead back to the sign-in page, which says a code; what happened stands in the log under it."""
    code = secrets.token_hex(4)
    _log.warning("sign-in by the OpenID provider failed, support code %s: %s", code, error)
    return RedirectResponse(f"/sign-in?failed={code}", 303, {"Cache-Control": "no-store"})
