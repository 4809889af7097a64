"""Rights of records, tried at random: what is shown to somebody against what the rule says, row by row.

Data sets, sites, orders, events, inspections and people are drawn; the oracle is a filter in Python over all that was
written, which knows nothing of views. Each case asks the tables in SQL, and some of them the tools.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import text

from plant_evals.upkeep import MEASURING
from plant_knowledge_ingest.principal import ANY_SITE, EVERYONE, Principal
from plant_tools.history.execute import History
from plant_tools.history.query import HistoryQuery
from plant_tools.history.related import RelatedHistory
from plant_tools.records.datasets import datasets
from plant_tools.records.inspected import TABLES
from plant_tools.records.listing import orders
from plant_tools.records.rights import note_row_groups
from plant_tools.records.sight import kept_rights
from plant_tools.records.store import Store
from plant_tools.tool import ToolError

Json = dict[str, Any]
Set = frozenset[str]

GROUPS = ("alpha", "beta", "gamma")
SITES = ("Linz", "Steyr")

_MARKED = ("work_order", "event", "inspection")
_ROW: Json = {"source_row": 1, "digest": 0, "extra": {}}
_SAME_FOR = 10
"""Of so many people the rights of one plant are tried before they are drawn anew."""


@dataclass(slots=True)
class Case:
    """A plant: the rights and sites of its data sets by id, and its rows by table, each with rights of its own."""

    rights: dict[int, tuple[Set, str]] = field(default_factory=dict)
    rows: dict[str, list[Json]] = field(default_factory=dict)

    def sees(self, who: Principal, row: Mapping[str, Any]) -> bool:
        """Apply the rule: one of the groups of the data set, its site, and one of those of the row where it has any."""
        groups, site = self.rights[row["dataset_id"]]
        at_site = not site or ANY_SITE in who.sites or site in who.sites
        return bool(groups & who.groups) and at_site and (not row["own"] or bool(row["own"] & who.groups))

    def seen(self, who: Principal, table: str) -> set[tuple[int, str]]:
        """Return what somebody is to see of a table."""
        return {(row["dataset_id"], row["source_id"]) for row in self.rows[table] if self.sees(who, row)}

    def parts(self, who: Principal) -> set[tuple[int, str]]:
        """Return the part uses that somebody is to see: those of no order, and of orders that are seen."""
        hidden = {(o["dataset_id"], o["source_id"]) for o in self.rows["work_order"] if not self.sees(who, o)}
        return {
            (use["dataset_id"], use["source_id"])
            for use in self.rows["part_use"]
            if self.sees(who, use | {"own": Set()}) and (use["dataset_id"], use["order_id"]) not in hidden
        }

    def assets(self, who: Principal) -> set[tuple[int, str]]:
        """Return the assets that somebody is to see, which here only rows mention: those of rows that are seen."""
        return {
            (row["dataset_id"], row["asset_tag"]) for name in _MARKED for row in self.rows[name] if self.sees(who, row)
        }


def drawn(rng: random.Random, plants: int = 3, rows: int = 12) -> Case:
    """Return a plant with rights of all kinds, also of data sets that nobody may see."""
    case = Case()
    for key in range(1, plants + 1):
        case.rights[key] = (_some(rng, (*GROUPS, EVERYONE), least=0), rng.choice(("", "", *SITES)))
    for table in _MARKED:
        case.rows[table] = [_row(rng, table, number, plants) for number in range(rows)]
    orders_of = case.rows["work_order"]
    case.rows["part_use"] = [
        {"source_id": f"U{n}", "dataset_id": order["dataset_id"], "order_id": rng.choice((order["source_id"], None))}
        for n, order in enumerate(rng.choices(orders_of, k=rows))
    ]
    return case


def person(rng: random.Random) -> Principal:
    """Return somebody in any groups at any sites."""
    return Principal("p", _some(rng, GROUPS, least=0) | {EVERYONE}, _some(rng, (*SITES, ANY_SITE), least=0))


def _some(rng: random.Random, among: Sequence[str], least: int) -> Set:
    return Set(rng.sample(among, rng.randint(least, len(among))))


def _row(rng: random.Random, table: str, number: int, plants: int) -> Json:
    own = _some(rng, GROUPS, least=1) if rng.random() < 0.5 else Set()
    key = rng.randint(1, plants)
    return {
        "source_id": f"{table[0].upper()}{number}",
        "dataset_id": key,
        "asset_tag": f"P-{rng.randint(1, 4)}",
        "own": own,
    }


def write(store: Store, case: Case) -> None:
    """Put a plant in place of what the store holds."""
    at = datetime(2025, 1, 1)  # noqa: DTZ001 - the plant's own clock
    with store.writing() as connection:
        for name in (*_MARKED, "part_use", "asset", "import_run", "dataset"):
            connection.execute(TABLES[name].delete())
        for key, (groups, site) in case.rights.items():
            made = {"id": key, "name": f"set-{key}", "created_utc": at, "rights": sorted(groups), "site": site}
            connection.execute(TABLES["dataset"].insert().values(made))
            run = {
                "id": key,
                "dataset_id": key,
                "loaded_into": "work_orders",
                "file": "f.csv",
                "sha256": "",
                "at_utc": at,
            }
            connection.execute(TABLES["import_run"].insert().values(run))
        for name in (*_MARKED, "part_use"):
            for row in case.rows[name]:
                connection.execute(TABLES[name].insert().values(_ROW | _plain(name, row, at)))
        for key, tag in {(row["dataset_id"], row["asset_tag"]) for name in _MARKED for row in case.rows[name]}:
            mentioned = {"dataset_id": key, "run_id": key, "tag": tag, "only_mentioned": True}
            connection.execute(TABLES["asset"].insert().values(_ROW | mentioned))
        for key in case.rights:
            note_row_groups(connection, key)


def _plain(name: str, row: Json, at: datetime) -> Json:
    told = {key: value for key, value in row.items() if key != "own"} | {"run_id": row["dataset_id"]}
    if name == "part_use":
        return told
    when = {"work_order": "finished_at", "event": "started_at", "inspection": "inspected_at"}[name]
    kind = {"work_order": {"wo_type": "corrective"}, "event": {"kind": "alarm"}, "inspection": {}}[name]
    number = int(row["source_id"][1:])
    return told | kind | {when: at + timedelta(days=number), "rights": kept_rights(row["own"])}


Told = Iterator[tuple[str, Counter[Any], Counter[Any]]]
"""What was asked, what was shown, and what was to be shown."""


def rows_shown(store: Store, case: Case, who: Principal) -> Told:
    """Compare the tables, asked in SQL that names no rights."""
    named = "SELECT dataset_id, source_id FROM {}"
    wanted = {name: case.seen(who, name) for name in _MARKED} | {"part_use": case.parts(who)}
    with store.reading(who) as connection:
        for name, expected in wanted.items():
            shown = connection.execute(text(named.format(name)))
            yield name, Counter(tuple(row) for row in shown), Counter(expected)
        tags = connection.execute(text("SELECT dataset_id, tag FROM asset"))
        yield "asset", Counter(tuple(row) for row in tags), Counter(case.assets(who))
        listed = connection.execute(text("SELECT id FROM dataset"))
        mine = {key for key in case.rights if case.sees(who, {"dataset_id": key, "own": Set()})}
        yield "dataset", Counter(row[0] for row in listed), Counter(mine)


def tools_shown(store: Store, case: Case, who: Principal) -> Told:
    """Compare what tools say: counts, listings, the last repairs, the list of data sets."""
    history, related = History(store), RelatedHistory(lambda: store)
    seen = case.seen(who, "work_order")
    for key in case.rights:
        mine = sorted(name for number, name in seen if number == key)
        hidden = not case.sees(who, {"dataset_id": key, "own": Set()})
        count = HistoryQuery.read({"metric": "count", "dataset": f"set-{key}"})
        yield f"count in set-{key}", Counter([_count(history, count, who)]), Counter([None if hidden else len(mine)])
        if not hidden:
            every = [row["source_id"] for row in case.rows["work_order"]]
            found = [one["source_id"] for one in orders(store, who, f"set-{key}", every)]
            yield f"orders of set-{key}", Counter(found), Counter(mine)
    for tag in ("P-1", "P-2"):
        told = related.of(tag, (), who)
        cited = Counter((one.citations[0].dataset, one.citations[0].record_ids[0]) for one in told)  # type: ignore[union-attr]
        yield f"repairs of {tag}", cited, Counter(_last_repairs(case, who, tag))
    held = Counter({one["dataset"]: one["held"].get("work_orders", 0) for one in datasets(store, who)})
    yield "data sets", held, Counter(f"set-{key}" for key, _ in seen)


def _last_repairs(case: Case, who: Principal, tag: str) -> list[tuple[str, str]]:
    mine = [row for row in case.rows["work_order"] if row["asset_tag"] == tag and case.sees(who, row)]
    mine.sort(key=lambda row: -int(row["source_id"][1:]))
    return [(f"set-{row['dataset_id']}", row["source_id"]) for row in mine[:3]]


def _count(history: History, query: HistoryQuery, who: Principal) -> Any:
    """Return the number of orders, 0 where there are none, None where there is no such data set."""
    try:
        return history.answer(query, who).value or 0
    except ToolError:
        return None


def run_rights_records(number: int, *, seed: int = 0, tools_every: int = 10, url: str = "") -> Json:
    """Try ``number`` people with rights at random: {cases, answers, leaks, over_restrictions, faults, share_seen}.

    Every ``tools_every``th also asks the tools. ``url``: the database, otherwise a file that is removed again.
    """
    rng, faults, counted = random.Random(seed), list[Json](), Counter[str]()  # noqa: S311 - the same cases each time
    with TemporaryDirectory() as folder:
        store = Store(url or f"sqlite:///{Path(folder) / 'records.sqlite'}")
        case = Case()
        for at in range(number):
            if at % _SAME_FOR == 0:
                case = drawn(rng)
                write(store, case)
            looks: list[Callable[[Store, Case, Principal], Told]] = [rows_shown]
            looks += [tools_shown] if at % tools_every == 0 else []
            who = person(rng)
            for look in looks:
                for asked, shown, wanted in look(store, case, who):
                    counted["answers"] += 1
                    counted["seen"] += wanted.total() if asked == "work_order" else 0
                    counted["rows"] += len(case.rows["work_order"]) if asked == "work_order" else 0
                    faults += _faults(at, asked, shown, wanted)
        with store.reading(MEASURING) as connection:
            counted["whole"] = connection.execute(text("SELECT count(*) FROM work_order")).scalar_one()
        store.close()
    return {
        "cases": number,
        "answers": counted["answers"],
        "leaks": sum(one["kind"] == "leak" for one in faults),
        "over_restrictions": sum(one["kind"] == "over-restriction" for one in faults),
        "share_seen": round(counted["seen"] / max(1, counted["rows"]), 3),
        "faults": faults[:100],
    }


def _faults(at: int, asked: str, shown: Counter[Any], wanted: Counter[Any]) -> Iterator[Json]:
    for kind, found in (("leak", shown - wanted), ("over-restriction", wanted - shown)):
        yield from ({"case": at, "asked": asked, "kind": kind, "told": str(one)} for one in found)
