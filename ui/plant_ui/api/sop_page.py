"""The page that the QR code of a procedure leads to: the version in force, and step mode for phone and tablet."""

from __future__ import annotations

from importlib import resources

from fastapi import APIRouter
from fastapi.responses import Response

router = APIRouter()

_FILES = {"page.html": "text/html", "page.js": "text/javascript", "page.css": "text/css"}


@router.get("/sop/{sop}", include_in_schema=False)
async def page(sop: str) -> Response:  # noqa: ARG001 - its script reads it from the address
    """Return the page of a procedure; its script asks for everything else."""
    return _file("page.html")


@router.get("/sop-page/{name}", include_in_schema=False)
async def part(name: str) -> Response:
    """Return the script or the styles of the page."""
    return _file(name if name in _FILES else "page.js")


def _file(name: str) -> Response:
    content = (resources.files("plant_ui.api") / "sop" / name).read_bytes()
    return Response(content, media_type=f"{_FILES[name]}; charset=utf-8", headers={"Cache-Control": "no-cache"})
