"""Layouts over HTTP: solved as a job with its progress, kept, shown with their plans and charts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from json import loads
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from plant_ui.api import library_models
from plant_ui.api.asker import PLANNING, TheCopilot, TheJobs
from plant_ui.api.models import Described
from plant_ui.api.paging import paged
from plant_ui.api.spoken import Spoken

router = APIRouter(prefix="/api/layouts", tags=["Layouts"])

_MEDIA_TYPES = {
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "dxf": "image/vnd.dxf",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A plan may have a script of its own (pan and zoom), but nothing from elsewhere.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"


class LayoutRequest(Described):
    """A plant to be laid out."""

    project: dict[str, Any] = Field(description="site, items, flows: docs/how-to/layout.md")
    seconds: Annotated[float | None, Field(gt=0, le=600, description="otherwise as the plant says, or 10")] = None
    seed: Annotated[int | None, Field(ge=0)] = None


class ChangeRequest(Described):
    """A wish."""

    text: str = Field(description="in words", examples=["keep PL-307 where it is", "swap CP-303 and LB-305"])
    seconds: Annotated[float, Field(gt=0, le=600)] = 10


class CheckRequest(Described):
    """A layout to be checked."""

    project: dict[str, Any]
    layout: list[dict[str, Any]] | None = Field(None, description="placements; otherwise today's, as in the project")


class CheckedLayout(BaseModel):
    """What the checker says."""

    certificate: dict[str, Any] = Field(description="ok, violations: [{rule, names, text}], checked, digest")
    evaluation: dict[str, Any] | None = Field(description="flow, pairs, from_to, closeness, usage")
    layout: list[dict[str, Any]]
    notes: list[str] = Field(description="what had to be guessed, such as the units of a drawing")


class Layout(BaseModel):
    """A kept layout; it is certified."""

    number: int
    file: str
    name: str
    route: str
    seed: int
    seconds: float
    cost: float = Field(description="a day, rectilinear, as searched for")
    layout: list[dict[str, Any]] = Field(description="item, floor, x, y, turn, z in mm; soft items: width, depth")
    certificate: dict[str, Any]
    evaluation: dict[str, Any]
    today: dict[str, Any] | None
    alternatives: list[dict[str, Any]]
    bound: dict[str, Any] = Field(description="what no layout can cost less than; or no proof")
    moves: list[dict[str, Any]] = Field(description="what moved, and what each move is worth a day")
    payback: dict[str, Any] | None
    notes: list[str] = Field([], description="what had to be guessed, such as the units of a drawing")
    project: dict[str, Any]


class Layouts(BaseModel):
    """Kept layouts, the latest first."""

    layouts: list[dict[str, Any]] = Field(description="number, name, route, items, cost, today, seconds")


@dataclass(frozen=True, slots=True)
class LayoutProgress:
    """How far a search is: the cost of the best layout so far, the seconds so far, and those asked for, if any."""

    cost: float
    seconds: float
    of: float | None


@router.post("", status_code=202, response_model=library_models.Job, dependencies=[PLANNING])
def solve(wanted: LayoutRequest, copilot: TheCopilot, jobs: TheJobs) -> JSONResponse:
    """Begin to search for a layout; the job's report is the layout. For planners and engineers."""
    work = partial(copilot.layouts.solve, wanted.project, seconds=wanted.seconds, seed=wanted.seed)
    return _begun(jobs, work, wanted.seconds)


@router.post("/{number}/changes", status_code=202, response_model=library_models.Job, dependencies=[PLANNING])
def change(number: int, wanted: ChangeRequest, copilot: TheCopilot, jobs: TheJobs) -> JSONResponse:
    """Begin to change a kept layout as wished; 0 is the latest. For planners and engineers."""
    work = partial(copilot.layouts.change, number, wanted.text, seconds=wanted.seconds)
    return _begun(jobs, work, wanted.seconds)


@router.post("/check", response_model=CheckedLayout)
def check(wanted: CheckRequest, copilot: TheCopilot) -> JSONResponse:
    """Check a layout by every rule."""
    return Spoken(copilot.layouts.check(wanted.project, wanted.layout))


@router.get("", response_model=Layouts, dependencies=[paged("layouts", "number")])
def listing(copilot: TheCopilot) -> JSONResponse:
    """List kept layouts, the latest first."""
    return JSONResponse(copilot.layouts.list())


@router.get("/{number}", response_model=Layout)
def show(number: int, copilot: TheCopilot) -> JSONResponse:
    """Return a kept layout; 0 is the latest."""
    return JSONResponse(copilot.layouts.show(number))


@router.get("/{number}/{name}", response_class=Response)
def file(number: int, name: str, copilot: TheCopilot) -> Response:
    """Return plan.svg, today.svg, plan.png, plan.dxf, charts.xlsx, comparison.html, plan.json or layout.json."""
    if name == "plan.json":
        return Spoken(loads(copilot.layouts.file(number, name)))
    kind = _MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    return Response(copilot.layouts.file(number, name), media_type=kind, headers={"Content-Security-Policy": _POLICY})


def _begun(jobs: TheJobs, work: Callable[..., dict[str, Any]], seconds: float | None) -> JSONResponse:
    def worked(on_progress: Callable[[Any], None]) -> dict[str, Any]:
        return work(on_progress=lambda cost, at: on_progress(LayoutProgress(cost, round(at, 2), seconds)))

    job = jobs.begin_beside(worked)
    return JSONResponse(asdict(job), 202, {"Location": f"/api/jobs/{job.id}"})
