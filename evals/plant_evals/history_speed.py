"""How fast the history answers from a million work orders, against pandas on the same questions."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import create_engine, text

from plant_copilot.errors import WrongUse
from plant_evals.figures import percentile
from plant_evals.made_orders import ASSETS, CODES, Columns, made_orders
from plant_evals.upkeep import MEASURING
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.shelf import Shelf
from plant_tools.history.execute import History
from plant_tools.history.query import HistoryQuery
from plant_tools.records import tables
from plant_tools.records.rights import note_row_groups
from plant_tools.records.store import Store

Json = dict[str, Any]

BAR_MS = 100
"""What 95 of 100 answers must not exceed, two cores."""

_BATCH = 20_000
_SOMEBODY = Principal("somebody")
_ROW = {"dataset_id": 1, "run_id": 1, "source_row": 1, "digest": 0, "extra": {}, "id_from_content": False}


def run_history_speed(number: int, rounds: int, tell: Callable[[str], None], database: str = "") -> Json:
    """Make ``number`` orders, ask each kind of question ``rounds`` times of the records and of pandas.

    The records are a SQLite file, or a schema of their own in the PostgreSQL ``database`` of a SQLAlchemy URL, which is
    removed again.

    Returns {database, orders, bar_ms, questions: [{name, p50_ms, p95_ms, some_p50_ms, some_p95_ms,
    pandas_p50_ms, pandas_p95_ms, same}]}; ``same`` says that both gave the same answers, ``some`` is for somebody who
    sees every other order only, by rights of the orders themselves. Raises ``WrongUse`` without pandas.
    """
    if find_spec("pandas") is None:
        raise WrongUse("The comparison needs pandas.", remedy="Install it: make with-extras")
    import pandas as pd

    tell(f"Making {number:,} work orders")
    orders = made_orders(number)
    frame = pd.DataFrame(orders)
    with TemporaryDirectory() as folder:
        tell("Writing them")
        shelf = Shelf(Path(folder), database)
        store = _written(shelf.address or f"sqlite:///{folder}/records.sqlite", orders)
        history = History(store)
        questions = []
        for name, ask in _QUESTIONS.items():
            tell(f"Asking: {name}")
            questions.append({"name": name, **_timed(history, frame, ask, rounds)})
        tell("Giving half of the orders rights of their own")
        _part(store)
        questions = [told | _of_some(history, _QUESTIONS[told["name"]], rounds) for told in questions]
        database = store.dialect
        store.close()
        _removed(shelf)
    return {"database": database, "orders": number, "bar_ms": BAR_MS, "questions": questions}


def _timed(history: History, frame: Any, ask: Callable[[int], tuple[Json, Any]], rounds: int) -> Json:
    """Ask one kind of question about different assets, codes and years; the first of each is not counted."""
    ours, theirs, same = [], [], True
    for at in range(rounds + 1):
        query, by_pandas = ask(at)
        began = time.perf_counter()
        found = history.answer(HistoryQuery.read(query), MEASURING).value
        between = time.perf_counter()
        expected = by_pandas(frame)
        ended = time.perf_counter()
        same = same and found == expected
        if at:
            ours.append(1000 * (between - began))
            theirs.append(1000 * (ended - between))
    return {
        "p50_ms": round(percentile(ours, 50), 1),
        "p95_ms": round(percentile(ours, 95), 1),
        "pandas_p50_ms": round(percentile(theirs, 50), 1),
        "pandas_p95_ms": round(percentile(theirs, 95), 1),
        "same": same,
    }


def _part(store: Store) -> None:
    """Let every other order be for a group that the reader is not in."""
    with store.writing() as connection:
        connection.execute(text("UPDATE work_order SET rights = ',others,' WHERE id % 2 = 0"))
        note_row_groups(connection, 1)


def _of_some(history: History, ask: Callable[[int], tuple[Json, Any]], rounds: int) -> Json:
    """Ask the same for somebody who sees a part; the first of each is not counted."""
    took = []
    for at in range(rounds + 1):
        query, began = HistoryQuery.read(ask(at)[0]), time.perf_counter()
        history.answer(query, _SOMEBODY)
        took.append(1000 * (time.perf_counter() - began))
    return {"some_p50_ms": round(percentile(took[1:], 50), 1), "some_p95_ms": round(percentile(took[1:], 95), 1)}


def _count(at: int) -> tuple[Json, Any]:
    asset, year = _asset(at), 2014 + at % 10
    query = {"metric": "count", "assets": asset, "types": "corrective", "since": year, "until": year}
    return query, lambda f: int(
        ((f.asset_tag == asset) & (f.wo_type == "corrective") & (f.finished_at.dt.year == year)).sum()
    )


def _count_of_the_plant(at: int) -> tuple[Json, Any]:
    year = 2014 + at % 10
    query = {"metric": "count", "types": "corrective", "since": year, "until": year}
    return query, lambda f: int(((f.wo_type == "corrective") & (f.finished_at.dt.year == year)).sum())


def _last(at: int) -> tuple[Json, Any]:
    asset, code = _asset(at), _code(at)
    query = {"metric": "last", "assets": asset, "codes": code}
    return query, lambda f: _newest(f[(f.asset_tag == asset) & (f.problem_code == code)])


def _last_of_the_plant(at: int) -> tuple[Json, Any]:
    code = _code(at)
    query = {"metric": "last", "codes": code, "types": "corrective"}
    return query, lambda f: _newest(f[(f.problem_code == code) & (f.wo_type == "corrective")])


def _pareto_of_an_asset(at: int) -> tuple[Json, Any]:
    asset = _asset(at)
    query = {"metric": "pareto", "assets": asset, "types": "corrective", "group_by": "code", "limit": 10}
    return query, lambda f: _ranked(f[(f.asset_tag == asset) & (f.wo_type == "corrective")].problem_code)


def _pareto_of_the_plant(_: int) -> tuple[Json, Any]:
    query = {"metric": "pareto", "types": "corrective", "group_by": "code", "limit": 10}
    return query, lambda f: _ranked(f[f.wo_type == "corrective"].problem_code)


_QUESTIONS: Mapping[str, Callable[[int], tuple[Json, Any]]] = {
    "count on an asset in a year": _count,
    "count in the plant in a year": _count_of_the_plant,
    "last of a code on an asset": _last,
    "last of a code in the plant": _last_of_the_plant,
    "Pareto of codes on an asset": _pareto_of_an_asset,
    "Pareto of codes in the plant": _pareto_of_the_plant,
}


def _asset(at: int) -> str:
    return f"P-{37 * at % ASSETS:04}"


def _code(at: int) -> str:
    return f"F{7 * at % CODES:03}"


def _newest(found: Any) -> str | None:
    return None if found.empty else str(found.finished_at.max().isoformat())


def _ranked(codes: Any) -> list[list[Any]]:
    counted = codes.value_counts()
    return [[code, number] for code, number in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:10]]


def _removed(shelf: Shelf) -> None:
    """Remove the schema of a shelf, and that of its views, from a server."""
    if shelf.url:
        engine = create_engine(shelf.url)
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {shelf.schema}, {shelf.schema}_seen CASCADE"))
        engine.dispose()


def _written(url: str, orders: Columns) -> Store:
    store = Store(url)
    columns = {name: values.tolist() for name, values in orders.items()}
    now = columns["finished_at"][0]
    made: list[tuple[Any, Sequence[Json]]] = [
        (tables.Dataset, [{"id": 1, "name": "made", "created_utc": now, "time_zone": ""}]),
        (tables.Asset, [{**_ROW, "tag": _tag} for _tag in sorted(set(columns["asset_tag"]))]),
        (
            tables.FailureCode,
            [{**_ROW, "kind": "problem", "code": code} for code in sorted(set(columns["problem_code"]))],
        ),
    ]
    with store.writing() as connection:
        for model, rows in made:
            given = [{name: row[name] for name in row if name in model.__table__.c} for row in rows]
            connection.execute(model.__table__.insert(), given)
        table = tables.WorkOrder.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
        for start in range(0, len(columns["source_id"]), _BATCH):
            cut = {name: values[start : start + _BATCH] for name, values in columns.items()}
            rows = [{**_ROW, **dict(zip(cut, row, strict=True))} for row in zip(*cut.values(), strict=True)]
            connection.execute(table.insert(), rows)
        connection.execute(text(f"ANALYZE {table.name}"))
    return store
