"""What is kept of inspections of products. As in ``tables``, names are kept as the source wrote them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from plant_tools.records.marking import marked
from plant_tools.records.tables import TIME, Sourced


class Inspection(Sourced, table=True):
    """What was seen when products were inspected: one defect, or none.

    ``inspected`` pieces were looked at, ``defective`` of them had the defect; NULL where the source does not count.
    Rows of one ``inspection_id`` and the same circumstances are one inspection of the same pieces with several defects.
    ``extra`` holds the parameters of the process by their headings. ``person`` is kept, and never compared.
    """

    __table_args__: ClassVar[Any] = (
        UniqueConstraint("dataset_id", "source_id", name="uq_inspection"),
        Index("ix_inspection_code", "dataset_id", "defect_code", "inspected_at"),
        marked("inspection"),
    )

    source_id: str
    id_from_content: bool = False
    inspection_id: str | None = None
    inspected_at: datetime | None = Field(default=None, sa_type=TIME)
    defect_code: str | None = None
    defect_text: str | None = None
    asset_tag: str | None = None
    location_code: str | None = None
    product: str | None = None
    material: str | None = None
    batch: str | None = None
    supplier: str | None = None
    shift: str | None = None
    person: str | None = None
    inspected: float | None = None
    defective: float | None = None
    rights: str | None = None


TABLES = Sourced.metadata.tables
"""All tables into which files are loaded, by name: those of ``tables`` and this one."""
