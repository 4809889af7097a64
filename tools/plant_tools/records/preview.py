"""What loading a file would do: it is loaded in a transaction that is rolled back, so the preview cannot differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from plant_tools.records import shadows
from plant_tools.records.cells import read_text
from plant_tools.records.errors import MappingInvalid
from plant_tools.records.inspected import TABLES
from plant_tools.records.load import DATASET, Plan, carry_out, plan_for, propose_for
from plant_tools.records.mapping import ColumnMapping, with_options
from plant_tools.records.propose import Proposal
from plant_tools.records.quality.check import check_on
from plant_tools.records.quality.finding import QualityFinding
from plant_tools.records.report import LoadReport
from plant_tools.records.sight import Who, sight_for
from plant_tools.records.store import Store
from plant_tools.records.unlisted import Unlisted, unlisted

SHOWN = 20
"""So many first rows are shown."""

_REPEATED = "it repeats an earlier row of the file word for word"


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the file: its ``cells`` by heading, what is ``read`` of it by field, else None and the ``reason``."""

    row: int
    cells: Mapping[str, str]
    read: Mapping[str, Any] | None
    reason: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What loading would do. ``report`` is that of the load, None where a ``problem`` keeps the file from it.

    ``headings``: of the file; ``reasons``: why a column was taken for its field, where the mapping is proposed;
    ``unlisted``: assets and codes that stand in no list of the data set; ``quality``: what would make figures lie then.
    """

    headings: tuple[str, ...]
    mapping: ColumnMapping
    reasons: Mapping[str, str]
    rows: tuple[PreviewRow, ...]
    report: LoadReport | None = None
    problem: MappingInvalid | None = None
    unlisted: tuple[Unlisted, ...] = ()
    quality: tuple[QualityFinding, ...] = ()


def preview(  # noqa: PLR0913 - what a file may be looked at with
    store: Store,
    who: Who,
    path: Path,
    *,
    dataset: str = DATASET,
    mapping: ColumnMapping | None = None,
    table: str = "",
    options: Mapping[str, str] | None = None,
) -> Preview:
    """Look at what loading a file into ``dataset`` would do, and write nothing.

    What is said of the data set besides the file is of what ``who`` sees. ``table`` is the kind of list, found out if
    empty and no ``mapping`` says it. Takes as long as loading, and holds
    the records for that time. Raises ``RecordsUnreadable``, ``MappingInvalid``, ``RecordsOutOfReach``.
    """
    proposal = propose_for(path, table=table) if mapping is None else Proposal(mapping, {})
    plan = plan_for(path, with_options(proposal.mapping, options or {}), {})
    told: dict[str, Any] = {"headings": tuple(plan.source.headings), "mapping": plan.mapping}
    told["reasons"] = proposal.reasons
    plan = Plan(plan.path, plan.source, plan.mapping, tuple(dict.fromkeys((*plan.warnings, *proposal.warnings))))
    if proposal.missing:
        problem = MappingInvalid(
            f"No column was recognised for {', '.join(proposal.missing)} of {plan.mapping.table}.",
            remedy="Say which column it is, or that the file is another kind of list.",
        )
        return Preview(**told, rows=_unread(plan), problem=problem)
    try:
        with store.trying() as connection:
            report, run_id = carry_out(connection, plan, dataset)
            shadows.show(connection, sight_for(connection, who))
            told["quality"] = tuple(check_on(connection, dataset)) if report.table == "work_orders" else ()
            told["unlisted"] = tuple(unlisted(connection, plan.mapping.table, run_id))
            return Preview(**told, rows=_read(connection, plan, report, run_id), report=report)
    except MappingInvalid as error:
        return Preview(**told, rows=_unread(plan), problem=error)


def _unread(plan: Plan) -> tuple[PreviewRow, ...]:
    return tuple(PreviewRow(number, cells, None, "") for number, cells in _written(plan))


def _written(plan: Plan) -> Iterator[tuple[int, dict[str, str]]]:
    for number, row in islice(plan.source.rows(), SHOWN):
        texts = (read_text(cell) or "" for cell in row)
        yield number, dict(zip(plan.source.headings, texts, strict=False))


def _read(connection: Connection, plan: Plan, report: LoadReport, run_id: int) -> tuple[PreviewRow, ...]:
    """Return the first rows as they would stand in the table."""
    first = list(_written(plan))
    refused = {refusal.row: refusal.reason for refusal in report.refused}
    read = _stored(connection, plan.mapping, run_id, [number for number, _ in first])
    return tuple(
        PreviewRow(number, cells, row := read.get(number), refused.get(number, "" if row else _REPEATED))
        for number, cells in first
    )


def _stored(
    connection: Connection, mapping: ColumnMapping, run_id: int, numbers: Sequence[int]
) -> dict[int, dict[str, Any]]:
    table = TABLES[mapping.target.table]
    filled = {column.field for column in mapping.columns.values()} | set(mapping.constants)
    filled |= {name for word in filled & set(mapping.target.words) for name in mapping.target.words[word]}
    columns = [column for column in table.c if column.name in filled]
    rows = select(table.c.source_row, *columns).where(table.c.run_id == run_id, table.c.source_row.in_(numbers))
    return {
        number: {column.name: _plain(value) for column, value in zip(columns, values, strict=True)}
        for number, *values in connection.execute(rows)
    }


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value
