"""The page of an investigation's pictures: fishbone, why-tree and fault tree to pan, zoom and touch."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from plant_ui.api.page_files import page_file

router = APIRouter(include_in_schema=False)


@router.get("/investigations/{number}/diagram")
async def page(number: int) -> Response:  # noqa: ARG001 - its script reads it from the address
    """Return the page of an investigation; its script asks for the pictures, as whoever looks may see them."""
    return page_file("diagram", "diagram.html")


@router.get("/diagram-page/{name}")
async def part(name: str) -> Response:
    """Return a script or the styles of the page."""
    return page_file("diagram", name)
