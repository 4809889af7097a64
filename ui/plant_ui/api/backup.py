"""Backups over HTTP: for commands on the server's own machine, whose files a backup is one of."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import Field

from plant_copilot.errors import WrongUse
from plant_ui.api import library_models, models
from plant_ui.api.asker import FROM_HERE, TheCopilot, TheJobs, TheVisitor
from plant_ui.api.models import Described
from plant_ui.errors import NotFromHere

router = APIRouter(prefix="/api", tags=["Server"], dependencies=[FROM_HERE])


class BackupRequest(Described):
    """Where the backup goes."""

    archive: str = Field(description="absolute path of a file on the server's machine")


class Verified(Described):
    """Whether the home is whole."""

    ok: bool
    checks: list[models.Check]


@router.post("/backup", status_code=202, response_model=library_models.Job)
def backup(wanted: BackupRequest, copilot: TheCopilot, jobs: TheJobs, visitor: TheVisitor) -> JSONResponse:
    """Begin to write the home into a file; the job's report says how large it is. From the server's machine only."""
    if visitor.kind != "local":
        raise NotFromHere(
            "A backup is a file on the server's machine.", remedy="Log in there: plant-copilot backup FILE"
        )
    if not Path(wanted.archive).is_absolute():
        raise WrongUse(f"{wanted.archive} is not an absolute path.")
    job = jobs.begin(partial(copilot.backup, wanted.archive))
    return JSONResponse(asdict(job), 202, {"Location": f"/api/jobs/{job.id}"})


@router.get("/verify", response_model=Verified)
def verify(copilot: TheCopilot) -> JSONResponse:
    """Look whether databases, pages, passages and the audit log are whole. For admins."""
    return JSONResponse(copilot.verify())
