"""Standard operating procedures over HTTP. Anybody who may ask may draft; the rest is done on the server's machine."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query
from fastapi.responses import JSONResponse
from pydantic import Field

from plant_copilot.people.roles import APPROVER, ENGINEER
from plant_ui.api.asker import FROM_HERE, Asker, TheCopilot, TheVisitor, require
from plant_ui.api.models import Described
from plant_ui.api.paging import paged

_APPROVING = {"approve", "send-back"}

router = APIRouter(prefix="/api/sops", tags=["Procedures"])


class SopRequest(Described):
    """What is to be drafted."""

    text: str = Field(description="the task", examples=["replacing the seals of a filling valve of FL-303"])
    asset: str = Field("", description="a tag; read from the text if absent")
    language: str = Field("auto", description="of the reader; quotes keep their own")
    by: str = Field("", description="the author")
    key: str = Field("", description="idempotency key: sent again, it is the same draft")
    work: Literal["", "intervention", "operation"] = Field("", description="read from the manual if absent")
    document: str = Field("", description="where the procedure stands: NAME or NAME:PAGE")
    merge: list[str] = Field(
        [], description="made one procedure with it: other tasks, other documents that have it, ids of procedures"
    )


class SheetRequest(Described):
    """An energy sheet."""

    text: str = Field(description="YAML, as the form gives it")
    file: str = Field("sheet", description="its name, for messages")
    by: str = ""


class SopLine(Described):
    """A version in a line."""

    sop: str
    version: int
    state: str = Field(description="draft, review, approved or superseded")
    title: str
    asset: str
    language: str
    author: str
    approver: str
    review_date: str
    hash: str = Field(description="SHA-256 of the content, which signatures are made of")
    created_utc: str
    needs_review: list[str] = Field(description="ids of steps whose source has changed since")
    blocked: bool = Field(description="a changed step is one on which people's safety hangs: it is not carried out")


class Sop(SopLine):
    """A version of a procedure, with what follows from it."""

    procedure: dict[str, Any]
    gaps: list[dict[str, Any]] = Field(description="what no source gives: {field, of, text}")
    lint: list[dict[str, Any]] = Field(description="what keeps it from being approved: {code, step, facts, text}")
    notices: list[dict[str, Any]]
    reviews: list[dict[str, Any]] = Field(description="{step, safety, reason, document, old, new}")
    signatures: list[dict[str, Any]] = Field(description="{who, role, at_utc, hash}")
    reason: str = Field(description="why it was sent back")
    versions: list[SopLine]
    audit: list[dict[str, Any]]


class Sops(Described):
    """Versions, latest first."""

    sops: list[SopLine]


class Differences(Described):
    """What one version has that another has not."""

    sop: str
    old: int
    new: int
    changes: list[dict[str, Any]] = Field(description="{what, of, kind: added|removed|changed|moved, old, new}")


class EnergySheets(Described):
    """Energy sheets."""

    sheets: list[dict[str, Any]]


class Form(Described):
    """An energy sheet to fill in."""

    form: str = Field(description="YAML")


@router.post("", response_model=Sop)
def draft(wanted: SopRequest, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Draft a procedure from the manuals; it is in force only when another person has approved it."""
    return JSONResponse(copilot.sops.draft(**wanted.model_dump(), principal=asker))


@router.get("", response_model=Sops, dependencies=[paged("sops", "sop", "version")])
def listing(copilot: TheCopilot, asker: Asker, state: str = "", asset: str = "") -> JSONResponse:
    """List versions, latest first."""
    return JSONResponse(copilot.sops.list(state=state, asset=asset, principal=asker))


@router.get("/energies", response_model=EnergySheets)
def energies(copilot: TheCopilot, asker: Asker, asset: str = "") -> JSONResponse:
    """Return the plant's energy sheets."""
    return JSONResponse(copilot.sops.energies(asset, principal=asker))


@router.get("/energies/form", response_model=Form)
def energy_form(asset: Annotated[str, Query()], copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Return a sheet to fill in, begun with what the manual says."""
    return JSONResponse({"form": copilot.sops.energy_form(asset, principal=asker)})


@router.post("/energies", response_model=dict[str, Any], dependencies=[FROM_HERE])
def load_energies(wanted: SheetRequest, copilot: TheCopilot) -> JSONResponse:
    """Keep an asset's energy sheet. For admins, and from the server's machine."""
    return JSONResponse(copilot.sops.load_energies(**wanted.model_dump()))


@router.post("/keep-up", response_model=Sops, dependencies=[FROM_HERE])
def keep_up(copilot: TheCopilot) -> JSONResponse:
    """Compare all procedures with today's documents. For admins, and from the server's machine."""
    return JSONResponse(copilot.sops.keep_up())


@router.get("/{sop}", response_model=Sop)
def show(sop: str, copilot: TheCopilot, asker: Asker, version: int = 0) -> JSONResponse:
    """Return a version, by default the latest."""
    return JSONResponse(copilot.sops.show(sop, version=version, principal=asker))


@router.get("/{sop}/diff", response_model=Differences)
def diff(sop: str, copilot: TheCopilot, asker: Asker, old: int = 0, new: int = 0) -> JSONResponse:
    """Compare two versions, by default the latest with the one before."""
    return JSONResponse(copilot.sops.diff(sop, old=old, new=new, principal=asker))


@router.post("/{sop}/{action}", response_model=Sop)
def act(
    sop: str,
    action: str,
    fields: Annotated[dict[str, Any], Body(examples=[{"by": "B. Meier", "seen": "1e39…"}])],
    copilot: TheCopilot,
    visitor: TheVisitor,
) -> JSONResponse:
    """Take a step: approve or send-back for approvers; edit, fill, submit or revise for engineers, too."""
    require(visitor, APPROVER, *(() if action in _APPROVING else (ENGINEER,)))
    return JSONResponse(copilot.sops.act(sop, action, visitor.signed(fields), principal=visitor.principal))
