"""The first tables.

A step is frozen: it says what the tables were, whatever the models have become since.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel import AutoString

revision = "0001"
down_revision = None

_DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_TYPES = {
    "text": AutoString(),
    "time": sa.DateTime(),
    "date": sa.Date(),
    "flag": sa.Boolean(),
    "number": sa.Float(),
    "whole": sa.Integer(),
    "document": _DOCUMENT,
}


def upgrade() -> None:
    """Create all tables."""
    _create("dataset", "name", text="name! time_zone!", time="created_utc!")
    _create(
        "import_run",
        text="loaded_into! file! sha256!",
        time="at_utc!",
        whole="rows! inserted! updated! unchanged! refused!",
        document="fields! columns! mapping! warnings!",
    )
    op.create_index("ix_import_run_dataset", "import_run", ["dataset_id"])
    _plant()
    _orders()
    _events()
    _stores()


def downgrade() -> None:
    """Drop all tables."""
    tables = "meter_reading meter part_use part event work_order failure_code asset functional_location import_run"
    for name in [*tables.split(), "dataset"]:
        op.drop_table(name)


def _plant() -> None:
    _create("functional_location", "code", text="code! name parent_code level", flag="only_mentioned!")
    _create(
        "asset",
        "tag",
        text="tag! name parent_tag location_code level asset_class maker model serial criticality",
        date="installed_on retired_on",
        flag="only_mentioned!",
    )
    _create("failure_code", "kind code", text="kind! code! text category parent_code", flag="only_mentioned!")


def _orders() -> None:
    _create(
        "work_order",
        "source_id",
        text="source_id! asset_tag asset_name location_code location_name component title description "
        "resolution wo_type type_word status state priority problem_code problem_text problem_subcode problem_subtext "
        "cause_code cause_text remedy_code remedy_text currency reported_by assigned_to completed_by parent_id",
        time="reported_at started_at finished_at due_at",
        flag="id_from_content! breakdown",
        number="duration_min downtime_min labour_h cost",
    )
    _index("work_order", "asset", "asset_tag wo_type finished_at")
    _index("work_order", "time", "finished_at wo_type asset_tag")
    _index("work_order", "problem", "problem_code wo_type asset_tag finished_at")
    _index("work_order", "type", "wo_type asset_tag problem_code")


def _events() -> None:
    _create(
        "event",
        "source_id",
        text="source_id! asset_tag asset_name kind kind_word category code text note severity unit",
        time="started_at ended_at",
        flag="id_from_content!",
        number="value",
    )
    _index("event", "asset", "asset_tag kind started_at")
    _index("event", "time", "started_at kind")
    _index("event", "code", "code asset_tag started_at")


def _stores() -> None:
    _create(
        "part",
        "number",
        text="number! name asset_tag maker unit currency",
        number="in_stock least_stock unit_cost",
    )
    _create(
        "part_use",
        "source_id",
        text="source_id! order_id part_number text unit currency",
        time="used_at",
        flag="id_from_content!",
        number="quantity cost",
    )
    _index("part_use", "order", "order_id")
    _index("part_use", "part", "part_number")
    _create("meter", "code", text="code! name asset_tag component quantity unit")
    _create(
        "meter_reading",
        "source_id",
        text="source_id! meter_code asset_tag unit",
        time="read_at",
        flag="id_from_content!",
        number="value",
    )
    _index("meter_reading", "meter", "meter_code asset_tag read_at")


def _create(table: str, key: str = "", **columns: str) -> None:
    """Create a table; ``columns`` are names by type, those with ! are never NULL. ``key`` is unique in a data set."""
    made = [
        sa.Column(name.rstrip("!"), _TYPES[kind], nullable=not name.endswith("!"))
        for kind, names in columns.items()
        for name in names.split()
    ]
    owned = [] if table == "dataset" else ["dataset_id"]
    if owned:
        owner = sa.ForeignKey("dataset.id", ondelete="CASCADE")
        made.append(sa.Column("dataset_id", sa.Integer(), owner, nullable=False))
    if table not in {"dataset", "import_run"}:
        made += [sa.Column(name, sa.Integer(), nullable=False) for name in ("run_id", "source_row")]
        made.append(sa.Column("digest", sa.BigInteger(), nullable=False))
        made.append(sa.Column("extra", _DOCUMENT, nullable=False))
    unique = [sa.UniqueConstraint(*owned, *key.split(), name=f"uq_{table}")] if key else []
    op.create_table(table, sa.Column("id", sa.Integer(), primary_key=True), *made, *unique)


def _index(table: str, name: str, columns: str) -> None:
    op.create_index(f"ix_{table}_{name}", table, ["dataset_id", *columns.split()])
