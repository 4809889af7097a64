"""The page to sign in on: plain HTML without a script, in the language of the browser, with buttons for gloves."""

from __future__ import annotations

from html import escape
from importlib import resources
from string import Template
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from plant_copilot import Copilot
from plant_copilot.people.errors import SignInRefused, TooManyTries
from plant_tools.phrases import Phrases
from plant_ui.api import cookies
from plant_ui.api.asker import TheCopilot
from plant_ui.api.visitors import COOKIE, address_of
from plant_ui.locales import first_accepted

_FILES = resources.files("plant_ui.api.sign_in")
_TEMPLATE = Template((_FILES / "page.html").read_text(encoding="utf-8"))
_say = Phrases("plant_ui.api.sign_in", "words.yaml").say
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with none a browser would not say where the form comes from
    "Cache-Control": "no-store",
}
Next = Annotated[str, Query(max_length=2_000)]


router = APIRouter(prefix="/sign-in", include_in_schema=False)


@router.get("")
def page(
    request: Request,
    copilot: TheCopilot,
    next: Next = "",  # noqa: A002 - a query has it by name
    failed: str = "",
    ended: str = "",
) -> Response:
    """Return the page; who is signed in already is led on."""
    if request.state.visitor is not None:
        return RedirectResponse(inside(next), 303)
    language = _language(request)
    said = _say(language, "refused", code=failed[:16]) if failed else ""
    return _page(copilot, language, next, said or (_say(language, "ended") if ended else ""))


@router.post("")
def begin(
    request: Request,
    copilot: TheCopilot,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1_000)] = "",
    next: Next = "",  # noqa: A002 - a query has it by name
) -> Response:
    """Sign in and lead on, or say plainly what is wrong."""
    language, sign_in = _language(request), copilot.people.sign_in
    try:
        token = sign_in.by_password(name, password, address_of(request, copilot))
    except TooManyTries as error:
        said = _say(language, "wait", seconds=error.seconds)
        return _page(copilot, language, next, said, 429, {"Retry-After": str(error.seconds)})
    except SignInRefused:
        return _page(copilot, language, next, _say(language, "wrong"), 403)
    if before := request.cookies.get(COOKIE, ""):
        sign_in.end(before)
    response = RedirectResponse(inside(next), 303)
    cookies.give(response, request, copilot, token)
    return response


@router.get("/logo.svg")
def logo() -> Response:
    """Return the picture of the browser's tab."""
    return Response((_FILES / "logo.svg").read_bytes(), media_type="image/svg+xml")


def inside(address: str) -> str:
    r"""Return ``address`` where it is a page of this server, otherwise where people start: nobody is led elsewhere.

    >>> inside("/chat/thread/1"), inside("//elsewhere.example"), inside("/\\x")
    ('/chat/thread/1', '/', '/')
    """
    ours = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if ours and not address.startswith("/sign-in") else "/"


def _page(
    copilot: Copilot,
    language: str,
    after: str,
    said: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> HTMLResponse:
    where = quote(after, safe="")
    told = f'<p role="alert">{escape(said)}</p>' if said else ""
    parts = {"said": told, "form": _form(language, where), "another": ""}
    if copilot.people.settings.issuer:
        button = f'<a class="button" href="/sign-in/oidc?next={where}">{escape(_say(language, "oidc"))}</a>'
        parts["another"] = button
    html = _TEMPLATE.substitute(parts, language=language, sign_in=escape(_say(language, "sign_in")))
    return HTMLResponse(html, status, {**_HEADERS, **(headers or {})})


def _form(language: str, where: str) -> str:
    name, password, button = (escape(_say(language, key)) for key in ("name", "password", "sign_in"))
    return (
        f'<form method="post" action="/sign-in?next={where}">'
        f'<label for="name">{name}</label>'
        '<input id="name" name="name" autocomplete="username" autocapitalize="none" required autofocus>'
        f'<label for="password">{password}</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" required>'
        f"<button>{button}</button></form>"
    )


def _language(request: Request) -> str:
    return first_accepted(request.headers.get("accept-language", ""))
