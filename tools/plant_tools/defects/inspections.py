"""Inspections of one data set as arrays, and the SQL that counts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Integer, and_, case, cast, func, literal, literal_column, or_, select

from plant_tools.records.inspected import Inspection

Basis: TypeAlias = Literal["inspected", "pieces", "defects"]
"""What shares are of: pieces inspected, records of one piece each, or, where only defects are on record, defects."""

FIELDS = ("asset_tag", "location_code", "product", "material", "batch", "supplier", "shift")
"""What inspections are compared by, besides their parameters. Never by the person."""

GOOD = frozenset("ok o.k. i.o. io gut good pass passed none no n/a - 0 keine keiner kein 合格 良品 正常 无 無".split())
"""What stands in place of a defect code where there was no defect."""


@dataclass(frozen=True, slots=True)
class Inspections:
    """Inspections by time: ``pieces`` looked at, ``defective`` with the defect, and the circumstances of each.

    ``values`` by field, ``parameters`` by heading: None where nothing is on record. ``ids`` of all rows of each.
    ``left_out``: rows that say how much was inspected but not how much of it was defective, or not how much was.
    """

    pieces: NDArray[np.float64]
    defective: NDArray[np.float64]
    times: tuple[datetime | None, ...]
    values: Mapping[str, Sequence[str | None]]
    parameters: Mapping[str, Sequence[Any]]
    ids: tuple[tuple[str, ...], ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Which inspections: of a data set, of which defects (none for all), only where ``where`` (level by field) holds.

    ``good``: what stands in the data set in place of a defect where there was none.
    """

    dataset_id: int
    basis: Basis
    defects: tuple[str, ...]
    good: tuple[str, ...]
    where: Mapping[str, str]

    def usable(self) -> ColumnElement[bool]:
        """Return the condition of the rows that count."""
        c = columns()
        chosen: list[ColumnElement[bool]] = [c.dataset_id == self.dataset_id]
        chosen += [c[name] == value for name, value in self.where.items()]
        if self.basis == "inspected":
            chosen += [c.inspected > 0, or_(c.inspected <= 1, c.defective.is_not(None), ~self._real())]
        if self.basis == "defects":
            chosen += [self._real(), func.coalesce(c.defective, 1) > 0]
        return and_(*chosen)

    def rows(self, level: ColumnElement[bool]) -> Any:
        """Return the selection of inspections: at_level, defective, pieces; a defect more than pieces is none more."""
        c = columns()
        known = [func.coalesce(c.inspection_id, c.source_id), *(c[name] for name in FIELDS), c.inspected_at, c.extra]
        grouped = known if self.basis == "inspected" else [*known, c.source_id]
        pieces = {"inspected": func.max(c.inspected), "defects": func.max(func.coalesce(c.defective, 1))}
        counted = pieces.get(self.basis, literal(1))
        seen = func.sum(self.hit())
        most = case((seen > counted, counted), else_=seen)
        at_level = func.max(case((level, 1), else_=0)).label("at_level")
        chosen = select(at_level, most.label("defective"), counted.label("pieces"))
        return chosen.where(self.usable()).group_by(*grouped)

    def counted(self, level: ColumnElement[bool], known: ColumnElement[bool]) -> Any:
        """Return the selection that counts at a level (1) and elsewhere (0), of those of which the factor is known."""
        inner = self.rows(level).where(known).subquery("one")
        return select(inner.c.at_level, *self._sums(inner)).group_by(inner.c.at_level).order_by(inner.c.at_level)

    def whole(self) -> Any:
        """Return the selection that counts all inspections."""
        inner = self.rows(literal(1) == 1).subquery("one")
        return select(*self._sums(inner))

    def by(self, text: ColumnElement[Any], known: ColumnElement[bool]) -> Any:
        """Return the selection that counts the inspections of each value of a factor."""
        inner = self.rows(literal(1) == 1).add_columns(func.max(text).label("level")).where(known).subquery("one")
        return select(inner.c.level, *self._sums(inner)).group_by(inner.c.level).order_by(inner.c.level)

    @staticmethod
    def _sums(inner: Any) -> list[Any]:
        sums = (func.sum(inner.c.defective), func.sum(inner.c.pieces), func.count())
        return [one.label(name) for one, name in zip(sums, ("defective", "pieces", "inspections"), strict=True)]

    def hit(self) -> ColumnElement[Any]:
        """Return how many pieces of a row had the defect."""
        c = columns()
        if not self.defects:
            return func.coalesce(c.defective, case((self._real(), 1), else_=0))
        return case((coded().in_(self.defects), func.coalesce(c.defective, 1)), else_=0)

    def _real(self) -> ColumnElement[bool]:
        return and_(coded() != "", coded().not_in(self.good)) if self.good else coded() != ""


