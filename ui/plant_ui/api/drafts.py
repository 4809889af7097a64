"""Drafts over HTTP. Anybody who may ask may dictate; changes and decisions are made on the server's machine."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from plant_ui.api import drafts_models as models
from plant_ui.api.asker import PLANNING, Asker, TheCopilot, TheVisitor
from plant_ui.api.paging import paged

router = APIRouter(prefix="/api/drafts", tags=["Drafts"])

_MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.post("", response_model=models.Draft)
def create(wanted: models.DraftRequest, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Draft from dictated text; nothing is written to the records."""
    return JSONResponse(copilot.drafts.create(**wanted.model_dump(), principal=asker))


@router.get("", response_model=models.Drafts, dependencies=[paged("drafts", "draft")])
def listing(
    copilot: TheCopilot,
    asker: Asker,
    state: Annotated[str, Query(description="draft, pending, approved or rejected")] = "",
    dataset: str = "",
    kind: str = "",
) -> JSONResponse:
    """List drafts, latest first."""
    return JSONResponse(copilot.drafts.list(state=state, dataset=dataset, kind=kind, principal=asker))


@router.get("/audit", response_model=models.Audit, dependencies=[paged("entries", "entry")])
def audit(copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Return who did what with which draft, and whether the book is whole."""
    return JSONResponse(copilot.drafts.audit(principal=asker))


@router.get("/orders.{form}", response_class=Response)
def file(form: str, copilot: TheCopilot, asker: Asker, dataset: str = "") -> Response:
    """Return the approved work orders as csv or xlsx, for the maintenance system."""
    return Response(copilot.drafts.file(form, dataset=dataset, principal=asker), media_type=_MEDIA_TYPES[form])


@router.get("/{draft}", response_model=models.ShownDraft)
def show(draft: int, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Return a draft and what was done with it."""
    return JSONResponse(copilot.drafts.show(draft, principal=asker))


@router.patch("/{draft}", response_model=models.Draft, dependencies=[PLANNING])
def edit(draft: int, wanted: models.EditRequest, copilot: TheCopilot, visitor: TheVisitor) -> JSONResponse:
    """Change fields of a draft. For planners and engineers."""
    by, who = visitor.signs_as(wanted.by), visitor.principal
    return JSONResponse(copilot.drafts.edit(draft, wanted.fields, by=by, version=wanted.version, principal=who))


@router.post("/{draft}/approve", response_model=models.DecidedDraft, dependencies=[PLANNING])
def approve(draft: int, wanted: models.ApproveRequest, copilot: TheCopilot, visitor: TheVisitor) -> JSONResponse:
    """Write what a draft says, once. For planners and engineers."""
    by, who = visitor.signs_as(wanted.by), visitor.principal
    return JSONResponse(copilot.drafts.approve(draft, by=by, version=wanted.version, principal=who))


@router.post("/{draft}/reject", response_model=models.DecidedDraft, dependencies=[PLANNING])
def reject(draft: int, wanted: models.RejectRequest, copilot: TheCopilot, visitor: TheVisitor) -> JSONResponse:
    """Decide against a draft. For planners and engineers."""
    by, who = visitor.signs_as(wanted.by), visitor.principal
    return JSONResponse(copilot.drafts.reject(draft, by=by, reason=wanted.reason, principal=who))
