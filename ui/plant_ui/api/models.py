"""What goes in and out over HTTP, described. Answers are the facade's JSON as it is; a test holds the two together."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Corners = Annotated[
    list[float],
    Field(
        min_length=4, max_length=4, description="x0, y0, x1, y1 in points (1/72 inch) from the page's top left corner"
    ),
]


class Described(BaseModel):
    """Exactly these fields, no others, each of its own type: 1 is not true, and "1" not 1."""

    model_config = ConfigDict(extra="forbid", strict=True)


class SearchRequest(Described):
    """What to look for."""

    text: str = Field(description="words, a code, a question", examples=["E0451"])
    limit: int = Field(10, description="how many passages", json_schema_extra={"minimum": 1, "maximum": 100})
    language: str = Field("", description='only passages in this language ("en", "de", "zh")')
    asset: str = Field("", description="only documents about this asset tag", examples=["FL-303"])
    as_of: str = Field("", description="ISO date: the revisions effective on that day, not today's")
    kind: str = Field("", description="only text, table, procedure, hazard, alarms or figure", examples=["alarms"])


class AskRequest(Described):
    """A question."""

    text: str = Field(description="the question, in its asker's language", examples=["What does E0451 mean on FL-303?"])
    language: str = Field("auto", description="of the answer: en, de, zh-Hans, zh-Hant, or auto: the question's own")
    asset: str = Field("", description="only documents about this asset tag")
    as_of: str = Field("", description="ISO date: the revisions effective on that day, not today's")
    thread: str = Field("", description="the conversation to go on with; a new one without it")
    reads: bool = Field(default=False, description="only read: begin no guided flow, leave no draft")


class Hit(Described):
    """A passage found."""

    rank: int
    document: str
    revision: str
    page: int = Field(description="of the file, counted from 1")
    printed_page: str = Field(description="the page number that is printed on it")
    rectangle: Corners
    language: str
    kind: str = Field(description="text, table, procedure, hazard, alarms or figure")
    confidence: float = Field(description="how sure the text is, 0 to 1; below 1 it was recognised in a picture")
    headings: list[str] = Field(description="the outline above the passage, outermost first")
    score: float
    text: str = Field(description="verbatim")


class Hits(Described):
    """Passages, best first."""

    hits: list[Hit]
    seconds: float


class OnPage(Described):
    """A passage on a page."""

    text: str = Field(description="verbatim")
    kind: str = Field(description="text, table, procedure, hazard, alarms or figure")
    language: str
    headings: list[str] = Field(description="the outline above the passage, outermost first")
    rectangle: Corners
    confidence: float = Field(description="how sure the text is, 0 to 1; below 1 it was recognised in a picture")


class Page(Described):
    """What stands on a page of a document."""

    document: str
    revision: str
    title: str
    page: int = Field(description="of the file, counted from 1")
    printed_page: str = Field(description="the page number that is printed on it")
    pages: int = Field(description="how many the document has")
    unread: str = Field(description="why the page could not be read, or empty")
    passages: list[OnPage]


class Figure(Described):
    """A figure of a document."""

    number: str = Field(description='as printed, "4-2"; "" where the caption has none')
    caption: str
    document: str
    revision: str
    page: int = Field(description="of the file, counted from 1")
    printed_page: str
    rectangle: Corners = Field(description="of picture and caption together; crop the page's picture to it")
    headings: list[str]


class Figures(Described):
    """The figures of a document, in reading order."""

    figures: list[Figure]


class Statement(Described):
    """A sentence of the answer and the marks that prove it."""

    text: str
    marks: list[int]
    leads: bool = Field(False, description="it is the first line: what was asked, in the language of the answer")


class Evidence(Described):
    """What a tool stands behind."""

    tool: str
    statement: str
    value: Any = Field(None, description="the number, date, list or table it computed")
    unit: str
    marks: list[int]
    kind: str = Field(description='"fact", "hazard" for a safety message, or "isolation" for how a machine is isolated')
    formula: str = Field(description="how the value was computed, where it was")
    details: dict[str, Any] = Field(description="what belongs to the value: rows, interval, window, warnings")


class PageCitation(Described):
    """A place on a page where the statement can be checked."""

    mark: int
    kind: Literal["page"]
    document: str
    revision: str
    page: int
    printed_page: str
    rectangle: Corners
    rectangles: list[Corners] = Field(description="one per printed line")
    quote: str = Field(description="stands there verbatim")
    language: str
    confidence: float = Field(description="how sure the text is, 0 to 1; below 1 it was recognised in a picture")


class RecordsCitation(Described):
    """Records where the statement can be checked."""

    mark: int
    kind: Literal["records"]
    dataset: str
    record_ids: list[str] = Field(description="some of the total, newest first")
    query: str = Field(description="SQL that gives the value again from the loaded records")
    total: int
    quote: str = Field(description="what the SQL gave")


class LayoutCitation(Described):
    """A kept layout, or selection of machines, where the statement can be checked."""

    mark: int
    kind: Literal["layout", "selection"]
    file: str = Field(description="of a kept layout, under /api/layouts, or selection, under /api/selections")
    id: str = Field(description='the item that is meant, "" for the whole')
    quote: str = Field(description="what it says")


Citation = Annotated[PageCitation | RecordsCitation | LayoutCitation, Field(discriminator="kind")]


class Notice(Described):
    """Something to know of how the answer came about."""

    code: str
    text: str


class Pending(Described):
    """What waits for a person's decision."""

    kind: str = Field(description="what is to be decided", examples=["order"])
    question: str
    choices: list[str] = Field(description="one of them is sent to /api/threads/{id}/decision")
    labels: list[str] = Field(description="what buttons say, one a choice, in the language of the answer")
    summary: str = Field(description="Markdown")
    fields: dict[str, Any] = Field(description="what may be changed with the decision, with its present value")
    draft: int = Field(description="the draft's number under /api/drafts; 0 where it is no draft of an order")


