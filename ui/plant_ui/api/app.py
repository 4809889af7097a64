"""The application: every route of the HTTP API around one copilot."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse

from plant_copilot.copilot import Copilot
from plant_ui.api import (
    admin_page,
    asking,
    assets,
    audit,
    backup,
    database,
    defects,
    diagram_page,
    drafts,
    events,
    feedback,
    fmea,
    hearing,
    investigations,
    layout_page,
    layouts,
    library,
    looking_after,
    models,
    oidc_routes,
    origins,
    page_store,
    pages,
    parts,
    pictures,
    problems,
    records,
    records_files,
    reference,
    root_causes,
    selections,
    session,
    sign_in_page,
    similar,
    sop_page,
    sop_work,
    sops,
    threads,
    traces,
    uploads,
    users,
)
from plant_ui.api.asker import FROM_HERE, TheCopilot
from plant_ui.api.gate import Gate
from plant_ui.api.guard import Guard
from plant_ui.api.guests import Guests
from plant_ui.api.jobs import Jobs
from plant_ui.api.methods import Methods
from plant_ui.api.openai import refusing
from plant_ui.api.openai import routes as openai
from plant_ui.api.pace import Pace, Paced
from plant_ui.api.paging import Paging
from plant_ui.api.replays import Replays
from plant_ui.api.spoken import Spoken
from plant_ui.api.versions import Versions, operation, versioned
from plant_ui.api.visitors import Visitors
from plant_ui.channels.poster import Poster
from plant_ui.observing.counted import Counted
from plant_ui.observing.metrics import Metrics
from plant_ui.voice import open_ears
from plant_ui.webhooks.desk import Desk
from plant_ui.webhooks.outgoing import Outgoing

DESCRIPTION = """Questions to a plant's own documents, every sentence with its proof.

`/api/v1/...` is the name to build on; `/api/...` is the same today, and always the newest. Programs send the key of a
person, `Authorization: Bearer KEY`. Lists come in pages (`limit`, and the `Link` header), answers as server-sent events
(`Accept: text/event-stream`), and a request with an `Idempotency-Key` is done once.

The JSON is that of the command line's `--json` and of `plant_copilot.Copilot`. Errors are problem details (RFC 9457):
`detail` says what happened, `remedy` what to do, `support_code` where to find it in the server's log."""

_PROBLEM = {"$ref": "#/components/schemas/Problem"}

router = APIRouter(tags=["Server"])


class _Api(FastAPI):
    """Describes its routes by the version that programs build on."""

    def openapi(self) -> dict[str, Any]:
        return versioned(super().openapi())


def build_app(copilot: Copilot, *, names: Iterable[str] = (), home_page: str = "/docs") -> FastAPI:
    """Return the HTTP API of ``copilot``: nothing else, no chat.

    ``names`` are further hosts by which browsers may call it; ``home_page`` is where "/" leads.
    """
    app = _Api(
        title="Plant Copilot",
        version=version("plant-copilot"),
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=operation,
        responses={
            "default": {"description": "what went wrong", "content": {problems.MEDIA_TYPE: {"schema": _PROBLEM}}}
        },
    )
    app.state.copilot = copilot
    app.state.jobs = Jobs(copilot)
    app.state.metrics = metrics = Metrics(app.state.jobs.running)
    copilot.on_trace.append(metrics.traced)
    app.state.ears = open_ears(copilot.settings)
    app.state.instance = secrets.token_hex(8)
    app.state.home_page = home_page
    app.state.posters = posters = dict[str, Poster]()
    app.state.desk = Desk(copilot, posters, Outgoing(next(iter(copilot.settings.programs.event_secrets), "")))
    app.state.word = secrets.token_urlsafe(32)
    programs = copilot.settings.programs
    app.add_middleware(Methods, routed=app)
    app.add_middleware(Paging)
    app.add_middleware(Replays, shelf=copilot.settings.shelf)
    if programs.requests:
        app.add_middleware(Paced, pace=Pace(programs.requests))
    app.add_middleware(Gate, visitors=Visitors(copilot, app.state.word))
    app.add_middleware(Guests, days=copilot.settings.thread_days)
    origins.install(app, programs.origins)
    app.add_middleware(
        Guard,
        names=tuple(names),
        largest_upload=copilot.settings.upload_mb * 1_000_000,
        origins=programs.origins,
    )
    app.add_middleware(refusing.Reshaping)
    app.add_middleware(Versions)
    app.add_middleware(Counted, metrics=metrics)
    problems.install(app)
    refusing.install(app)
    for room in (
        admin_page.router,
        asking.router,
        assets.router,
        audit.router,
        backup.router,
        page_store.router,
        database.router,
        library.router,
        looking_after.router,
        pages.router,
        parts.router,
        pictures.router,
        hearing.router,
        records.router,
        records_files.router,
        defects.router,
        drafts.router,
        root_causes.router,
        feedback.router,
        fmea.router,
        similar.router,
        investigations.router,
        diagram_page.router,
        layouts.router,
        layout_page.router,
        selections.router,
        sop_work.router,
        sop_page.router,
        sops.router,
        session.router,
        sign_in_page.router,
        oidc_routes.router,
        threads.router,
        traces.router,
        uploads.router,
        users.router,
        events.router,
        openai.router,
        router,
    ):
        app.include_router(room)
    reference.install(app)
    return app


@router.get("/health", response_model=models.Health)
async def health(request: Request) -> JSONResponse:
    """Say that the server is there."""
    return JSONResponse({"status": "ok", "instance": request.app.state.instance})


@router.get("/api/doctor", response_model=models.Checks, dependencies=[FROM_HERE])
def doctor(copilot: TheCopilot) -> JSONResponse:
    """Say what works on the server's machine, and what is missing; it counts what few may see. For admins."""
    return Spoken(copilot.doctor())


@router.get("/", include_in_schema=False)
async def home(request: Request) -> RedirectResponse:
    """Lead a browser to where people start."""
    return RedirectResponse(request.app.state.home_page)