def columns() -> Any:
    """Return the columns of the table."""
    return Inspection.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it


def coded() -> ColumnElement[Any]:
    """Return the defect of a row: its code, or its name where it has no code."""
    c = columns()
    # Not bound as a value: PostgreSQL would not see that what is chosen is what is grouped by.
    return func.coalesce(c.defect_code, c.defect_text, literal_column("''"))


def basis_of(connection: Connection, dataset_id: int, good: Sequence[str]) -> Basis:
    """Return what the shares of a data set are of."""
    c = columns()
    real = and_(coded() != "", coded().not_in(good)) if good else coded() != ""
    counts = (
        func.count(c.inspected),
        func.count(),
        func.count().filter(~real),
        func.max(func.coalesce(c.defective, 1)),
    )
    counted, rows, without, most = connection.execute(select(*counts).where(c.dataset_id == dataset_id)).one()
    if 2 * counted >= rows:
        return "inspected"
    return "pieces" if without and most <= 1 else "defects"


def read(connection: Connection, scope: Scope) -> Inspections:
    """Read the inspections of ``scope``, the earliest first."""
    c = columns()
    told = [c[name] for name in FIELDS]
    hit = cast(scope.hit(), Integer) if scope.basis == "pieces" else scope.hit()
    chosen = select(c.source_id, c.inspection_id, c.inspected_at, c.inspected, c.defective, c.extra, hit, *told)
    rows = connection.execute(chosen.where(scope.usable()).order_by(c.inspected_at.nulls_first(), c.id)).all()
    mine = and_(c.dataset_id == scope.dataset_id, *(c[name] == value for name, value in scope.where.items()))
    whole = int(connection.execute(select(func.count()).where(mine)).scalar_one())
    return _grouped(rows, scope.basis, 0 if scope.basis == "defects" else whole - len(rows))


def _grouped(rows: Sequence[Any], basis: Basis, left_out: int) -> Inspections:
    found: dict[tuple[Any, ...], int] = {}
    pieces, defective, ids, kept = list[float](), list[float](), list[list[str]](), list[Any]()
    for row in rows:
        source, inspection, at, inspected, counted, extra, hit, *values = row
        same = (inspection or source, at, *values, repr(sorted(extra.items())))
        place = found.setdefault((*same, "" if basis == "inspected" else source), len(kept))
        size = {"inspected": inspected, "pieces": 1.0, "defects": 1.0 if counted is None else counted}[basis]
        if place == len(kept):
            kept.append((at, extra, values))
            pieces.append(size)
            defective.append(0.0)
            ids.append([])
        pieces[place] = max(pieces[place], size)
        defective[place] += float(hit)
        ids[place].append(str(source))
    sizes = np.asarray(pieces, float)
    headings = dict.fromkeys(name for _, extra, _ in kept for name in extra)
    return Inspections(
        sizes,
        np.minimum(np.asarray(defective, float), sizes),
        tuple(at for at, _, _ in kept),
        {name: [values[at] for _, _, values in kept] for at, name in enumerate(FIELDS)},
        {name: [extra.get(name) for _, extra, _ in kept] for name in headings},
        tuple(tuple(one) for one in ids),
        left_out,
    )
