"""The plant's maintenance records, as Python sees them: loaded, checked, listed and forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_copilot.audit.acts import acts
from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.shelf import Shelf

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

_NOT_YOURS = "They are not for you to see: you are in none of their groups, or do not work at their site."

MOST_ORDERS = 100
"""So many orders are shown at once."""


class Records:
    """The records of a home. Needs no library and no model; several processes may have them open at once.

    Each method gives what ``principal`` sees, by default ``local``.
    """

    def __init__(self, door: RecordsDoor, local: Principal) -> None:
        self._door, self._local = door, local

    @property
    def shelf(self) -> Shelf:
        """Where the audit log is that acts are entered into."""
        return self._door.shelf

    @acts("records loaded", "{file} into {dataset}")
    def load(
        self,
        file: str | Path,
        *,
        mapping: str | Path | Mapping[str, Any] | None = None,
        dataset: str = DATASET,
        groups: Sequence[str] | None = None,
        site: str | None = None,
        principal: Principal | None = None,
        **options: str,
    ) -> Json:
        """Load a CSV, XLSX or JSON file, with a mapping (a YAML file, or what stands in one) or a proposed one.

        ``options``: date_order ("dmy", "mdy"), decimal (".", ","), time_zone ("Europe/Berlin"), said besides it.
        ``groups`` and ``site``, where they are given, say who may see the data set, as ``set_rights`` does.
        Returns {dataset, table, file, rows, loaded, inserted, updated, unchanged, repeated, refused_rows,
        refused: [{row, field, reason}], warnings, mapping, left_over, facts, seconds}. Raises ``RecordsUnreadable``,
        ``MappingInvalid``, ``RecordsOutOfReach``.
        """
        from plant_tools.records.datasets import names
        from plant_tools.records.load import load
        from plant_tools.records.rights import checked

        _refuse(dataset, "", options)
        read_by = mapping_of(mapping)
        name, rights = dataset.strip(), checked(groups, site)
        report = load(self._door(), Path(file), dataset=name, mapping=read_by, options=options, rights=rights)
        who, told = principal or self._local, report_json(report)
        return told if name in names(self._door(), who) else told | {"warnings": [*told["warnings"], _NOT_YOURS]}

    def rights(self, dataset: str, *, principal: Principal | None = None) -> Json:
        """Return who may see a data set: {dataset, rights, site, row_groups}. Raises ``UnknownDataset``.

        ``rights`` are groups, of which one is enough; ``site`` is "" where it is for all sites; ``row_groups`` are
        groups that single records name, and that are needed for those besides.
        """
        from plant_tools.records.rights import rights

        return rights(self._door(), principal or self._local, dataset)

    @acts("rights of records set", "{dataset}: {groups} {site}", seals="_door")
    def set_rights(
        self,
        dataset: str,
        *,
        groups: Sequence[str] | None = None,
        site: str | None = None,
        principal: Principal | None = None,
    ) -> Json:
        """Say who may see a data set, by groups or by its site or by both; return what ``rights`` does.

        Raises ``UnknownDataset``, ``RightsInvalid``, ``WrongUse``.
        """
        from plant_tools.records.rights import set_rights

        if groups is None and site is None:
            raise WrongUse("Nothing is said about who may see it.", remedy="Give groups, a site, or both.")
        return set_rights(self._door(), principal or self._local, dataset, groups, site)

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
        principal: Principal | None = None,
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
        who, name = principal or self._local, dataset.strip()
        seen = preview(self._door(), who, Path(file), dataset=name, mapping=read_by, table=table, options=options)
        return preview_json(seen, str(file), dataset.strip())

    def orders(self, ids: Sequence[str], *, dataset: str = DATASET, principal: Principal | None = None) -> Json:
        """Return work orders by their numbers: {dataset, orders: [{source_id, ..., file, row}], missing}.

        ``file`` and ``row`` say where each was read from. Raises ``UnknownDataset``, ``WrongUse``.
        """
        from plant_tools.records.listing import orders

        if not 1 <= len(ids) <= MOST_ORDERS:
            raise WrongUse(f"{len(ids):,} numbers of orders were given; give 1 to {MOST_ORDERS}.")
        found = orders(self._door(), principal or self._local, dataset, ids)
        there = {order["source_id"] for order in found}
        return {"dataset": dataset, "orders": found, "missing": [name for name in ids if name not in there]}

    def check(self, dataset: str = "", *, principal: Principal | None = None) -> Json:
        """Look for what would make figures lie, in one data set or in all: {datasets, findings: [...]}.

        Raises ``UnknownDataset``.
        """
        from plant_tools.records.datasets import names
        from plant_tools.records.quality.check import check

        who = principal or self._local
        listed = [dataset] if dataset else names(self._door(), who)
        findings = [_finding(name, finding) for name in listed for finding in check(self._door(), who, name)]
        return {"datasets": listed, "findings": findings}

    def datasets(self, *, principal: Principal | None = None) -> Json:
        """List what is loaded: {datasets: [{dataset, time_zone, rights, site, row_groups, held, first, last, files}]}.

        ``rights``: groups that may see it; ``row_groups``: those that single records name besides.
        """
        from plant_tools.records.datasets import datasets

        return {"datasets": datasets(self._door(), principal or self._local)}

    def shows_as_much(self, one: Principal, other: Principal) -> bool:
        """Tell whether ``one`` sees all records that ``other`` does."""
        if not self._door.is_there:
            return True
        store = self._door()
        return store.sight(one).covers(store.sight(other))

    def is_empty(self, *, principal: Principal | None = None) -> bool:
        """Tell whether there is no data set."""
        from plant_tools.records.datasets import is_empty

        return is_empty(self._door(), principal or self._local)

    @acts("records forgotten", "{dataset}")
    def forget(self, dataset: str, *, principal: Principal | None = None) -> Json:
        """Remove a data set that ``principal`` sees: {forgotten: [{dataset, held}]}. Raises ``UnknownDataset``."""
        from plant_tools.records.datasets import forget

        return {"forgotten": [forget(self._door(), principal or self._local, dataset)]}


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
