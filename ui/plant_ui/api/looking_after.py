"""What those who look after the library ask of it over HTTP: what nothing answered, how even the languages are."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import Field

from plant_ui.api.asker import FROM_HERE, Asker, TheCopilot
from plant_ui.api.models import Described

router = APIRouter(prefix="/api", tags=["Library"], dependencies=[FROM_HERE])


class Wish(Described):
    """Questions that are alike and that nothing on record answers."""

    text: str = Field(description="the wording that came most often")
    also: list[str] = Field(description="other wordings")
    count: int
    languages: list[str]
    last: str = Field(description="the last day: 2025-03-01")
    hint: Literal["unknown_name", "asset_without_documents", "asset_silent", "records", "no_document"] = Field(
        description="what to add"
    )
    subject: str = Field(description="the name or asset that it is about, or empty")


class Unanswered(Described):
    """What people asked in vain, most often asked first; who asked is not told."""

    days: int
    questions: int = Field(description="asked in these days, answered or not")
    unanswered: int
    groups: list[Wish]


class Share(Described):
    """How questions in one language find the titles of documents in another."""

    questions_in: str
    first: int = Field(description="titles whose page was the first hit")
    found: int = Field(description="titles whose page was among the hits looked at")
    share: float | None = Field(description="first of all that were asked")


class Missed(Described):
    """A title that was not the first hit."""

    questions_in: str
    title: str
    document: str
    page: int
    question: str = Field(description="as it was asked")
    place: int = Field(description="among the hits looked at, 0 for none")


class Advice(Described):
    """What to do."""

    code: Literal["few_titles", "terms_missing", "behind", "even"]
    questions_in: str


class OneLanguage(Described):
    """Documents in one language."""

    documents_in: str
    documents: int
    passages: int
    asked: int = Field(description="titles of procedures and alarm tables that were asked in every language")
    not_askable: int = Field(description="titles in which the glossary knows no term")
    found: list[Share]
    missed: list[Missed]
    unknown_titles: list[str] = Field(description="the first of those that are not askable")
    advice: list[Advice]


class Parity(Described):
    """How often the same question finds the same page, whatever its language."""

    looked_at: int = Field(description="hits of each question")
    languages: list[OneLanguage]


@router.get("/unanswered", response_model=Unanswered)
def unanswered(
    copilot: TheCopilot,
    asker: Asker,
    days: Annotated[int, Query(description="how far back, 1 to 3650")] = 90,
    limit: Annotated[int, Query(description="how many groups, 1 to 200")] = 50,
) -> JSONResponse:
    """Return what anybody asked and nothing on record answers, alike questions together. From the server's machine."""
    return JSONResponse(copilot.unanswered(days=days, limit=limit, principal=asker))


@router.get("/parity", response_model=Parity)
def parity(copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Measure whether the same question finds the same page in every language. From the server's machine only."""
    return JSONResponse(copilot.parity(principal=asker))
