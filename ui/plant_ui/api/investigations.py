"""Root-cause sessions, troubleshooting trees and fault trees over HTTP. Steps are taken on the server's machine."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from plant_ui.api.asker import PLANNING, Asker, TheCopilot, TheVisitor
from plant_ui.api.models import Described
from plant_ui.api.paging import paged

router = APIRouter(prefix="/api/investigations", tags=["Root causes"])

SVG = "image/svg+xml"
_MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A picture is drawn of what people and manuals say: nothing in it may run, wherever it is opened.
_STILL = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Cache-Control": "private, no-cache",
}


class BeginRequest(Described):
    """What is seen."""

    text: str = Field(description="the problem, or the code of a fault table", examples=["P-101 leaks at the seal"])
    kind: Literal["session", "tree"] = Field("session", description="tree: the manual's fault table, made executable")
    asset: str = Field("", description="a tag; read from the text if absent")
    language: str = Field("auto", description="of the session")
    by: str = Field("", description="the person who has it in hand")
    key: str = Field("", description="idempotency key: sent again, it is the same investigation")


class FaultTreeRequest(Described):
    """A fault tree."""

    tree: dict[str, Any] = Field(
        description="{top, events: {name: {gate: and|or|vote, inputs, text, votes, probability}}}",
        examples=[{"top": "stop", "events": {"stop": {"gate": "or", "inputs": ["a"]}, "a": {"text": "pump fails"}}}],
    )
    language: str = "en"


class FaultTreeAnalysis(Described):
    """A fault tree, reduced."""

    top: str
    cut_sets: list[list[str]] = Field(description="minimal cut sets, smallest first")
    single: list[str] = Field(description="events that are enough alone")
    probability: float | None = Field(description="minimal cut upper bound; null unless every event has one")
    svg: str


class Investigation(Described):
    """An investigation, with what follows from it."""

    investigation: int
    version: int
    kind: str
    state: str = Field(description="open, confirmed or closed")
    problem: str
    asset: str
    holder: str = Field(description="who has it in hand, and alone may answer")
    next: dict[str, Any] = Field(
        description="kind: check, isolate, confirm, exhausted, why, write_back, done; and what"
    )

    model_config = ConfigDict(extra="allow")


class Investigations(Described):
    """Investigations, latest first."""

    investigations: list[dict[str, Any]]


class Seen(BaseModel):
    """How a diagram is to be seen."""

    language: Literal["", "en", "de", "zh-Hans", "zh-Hant"] = Field("", description="otherwise the session's")
    folded: list[str] = Field([], description="branches of a tree by id; what hangs on them is not drawn")
    upright: bool = Field(False, description="as narrow as a phone")


class Branch(Described):
    """A branch of a diagram."""

    id: str = Field(description="its data-branch in the SVG")
    under: str = Field(description='the id of the branch it hangs on; "" for the problem')
    role: str = Field(description="said: Problem, Arm, Candidate cause, Why 1")
    text: str
    state: str = Field(description='open, found, excluded, confirmed, evidence, hypothesis, or ""')
    state_told: str
    whence: str = Field(description="said: history, 98 %, 20 similar orders")
    remedy: str
    answers: list[str] = Field(description="what was answered to its checks, by whom")
    evidence: list[dict[str, Any]] = Field(description="statement, kind, citations: pages or records")
    folded: bool = Field(description="what hangs on it is not drawn")


class Diagram(Described):
    """A picture of an investigation with what stands behind it."""

    investigation: int
    name: str
    language: str
    title: str
    problem: str
    svg: str
    branches: list[Branch] = Field(description="the problem first")


@router.post("", response_model=Investigation)
def begin(wanted: BeginRequest, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Begin a session or a troubleshooting tree; nothing is written to the history."""
    return JSONResponse(copilot.investigations.begin(**wanted.model_dump(), principal=asker))


@router.get("", response_model=Investigations, dependencies=[paged("investigations", "investigation")])
def listing(copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """List investigations, latest first."""
    return JSONResponse(copilot.investigations.list(principal=asker))


@router.post("/fault-tree", response_model=FaultTreeAnalysis)
def fault_tree(wanted: FaultTreeRequest, copilot: TheCopilot) -> JSONResponse:
    """Reduce a fault tree to its minimal cut sets, and draw it. A cyclic one is refused, the circle named."""
    return JSONResponse(copilot.investigations.fault_tree(wanted.tree, language=wanted.language))


@router.get("/{number}", response_model=Investigation)
def show(number: int, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Return an investigation with its ranking, the next step and what contradicts."""
    return JSONResponse(copilot.investigations.show(number, principal=asker))


@router.post("/{number}/{action}", response_model=Investigation, dependencies=[PLANNING])
def act(
    number: int,
    action: str,
    fields: Annotated[dict[str, Any], Body(examples=[{"answer": "no", "by": "M. Huber"}])],
    copilot: TheCopilot,
    visitor: TheVisitor,
) -> JSONResponse:
    """Take a step: answer, isolated, confirm, why, note, hand-over or write-back. For planners and engineers."""
    signed = visitor.signed(fields)
    return JSONResponse(copilot.investigations.act(number, action, signed, principal=visitor.principal))


@router.get("/{number}/{picture}.svg", response_class=Response)
def picture(number: int, picture: str, copilot: TheCopilot, asker: Asker) -> Response:
    """Return fishbone, why-tree or fault-tree as SVG."""
    return Response(copilot.investigations.picture(number, picture, principal=asker), media_type=SVG, headers=_STILL)


@router.get("/{number}/diagrams/{name}", response_model=Diagram)
def diagram(
    number: int,
    name: Literal["fishbone", "why-tree", "fault-tree"],
    copilot: TheCopilot,
    asker: Asker,
    seen: Annotated[Seen, Query()],
) -> JSONResponse:
    """Return a picture with what stands behind each branch of it: state, answers, evidence with its places."""
    return JSONResponse(copilot.investigations.diagram(number, name, principal=asker, **dict(seen)))


@router.get("/{number}/report/{report}.{form}", response_class=Response)
def file(number: int, report: str, form: str, copilot: TheCopilot, asker: Asker) -> Response:
    """Return the 8d report or the fmea as docx or xlsx."""
    return Response(copilot.investigations.file(number, report, form, principal=asker), media_type=_MEDIA_TYPES[form])
