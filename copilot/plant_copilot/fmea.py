"""FMEA sheets as Python sees them: loaded, listed, forgotten; and the plant's own table of action priorities."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_copilot.errors import WrongUse
from plant_copilot.readable import readable
from plant_copilot.records import DATASET

if TYPE_CHECKING:
    from plant_knowledge_ingest.principal import Principal
    from plant_tools.fmea.kept import FmeaBook
    from plant_tools.records.door import RecordsDoor

Json = dict[str, Any]


class Fmea:
    """The FMEA sheets of a home; their causes are a source of the ranking. Needs no library and no model."""

    def __init__(self, door: RecordsDoor, local: Principal) -> None:
        self._door, self._local = door, local

    def load(
        self,
        file: str | Path,
        *,
        dataset: str = "",
        sheet: str = "",
        header_row: int = 0,
        columns: Mapping[str, str] | None = None,
    ) -> Json:
        """Load a sheet, CSV or XLSX, in place of what it said before; rows that cannot be used are named.

        ``dataset``: the records that it belongs to, otherwise the only ones there are; ``columns``: {field: heading}
        where a heading is not recognised. Returns {dataset, file, sheet, rows, loaded, replaced,
        refused: [{row, field, reason}], columns, left_over, warnings}. Raises ``RecordsUnreadable``, ``FmeaInvalid``.
        """
        if header_row < 0:
            raise WrongUse(f"header_row is {header_row}; rows are counted from 1.")
        given: Json = {"sheet": sheet, "header_row": header_row, "columns": readable(dict(columns or {}))}
        return self._book.load(Path(file), self._belongs(dataset), **given)

    def load_priorities(self, file: str | Path, *, dataset: str = "") -> Json:
        """Load your own table of action priorities, with columns S, O, D and AP: {dataset, file, lines}.

        Raises ``RecordsUnreadable``, ``FmeaInvalid``.
        """
        return self._book.load_priorities(Path(file), self._belongs(dataset))

    def list(
        self, *, dataset: str = "", asset: str = "", rpn: bool = False, principal: Principal | None = None
    ) -> Json:
        """List sheets and rows: {sheets: [{dataset, file, sheet, rows}], rows: [...]}, the severest first.

        ``rpn`` adds S x O x D to each row: a product of ordinals, which says less than they do.
        """
        return self._book.listing(principal or self._local, readable(dataset), readable(asset), rpn=rpn)

    def forget(self, dataset: str, *, file: str = "", principal: Principal | None = None) -> Json:
        """Remove a file's sheets, or all of a data set: {dataset, file, rows}. Raises ``UnknownFmea``."""
        return self._book.forget(principal or self._local, dataset, file)

    @property
    def _book(self) -> FmeaBook:
        from plant_tools.fmea.kept import FmeaBook

        return FmeaBook(self._door)

    def _belongs(self, dataset: str) -> str:
        """Return the named data set; otherwise the only one, or that of records that nobody named."""
        from plant_tools.records.datasets import names

        if dataset.strip():
            return str(readable(dataset)).strip()
        there = names(self._door(), self._local)
        if len(there) > 1:
            raise WrongUse("There is more than one data set.", remedy=f"Say --dataset: {', '.join(there)}.")
        return there[0] if there else DATASET
