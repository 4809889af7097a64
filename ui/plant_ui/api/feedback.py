"""Feedback over HTTP: a thumb with a reason for an answer of one's own, and the list of all for whom it concerns."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import Field

from plant_ui.api.asker import FROM_HERE, Asker, TheCopilot
from plant_ui.api.models import Described
from plant_ui.api.paging import paged

router = APIRouter(prefix="/api/feedback", tags=["Conversations"])

_MOST = 10_000


class FeedbackRequest(Described):
    """What somebody thinks of an answer."""

    thread: str = Field(description="the thread's id, as in its answers", examples=["shift-3"])
    verdict: Literal["up", "down"]
    number: int = Field(0, ge=0, description="which answer of the thread; 0 for the last one, or that to question")
    question: str = Field("", max_length=20_000, description="the question it answered, where number is 0")
    reason: str = Field("", description="wrong, incomplete, other_asset, source, unclear, unsafe, other")
    comment: str = Field("", max_length=2_000)


class CitedPage(Described):
    """A page that the answer cited."""

    document: str
    revision: str
    page: int


class Feedback(Described):
    """What is kept of it."""

    code: str = Field(description="the support code that the person was told")
    at: str
    verdict: str
    reason: str
    comment: str
    thread: str
    number: int
    by: str
    question: str
    language: str
    abstained: bool
    tools: list[str]
    pages: list[CitedPage]


class FeedbackList(Described):
    """Feedback, the newest first."""

    feedback: list[Feedback]
    up: int = Field(description="how many answers helped, in all")
    down: int = Field(description="how many did not")


@router.post("", response_model=Feedback)
def give(given: FeedbackRequest, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Say whether one of your answers helped; again for the same answer replaces what you said."""
    return JSONResponse(copilot.give_feedback(**given.model_dump(), principal=asker))


@router.get("", response_model=FeedbackList, dependencies=[paged("feedback", "code"), FROM_HERE])
def listing(
    copilot: TheCopilot,
    verdict: Annotated[Literal["", "up", "down"], Query(description="only these")] = "",
) -> JSONResponse:
    """List what people think of answers, the newest first. From the server's machine only."""
    return JSONResponse(copilot.feedback(verdict=verdict, limit=_MOST))
