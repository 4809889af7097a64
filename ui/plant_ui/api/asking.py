"""Questions over HTTP: ask, search, tools. Each runs in a thread, so that they do not wait for one another."""

from __future__ import annotations

import json
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response, StreamingResponse

from plant_copilot.errors import WrongUse
from plant_ui.api import models
from plant_ui.api.asker import Asker, TheCopilot
from plant_ui.api.events_stream import DESCRIBED, MEDIA_TYPE, answer_events, wants_events
from plant_ui.api.underway import LONG, STREAMED, Underway

router = APIRouter(prefix="/api", tags=["Questions"])


@router.post("/ask", response_model=models.Answer, responses={200: DESCRIBED})
async def ask(question: models.AskRequest, request: Request, copilot: TheCopilot, asker: Asker) -> Response:
    """Answer a question: quotes with their pages, or an honest "nothing on record".

    Where `text/event-stream` is accepted, it comes as events: `step` for each station passed, `progress` in words
    where something takes long, `statement` for each sentence, then `answer` with the whole; or `problem`.
    """
    work = partial(
        copilot.ask,
        question.text,
        language=question.language,
        asset=question.asset,
        as_of=question.as_of,
        thread=question.thread,
        reads=question.reads,
        principal=asker,
    )
    if wants_events(request):
        events = answer_events(
            await Underway.begun(lambda tell: work(on_step=tell, on_progress=lambda text: tell(f"{LONG} {text}")))
        )
        return StreamingResponse(events, media_type=MEDIA_TYPE, headers=STREAMED)
    return JSONResponse(await run_in_threadpool(work))


@router.post("/search", response_model=models.Hits)
def search(wanted: models.SearchRequest, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Find passages, best first, in any language of the library."""
    hits = copilot.search(
        wanted.text,
        limit=wanted.limit,
        language=wanted.language,
        asset=wanted.asset,
        as_of=wanted.as_of,
        kind=wanted.kind,
        principal=asker,
    )
    return JSONResponse(hits)


@router.get("/tools", response_model=models.Tools)
def tools(copilot: TheCopilot) -> JSONResponse:
    """List the tools with the JSON Schema of their arguments."""
    return JSONResponse(copilot.tools())


@router.post("/tools/{name}", response_model=models.Finding)
def tool(
    name: str,
    arguments: Annotated[dict[str, Any], Body(examples=[{"question": "What does E0451 mean?"}])],
    copilot: TheCopilot,
    asker: Asker,
) -> JSONResponse:
    """Call one tool with typed arguments; no language model takes part."""
    return JSONResponse(copilot.tool(name, arguments, principal=asker))


@router.post("/history.{form}", response_class=Response)
def history_file(
    form: str,
    query: Annotated[dict[str, Any], Body(examples=[{"metric": "pareto", "types": "corrective", "group_by": "code"}])],
    copilot: TheCopilot,
    asker: Asker,
) -> Response:
    """Return the rows of a history query as csv or xlsx, or its picture as png, svg or json (a Plotly figure)."""
    from plant_tools.history.files import MEDIA_TYPES

    return Response(copilot.history_file(query, form, principal=asker), media_type=MEDIA_TYPES[form])


@router.get("/history/plot.json", response_class=Response)
def history_plot(
    query: Annotated[str, Query(description="the history query as JSON", max_length=4_000)],
    copilot: TheCopilot,
    asker: Asker,
) -> Response:
    """Return the picture of a history query as a Plotly figure; what the chat draws."""
    try:
        asked = json.loads(query)
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise WrongUse("query is no JSON object.", remedy='Write it as {"metric": "count", "group_by": ["year"]}.')
    return Response(copilot.history_file(asked, "json", principal=asker), media_type="application/json")
