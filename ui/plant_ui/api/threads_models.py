"""What goes in and out of conversations over HTTP, described."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from plant_ui.api.models import Answer, Citation, Described, Evidence, Notice


class Thread(Described):
    """A conversation."""

    thread: str
    title: str = Field(description="its first question")
    began: str = Field(description="ISO time")
    changed: str = Field(description="ISO time of the last question")
    questions: int
    waiting: bool = Field(description="whether something in it waits for a decision")


class Threads(Described):
    """Conversations, the newest first."""

    threads: list[Thread]


class Turn(Described):
    """A question and its answer."""

    number: int = Field(description="counted from 1")
    at: str
    answer: Answer


class UnansweredQuestion(Described):
    """A question without an answer: lost with a server that was stopped, or looked into right now."""

    at: str
    question: str
    under_way: bool = Field(description="whether it is looked into right now")


class Conversation(Described):
    """A conversation with all that was asked in it; of long ones the last 200 questions."""

    thread: str
    turns: list[Turn]
    unanswered: list[UnansweredQuestion]


class RenameRequest(Described):
    """Another title."""

    title: str = Field(examples=["Film torn on SW-306"])


class Renamed(Described):
    """A conversation with its new title."""

    thread: str
    title: str


class ForgottenThreads(Described):
    """What was removed."""

    forgotten: list[str]


class DecisionRequest(Described):
    """What is decided."""

    choice: str = Field(description="one of the choices that are pending", examples=["approve"])
    fields: dict[str, Any] = Field({}, description="changed values of the fields that are pending")


class Rejected(Described):
    """A candidate that was not used."""

    place: str
    score: float
    reason: str = Field(description="below: others were better; unsupported: it cannot carry an answer")
    text: str


class LookedUp(Described):
    """One call of a tool."""

    tool: str
    arguments: dict[str, Any]
    seconds: float
    found: int = Field(description="pieces of evidence")
    gap: str
    rejected: list[Rejected]


class Why(Described):
    """How an answer came about."""

    thread: str
    number: int
    question: str
    language: str
    seconds: float
    refused: bool
    abstained: bool
    tools: list[LookedUp]
    evidence: list[Evidence]
    citations: list[Citation]
    notices: list[Notice]
    model: str | None
    support_code: str
