"""Similar cases over HTTP: past orders like what is described."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import Field

from plant_ui.api import models
from plant_ui.api.asker import Asker, TheCopilot

router = APIRouter(prefix="/api", tags=["Questions"])


class Similar(models.Finding):
    """Similar orders, the most alike first, and what they were closed with, one entry a data set."""

    cases: list[dict[str, Any]] = Field(description="order, orders, date, asset, seen, done, codes, downtime, mark")
    together: list[dict[str, Any]] = Field(description="orders, closed: {problem: [[code, text, orders]]}, mark")
    seconds: float


@router.get("/similar", response_model=Similar)
def similar(  # noqa: PLR0913, PLR0917 - what a search may be narrowed to
    copilot: TheCopilot,
    asker: Asker,
    text: Annotated[str, Query(description="what happened, in words", examples=["Pump loud and hot"])],
    asset: Annotated[str, Query(description="meant where the text names none")] = "",
    dataset: Annotated[str, Query(description="only the records of this plant")] = "",
    limit: Annotated[int, Query(description="how many cases, 1 to 20")] = 5,
    wait: Annotated[bool, Query(description="compare all orders first, however long it takes")] = False,  # noqa: FBT002
) -> JSONResponse:
    """Find past work orders like what is described, by meaning and in any language."""
    found = copilot.similar(text, asset=asset, dataset=dataset, limit=limit, wait=wait, principal=asker)
    return JSONResponse(found)
