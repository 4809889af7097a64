"""Loads one file into the records: read, mapped, checked, and written in one transaction."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from plant_tools.records import orders_written
from plant_tools.records.cells import Unread
from plant_tools.records.decide import decide
from plant_tools.records.errors import MappingInvalid, RecordsUnreadable
from plant_tools.records.inspected import TABLES
from plant_tools.records.mapping import ColumnMapping, with_options
from plant_tools.records.mentions import Mentions
from plant_tools.records.propose import Proposal, propose
from plant_tools.records.reading.formats import open_source
from plant_tools.records.reading.source import Cell, Row, Source
from plant_tools.records.report import MOST_REFUSED, LoadReport, warnings_of
from plant_tools.records.rights import change, note_row_groups
from plant_tools.records.rows import RowReader
from plant_tools.records.store import Store
from plant_tools.records.tables import Asset, Dataset, ImportRun
from plant_tools.records.writing import Counts, TableWriter

DATASET = "plant"
"""The data set of records that nobody named one for."""

_BATCH = 2_000
_SAMPLE = 1_000


@dataclass(frozen=True, slots=True)
class Plan:
    """A file that is open, and how it is to be read."""

    path: Path
    source: Source
    mapping: ColumnMapping
    warnings: tuple[str, ...]


def propose_for(path: Path, *, table: str = "") -> Proposal:
    """Propose a mapping for a file. Raises ``RecordsUnreadable``."""
    source = open_source(path)
    proposal = propose(source.headings, _sample(source), table, path.stem)
    return replace(proposal, warnings=(*source.remarks, *proposal.warnings))


def load(
    store: Store,
    path: Path,
    *,
    dataset: str = DATASET,
    mapping: ColumnMapping | None = None,
    options: Mapping[str, str] | None = None,
    rights: Mapping[str, Any] | None = None,
) -> LoadReport:
    """Load a CSV, XLSX or JSON file into ``dataset``, with ``mapping`` or with the one that is proposed.

    ``options`` are said besides: date_order, decimal, time_zone, as a mapping has them. ``rights``, as
    ``rights.checked`` gives them, are those of the data set from the first row on.

    All rows that can be read are written in one transaction, or none is. Loading a file again changes nothing; a row
    that has changed since replaces the old one. Raises ``RecordsUnreadable``, ``MappingInvalid``,
    ``RecordsOutOfReach``.
    """
    plan = plan_for(path, mapping, options or {})
    with store.writing() as connection:
        return carry_out(connection, plan, dataset, rights)[0]


def carry_out(
    connection: Connection, plan: Plan, dataset: str, rights: Mapping[str, Any] | None = None
) -> tuple[LoadReport, int]:
    """Load what is planned in the transaction of ``connection``; return the report and the id of the run.

    Raises ``MappingInvalid``.
    """
    started = time.perf_counter()
    decisions = decide(plan.source, plan.mapping)
    unread = Unread()
    reader = RowReader(plan.mapping, plan.source.headings, decisions, unread)
    dataset_id = _dataset(connection, dataset, plan.mapping.time_zone)
    change(connection, dataset_id, rights or {})
    run_id = _begin(connection, dataset_id, plan)
    mentions = Mentions(plan.mapping.table, _tags(connection, dataset_id))
    writer = TableWriter(connection, plan.mapping.target, dataset_id, run_id)
    with _without_indexes(connection, plan.mapping.target.table):
        rows = _write(plan.source, reader, mentions, writer)
    mentions.write(connection, dataset_id, run_id)
    if plan.mapping.table == "work_orders":
        orders_written.settle(connection, dataset, dataset_id, run_id)
    named = note_row_groups(connection, dataset_id)
    warnings = (*plan.warnings, *decisions.remarks, *warnings_of(plan.mapping, writer.counts, unread, mentions, named))
    _end(connection, run_id, rows, writer.counts, warnings)
    return _report(plan, dataset, rows, writer.counts, warnings, time.perf_counter() - started), run_id


def _write(source: Source, reader: RowReader, mentions: Mentions, writer: TableWriter) -> int:
    """Write all rows and return how many there were."""
    rows = 0
    for batch_rows in _batches(source):
        rows += len(batch_rows)
        batch = reader.read(batch_rows)
        writer.counts.refused += batch.refused
        mentions.gather(batch)
        writer.write(batch)
    return rows


@contextmanager
def _without_indexes(connection: Connection, name: str) -> Iterator[None]:
    """Build the indexes of a table that is empty after its rows have come: that takes half the time.

    On a server all who read the table would wait until then, so there they stay.
    """
    table = TABLES[name]
    in_file = connection.dialect.name == "sqlite"
    indexes = [] if not in_file or connection.execute(select(table.c.id).limit(1)).first() else list(table.indexes)
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def plan_for(path: Path, mapping: ColumnMapping | None, options: Mapping[str, str]) -> Plan:
    """Open a file to be read by ``mapping``, or by the one that is proposed. Raises ``MappingInvalid``."""
    if mapping is None:
        proposal = propose_for(path)
        if proposal.missing:
            raise MappingInvalid(
                f"{path}: no column was recognised for {', '.join(proposal.missing)} of {proposal.mapping.table}; "
                f"its columns are {_listed(open_source(path).headings)}.",
                remedy="Have a mapping written with --propose, complete it, and give it with --mapping.",
            )
        return Plan(path, open_source(path), with_options(proposal.mapping, options), proposal.warnings)
    mapping = with_options(mapping, options)
    source = open_source(
        path,
        encoding=mapping.encoding,
        delimiter=mapping.delimiter,
        sheet=mapping.sheet,
        header_row=mapping.header_row,
    )
    if absent := [heading for heading in mapping.columns if heading not in source.headings]:
        raise MappingInvalid(
            f"{path} has no column {_listed(absent)}, which the mapping names; it has {_listed(source.headings)}."
        )
    return Plan(path, source, mapping, tuple(source.remarks))


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    return ", ".join(map(repr, names[:20])) + more


def _sample(source: Source) -> list[list[Cell]]:
    width = len(source.headings)
    rows = [row for _, row in islice(source.rows(), _SAMPLE) if len(row) == width]
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in source.headings]


def _batches(source: Source) -> Iterator[list[Row]]:
    rows = source.rows()
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _dataset(connection: Connection, name: str, time_zone: str) -> int:
    """Return the id of a data set, which is made if it is new."""
    found = connection.execute(select(Dataset.id, Dataset.time_zone).where(Dataset.name == name)).first()  # type: ignore[call-overload]
    if found is None:
        new = insert(Dataset).values(name=name, time_zone=time_zone, created_utc=_now())
        return _id_of(connection.execute(new).inserted_primary_key)
    if time_zone and found.time_zone != time_zone:
        connection.execute(update(Dataset).values(time_zone=time_zone).where(Dataset.name == name))  # type: ignore[arg-type]
    return int(found.id)


def _begin(connection: Connection, dataset_id: int, plan: Plan) -> int:
    try:
        with plan.path.open("rb") as file:
            sha256 = file_digest(file, "sha256").hexdigest()
    except OSError as error:  # it was there a moment ago
        raise RecordsUnreadable(f"{plan.path} cannot be opened: {error.strerror}.") from error
    fields = [column.field for column in plan.mapping.columns.values()]
    made = connection.execute(
        insert(ImportRun).values(
            dataset_id=dataset_id,
            loaded_into=plan.mapping.table,
            file=plan.path.name,
            sha256=sha256,
            at_utc=_now(),
            fields=sorted({*fields, *plan.mapping.constants}),
            columns=plan.source.headings,
            mapping=plan.mapping.plain(),
        )
    )
    return _id_of(made.inserted_primary_key)


def _end(connection: Connection, run_id: int, rows: int, counts: Counts, warnings: Sequence[str]) -> None:
    connection.execute(
        update(ImportRun)
        .where(ImportRun.id == run_id)  # type: ignore[arg-type]
        .values(
            rows=rows,
            inserted=counts.inserted,
            updated=counts.updated,
            unchanged=counts.unchanged,
            refused=len(counts.refused),
            warnings=list(warnings),
        )
    )
    _analyze(connection)


def _analyze(connection: Connection) -> None:
    """Let the database count anew what it plans queries by; on a server in our own tables only."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA analysis_limit = 1000"))
        connection.execute(text("ANALYZE"))
    else:
        connection.execute(text(f"ANALYZE {', '.join(sorted(TABLES))}"))


