"""What the server tells of its own work over HTTP: traces of questions, and counts for Prometheus."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import Field

from plant_ui.api.asker import FROM_HERE, TheCopilot
from plant_ui.api.models import Described

router = APIRouter(tags=["Server"])


class Stage(Described):
    """A station of the graph that was passed."""

    name: str
    seconds: float = Field(description="from the station before it")


class Trace(Described):
    """How a question went. What was asked, and by whom, is not in it."""

    code: str = Field(description="the support code of the answer")
    kind: Literal["question", "decision"]
    at: str
    seconds: float
    outcome: Literal["answered", "waiting", "abstained", "refused", "failed"]
    language: str
    tools: list[str]
    model: str
    found: int = Field(description="how much evidence there was")
    notices: list[str] = Field(description="their codes")
    error: str = Field(description="the kind of error that ended it, or empty")
    stages: list[Stage]


class Traces(Described):
    """Traces, the latest first."""

    traces: list[Trace]


@router.get("/api/traces", response_model=Traces, dependencies=[FROM_HERE])
def traces(
    copilot: TheCopilot,
    outcome: Annotated[
        Literal["", "answered", "waiting", "abstained", "refused", "failed"], Query(description="only these")
    ] = "",
    slower: Annotated[float, Query(ge=0, description="only what took so many seconds, or more")] = 0.0,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 50,
) -> JSONResponse:
    """List how the latest questions went, without what was asked. For admins, or from the server's machine."""
    return JSONResponse(copilot.traces(outcome=outcome, slower=slower, limit=limit))


@router.get("/api/traces/{code}", response_model=Trace, dependencies=[FROM_HERE])
def trace(code: str, copilot: TheCopilot) -> JSONResponse:
    """Say how the question of a support code went. For admins, or from the server's machine."""
    return JSONResponse(copilot.trace(code))


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(request: Request) -> Response:
    """Return the server's counts in Prometheus' text format. A scraper sends a key, where people have to sign in."""
    return Response(request.app.state.metrics.written(), media_type=CONTENT_TYPE_LATEST)
