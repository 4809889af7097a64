"""What HTTP takes and returns of documents: bringing in, listing, forgetting, indexing anew."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from plant_ui.api.models import Described, Problem


class Description(Described):
    """What a file is, where neither it nor a documents.yaml says so."""

    document: str = Field("", description="the name all its revisions share")
    revision: str = ""
    effective: str = Field("", description="the day from which it answers: 2025-03-01")
    title: str = ""
    assets: list[str] = Field([], description="the tags of the assets that it is about")
    rights: list[str] = Field([], description="the groups that may see it; otherwise everyone")
    site: str = Field("", description="the site it is for: only who works there sees it; otherwise all sites")


class IngestRequest(Described):
    """What to bring in."""

    paths: list[str] = Field(
        description="absolute paths of files and folders on the server's machine",
        min_length=1,
        examples=[["/srv/manuals"]],
    )
    described: Description | None = Field(None, description="what the file is, if paths names one file")
    engine: Literal["local", "ray"] = Field("local", description="where passages are embedded")
    workers: int = Field(0, ge=0, le=1_024, description="workers of Ray; 0: one for each core")


class Unread(Described):
    """A page that was not read."""

    page: int
    reason: str


class Document(Described):
    """One revision of a document."""

    document: str = Field(description="the name all its revisions share")
    revision: str
    title: str
    effective: str = Field(description="ISO date, or empty")
    assets: list[str]
    rights: list[str] = Field(description="the groups that may see it")
    site: str = Field(description="the site it is for, or empty for all of them")
    languages: list[str]
    pages: int
    passages: int
    current: bool = Field(description="answers come from this revision")
    unread: list[Unread]
    path: str = Field(description="the file it came from")
    added_at: str


class Documents(Described):
    """What the library holds."""

    documents: list[Document]
    hidden: bool = Field(description="there are documents, but none that you may see")


class Forgotten(Described):
    """What was removed."""

    forgotten: list[Document]


class Failure(Described):
    """A file, or one page of it, that was not read."""

    path: str
    page: int | None
    reason: str


class Remark(Described):
    """Something to know of a file: that it is a copy, that another revision answers."""

    path: str
    text: str


class Report(Described):
    """What an ingestion did."""

    documents: int
    pages: int
    passages: int
    unchanged: int
    failed: list[Failure]
    notices: list[Remark]
    seconds: float


class ReindexRequest(Described):
    """What to make the index anew with."""

    embedder: str = Field(
        "", description="e5, e5-fast, e5-fp32, sentence-transformers:..., ollama:...; otherwise the setting"
    )
    keep: bool = Field(False, description="keep the old index, to go back to it quickly")


class Reindexed(Described):
    """What a reindexing did."""

    embedder: str
    setting: str = Field(description="what PLANT_EMBEDDER says")
    documents: int
    pages: int
    passages: int = Field(description="in the index now")
    embedded: int = Field(description="of these, embedded in this run")
    reused: int = Field(description="of these, with the vectors of the old index")
    replaced: str = Field(description="the name of the old index")
    kept: bool = Field(description="whether the old index is still there")
    unchanged: bool = Field(description="there was nothing to do")
    seconds: float


class Progress(Described):
    """How far an ingestion is."""

    path: str
    file: int
    files: int
    page: int
    pages: int
    passages: int


class Job(Described):
    """An ingestion, a reindexing, a backup or a search for a layout as it stands."""

    id: str
    state: Literal["running", "done", "failed"]
    progress: Progress | dict[str, Any] | None = Field(description="of a layout: seconds, of, cost; a backup's own")
    report: Report | Reindexed | dict[str, Any] | None = Field(
        description="a layout's is that of /api/v1/layouts/{number}"
    )
    problem: Problem | None
    began: str = Field(description="ISO time")
    paths: list[str] = Field(description="what an ingestion was asked to bring in")


class Jobs(Described):
    """Ingestions and reindexings, the latest first."""

    jobs: list[Job]
