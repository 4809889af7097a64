"""Candidate causes over HTTP. Whoever may ask may have them ranked; confirmed is on the server's machine."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from plant_ui.api import models
from plant_ui.api.asker import PLANNING, Asker, TheCopilot, TheVisitor

router = APIRouter(prefix="/api/causes", tags=["Root causes"])


class CausesRequest(models.Described):
    """What is seen."""

    symptom: str = Field(description="what is seen, in words", examples=["Pump leaks at the seal"])
    asset: str = Field("", description="tag of the asset")
    dataset: str = Field("", description="the records of which plant")
    seen: dict[str, str | float | None] = Field(default_factory=dict, description="further symptoms; null: none there")
    limit: int = Field(3, description="how many, 1 to 20")
    wait: bool = Field(default=False, description="until all coded orders are learnt from")


class Causes(models.Finding):
    """Candidate causes, the most probable first; none is a cause until a person confirms it."""

    ranking: int | None = Field(description="the number to confirm under")
    dataset: str
    asset_class: str
    orders: int = Field(description="coded orders that are learnt from")
    causes: int = Field(description="how many these have")
    coded_as: str = Field(description="the field of the orders that names causes")
    seen: dict[str, Any] = Field(description="what was understood of the symptom, by name")
    candidates: list[dict[str, Any]] = Field(
        description="cause, name, probability, orders, similar, for, against, check"
    )
    manuals: list[dict[str, Any]] = Field(description="rows of fault tables: code, meaning, causes, remedy, mark")
    fmea: list[dict[str, Any]] = Field(description="rows of FMEA sheets, the severest first: mode, causes, mark")
    combined: list[dict[str, Any]] = Field(description="all sources: cause, score, sources")
    weights: dict[str, float] = Field(description="of the sources in the score")
    basis: str = Field(description="evidence, lifts (still learning), prior (how frequent causes are) or none")
    notices: list[dict[str, Any]] = Field(description="what must be said, by code")
    checks: list[dict[str, Any]] = Field(description="symptoms nobody looked at, the most telling first")
    tested: dict[str, float] = Field(description="how rankings of past orders did, foretold from those before them")
    seconds: float


class LearnRequest(models.Described):
    """Whose orders are to be learnt from."""

    dataset: str = Field("", description="otherwise the records of the asset, or those with most orders")
    asset: str = ""


class ConfirmRequest(models.Described):
    """A cause that a person has confirmed."""

    cause: str
    by: str


@router.post("", response_model=Causes)
def causes(wanted: CausesRequest, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Rank candidate causes over the coded orders, and keep the ranking for the score."""
    return JSONResponse(copilot.causes(principal=asker, **wanted.model_dump()))


@router.post("/learn", dependencies=[PLANNING])
def learn(wanted: LearnRequest, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Wait until the ranking of a data set has learnt. For planners and engineers."""
    return JSONResponse(copilot.learn_causes(wanted.dataset, asset=wanted.asset, principal=asker))


@router.post("/{ranking}/confirm", dependencies=[PLANNING])
def confirm(ranking: int, wanted: ConfirmRequest, copilot: TheCopilot, visitor: TheVisitor) -> JSONResponse:
    """Enter the confirmed cause of a ranking, once. For planners and engineers."""
    by, who = visitor.signs_as(wanted.by), visitor.principal
    return JSONResponse(copilot.confirm_cause(ranking, wanted.cause, by=by, principal=who))


@router.get("/score")
def score(copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Return how right the rankings with a confirmed cause were, by asset class."""
    return JSONResponse(copilot.cause_score(principal=asker))


@router.get("/score.svg", response_class=Response)
def score_svg(copilot: TheCopilot, asker: Asker) -> Response:
    """Return the calibration as a picture."""
    return Response(copilot.cause_score_svg(principal=asker), media_type="image/svg+xml")
