"""Pages as pictures, the cited place marked."""

from __future__ import annotations

import hashlib
import math
from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import JSONResponse, Response

from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.passage import Rectangle
from plant_ui.api import models
from plant_ui.api.asker import Asker, TheCopilot
from plant_ui.api.library import Revision

router = APIRouter(prefix="/api", tags=["Library"])

_MOST_MARKS = 200


@router.get(
    "/pages/{document:path}/{page}.png",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}}, 304: {"description": "the picture you have is still right"}},
)
def page_png(  # noqa: PLR0913, PLR0917 - a picture has its options
    document: str,
    page: int,
    copilot: TheCopilot,
    asker: Asker,
    revision: Revision = None,
    highlight: Annotated[
        list[str] | None, Query(description="x0,y0,x1,y1 in points; may be repeated", examples=["70,200,520,214"])
    ] = None,
    width: Annotated[int, Query(ge=100, le=4000, description="in pixels")] = 1200,
    crop: Annotated[str | None, Query(description="x0,y0,x1,y1: only this part of the page, such as a figure")] = None,
    if_none_match: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Response:
    """Return a page as PNG with the highlighted rectangles marked, if you may see the document.

    Browsers keep the picture but ask each time whether it is still right, so that rights and new contents
    count at once; saying so costs no drawing.
    """
    marks = [_rectangle(text) for text in highlight or ()]
    if len(marks) > _MOST_MARKS:
        raise WrongUse(f"{len(marks)} rectangles are more than the {_MOST_MARKS} that are drawn.")
    part = None if crop is None else _rectangle(crop)
    content = copilot.pages_name(document, revision=revision, principal=asker)
    asked = repr((content, page, marks, width, part)).encode()
    headers = {"ETag": f'"{hashlib.sha256(asked).hexdigest()[:32]}"', "Cache-Control": "private, no-cache"}
    if if_none_match and headers["ETag"] in if_none_match:
        return Response(status_code=304, headers=headers)
    picture = copilot.page_png(
        document, page, revision=revision, highlight=marks, width=width, crop=part, principal=asker
    )
    return Response(picture, media_type="image/png", headers=headers)


@router.get("/pages/{document:path}/{page}.json", response_model=models.Page)
def page(document: str, page: int, copilot: TheCopilot, asker: Asker, revision: Revision = None) -> JSONResponse:
    """Return what stands on a page, verbatim and in reading order, if you may see the document."""
    return JSONResponse(copilot.page(document, page, revision=revision, principal=asker))


def _rectangle(text: str) -> Rectangle:
    """Read "x0,y0,x1,y1". Raises ``WrongUse``."""
    try:
        corners = [float(part) for part in text.split(",")]
    except ValueError:
        corners = []
    if len(corners) != 4 or not all(math.isfinite(value) and abs(value) < 1e5 for value in corners):
        raise WrongUse(f"{text[:80]!r} is not a rectangle.", remedy="Write four numbers: x0,y0,x1,y1.")
    return Rectangle(*corners)
