"""The page of a layout: its plan to pan, zoom and touch, by itself or in a frame of the chat."""

from __future__ import annotations

from importlib import resources

from fastapi import APIRouter
from fastapi.responses import Response

router = APIRouter(include_in_schema=False)

_FILES = {"plan.html": "text/html", "plan.js": "text/javascript", "plan.css": "text/css", "words.js": "text/javascript"}


@router.get("/layouts/{number}/plan")
async def page(number: int) -> Response:  # noqa: ARG001 - its script reads it from the address
    """Return the page of a kept layout, 0 for the latest; its script asks for the plan."""
    return _file("plan.html")


@router.get("/layout-page/{name}")
async def part(name: str) -> Response:
    """Return a script or the styles of the page."""
    return _file(name if name in _FILES else "plan.js")


def _file(name: str) -> Response:
    content = (resources.files("plant_ui.api") / "layout" / name).read_bytes()
    return Response(content, media_type=f"{_FILES[name]}; charset=utf-8", headers={"Cache-Control": "no-cache"})
