"""How fast records are loaded, against pandas on the same file."""

from __future__ import annotations

import csv
import resource
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from plant_copilot.errors import WrongUse
from plant_evals.made_orders import made_orders
from plant_evals.upkeep import MEASURING
from plant_tools.records.load import load
from plant_tools.records.store import Store

Json = dict[str, Any]

BAR = 20_000
"""Rows a second that must be reached on SQLite, two cores."""

_HEADINGS = (
    "wo_id", "asset", "type", "failure_code", "finished_at", "labor_hours", "description", "status", "location",
    "downtime (min)", "cost", "currency", "technician", "cause_code",
)  # fmt: skip
_PIECE = 50_000


def run_records_speed(number: int, tell: Callable[[str], None], *, workbook: bool = False) -> Json:
    """Make a CSV file, or a ``workbook``, of ``number`` orders, load it into SQLite with ours and with pandas.

    Returns {orders, format, megabytes, bar, rows_per_second, grown_mb, pandas_rows_per_second, pandas_grown_mb, same};
    grown is the growth of this process's peak memory, and ``same`` says that both hold as many orders and costs. Ours
    recognises columns, reads dates, numbers and words, keeps what it does not know and can be repeated; pandas writes
    the cells as they are. Raises ``WrongUse`` without pandas.
    """
    if find_spec("pandas") is None:
        raise WrongUse("The comparison needs pandas.", remedy="Install it: make with-extras")
    with TemporaryDirectory() as folder:
        tell(f"Making {number:,} work orders")
        file = (_workbook if workbook else _csv)(Path(folder), number)
        tell("Loading them")
        ours = _measured(lambda: _ours(Path(folder), file))
        tell("Loading them with pandas")
        theirs = _measured(lambda: _pandas(Path(folder), file))
        return {
            "orders": number,
            "format": file.suffix[1:],
            "megabytes": round(file.stat().st_size / 1e6, 1),
            "bar": BAR,
            "rows_per_second": round(number / ours[0]),
            "grown_mb": ours[1],
            "pandas_rows_per_second": round(number / theirs[0]),
            "pandas_grown_mb": theirs[1],
            "same": ours[2] == theirs[2],
        }


def _measured(work: Callable[[], tuple[int, float]]) -> tuple[float, float, tuple[int, float]]:
    """Return the seconds that ``work`` took, the megabytes by which the peak memory grew, and its result."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - began
    return seconds, round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, 1), result


def _csv(folder: Path, number: int) -> Path:
    path = folder / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(_rows(number))
    return path


def _workbook(folder: Path, number: int) -> Path:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("orders")
    for row in _rows(number):
        sheet.append(row)
    path = folder / "orders.xlsx"
    book.save(path)
    return path


def _rows(number: int) -> Iterator[tuple[Any, ...]]:
    """Make the headings and the orders piece by piece, so that making them does not hide what loading them needs."""
    yield _HEADINGS
    for start in range(0, number, _PIECE):
        made = made_orders(min(_PIECE, number - start), seed=start)
        columns = [made[name].tolist() for name in ("asset_tag", "wo_type", "problem_code", "finished_at", "labour_h")]
        for n, (asset, kind, code, finished, labour) in enumerate(zip(*columns, strict=True), start):
            others = ("closed", f"L{n % 40}", n % 480, n % 997 + 0.5, "EUR", f"T{n % 50}", f"C{n % 30}")
            yield (f"WO{n:08}", asset, kind, code, finished, labour, f"Order {n}: seal leaks", *others)


def _ours(folder: Path, file: Path) -> tuple[int, float]:
    store = Store.in_home(folder)
    load(store, file)
    with store.reading(MEASURING) as connection:
        count, cost = connection.exec_driver_sql("SELECT count(*), sum(cost) FROM work_order").one()
    store.close()
    return int(count), float(cost)


def _pandas(folder: Path, file: Path) -> tuple[int, float]:
    import pandas as pd
    from sqlalchemy import create_engine

    engine = create_engine(f"sqlite:///{folder / 'pandas.sqlite'}")
    read = pd.read_csv(file) if file.suffix == ".csv" else pd.read_excel(file, engine="calamine")
    read.to_sql("work_order", engine, index=False)
    with engine.connect() as connection:
        count, cost = connection.exec_driver_sql("SELECT count(*), sum(cost) FROM work_order").one()
    engine.dispose()
    return int(count), float(cost)


def of_records_speed(result: Json) -> str:
    """Return the result as a table."""
    lines = [
        f"{result['orders']:,} orders, {result['format']}, {result['megabytes']:,} MB | rows/s | memory grew by",
        f"ours (bar {result['bar']:,}) | {result['rows_per_second']:,} | {result['grown_mb']:,} MB",
        f"pandas, read and to_sql | {result['pandas_rows_per_second']:,} | {result['pandas_grown_mb']:,} MB",
        f"same counts and sums: {'yes' if result['same'] else 'no'}",
    ]
    return "\n".join(lines)
