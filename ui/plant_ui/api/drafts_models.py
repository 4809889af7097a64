"""What goes in and out over HTTP about drafts, described."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from plant_ui.api.models import Described

Kind = Literal["", "work_order", "close_out", "handover"]


class DraftRequest(Described):
    """A dictation."""

    text: str = Field(description="what was dictated", examples=["Pump P-101 leaks at the seal, stopped for 20 min"])
    kind: Kind = Field("", description="read from the text if absent, else a work order")
    dataset: str = Field("", description="needed where several data sets fit")
    asset: str = Field("", description="a tag; goes before what the text names")
    order: str = Field("", description="the order to close")
    language: str = Field("auto", description="of the text")
    by: str = Field("", description="who dictated it")
    key: str = Field("", description="idempotency key: sent again, it is the same draft")
    now: str = Field("", description="when it was dictated, on the plant's clock")
    since: str = Field("", description="begin of the shift")
    until: str = Field("", description="end of the shift")


class EditRequest(Described):
    """Changed fields."""

    fields: dict[str, Any] = Field(description="new values by field; null empties one", examples=[{"priority": "1"}])
    by: str = ""
    version: int | None = Field(None, description="refused if the draft has been changed since")


class ApproveRequest(Described):
    """A person's yes."""

    by: str = Field(description="the person who approves", examples=["M. Huber"])
    version: int | None = Field(None, description="that of the draft the person has seen")


class RejectRequest(Described):
    """A person's no."""

    by: str = Field(description="the person who rejects")
    reason: str = ""


class Draft(Described):
    """A draft."""

    draft: int
    kind: str
    state: str = Field(description="draft (something is missing), pending, approved or rejected")
    version: int
    dataset: str
    language: str
    text: str = Field(description="as it was dictated")
    fields: dict[str, Any] = Field(description="what approval writes")
    basis: dict[str, Any] = Field(description="by field: how (stated, linked, assumed, proposed, edited) and the words")
    proposals: dict[str, list[dict[str, Any]]] = Field(
        description="by kind of code: code, text, score, similar coded orders and ids of them"
    )
    choices: dict[str, list[str]] = Field(description="by field: what may be meant")
    duplicates: list[dict[str, Any]] = Field(description="open orders and drafts that may report the same")
    parts: list[str]
    lines: list[dict[str, Any]] = Field(description="of a handover, each with its records")
    notices: list[dict[str, Any]]
    vocabulary: str = Field(description="whose codes are proposed: the plant's, or ISO 14224")
    missing: list[dict[str, Any]] = Field(description="fields that nobody has said; needed: before approval")
    created_utc: str
    created_by: str
    decided_utc: str | None
    decided_by: str | None
    reason: str | None
    order: str | None = Field(description="the number of the order that was written or closed")


class ShownDraft(Draft):
    """A draft and what was done with it."""

    audit: list[dict[str, Any]]


class DecidedDraft(Draft):
    """A draft after a decision."""

    written: bool = Field(description="false where it had been decided before, or was rejected")


class Drafts(Described):
    """Drafts, latest first."""

    drafts: list[Draft]


class Audit(Described):
    """The audit book."""

    entries: list[dict[str, Any]]
    intact: bool = Field(description="whether every entry is as it was written")
    broken_at: int | None
