"""What is kept of a plant's records: one class a table.

Names are kept as the source wrote them. Rows of one plant share a data set; inside it an asset is known by its tag,
a location and a failure code by their codes, an order, event or part by the id its source gave it. Those are texts
and not foreign keys, because an export names assets and codes that no list of it contains.

Times are the plant's wall clock, without a zone, to the second: that is what exports carry and what "in June" means.
Times with an offset are turned into ``Dataset.time_zone`` on import. Columns that end in ``_utc`` are ours, and in UTC.

``extra`` holds every column that was not recognised, by its own heading; empty cells are left out.
A field that a source does not have is NULL: nothing is ever filled in.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, DateTime, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.sqlite import DATETIME
from sqlmodel import Field, SQLModel

from plant_knowledge_ingest.principal import EVERYONE
from plant_tools.records.marking import marked

# 'YYYY-MM-DD HH:MM:SS' in SQLite, so that SQL run by hand compares and prints what people expect.
TIME = DateTime().with_variant(
    DATETIME(truncate_microseconds=True),  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    "sqlite",
)
DOCUMENT = JSON().with_variant(JSONB(), "postgresql")


class Dataset(SQLModel, table=True):
    """The records of one plant, from however many files. ``time_zone``: IANA name, or "" where nobody said it.

    ``rights``: groups, any of which may see it, none: nobody; ``site``: who works there, "" for all sites;
    ``row_groups``: those that rows with rights of their own name.
    """

    __table_args__: ClassVar[Any] = (UniqueConstraint("name", name="uq_dataset"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    time_zone: str = ""
    created_utc: datetime = Field(sa_type=TIME)
    rights: list[str] = Field(default_factory=lambda: [EVERYONE], sa_type=DOCUMENT)
    site: str = ""
    row_groups: list[str] = Field(default_factory=list, sa_type=DOCUMENT)


class ImportRun(SQLModel, table=True):
    """One file that was loaded into one table. ``fields``: what its mapping filled; ``columns``: its headings."""

    __tablename__: ClassVar[Any] = "import_run"
    __table_args__: ClassVar[Any] = (Index("ix_import_run_dataset", "dataset_id"),)

    id: int | None = Field(default=None, primary_key=True)
    dataset_id: int = Field(foreign_key="dataset.id", ondelete="CASCADE")
    loaded_into: str
    file: str
    sha256: str
    at_utc: datetime = Field(sa_type=TIME)
    rows: int = 0
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    fields: list[str] = Field(default_factory=list, sa_type=DOCUMENT)
    columns: list[str] = Field(default_factory=list, sa_type=DOCUMENT)
    mapping: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)
    warnings: list[str] = Field(default_factory=list, sa_type=DOCUMENT)


class Sourced(SQLModel):
    """What every row of a file has.

    ``run_id``: the import that wrote it last; ``source_row``: its number in that file, as a spreadsheet counts;
    ``digest``: of the row's cells and the mapping, so that loading a file again is seen to change nothing.
    """

    id: int | None = Field(default=None, primary_key=True)
    dataset_id: int = Field(foreign_key="dataset.id", ondelete="CASCADE")
    run_id: int
    source_row: int
    digest: int = Field(sa_type=BigInteger)
    extra: dict[str, Any] = Field(default_factory=dict, sa_type=DOCUMENT)


class FunctionalLocation(Sourced, table=True):
    """A place in the plant where assets are installed. ``level``: ISA-95 (enterprise, site, area, line, unit).

    Here and below, rows with ``only_mentioned`` are known from orders and events, not from a list of their own.
    """

    __tablename__: ClassVar[Any] = "functional_location"
    __table_args__: ClassVar[Any] = (UniqueConstraint("dataset_id", "code", name="uq_functional_location"),)

    code: str
    name: str | None = None
    parent_code: str | None = None
    level: str | None = None
    only_mentioned: bool = False


class Asset(Sourced, table=True):
    """A maintainable item, known by its tag; ``parent_tag``: the asset that it is a part of."""

    __table_args__: ClassVar[Any] = (UniqueConstraint("dataset_id", "tag", name="uq_asset"),)

    tag: str
    name: str | None = None
    parent_tag: str | None = None
    location_code: str | None = None
    level: str | None = None
    asset_class: str | None = None
    maker: str | None = None
    model: str | None = None
    serial: str | None = None
    criticality: str | None = None
    installed_on: date | None = None
    retired_on: date | None = None
    only_mentioned: bool = False


class FailureCode(Sourced, table=True):
    """A code of the plant's own list. ``kind``: problem, cause or remedy; ``parent_code``: the code it refines."""

    __tablename__: ClassVar[Any] = "failure_code"
    __table_args__: ClassVar[Any] = (UniqueConstraint("dataset_id", "kind", "code", name="uq_failure_code"),)

    kind: str
    code: str
    text: str | None = None
    category: str | None = None
    parent_code: str | None = None
    only_mentioned: bool = False


