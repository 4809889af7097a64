"""The page viewer: a cited page with its controls, plain HTML that also works without the chat around it."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field, StringConstraints

from plant_copilot import Copilot
from plant_copilot.payload import Json
from plant_knowledge_ingest.errors import PagesLost, PagesRefused, PagesUnreachable, PlantError
from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.principal import Principal
from plant_ui.api.asker import Asker
from plant_ui.chat.cutout import cutout, marked_box, size
from plant_ui.chat.links import MOST_MARKS, Place
from plant_ui.chat.messages import say

_TEMPLATE = Template((Path(__file__).parent / "app" / "page.html").read_text(encoding="utf-8"))
_WIDTH = 1600
# The chat shows this page in a frame; nobody else may.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self' 'unsafe-inline'; "
    "script-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'",
    "Cache-Control": "private, no-cache",
}
_NUMBER = r"\d{1,5}(?:\.\d{1,3})?"
OUT_OF_REACH = (PagesLost, PagesRefused, PagesUnreachable)
Corners = Annotated[str, StringConstraints(pattern=rf"^{_NUMBER}(?:,{_NUMBER}){{3}}$")]


class Cited(BaseModel):
    """What both addresses are asked: a cited place, its marks as four corners in points each.

    ``turned_to`` is the page to show instead of the cited one; 0 for that one.
    """

    document: str
    page: Annotated[int, Field(ge=1, le=100_000)]
    revision: str = ""
    mark: Annotated[list[Corners], Field(max_length=MOST_MARKS)] = []
    turned_to: Annotated[int, Field(ge=0, le=100_000)] = 0
    language: Literal["en", "de", "zh-Hans", "zh-Hant"] = "en"

    def place(self, root: str) -> Place:
        """Return what is asked for."""
        marks = tuple(Rectangle(*map(float, corners.split(","))) for corners in self.mark)
        return Place(root, self.document, self.revision, self.page, marks)


class _Pictures:
    """Pages as pictures. Those looked at last are kept: the viewer asks for what the chat has just shown."""

    def __init__(self, copilot: Copilot) -> None:
        self._copilot = copilot
        self._kept = lru_cache(maxsize=16)(self._drawn)

    def of(self, place: Place, asker: Principal) -> tuple[bytes, bytes]:
        """Return the page without and with its marks. Raises ``UnknownDocument``, ``UnknownPage``.

        Rights and contents are asked each time, so that nobody is shown what was kept for somebody else.
        """
        content = self._copilot.pages_name(place.document, revision=place.revision or None, principal=asker)
        return self._kept(place, asker, content)

    def _drawn(self, place: Place, asker: Principal, _content: str) -> tuple[bytes, bytes]:
        def draw(marks: tuple[Rectangle, ...]) -> bytes:
            return self._copilot.page_png(
                place.document,
                place.page,
                revision=place.revision or None,
                highlight=marks,
                width=_WIDTH,
                principal=asker,
            )

        return draw(()), draw(place.marks)


def page_routes(copilot: Copilot, root: str) -> APIRouter:
    """Return the routes of the viewer and of the cut-outs, for a chat mounted at ``root``."""
    routes = APIRouter(prefix=root, include_in_schema=False)
    pictures = _Pictures(copilot)

    @routes.get("/page")
    def page(asked: Annotated[Cited, Query()], asker: Asker) -> HTMLResponse:
        cited = asked.place(root)
        shown = cited.turned_to(asked.turned_to or cited.page)
        try:
            pictured = pictures.of(shown, asker)
        except OUT_OF_REACH:
            return HTMLResponse(escape(_away(asked)), status_code=503, headers=_HEADERS)
        except PlantError:
            missing = escape(say(asked.language, "page_missing"))
            return HTMLResponse(missing, status_code=404, headers=_HEADERS)
        pages = _pages(copilot.documents(principal=asker), shown)
        turns = {
            "previous": _turn(cited, shown, -1, pages, asked.language),
            "next": _turn(cited, shown, 1, pages, asked.language),
        }
        facts = _facts(shown, pages, asked.language, *pictured)
        return HTMLResponse(_TEMPLATE.substitute(facts | turns), headers=_HEADERS)

    @routes.get("/cutout.png")
    def piece(asked: Annotated[Cited, Query()], asker: Asker) -> Response:
        try:
            picture, kind = cutout(*pictures.of(asked.place(root), asker)), "image/png"
        except OUT_OF_REACH:
            picture, kind = _written(_away(asked)), "image/svg+xml"
        return Response(picture, media_type=kind, headers={"Cache-Control": "private, no-cache"})

    return routes


def _away(asked: Cited) -> str:
    return say(asked.language, "page_out_of_reach")


def _written(words: str) -> bytes:
    """Return a picture of ``words``, which stands where the piece of the page would."""
    parts = re.split(r"(?<=[.。;；])\s*", words)
    lines = "".join(f'<tspan x="16" dy="24">{escape(part)}</tspan>' for part in parts)
    box = '<rect width="640" height="96" fill="#f2f2f2"/>'
    text = f'<text font-family="sans-serif" font-size="15" fill="#333333">{lines}</text>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="96">{box}{text}</svg>'.encode()


def _pages(documents: Json, place: Place) -> int:
    """Return how many pages the document has."""
    named = [entry for entry in documents["documents"] if entry["document"] == place.document]
    return next(int(e["pages"]) for e in reversed(named) if place.revision in {"", e["revision"]})


def _facts(place: Place, pages: int, language: str, plain: bytes, marked: bytes) -> dict[str, str]:
    """Return what the template says about a page, ready for HTML."""
    width, height = size(marked)
    box = marked_box(plain, marked)
    facts = {
        "language": language,
        "root": place.root,
        "document": place.document,
        "revision": say(language, "revision", revision=place.revision) if place.revision else "",
        "page_of": say(language, "page_of", page=place.page, pages=pages),
        "picture": place.picture(_WIDTH),
        "pdf": place.pdf,
        "width": width,
        "height": height,
        "top": f"{100 * box.top / height:.1f}" if box else "0",
        **{key: say(language, key) for key in ("open_pdf", "close", "enlarge")},
    }
    return {name: escape(str(fact)) for name, fact in facts.items()}


def _turn(cited: Place, shown: Place, step: int, pages: int, language: str) -> str:
    """Return the link to the page before or after; where there is none, what keeps its room."""
    to = shown.page + step
    if not 1 <= to <= pages:
        return "<span></span>"
    name, arrow = ("prev", "‹ {}") if step < 0 else ("next", "{} ›")
    href, label = cited.viewer(language, turned_to=to), arrow.format(say(language, "page", page=to))
    return f'<a rel="{name}" href="{escape(href)}">{escape(label)}</a>'
