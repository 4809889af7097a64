"""Where pages are kept, over HTTP: for whoever looks after the server."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import Field

from plant_ui.api import library_models
from plant_ui.api.asker import FROM_HERE, TheCopilot, TheJobs, TheVisitor
from plant_ui.api.models import Described
from plant_ui.errors import NotFromHere

router = APIRouter(prefix="/api/page-store", tags=["Server"], dependencies=[FROM_HERE])


class PageStore(Described):
    """What keeps the PDFs of pages, and what it has."""

    where: str = Field(description="a folder, or s3://bucket/prefix")
    documents: int
    files: int
    bytes: int
    lost: list[str] = Field(description="documents whose PDF is not there")
    unused: int = Field(description="PDFs that no document shows")


class Move(Described):
    """Where pages are moved from, into the store of the settings."""

    source: str = Field("", description="s3://bucket/prefix; empty for the home")
    keep: bool = Field(False, description="leave them there, too")


@router.get("", response_model=PageStore)
def page_store(copilot: TheCopilot) -> JSONResponse:
    """Say where pages are kept, and whether all are there. For admins."""
    return JSONResponse(copilot.page_store())


@router.post("/move", status_code=202, response_model=library_models.Job)
def move(wanted: Move, copilot: TheCopilot, jobs: TheJobs, visitor: TheVisitor) -> JSONResponse:
    """Begin to move all pages into the store of the settings. From the server's machine only."""
    if visitor.kind != "local":
        raise NotFromHere("Pages are moved from the server's machine.", remedy="Log in there: plant-copilot pages move")
    job = jobs.begin(partial(copilot.move_pages, source=wanted.source, keep=wanted.keep))
    return JSONResponse(asdict(job), 202, {"Location": f"/api/jobs/{job.id}"})