class Answer(Described):
    """An answer, or an honest "nothing on record"."""

    question: str
    language: str
    answer: str = Field(description="Markdown with [n] marks")
    abstained: bool = Field(description="nothing is on record, or the question could not be taken")
    refused: bool = Field(description="it would be unsafe to answer")
    seconds: float
    thread: str
    first_line: Statement | None = Field(description="what was asked in one line, or else the best quote")
    suggestions: list[str] = Field(description="what one may ask next")
    statements: list[Statement]
    evidence: list[Evidence]
    citations: list[Citation] = Field(description="the entry with mark n is what [n] stands for")
    notices: list[Notice]
    tools: list[str] = Field(description="the tools that were asked")
    model: str | None = Field(description="the language model that phrased it, if one did")
    pending: Pending | None = Field(description="what waits for a decision, if anything does")
    support_code: str = Field(description="finds the trace of how it came about; not what was asked")


class Tool(Described):
    """A tool and the JSON Schema of its arguments."""

    name: str
    description: str
    json_schema: dict[str, Any] = Field(alias="schema")
    examples: dict[str, list[str]] = Field(description="questions that it is asked, by language")
    flow: bool = Field(description="whether it leads through steps and asks for a decision")


class Tools(Described):
    """The tools there are."""

    tools: list[Tool]


class Finding(Described):
    """What one tool found."""

    evidence: list[Evidence]
    citations: list[Citation]
    gap: str = Field(description="what is not on record, where that can be named")


class Problem(Described):
    """Problem details (RFC 9457)."""

    type: str = Field(examples=["urn:plant-copilot:unknown-document"])
    title: str
    status: int
    detail: str
    remedy: str = Field(description="what to do about it")
    support_code: str = Field(description="stands in the server's log, too")


class Check(Described):
    """One thing that was looked at."""

    name: str
    needed: bool = Field(description="whether anything works without it")
    ok: bool
    detail: str
    remedy: str


class Checks(Described):
    """What works here, and what is missing."""

    checks: list[Check]


class Health(Described):
    """A sign of life."""

    status: Literal["ok"]
    instance: str = Field(description="a random word of this run of the server")
