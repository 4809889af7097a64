"""The library over HTTP: its documents, and ingestion as a job."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, JSONResponse, StreamingResponse

from plant_copilot.errors import WrongUse
from plant_ui.api import library_models as models
from plant_ui.api import models as page_models
from plant_ui.api.asker import FROM_HERE, Asker, TheCopilot, TheJobs
from plant_ui.api.events_stream import DESCRIBED, MEDIA_TYPE, job_events, wants_events
from plant_ui.api.paging import paged
from plant_ui.api.spoken import Spoken
from plant_ui.api.underway import STREAMED

router = APIRouter(prefix="/api", tags=["Library"])

Revision = Annotated[str | None, Query(description="this revision; otherwise the current one")]


@router.get("/documents", response_model=models.Documents, dependencies=[paged("documents", "document", "revision")])
def documents(copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """List the documents you may see, every revision."""
    return Spoken(copilot.documents(principal=asker))


@router.get(
    "/documents/{document:path}.pdf",
    response_class=FileResponse,
    responses={200: {"content": {"application/pdf": {}}, "description": "the pages"}},
)
def document_pdf(document: str, copilot: TheCopilot, asker: Asker, revision: Revision = None) -> FileResponse:
    """Return the PDF whose pages the citations name."""
    path = copilot.pages_pdf(document, revision=revision, principal=asker)
    return FileResponse(
        path,
        media_type="application/pdf",
        filename=f"{document}.pdf",
        content_disposition_type="inline",
        headers={"Cache-Control": "private, no-cache"},
    )


@router.get("/documents/{document:path}/figures", response_model=page_models.Figures)
def figures(document: str, copilot: TheCopilot, asker: Asker, revision: Revision = None) -> JSONResponse:
    """List a document's figures with their captions; cut them out of the page's picture with its crop."""
    return JSONResponse(copilot.figures(document, revision=revision, principal=asker))


@router.delete("/documents/{document:path}", response_model=models.Forgotten, dependencies=[FROM_HERE])
def forget(
    document: str,
    copilot: TheCopilot,
    jobs: TheJobs,
    asker: Asker,
    revision: Annotated[str | None, Query(description="only this revision; otherwise all of them")] = None,
) -> JSONResponse:
    """Remove a document from the library; its file stays where it is. From the server's machine only."""
    jobs.refuse_while_running()
    return JSONResponse(copilot.forget(document, revision=revision, principal=asker))


@router.post("/ingest", status_code=202, response_model=models.Job, dependencies=[FROM_HERE])
def ingest(wanted: models.IngestRequest, jobs: TheJobs) -> JSONResponse:
    """Begin to bring files and folders in; the job tells how far it is. From the server's machine only."""
    if relative := next((path for path in wanted.paths if not Path(path).is_absolute()), None):
        raise WrongUse(
            f"{relative} is not an absolute path.", remedy="The server does not know what it is relative to."
        )
    described = wanted.described.model_dump() if wanted.described else None
    job = jobs.start(wanted.paths, described, engine=wanted.engine, workers=wanted.workers)
    return JSONResponse(asdict(job), 202, {"Location": f"/api/jobs/{job.id}"})


@router.post("/reindex", status_code=202, response_model=models.Job, dependencies=[FROM_HERE])
def reindex(wanted: models.ReindexRequest, copilot: TheCopilot, jobs: TheJobs) -> JSONResponse:
    """Begin to make the index anew; the old one answers until it is complete. From the server's machine only."""
    copilot.refuse_unknown_embedder(wanted.embedder)
    job = jobs.begin(partial(copilot.reindex, embedder=wanted.embedder, keep=wanted.keep))
    return JSONResponse(asdict(job), 202, {"Location": f"/api/jobs/{job.id}"})


@router.get("/jobs", response_model=models.Jobs, dependencies=[FROM_HERE])
def listing(jobs: TheJobs) -> JSONResponse:
    """List what was brought in and indexed since the server was started, the latest first."""
    return Spoken({"jobs": [asdict(job) for job in jobs.listed()]})


@router.post("/jobs/{job}/retry", status_code=202, response_model=models.Job, dependencies=[FROM_HERE])
def retry(job: str, jobs: TheJobs) -> JSONResponse:
    """Begin to bring in again the files that a job did not read, with the description it was given."""
    again = jobs.retry(job)
    return JSONResponse(asdict(again), 202, {"Location": f"/api/jobs/{again.id}"})


@router.get("/jobs/{job}", response_model=models.Job, dependencies=[FROM_HERE])
def job_state(job: str, jobs: TheJobs) -> JSONResponse:
    """Say how far an ingestion or reindexing is."""
    return Spoken(asdict(jobs.get(job)))


@router.get(
    "/jobs/{job}/progress",
    dependencies=[FROM_HERE],
    response_class=StreamingResponse,
    responses={
        200: {
            "content": {"application/x-ndjson": {}, **DESCRIBED["content"]},
            "description": "one Job per line, the last one ended",
        }
    },
)
def job_progress(job: str, request: Request, jobs: TheJobs) -> StreamingResponse:
    """Follow an ingestion or reindexing: a line of JSON whenever it moves on, until it has ended.

    Where `text/event-stream` is accepted, an event `job` in place of each line.
    """
    jobs.get(job)
    if wants_events(request):
        return StreamingResponse(job_events(jobs.follow(job)), media_type=MEDIA_TYPE, headers=STREAMED)
    lines = (json.dumps(asdict(state)) + "\n" for state in jobs.follow(job))
    return StreamingResponse(lines, media_type="application/x-ndjson")
