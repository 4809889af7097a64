"""The audit log over HTTP: for admins, and for the server's own machine."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import Field

from plant_ui.api.asker import FROM_HERE, TheCopilot
from plant_ui.api.models import Described

router = APIRouter(prefix="/api/audit", tags=["Users"], dependencies=[FROM_HERE])


class AuditEntry(Described):
    """What somebody did."""

    number: int = Field(description="in its book")
    at: str
    who: str = Field(description="the acting person, local for who sits at the server's machine")
    what: str
    subject: str
    outcome: str = Field(description="done, begun, or refused: and why")
    book: Literal["home", "records"] = Field(description="records: what was done with drafts and procedures")


class AuditEntries(Described):
    """Entries, latest first."""

    entries: list[AuditEntry]


class AuditHead(Described):
    """The last entry, by which all before it are fixed."""

    number: int
    hash: str


class RecordsBook(Described):
    """The book that the records keep of drafts and procedures."""

    entries: int
    intact: bool
    broken_at: int | None
    reason: str


class AuditProof(Described):
    """Whether the log is what was written."""

    intact: bool
    reason: str
    broken_at: int | None = Field(description="the first entry that is wrong")
    entries: int
    heads: int = Field(description="heads beside the log that agree with it")
    head: AuditHead | None
    copies: str = Field(description="the folder that gets a copy of each head, or empty")
    records: RecordsBook


@router.get("", response_model=AuditEntries)
def listing(
    copilot: TheCopilot,
    who: Annotated[str, Query(description="part of the acting person's name")] = "",
    what: Annotated[str, Query(description="part of what was done", examples=["approved"])] = "",
    since: Annotated[str, Query(description="ISO date")] = "",
    limit: Annotated[int, Query(description="how many, 1 to 10,000")] = 100,
) -> JSONResponse:
    """List who did what. For admins."""
    return JSONResponse(copilot.audit.list(who=who, what=what, since=since, limit=limit))


@router.get("/proof", response_model=AuditProof)
def proof(copilot: TheCopilot) -> JSONResponse:
    """Prove that the log is what was written. For admins."""
    return JSONResponse(copilot.audit.verify())
