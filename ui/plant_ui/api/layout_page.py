"""The page of a layout: its plan to pan, zoom and touch, by itself or in a frame of the chat."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from plant_ui.api.page_files import page_file

router = APIRouter(include_in_schema=False)


@router.get("/layouts/{number}/plan")
async def page(number: int) -> Response:  # noqa: ARG001 - its script reads it from the address
    """Return the page of a kept layout, 0 for the latest; its script asks for the plan."""
    return page_file("layout", "plan.html")


@router.get("/layout-page/{name}")
async def part(name: str) -> Response:
    """Return a script or the styles of the page."""
    return page_file("layout", name)


@router.get("/drawing/{name}")
async def shared(name: str) -> Response:
    """Return what all pages with a drawing share."""
    return page_file("drawing", name)
