"""The page for those who look after the copilot: documents, records, wishes, languages, users. Only admins reach it."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib import resources
from typing import Any

import yaml
from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from plant_copilot.people.roles import ADMIN
from plant_knowledge_ingest.language import LANGUAGES
from plant_ui.api.asker import FROM_HERE, TheVisitor

router = APIRouter(prefix="/admin", include_in_schema=False)

_KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
# Neither scripts nor styles inside the page, nothing of other machines, and no other page around it.
_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}


@router.get("")
def page(visitor: TheVisitor) -> Response:
    """Return the page; its script asks for everything else. Who may not see it is told so, in four languages."""
    if not visitor.may(ADMIN):
        return _denied()
    return _file("page.html")


@router.get("/")
def slashed() -> RedirectResponse:
    """Lead to the page as it is written."""
    return RedirectResponse("/admin")


@router.get("/files/{name}", dependencies=[FROM_HERE])
def part(name: str) -> Response:
    """Return a script or the styles of the page."""
    return _file(name if name in _files() else "page.js")


@router.get("/texts/{language}", dependencies=[FROM_HERE])
def texts(language: str) -> Response:
    """Return what the page says in a language; English for one that it does not speak."""
    said = json.dumps(texts_in(language if language in LANGUAGES else "en"), ensure_ascii=False)
    return Response(said, media_type="application/json", headers=_HEADERS)


@cache
def texts_in(language: str) -> dict[str, Any]:
    """Return what the page says in one of the four languages."""
    text = (resources.files("plant_ui.api") / "admin" / "texts" / f"{language}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def _files() -> frozenset[str]:
    folder = resources.files("plant_ui.api") / "admin"
    return frozenset(file.name for file in folder.iterdir() if file.is_file())


def _file(name: str) -> Response:
    content = (resources.files("plant_ui.api") / "admin" / name).read_bytes()
    kind = _KINDS[name[name.rindex(".") :]]
    return Response(content, media_type=f"{kind}; charset=utf-8", headers=_HEADERS)


def _denied() -> HTMLResponse:
    said = "".join(f'<p lang="{language}">{escape(texts_in(language)["denied"])}</p>' for language in LANGUAGES)
    told = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>403</title><main>{said}</main></html>'
    return HTMLResponse(told, 403, _HEADERS)
