"""Machine selections over HTTP: made from a brief, kept, shown with every step."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from plant_ui.api.asker import PLANNING, Asker, TheCopilot
from plant_ui.api.models import Described
from plant_ui.api.paging import paged

router = APIRouter(prefix="/api/selections", tags=["Machine selection"])


class SelectionRequest(Described):
    """What machines are to be selected for."""

    brief: dict[str, Any] = Field(description="products, operations, candidates: docs/how-to/select-machines.md")


class WhatIfRequest(Described):
    """Another demand, other shifts, another weight, or types mixed."""

    text: str = Field(description="in words", examples=["demand of P doubles", "three shifts", "noise counts twice"])


class Selection(BaseModel):
    """A kept selection."""

    number: int
    file: str
    name: str
    currency: str
    weights: dict[str, Any] = Field(description="values by criterion; consistency_ratio of comparisons, or null")
    operations: list[dict[str, Any]] = Field(
        description="operation, chosen, count, machines, ranking, stays_first, options"
    )
    line: list[dict[str, Any]] = Field(description="takt and pace of each operation, in seconds a good part")
    bottleneck: str = Field(description="the operation with the highest load")
    datasheet: list[dict[str, Any]] = Field(description="each cited value: proven, not proven, not in the library")
    notices: list[str]
    items: list[dict[str, Any]] = Field(description="the chosen machines, as items of a layout")
    steps: list[dict[str, Any]] = Field(description="step, operation, candidate, text: the formula with its numbers")
    brief: dict[str, Any]


class Selections(BaseModel):
    """Kept selections, the latest first."""

    selections: list[dict[str, Any]] = Field(description="number, name, chosen: {operation: [candidate, count]}")


@router.post("", response_model=Selection, dependencies=[PLANNING])
def select(wanted: SelectionRequest, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Select machines by a brief, and keep the selection. For planners and engineers."""
    return JSONResponse(copilot.select(wanted.brief, principal=asker))


@router.post("/{number}/what-if", response_model=Selection, dependencies=[PLANNING])
def what_if(number: int, wanted: WhatIfRequest, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Select again as a kept one (0: the latest) would be, and keep that too. For planners and engineers."""
    return JSONResponse(copilot.select_what_if(wanted.text, number, principal=asker))


@router.get("", response_model=Selections, dependencies=[paged("selections", "number")])
def listing(copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """List kept selections, the latest first."""
    return JSONResponse(copilot.selections(principal=asker))


@router.get("/{number}", response_model=Selection)
def show(number: int, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Return a kept selection; 0 is the latest."""
    return JSONResponse(copilot.selection(number, principal=asker))
