"""Rows of FMEA sheets that fit what is seen, each cited as the row of its sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from plant_knowledge_ingest.tokens import codes
from plant_tools.cases.orders import sql_of
from plant_tools.cases.places import bare
from plant_tools.drafts.likeness import Likeness
from plant_tools.evidence import Evidence, RecordsCitation
from plant_tools.fmea.kept import read_rows, severest_first
from plant_tools.out_of_reach import missed
from plant_tools.records.errors import RecordsOutOfReach
from plant_tools.records.written import FmeaRow

if TYPE_CHECKING:
    from plant_knowledge_ingest.embedding.protocol import Embedder
    from plant_tools.records.sight import Who
    from plant_tools.records.store import Store

Json = dict[str, Any]

TOOL = "fmea"
_ALIKE, _NEAR_BEST = 0.45, 0.7  # from such likeness on the mode or effect of a row is taken for what is seen
_MOST = 6
_BETWEEN = re.compile(r"\s*[;；\n]\s*")  # several causes in one cell
_TAG = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,4}-\d{1,5}[A-Z]?(?![A-Za-z0-9-])")
_TOLD = ("asset", "item", "function", "mode", "effect", "cause", "prevention", "detecting", "controls")
_RATED = {"severity": "S", "occurrence": "O", "detection": "D"}


class FmeaRows:
    """Finds the rows for a symptom; ``lend`` gives the embedder, by which texts are compared across languages."""

    def __init__(self, open_store: Callable[[], Store], lend: Callable[[], Embedder] | None) -> None:
        self._open_store, self._lend = open_store, lend
        self._known: tuple[tuple[str, ...], Likeness] | None = None

    def __call__(self, symptom: str, asset: str, who: Who, dataset: str = "") -> tuple[Evidence, ...]:
        """Return one piece of evidence for each row that ``who`` sees, the severest first; none where none is like it.

        Rows of another asset than the one that is meant, given or named in ``symptom``, do not count.
        """
        try:
            store = self._open_store()
        except RecordsOutOfReach as error:
            missed(error)
            return ()
        with store.reading(who) as connection:
            rows = _of_asset(read_rows(connection, dataset), asset, symptom)
            fitting = sorted(self._alike(rows, symptom), key=severest_first) if rows else []
            return tuple(_told(connection, row) for row in fitting)

    def _alike(self, rows: list[Json], symptom: str) -> list[Json]:
        texts = tuple(text for row in rows for text in (row["mode"], row["effect"]))
        known = self._known
        if known is None or known[0] != texts:
            self._known = known = texts, Likeness(texts, self._lend)
        likeness = known[1].of(_without_codes(symptom)).reshape(-1, 2).max(1)
        best = float(likeness.max(initial=0.0))
        near = [at for at in likeness.argsort(kind="stable")[::-1] if likeness[at] >= max(_ALIKE, _NEAR_BEST * best)]
        return [rows[at] | {"likeness": round(float(likeness[at]), 3)} for at in near[:_MOST]]


def _of_asset(rows: Sequence[Json], asset: str, symptom: str) -> list[Json]:
    """Return the rows of the asset, and those of no asset at all: they are of a kind of machine."""
    of = [_tags(row) for row in rows]
    written = {bare(code) for code in codes(symptom)}
    meant = {bare(asset)} if asset else written & frozenset().union(*of)
    return [row for row, tags in zip(rows, of, strict=True) if not meant or not tags or tags & meant]


def _tags(row: Json) -> frozenset[str]:
    """Return the assets that a row is of: its own column, or the tags that its item names ("Pump P-101")."""
    return frozenset(map(bare, [row["asset"]] if row["asset"] else _TAG.findall(row["item"])))


def _without_codes(symptom: str) -> str:
    """Return what is seen without tags, which would be compared letter by letter."""
    kept = re.sub(r"(?<![A-Za-z0-9])[A-Za-z]{1,4}-?\d{1,5}[A-Za-z]?(?![A-Za-z0-9])", " ", symptom)
    return kept.strip(" ,.:;?!，。：；？！") or symptom


def _told(connection: Connection, row: Json) -> Evidence:
    named = {name: row[name] for name in ("dataset", "file", "sheet", "sheet_row")}
    table = FmeaRow.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
    fields = [table.c[name] for name in (*_TOLD, *_RATED)]
    query = sql_of(connection, select(*fields).where(*(table.c[name] == value for name, value in named.items())))
    place = ", ".join(part for part in (row["file"], row["sheet"], f"row {row['sheet_row']}") if part)
    quote = "\n".join(f"{name}: {row[name]}" for name in _TOLD if row[name])
    rated = " ".join(f"{letter} {row[name]}" for name, letter in _RATED.items() if row[name] is not None)
    quote = "\n".join(part for part in (quote, rated) if part)
    told = {name: row[name] for name in (*_TOLD, *_RATED, "priority", "file", "sheet", "sheet_row", "likeness")}
    told["causes"] = [cause for cause in _BETWEEN.split(row["cause"]) if cause]
    said = " – ".join(part for part in (row["mode"], row["effect"], row["cause"], rated) if part)
    return Evidence(
        TOOL, said, (RecordsCitation(row["dataset"], (place,), query, 1, quote),), details={"fmea_row": told}
    )
