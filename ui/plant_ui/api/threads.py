"""Conversations over HTTP: list, show, export, forget, decide, and why an answer is what it is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse, PlainTextResponse

from plant_agents.flows.order import BY as DECIDED_BY
from plant_ui.api import models
from plant_ui.api import threads_models as own
from plant_ui.api.asker import PLANNING, Asker, TheCopilot, TheVisitor
from plant_ui.api.paging import paged

router = APIRouter(prefix="/api/threads", tags=["Conversations"])


class Markdown(PlainTextResponse):
    """A conversation as text."""

    media_type = "text/markdown"


Thread = Annotated[str, Path(description="the thread's id, as in its answers", examples=["shift-3"])]


@router.get("", response_model=own.Threads, dependencies=[paged("threads", "thread")])
def listing(
    copilot: TheCopilot,
    asker: Asker,
    search: Annotated[str, Query(description="words in the title, a question or an answer")] = "",
    after: Annotated[str, Query(description="the thread that the page before ended with")] = "",
    most: Annotated[int, Query(ge=0, le=1_000, description="how many, 0 for all")] = 0,
) -> JSONResponse:
    """List your conversations, the newest first; a guest those begun with the same cookie."""
    return JSONResponse(copilot.threads(search=search, after=after, most=most, principal=asker))


@router.get("/{thread}", response_model=own.Conversation)
def show(thread: Thread, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Return a conversation with all its answers."""
    return JSONResponse(copilot.thread(thread, principal=asker))


@router.get("/{thread}/export", response_class=Markdown)
def export(thread: Thread, copilot: TheCopilot, asker: Asker) -> Markdown:
    """Return a conversation as Markdown."""
    text = copilot.export_thread(thread, principal=asker)
    return Markdown(text)


@router.get("/{thread}/why", response_model=own.Why)
def why(
    thread: Thread,
    copilot: TheCopilot,
    asker: Asker,
    number: Annotated[int, Query(description="which answer of the thread, 0 for the last")] = 0,
) -> JSONResponse:
    """Say how an answer came about: tools with arguments and times, what was passed over, the evidence."""
    return JSONResponse(copilot.why(thread, number, principal=asker))


@router.post("/{thread}/decision", response_model=models.Answer, dependencies=[PLANNING])
def decide(thread: Thread, decision: own.DecisionRequest, copilot: TheCopilot, visitor: TheVisitor) -> JSONResponse:
    """Decide on what waits in a conversation. For planners and engineers, and from the server's machine."""
    given = decision.fields
    signed = visitor.signed(given, DECIDED_BY) if DECIDED_BY in given else given
    return JSONResponse(copilot.decide(thread, decision.choice, signed, principal=visitor.principal))


@router.patch("/{thread}", response_model=own.Renamed)
def rename(thread: Thread, wanted: own.RenameRequest, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Give one of your conversations another title."""
    return JSONResponse(copilot.rename_thread(thread, wanted.title, principal=asker))


@router.delete("/{thread}", response_model=own.ForgottenThreads)
def forget(thread: Thread, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Remove one of your conversations."""
    return JSONResponse(copilot.forget_thread(thread, principal=asker))
