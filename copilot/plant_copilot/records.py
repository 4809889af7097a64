"""The plant's maintenance records, as Python sees them: loaded, checked, listed and forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_copilot.audit.acts import acts
from plant_copilot.errors import WrongUse

if TYPE_CHECKING:
    from plant_tools.records.door import RecordsDoor
    from plant_tools.records.mapping import ColumnMapping
    from plant_tools.records.preview import Preview
    from plant_tools.records.quality.finding import QualityFinding
    from plant_tools.records.report import LoadReport

Json = dict[str, Any]

OPTIONS = frozenset({"date_order", "decimal", "time_zone"})
"""What may be said of a file besides its mapping."""

DATASET = "plant"
"""The data set of records that nobody named one for."""

MOST_ORDERS = 100
"""So many orders are shown at once."""


class Records:
    """The records of a home. Needs no library and no model; several processes may have them open at once."""

    def __init__(self, door: RecordsDoor) -> None:
        self._door = door

    @property
    def home(self) -> Path:
        """The home, whose audit log acts are entered into."""
        return self._door.home

    @acts("records loaded", "{file} into {dataset}")
    def load(
        self,
        file: str | Path,
        *,
        mapping: str | Path | Mapping[str, Any] | None = None,
        dataset: str = DATASET,
        **options: str,
    ) -> Json:
        """Load a CSV, XLSX or JSON file, with a mapping (a YAML file, or what stands in one) or a proposed one.

        ``options``: date_order ("dmy", "mdy"), decimal (".", ","), time_zone ("Europe/Berlin"), said besides it.
        Returns {dataset, table, file, rows, loaded, inserted, updated, unchanged, repeated, refused_rows,
        refused: [{row, field, reason}], warnings, mapping, left_over, facts, seconds}. Raises ``RecordsUnreadable``,
        ``MappingInvalid``, ``RecordsOutOfReach``.
        """
        from plant_tools.records.load import load

        _refuse(dataset, "", options)
        read_by = mapping_of(mapping)
        report = load(self._door(), Path(file), dataset=dataset.strip(), mapping=read_by, options=options)
        return report_json(report)

    def propose(self, file: str | Path, *, table: str = "") -> Json:
        """Propose a mapping for a file: {mapping, yaml, reasons, left_over, missing, warnings}."""
        from plant_tools.records.load import propose_for

        _refuse(DATASET, table, {})
        proposal = propose_for(Path(file), table=table)
        return {
            "mapping": proposal.mapping.plain(),
            "yaml": proposal.mapping.yaml(),
            "reasons": dict(proposal.reasons),
            "left_over": list(proposal.left_over),
            "missing": list(proposal.missing),
            "warnings": list(proposal.warnings),
        }

    def preview(
        self,
        file: str | Path,
        *,
        mapping: str | Path | Mapping[str, Any] | None = None,
        table: str = "",
        dataset: str = DATASET,
        **options: str,
    ) -> Json:
        """Say what ``load`` would do with a file, and write nothing.

        ``table`` is the kind of list, where no mapping says it and it was not found out rightly. Returns {file, tables,
        fields: [{field, kind}], headings, mapping, yaml, reasons, rows: [{row, cells, read, reason}], problem, report,
        unlisted: [{field, count, rows, values}], quality}: ``report`` and ``quality`` as ``load`` and ``check`` give
        them, ``problem`` what is to be said first. Raises ``RecordsUnreadable``, ``MappingInvalid``, ``WrongUse``.
        """
        from plant_tools.records.preview import preview

        _refuse(dataset, table, options)
        read_by = mapping_of(mapping)
        seen = preview(self._door(), Path(file), dataset=dataset.strip(), mapping=read_by, table=table, options=options)
        return preview_json(seen, str(file), dataset.strip())

    def orders(self, ids: Sequence[str], *, dataset: str = DATASET) -> Json:
        """Return work orders by their numbers: {dataset, orders: [{source_id, ..., file, row}], missing}.

        ``file`` and ``row`` say where each was read from. Raises ``UnknownDataset``, ``WrongUse``.
        """
        from plant_tools.records.listing import orders

        if not 1 <= len(ids) <= MOST_ORDERS:
            raise WrongUse(f"{len(ids):,} numbers of orders were given; give 1 to {MOST_ORDERS}.")
        found = orders(self._door(), dataset, ids)
        there = {order["source_id"] for order in found}
        return {"dataset": dataset, "orders": found, "missing": [name for name in ids if name not in there]}

    def check(self, dataset: str = "") -> Json:
        """Look for what would make figures lie, in one data set or in all: {datasets, findings: [...]}.

        Raises ``UnknownDataset``.
        """
        from plant_tools.records.quality.check import check

        names = [dataset] if dataset else [one["dataset"] for one in self.datasets()["datasets"]]
        findings = [_finding(name, finding) for name in names for finding in check(self._door(), name)]
        return {"datasets": names, "findings": findings}

    def datasets(self) -> Json:
        """List what is loaded: {datasets: [{dataset, time_zone, held, first, last, files}]}."""
        from plant_tools.records.datasets import datasets

        return {"datasets": datasets(self._door())}

    @property
    def is_empty(self) -> bool:
        """Whether no data set is loaded."""
        from plant_tools.records.datasets import is_empty

        return is_empty(self._door())

    @acts("records forgotten", "{dataset}")
    def forget(self, dataset: str) -> Json:
        """Remove a data set with all its records: {forgotten: [{dataset, held}]}. Raises ``UnknownDataset``."""
        from plant_tools.records.datasets import forget

        return {"forgotten": [forget(self._door(), dataset)]}


def _refuse(dataset: str, table: str, options: Mapping[str, str]) -> None:
    """Raise ``WrongUse`` for what cannot be said of a file."""
    from plant_tools.records.fields import TARGETS

    if not dataset.strip():
        raise WrongUse("The data set needs a name.")
    if table and table not in TARGETS:
        raise WrongUse(f"table is {table!r}; it must be one of {', '.join(TARGETS)}.")
    if strange := set(options) - OPTIONS:
        raise WrongUse(f"There is no option {', '.join(sorted(strange))}; known are {', '.join(sorted(OPTIONS))}.")


def preview_json(seen: Preview, file: str, dataset: str) -> Json:
    """Return what loading a file would do."""
    from plant_tools.records.fields import TARGETS

    problem = seen.problem and {"text": seen.problem.message, "remedy": seen.problem.remedy}
    return {
        "file": file,
        "dataset": dataset,
        "tables": list(TARGETS),
        "fields": [{"field": name, "kind": kind} for name, kind in sorted(seen.mapping.target.kinds.items())],
        "headings": list(seen.headings),
        "mapping": seen.mapping.plain(),
        "yaml": seen.mapping.yaml(),
        "reasons": dict(seen.reasons),
        "rows": [_listed(asdict(row)) for row in seen.rows],
        "problem": problem,
        "report": report_json(seen.report) if seen.report else None,
        "unlisted": [_listed(asdict(one)) for one in seen.unlisted],
        "quality": [_finding(dataset, finding) for finding in seen.quality],
    }


def report_json(report: LoadReport) -> Json:
    """Return what loading a file did."""
    return _listed(asdict(report)) | {"mapping": report.mapping.plain(), "facts": dict(report.facts)}


def _finding(dataset: str, finding: QualityFinding) -> Json:
    return _listed(asdict(finding)) | {"dataset": dataset, "share": round(finding.share, 4)}


def _listed(told: Json) -> Json:
    """Return a payload as JSON has it: lists, no tuples."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}


def mapping_of(told: str | Path | Mapping[str, Any] | None) -> ColumnMapping | None:
    """Return a mapping of what stands in one, or in its file. Raises ``MappingInvalid``."""
    if told is None:
        return None
    from plant_tools.records.mapping import parse_mapping, read_mapping

    return parse_mapping(dict(told), "the mapping") if isinstance(told, Mapping) else read_mapping(Path(told))
