"""Views in place of the tables, so that whatever is asked on a connection, also in plain SQL, meets only what is seen.

SQLite gets temporary views that go when the transaction is rolled back, as every reading one is; PostgreSQL has views
in a schema of its own beside that of the tables, and a transaction is told to look there first, and for whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, inspect, text

from plant_tools.records.sight import Sight

_ROWS = ("import_run", "part", "meter", "meter_reading")  # all rows of a data set that is seen
_MARKED = ("work_order", "event", "inspection")  # whose rows may have rights of their own
_BY_NAME = {  # which name their data set, and some an order of it
    "draft": "t.fields ->> 'order_id'",
    "sop_run": "t.work_order",
    "cause_ranking": "",
    "fmea_row": "",
    "fmea_priority": "",
}
_NAMING = (*_MARKED, "part", "meter", "meter_reading")  # which name assets
_CODES = {
    "problem": ("problem_code", "problem_subcode"),
    "cause": ("cause_code",),
    "remedy": ("remedy_code",),
}


class _Seen:
    """The conditions under which rows are seen, in the words of one database.

    ``tables``: the schema of the tables; ``hidden``: what follows the id of a data set to say that it is hidden;
    ``sees`` gives the condition that the rights in a column are met; ``marked``: whether there are such rights.
    """

    def __init__(self, tables: str, hidden: str, sees: Callable[[str], str], *, marked: bool) -> None:
        self.tables, self.hidden, self.sees, self.marked = tables, hidden, sees, marked

    def views(self) -> Iterator[tuple[str, str]]:
        """Yield the name of each table and the query that shows what is seen of it."""
        mine = f"NOT t.dataset_id {self.hidden}"
        yield "dataset", self._query("dataset", f"NOT t.id {self.hidden}")
        for name in _ROWS:
            yield name, self._query(name, mine)
        for name in _MARKED:
            yield name, self._query(name, f"{mine} AND {self._row('t')}" if self.marked else mine)
        for name, order in _BY_NAME.items():
            names = f"SELECT d.name FROM {self.tables}.dataset d WHERE d.id {self.hidden}"  # noqa: S608 - names of our own
            condition = f"t.dataset NOT IN ({names})"
            yield name, self._query(name, f"{condition} AND {self._of_order(order)}" if order else condition)
        for name, condition in self._hanging():
            yield name, self._query(name, f"{mine} AND {condition}" if self.marked else mine)

    def _hanging(self) -> Iterator[tuple[str, str]]:
        """Yield what is seen only with the order that it belongs to, or only where a row that is seen mentions it."""
        order = "o.dataset_id = t.dataset_id AND o.source_id = t.order_id"
        yield "part_use", f"NOT {self._exists('work_order', order, seen=False)}"
        asset = [(name, "o.asset_tag = t.tag") for name in _NAMING]
        yield "asset", self._mentioned(asset)
        place = [(name, "o.location_code = t.code") for name in ("work_order", "inspection")]
        yield "functional_location", self._mentioned(place)
        code = " OR ".join(
            f"(t.kind = '{kind}' AND t.code IN ({', '.join(f'o.{column}' for column in columns)}))"
            for kind, columns in _CODES.items()
        )
        yield "failure_code", self._mentioned([("work_order", f"({code})")])

    def _of_order(self, number: str) -> str:
        """Return that the order ``number`` of the data set that is named is not hidden."""
        if not self.marked:
            return "1 = 1"
        mine = f"o.dataset_id = (SELECT d.id FROM {self.tables}.dataset d WHERE d.name = t.dataset)"  # noqa: S608 - as above
        return f"NOT {self._exists('work_order', f'{mine} AND o.source_id = {number}', seen=False)}"

    def _mentioned(self, naming: list[tuple[str, str]]) -> str:
        """Return that something stands in a list, or is mentioned by no row that is hidden, or by one that is seen."""
        said = [(name, f"o.dataset_id = t.dataset_id AND {names}") for name, names in naming]
        hidden = " OR ".join(self._exists(name, names, seen=False) for name, names in said if name in _MARKED)
        seen = " OR ".join(self._exists(name, names, seen=True) for name, names in said)
        return f"(NOT t.only_mentioned OR NOT ({hidden}) OR {seen})"

    def _exists(self, name: str, condition: str, *, seen: bool) -> str:
        if name in _MARKED:
            row = self._row("o") if seen else f"o.rights IS NOT NULL AND NOT {self._meets('o')}"
            condition = f"{condition} AND {row}"
        return f"EXISTS (SELECT 1 FROM {self.tables}.{name} o WHERE {condition})"  # noqa: S608 - as above

    def _row(self, table: str) -> str:
        return f"({table}.rights IS NULL OR {self._meets(table)})"

    def _meets(self, table: str) -> str:
        return f"({self.sees(f'{table}.rights')})"

    def _query(self, name: str, condition: str) -> str:
        return f"SELECT t.* FROM {self.tables}.{name} t WHERE {condition}"  # noqa: S608 - as above


def show(connection: Connection, sight: Sight) -> None:
    """Let the transaction of ``connection`` see no more than ``sight`` does."""
    if sight.is_whole:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text(_TOLD), _told(sight))
        return
    execute: Any = connection.connection.cursor().execute  # of the driver itself: it is done for each reading
    (reads_only,) = execute("PRAGMA query_only").fetchone()
    execute("PRAGMA query_only = OFF")  # it keeps temporary views out, too; the file itself is open for reading only
    for name, query in _sqlite(sight).views():
        execute(f"CREATE TEMP VIEW {name} AS {query}")
    execute(f"PRAGMA query_only = {reads_only}")


def _sqlite(sight: Sight) -> _Seen:
    groups = ["'," + group.replace("'", "''") + ",'" for group in sorted(sight.groups)]
    hidden = f"IN ({', '.join(map(str, sorted(sight.hidden)))})"

    def sees(column: str) -> str:
        return " OR ".join(f"instr({column}, {group}) > 0" for group in groups) or "0"

    return _Seen("main", hidden, sees, marked=bool(sight.marked))


_TOLD = """
SELECT set_config('plant.hidden', :hidden, true), set_config('plant.groups', :groups, true),
set_config('search_path', quote_ident(current_schema() || '_seen') || ', ' || current_setting('search_path'), true)
"""


def _told(sight: Sight) -> Mapping[str, str]:
    return {"hidden": ",".join(map(str, sorted(sight.hidden))), "groups": ",".join(sorted(sight.groups))}


def lay(connection: Connection) -> None:
    """Make the views of a PostgreSQL database anew; they fit the tables as these are now."""
    tables = _quoted(connection)
    schema = _quoted(connection, "_seen")
    hidden = "= ANY (string_to_array(current_setting('plant.hidden'), ',')::int[])"
    groups = "string_to_array(current_setting('plant.groups'), ',')"

    def sees(column: str) -> str:
        return f"string_to_array(btrim({column}, ','), ',') && {groups}"

    connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    for name, query in _Seen(tables, hidden, sees, marked=True).views():
        connection.exec_driver_sql(f"CREATE VIEW {schema}.{name} AS {query}")


def fit(connection: Connection) -> bool:
    """Tell whether a database is new enough to know of rights."""
    found = inspect(connection)
    return found.has_table("dataset") and any(one["name"] == "row_groups" for one in found.get_columns("dataset"))


def lift(connection: Connection) -> None:
    """Remove the views of a PostgreSQL database, so that its tables can be changed."""
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {_quoted(connection, '_seen')} CASCADE")


def _quoted(connection: Connection, ending: str = "") -> str:
    # A name of more than 63 bytes is cut by the server: without its ending it would be that of the tables themselves.
    named = text("SELECT quote_ident(left(current_schema(), 63 - octet_length(:ending)) || :ending)")
    return str(connection.execute(named, {"ending": ending}).scalar())