def _tags(connection: Connection, dataset_id: int) -> dict[str, str]:
    """Return the tags of assets by their names, where a name is that of one asset only."""
    tags: dict[str, str] = {}
    twice = set[str]()
    for tag, name in connection.execute(select(Asset.tag, Asset.name).where(Asset.dataset_id == dataset_id)):  # type: ignore[call-overload]
        for word in {tag.casefold(), (name or tag).casefold()}:
            if tags.setdefault(word, tag) != tag:
                twice.add(word)
    return {name: tag for name, tag in tags.items() if name not in twice}


def _id_of(key: Any) -> int:
    return int(key[0])


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _report(plan: Plan, dataset: str, rows: int, counts: Counts, warnings: Sequence[str], seconds: float) -> LoadReport:
    return LoadReport(
        dataset=dataset,
        table=plan.mapping.table,
        file=str(plan.path),
        rows=rows,
        loaded=counts.inserted + counts.updated + counts.unchanged,
        inserted=counts.inserted,
        updated=counts.updated,
        unchanged=counts.unchanged,
        repeated=counts.repeated,
        refused_rows=len(counts.refused),
        refused=tuple(sorted(counts.refused, key=lambda refusal: refusal.row)[:MOST_REFUSED]),
        warnings=tuple(warnings),
        mapping=plan.mapping,
        left_over=tuple(h for h in plan.source.headings if h not in plan.mapping.columns),
        facts=plan.source.facts,
        seconds=round(seconds, 3),
    )
