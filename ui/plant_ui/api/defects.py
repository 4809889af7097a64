"""Defects of products over HTTP: inspections loaded, and compared."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from plant_ui.api import models, records_models
from plant_ui.api.asker import FROM_HERE, Asker, TheCopilot
from plant_ui.api.records import absolute

router = APIRouter(prefix="/api/defects", tags=["Defects"])

_Text = Annotated[str, Query(description="a question in words; instead of the others")]
_Defect = Annotated[str, Query(description="code or name of the defect; otherwise all")]
_Factor = Annotated[str, Query(description="only this field, or the heading of a parameter")]
_Dataset = Annotated[str, Query(description="the inspections of which plant")]


class DefectsRequest(models.Described):
    """What is to be compared."""

    question: str = Field("", description="in words; instead of the others", examples=["Which shift has most scrap?"])
    defect: str = Field("", description="code or name of the defect; otherwise all")
    factor: str = Field("", description="only this field, or the heading of a parameter")
    where: dict[str, str] = Field(default_factory=dict, description="only where this holds: level by field")
    dataset: str = Field("", description="the inspections of which plant")
    limit: int = Field(5, description="how many candidates, 1 to 20")


class Compared(models.Finding):
    """What defects go with; none is a cause until somebody has tried it."""

    summary: dict[str, Any] = Field(description="defective, pieces, inspections, tests, found, basis, few, left_out")
    candidates: list[dict[str, Any]] = Field(
        description="factor, level, share, ratio, low, high, adjusted_p, earlier, later, beside, sql"
    )
    levels: list[dict[str, Any]] = Field(description="of the factor that was asked for, each with its sql")
    seconds: float


@router.post("/load", response_model=records_models.Loaded, dependencies=[FROM_HERE])
def load(wanted: records_models.LoadRequest, copilot: TheCopilot) -> JSONResponse:
    """Load inspections from a file of the server's machine. For admins, and from the server's machine."""
    return JSONResponse(copilot.defects.load(absolute(wanted.path), **wanted.model_dump(exclude={"path"})))


@router.post("", response_model=Compared)
def analyse(wanted: DefectsRequest, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Compare how a defect falls on machines, materials, shifts and parameters."""
    return JSONResponse(copilot.defects.analyse(principal=asker, **wanted.model_dump()))


@router.get("/comparison.svg", response_class=Response)
def comparison_svg(
    copilot: TheCopilot,
    asker: Asker,
    question: _Text = "",
    defect: _Defect = "",
    factor: _Factor = "",
    dataset: _Dataset = "",
) -> Response:
    """Return the comparison as a picture."""
    drawn = copilot.defects.svg(question=question, defect=defect, factor=factor, dataset=dataset, principal=asker)
    return Response(drawn, media_type="image/svg+xml")
