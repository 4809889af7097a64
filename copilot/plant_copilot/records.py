"""The plant's maintenance records, as Python sees them: loaded, checked, listed and forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_copilot.errors import WrongUse

if TYPE_CHECKING:
    from plant_tools.records.door import RecordsDoor
    from plant_tools.records.mapping import ColumnMapping
    from plant_tools.records.quality.finding import QualityFinding
    from plant_tools.records.report import LoadReport

Json = dict[str, Any]

OPTIONS = frozenset({"date_order", "decimal", "time_zone"})
"""What may be said of a file besides its mapping."""

DATASET = "plant"
"""The data set of records that nobody named one for."""


class Records:
    """The records of a home. Needs no library and no model; several processes may have them open at once."""

    def __init__(self, door: RecordsDoor) -> None:
        self._door = door

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

        if not dataset.strip():
            raise WrongUse("The data set needs a name.")
        if strange := set(options) - OPTIONS:
            raise WrongUse(f"There is no option {', '.join(sorted(strange))}; known are {', '.join(sorted(OPTIONS))}.")
        read_by = mapping_of(mapping)
        report = load(self._door(), Path(file), dataset=dataset.strip(), mapping=read_by, options=options)
        return report_json(report)

    def propose(self, file: str | Path, *, table: str = "") -> Json:
        """Propose a mapping for a file: {mapping, yaml, reasons, left_over, missing, warnings}."""
        from plant_tools.records.fields import TARGETS
        from plant_tools.records.load import propose_for

        if table and table not in TARGETS:
            raise WrongUse(f"table is {table!r}; it must be one of {', '.join(TARGETS)}.")
        proposal = propose_for(Path(file), table=table)
        return {
            "mapping": proposal.mapping.plain(),
            "yaml": proposal.mapping.yaml(),
            "reasons": dict(proposal.reasons),
            "left_over": list(proposal.left_over),
            "missing": list(proposal.missing),
            "warnings": list(proposal.warnings),
        }

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

    def forget(self, dataset: str) -> Json:
        """Remove a data set with all its records: {forgotten: [{dataset, held}]}. Raises ``UnknownDataset``."""
        from plant_tools.records.datasets import forget

        return {"forgotten": [forget(self._door(), dataset)]}


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