class WorkOrder(Sourced, table=True):
    """An authorised job on an asset.

    ``source_id``: the order's number in its source; ``id_from_content``: it had none, this is made of its content.
    ``wo_type``: corrective, preventive or other, read from ``type_word``, the source's own word. ``state``: open, done
    or cancelled, read from ``status``. ``duration_min``: start to finish as booked; ``downtime_min``: the asset stood
    still; ``labour_h``: person hours; ``cost`` in ``currency``, where the source or the mapping names one.
    ``rights``, here and below: groups as ",a,b,", one of which is needed besides those of the data set; NULL for none.
    """

    __tablename__: ClassVar[Any] = "work_order"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("dataset_id", "source_id", name="uq_work_order"),
        Index("ix_work_order_asset", "dataset_id", "asset_tag", "wo_type", "finished_at", "rights"),
        Index("ix_work_order_time", "dataset_id", "finished_at", "wo_type", "asset_tag", "rights"),
        Index("ix_work_order_reported", "dataset_id", "reported_at", "wo_type", "asset_tag", "rights"),
        Index("ix_work_order_problem", "dataset_id", "problem_code", "wo_type", "asset_tag", "finished_at", "rights"),
        Index("ix_work_order_type", "dataset_id", "wo_type", "problem_code", "asset_tag", "rights"),
        marked("work_order"),
    )

    source_id: str
    id_from_content: bool = False
    asset_tag: str | None = None
    asset_name: str | None = None
    location_code: str | None = None
    location_name: str | None = None
    component: str | None = None
    title: str | None = None
    description: str | None = None
    resolution: str | None = None
    wo_type: str | None = None
    type_word: str | None = None
    status: str | None = None
    state: str | None = None
    priority: str | None = None
    problem_code: str | None = None
    problem_text: str | None = None
    problem_subcode: str | None = None
    problem_subtext: str | None = None
    cause_code: str | None = None
    cause_text: str | None = None
    remedy_code: str | None = None
    remedy_text: str | None = None
    reported_at: datetime | None = Field(default=None, sa_type=TIME)
    started_at: datetime | None = Field(default=None, sa_type=TIME)
    finished_at: datetime | None = Field(default=None, sa_type=TIME)
    due_at: datetime | None = Field(default=None, sa_type=TIME)
    breakdown: bool | None = None
    duration_min: float | None = None
    downtime_min: float | None = None
    labour_h: float | None = None
    cost: float | None = None
    currency: str | None = None
    reported_by: str | None = None
    assigned_to: str | None = None
    completed_by: str | None = None
    parent_id: str | None = None
    rights: str | None = None


class Event(Sourced, table=True):
    """Something that happened at a time: an alarm, an anomaly, a stop, a work order as an event list shows it.

    ``kind``: alarm, anomaly, work_order, downtime or other, read from ``kind_word``; ``code``: alarm or rule.
    """

    __table_args__: ClassVar[Any] = (
        UniqueConstraint("dataset_id", "source_id", name="uq_event"),
        Index("ix_event_asset", "dataset_id", "asset_tag", "kind", "started_at"),
        Index("ix_event_time", "dataset_id", "started_at", "kind"),
        Index("ix_event_code", "dataset_id", "code", "asset_tag", "started_at"),
        marked("event"),
    )

    source_id: str
    id_from_content: bool = False
    asset_tag: str | None = None
    asset_name: str | None = None
    kind: str | None = None
    kind_word: str | None = None
    category: str | None = None
    code: str | None = None
    text: str | None = None
    note: str | None = None
    severity: str | None = None
    started_at: datetime | None = Field(default=None, sa_type=TIME)
    ended_at: datetime | None = Field(default=None, sa_type=TIME)
    value: float | None = None
    unit: str | None = None
    rights: str | None = None


class Part(Sourced, table=True):
    """A spare part, known by its number."""

    __table_args__: ClassVar[Any] = (UniqueConstraint("dataset_id", "number", name="uq_part"),)

    number: str
    name: str | None = None
    asset_tag: str | None = None
    maker: str | None = None
    unit: str | None = None
    in_stock: float | None = None
    least_stock: float | None = None
    unit_cost: float | None = None
    currency: str | None = None


class PartUse(Sourced, table=True):
    """A part used on an order."""

    __tablename__: ClassVar[Any] = "part_use"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("dataset_id", "source_id", name="uq_part_use"),
        Index("ix_part_use_order", "dataset_id", "order_id"),
        Index("ix_part_use_part", "dataset_id", "part_number"),
    )

    source_id: str
    id_from_content: bool = False
    order_id: str | None = None
    part_number: str | None = None
    text: str | None = None
    used_at: datetime | None = Field(default=None, sa_type=TIME)
    quantity: float | None = None
    unit: str | None = None
    cost: float | None = None
    currency: str | None = None


class Meter(Sourced, table=True):
    """Something that counts or measures on an asset, such as operating hours."""

    __table_args__: ClassVar[Any] = (UniqueConstraint("dataset_id", "code", name="uq_meter"),)

    code: str
    name: str | None = None
    asset_tag: str | None = None
    component: str | None = None
    quantity: str | None = None
    unit: str | None = None


class MeterReading(Sourced, table=True):
    """What a meter showed at a time."""

    __tablename__: ClassVar[Any] = "meter_reading"
    __table_args__: ClassVar[Any] = (
        UniqueConstraint("dataset_id", "source_id", name="uq_meter_reading"),
        Index("ix_meter_reading_meter", "dataset_id", "meter_code", "asset_tag", "read_at"),
    )

    source_id: str
    id_from_content: bool = False
    meter_code: str | None = None
    asset_tag: str | None = None
    read_at: datetime | None = Field(default=None, sa_type=TIME)
    value: float | None = None
    unit: str | None = None
