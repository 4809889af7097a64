"""What people write here, beside what is loaded: drafts, and the book of who did what with them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from plant_tools.records.tables import DOCUMENT, TIME


class Draft(SQLModel, table=True):
    """A work order, close-out note or shift handover that nobody has approved yet, or that somebody has decided on.

    ``dataset`` is a name and no key: a draft outlives its data set. ``state``: draft (something is missing), pending
    (waits for a person), approved, rejected. ``key``: whoever sends it again gets this draft, not a second one.
    ``asked``: what it was made of; ``fields``: what would be written; ``told``: where each field is from, and what a
    person should see before deciding; ``written``: what approval wrote.
    """

    __table_args__: ClassVar[Any] = (UniqueConstraint("key", name="uq_draft"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str
    kind: str
    dataset: str
    state: str
    version: int = 1
    language: str
    text: str
    asked: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)
    fields: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)
    told: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)
    created_utc: datetime = Field(sa_type=TIME)
    created_by: str
    decided_utc: datetime | None = Field(default=None, sa_type=TIME)
    decided_by: str | None = None
    reason: str | None = None
    written: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)


class AuditEntry(SQLModel, table=True):
    """One line of the book. ``hash`` is of ``previous`` and ``entry``; the database refuses to change or remove it.

    ``previous`` is unique: of two that are written at once, one comes after the other.
    """

    __tablename__: ClassVar[Any] = "audit_entry"
    __table_args__: ClassVar[Any] = (UniqueConstraint("previous", name="uq_audit_entry"),)

    id: int | None = Field(default=None, primary_key=True)
    entry: str
    previous: str
    hash: str


class CauseRanking(SQLModel, table=True):
    """Candidate causes as they were ranked for a symptom, and the cause that a person confirmed.

    ``dataset`` is a name and no key: the score outlives the data set. ``ranked``: [[cause, probability], ...], the most
    probable first, all of them; ``basis``: what they stood on.
    """

    __tablename__: ClassVar[Any] = "cause_ranking"

    id: int | None = Field(default=None, primary_key=True)
    dataset: str
    asset: str
    asset_class: str
    symptom: str
    seen: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)
    basis: str
    ranked: list[Any] = Field(default_factory=list, sa_type=DOCUMENT)
    ranked_utc: datetime = Field(sa_type=TIME)
    confirmed: str | None = None
    confirmed_utc: datetime | None = Field(default=None, sa_type=TIME)
    confirmed_by: str | None = None


class SopVersion(SQLModel, table=True):
    """One version of a standard operating procedure.

    ``sop`` is its id, the same for all versions; ``state``: draft, review, approved or superseded; ``content`` the
    procedure without what becomes of it; ``hash`` of that content. ``key``: whoever sends it again gets this version.
    ``rights``: what it takes to see the documents it quotes. ``signatures``: who signed which hash, when;
    ``flags``: steps whose source has changed since; ``decided``: who handed it in, returned or replaced it, and why.
    """

    __tablename__: ClassVar[Any] = "sop_version"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("sop", "version", name="uq_sop_version"),
        UniqueConstraint("key", name="uq_sop_version_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    sop: str
    version: int
    key: str
    state: str
    asset: str
    title: str
    language: str
    content: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)
    hash: str
    rights: list[str] = Field(default_factory=list, sa_type=DOCUMENT)
    created_utc: datetime = Field(sa_type=TIME)
    created_by: str
    approver: str | None = None
    review_date: str | None = None
    signatures: list[Any] = Field(default_factory=list, sa_type=DOCUMENT)
    flags: list[Any] = Field(default_factory=list, sa_type=DOCUMENT)
    decided: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)


class EnergySheet(SQLModel, table=True):
    """The energies of an asset as the plant has them on its own sheet, and who loaded it from which file."""

    __tablename__: ClassVar[Any] = "energy_sheet"
    __table_args__: ClassVar[Any] = (UniqueConstraint("asset", name="uq_energy_sheet"),)

    id: int | None = Field(default=None, primary_key=True)
    asset: str
    file: str
    sha256: str
    content: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)
    loaded_utc: datetime = Field(sa_type=TIME)
    loaded_by: str


class FmeaRow(SQLModel, table=True):
    """A row of an FMEA sheet: how something may fail, what follows, why, and how the team rated that (1 to 10).

    ``dataset`` is a name and no key: sheets may come before the orders. ``sheet_row``: as a spreadsheet counts it.
    """

    __tablename__: ClassVar[Any] = "fmea_row"
    __table_args__: ClassVar[Any] = (UniqueConstraint("dataset", "file", "sheet", "sheet_row", name="uq_fmea_row"),)

    id: int | None = Field(default=None, primary_key=True)
    dataset: str
    file: str
    sheet: str
    sheet_row: int
    mode: str
    cause: str
    asset: str = ""
    item: str = ""
    function: str = ""
    effect: str = ""
    prevention: str = ""
    detecting: str = ""
    controls: str = ""
    severity: int | None = None
    occurrence: int | None = None
    detection: int | None = None
    loaded_utc: datetime = Field(sa_type=TIME)


class FmeaPriority(SQLModel, table=True):
    """A line of the table of action priorities that a plant loaded: ranges of the three ratings, and the priority."""

    __tablename__: ClassVar[Any] = "fmea_priority"

    id: int | None = Field(default=None, primary_key=True)
    dataset: str
    file: str
    severity_from: int
    severity_to: int
    occurrence_from: int
    occurrence_to: int
    detection_from: int
    detection_to: int
    priority: str


class SopRun(SQLModel, table=True):
    """Somebody doing a procedure, step by step. ``key``: whoever sends it again gets this run, not a second one.

    ``mode``: work or training; ``state``: open, paused, done or abandoned; ``hash``: of the content that is done;
    ``work_order``: the order that the record belongs to, ``draft`` the draft that carries it there; ``walk``: where it
    stands and everything that was said; ``worker``: who does it now.
    """

    __tablename__: ClassVar[Any] = "sop_run"
    __table_args__: ClassVar[Any] = (UniqueConstraint("key", name="uq_sop_run_key"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str
    sop: str
    version: int
    hash: str
    mode: str
    language: str
    state: str
    dataset: str
    work_order: str
    worker: str
    walk: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)
    begun_utc: datetime = Field(sa_type=TIME)
    changed_utc: datetime = Field(sa_type=TIME)
    draft: int | None = None


class SopAnswer(SQLModel, table=True):
    """What a person answered to a question about a procedure, and whether it was right."""

    __tablename__: ClassVar[Any] = "sop_answer"
    __table_args__: ClassVar[Any] = (UniqueConstraint("key", name="uq_sop_answer_key"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str
    person: str
    sop: str
    version: int
    question: str
    given: str
    good: bool
    answered_utc: datetime = Field(sa_type=TIME)
