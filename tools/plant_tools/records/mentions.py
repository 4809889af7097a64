"""Assets, locations and codes that orders and events name: noted, so that there is a list of them without a list."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from plant_tools.records.cells import Value
from plant_tools.records.rows import Batch
from plant_tools.records.writing import upsert

_CODES = (
    ("problem", "problem_code", "problem_text", None),
    ("problem", "problem_subcode", "problem_subtext", "problem_code"),
    ("cause", "cause_code", "cause_text", None),
    ("remedy", "remedy_code", "remedy_text", None),
)


class Mentions:
    """Collects what a file names. ``tags``: assets known by name before, so that a name alone finds its asset."""

    def __init__(self, table: str, tags: Mapping[str, str]) -> None:
        self._table = table
        self._tags = tags
        self._assets: dict[str, tuple[Value, Value]] = {}
        self._names: dict[str, set[str]] = {}
        self._locations: dict[str, Value] = {}
        self._codes: dict[tuple[str, str], tuple[Value, Value, Value]] = {}
        self.matched = 0

    def gather(self, batch: Batch) -> None:
        """Note what a batch names; rows that have only the name of an asset or a place get its tag or code.

        Of rows with rights of their own no names and texts are taken into lists, which more people see.
        """
        columns, count = batch.columns, len(batch.numbers)
        nothing: list[Value] = [None] * count
        if self._table in {"work_orders", "events"}:
            names = columns.get("asset_name", nothing)
            columns["asset_tag"] = [
                tag if tag is not None or name is None else self._tag(str(name))
                for tag, name in zip(columns.get("asset_tag", nothing), names, strict=True)
            ]
        if self._table == "work_orders":
            places = columns.get("location_name", nothing)
            columns["location_code"] = [
                code if code is not None else name
                for code, name in zip(columns.get("location_code", nothing), places, strict=True)
            ]
            self._gather_locations(batch)
        if "asset_tag" in columns:
            self._gather_assets(batch)
        for kind, code, text, above in _CODES if self._table == "work_orders" else ():
            self._gather_codes(kind, columns.get(code, []), _for_all(batch, text), _for_all(batch, above or ""))
        if self._table == "failure_codes":
            self._gather_parents(batch)

    def _tag(self, name: str) -> str:
        tag = self._tags.get(name.casefold())
        self.matched += tag is not None
        return name if tag is None else tag

    def _gather_assets(self, batch: Batch) -> None:
        tags, names = batch.columns["asset_tag"], _for_all(batch, "asset_name")
        places = _for_all(batch, "location_code")
        for tag, name, place in set(zip(tags, names, places, strict=True)):
            if tag is not None:
                known = self._assets.get(str(tag), (None, None))
                self._assets[str(tag)] = (known[0] or name, known[1] or place)
                if name is not None:
                    self._names.setdefault(str(tag), set()).add(str(name))

    def _gather_locations(self, batch: Batch) -> None:
        for code, name in set(zip(batch.columns["location_code"], _for_all(batch, "location_name"), strict=True)):
            if code is not None:
                self._locations[str(code)] = self._locations.get(str(code)) or name

    def _gather_codes(self, kind: str, codes: list[Value], texts: list[Value], parents: list[Value]) -> None:
        for code, text, parent in set(zip(codes, texts, parents, strict=False)):
            if code is not None:
                known = self._codes.get((kind, str(code)), (None, None, None))
                self._codes[kind, str(code)] = (known[0] or text, known[1] or parent, None)

    def _gather_parents(self, batch: Batch) -> None:
        columns = batch.columns
        nothing: list[Value] = [None] * len(batch.numbers)
        parents, texts = columns.get("parent_code", nothing), columns.get("parent_text", nothing)
        for kind, parent, text, category in zip(
            columns["kind"], parents, texts, columns.get("category", nothing), strict=True
        ):
            if parent is not None:
                self._codes[str(kind), str(parent)] = (text, None, category)

    def two_names(self) -> list[str]:
        """Return the tags that go by more than one name."""
        return sorted(tag for tag, names in self._names.items() if len(names) > 1)

    def write(self, connection: Connection, dataset_id: int, run_id: int) -> None:
        """Add what is not listed yet; what a list said before stays."""
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        origin = (dataset_id, run_id, 0, 0, "{}", True)
        first = ["dataset_id", "run_id", "source_row", "digest", "extra", "only_mentioned"]
        for table, key, fields, rows in (
            ("asset", ("tag",), ["tag", "name", "location_code"], [(t, *rest) for t, rest in self._assets.items()]),
            ("functional_location", ("code",), ["code", "name"], list(self._locations.items())),
            (
                "failure_code",
                ("kind", "code"),
                ["kind", "code", "text", "parent_code", "category"],
                [(*key, *rest) for key, rest in self._codes.items()],
            ),
        ):
            if rows:
                sql = upsert(table, [*first, *fields], ("dataset_id", *key), mark, keep=True)
                connection.exec_driver_sql(sql, [(*origin, *row) for row in rows])


def _for_all(batch: Batch, name: str) -> list[Value]:
    """Return a column without what stands in rows that have rights of their own."""
    values = batch.columns.get(name, [None] * len(batch.numbers))
    own = batch.columns.get("rights")
    return [None if mine else value for value, mine in zip(values, own, strict=True)] if own else values
