"""Write the maintenance records of the sample plant, the same bytes every time.

    python copilot/plant_copilot/sample_plant/build_records.py

The failures come from ``failures.yaml``; the faults of the data that are planted are listed in ``records/README.md``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

from plant_copilot.sample_plant import build_inspections

HERE = Path(__file__).parent
RECORDS = HERE / "records"
SEED = 303
FIRST, LAST = datetime(2021, 1, 4), datetime(2025, 1, 1)  # noqa: DTZ001 - the plant's wall clock
CREW = ("Huber", "Yilmaz", "Okafor", "林志明", "陈芳", "Moser")
HEADINGS = (
    "order", "asset", "asset name", "location", "type", "status", "priority", "description", "problem code",
    "problem text", "cause code", "remedy code", "reported", "started", "finished", "downtime (min)", "labour hours",
    "cost", "currency", "technician",
)  # fmt: skip


@dataclass(frozen=True)
class Order:
    """One work order, in the order of ``HEADINGS`` but for its number."""

    asset: str
    name: str
    location: str
    type: str
    priority: str
    text: str
    code: str
    problem: str
    cause: str
    remedy: str
    reported: datetime
    started: datetime
    finished: datetime
    downtime: int
    labour: float
    cost: float
    technician: str


def main() -> None:
    """Write work orders, assets, failure codes and inspections."""
    plant = yaml.safe_load((HERE / "plant.yaml").read_text(encoding="utf-8"))
    book = yaml.safe_load((HERE / "failures.yaml").read_text(encoding="utf-8"))
    _write("work-orders.csv", HEADINGS, _numbered(orders(plant, book)))
    _write("assets.csv", ("tag", "name", "location", "class", "manufacturer", "model", "serial number"), _assets(plant))
    _write("failure-codes.csv", ("kind", "code", "description"), _codes(book))
    _write("inspections.csv", build_inspections.HEADINGS, build_inspections.rows())


def orders(plant: dict[str, Any], book: dict[str, Any]) -> list[Order]:
    """Return all orders by their report, with the planted faults."""
    random = Random(SEED)  # noqa: S311 - the same records every time
    made = [order for asset in plant["assets"] for order in _of_asset(asset, book, random)]
    made.sort(key=lambda order: (order.reported, order.asset, order.code))
    return _spoiled(made)


def _of_asset(asset: dict[str, Any], book: dict[str, Any], random: Random) -> Iterator[Order]:
    for failure in book["assets"][asset["tag"]]:
        day = FIRST + timedelta(days=random.random() * failure["every"])
        while day < LAST:
            yield _corrective(asset, failure, book, day, random)
            age = (day - FIRST) / (LAST - FIRST)
            mean = failure["every"] / (1 + (failure["worse"] - 1) * age)
            day += timedelta(days=max(1.0, random.weibullvariate(mean * 1.1, failure["shape"])))
    for plan in book["preventive"]:
        day = FIRST + timedelta(days=random.randrange(30 * plan["months"]), hours=6)
        while day < LAST:
            yield _preventive(asset, plan, book, day, random)
            day += timedelta(days=30 * plan["months"] + random.randrange(-3, 4))


def _corrective(
    asset: dict[str, Any], failure: dict[str, Any], book: dict[str, Any], day: datetime, random: Random
) -> Order:
    code = book["codes"][failure["code"]]
    reported = _minute(day.replace(hour=random.randrange(24)), random)
    started = reported + timedelta(minutes=random.randrange(5, 90))
    minutes = max(10, round(60 * failure["hours"] * random.lognormvariate(0, 0.4)))
    texts = [failure[language] for language in ("en", "de", "zh") if language in failure]
    return Order(
        asset["tag"], asset["name"]["en"], asset["location"], "corrective", random.choice("112"), random.choice(texts),
        failure["code"], code["text"], code["cause"], code["remedy"], reported, started,
        started + timedelta(minutes=minutes), minutes + round((started - reported).seconds / 60),
        round(minutes / 60 * random.choice((1, 1, 2)), 2), round(failure["cost"] * random.uniform(0.8, 1.4) + 20, 2),
        random.choice(CREW),
    )  # fmt: skip


def _preventive(
    asset: dict[str, Any], plan: dict[str, Any], book: dict[str, Any], day: datetime, random: Random
) -> Order:
    started = _minute(day, random)
    minutes = max(15, round(60 * plan["hours"] * random.lognormvariate(0, 0.2)))
    return Order(
        asset["tag"], asset["name"]["en"], asset["location"], "preventive", "3",
        plan[random.choice(("en", "de", "zh"))], plan["code"], book["codes"][plan["code"]]["text"], "", "",
        started - timedelta(days=7), started, started + timedelta(minutes=minutes), 0, round(minutes / 60, 2),
        round(plan["cost"] * random.uniform(0.9, 1.2), 2), random.choice(CREW),
    )  # fmt: skip


def _minute(day: datetime, random: Random) -> datetime:
    return day.replace(minute=random.randrange(60), second=0, microsecond=0)


def _spoiled(made: list[Order]) -> list[Order]:
    """Plant the faults that ``records/README.md`` lists."""
    failures = [place for place, order in enumerate(made) if order.type == "corrective"]
    for place in failures[10:19]:
        made[place] = replace(made[place], code="PM10", problem="Inspection and lubrication", cause="", remedy="")
    for place in failures[20:23]:
        made[place] = replace(made[place], location=made[place].location.lower())
    fillers = [place for place in failures if made[place].asset == "FL-303"]
    for place in fillers[4:7]:
        made[place] = replace(made[place], asset="FL 303")
    for place in failures[40:42]:
        made[place] = replace(made[place], finished=made[place].started - timedelta(hours=2))
    made[failures[50]] = replace(made[failures[50]], cost=-85.0)
    for place in failures[60:63]:
        made[place] = replace(made[place], cost=0.0)
    made[failures[70]] = replace(made[failures[70]], cost=1_000_000.0)
    evening = datetime(2023, 12, 29, 16, 0)  # noqa: DTZ001 - the plant's wall clock
    closed = [place for place, order in enumerate(made) if evening - timedelta(days=45) < order.started < evening]
    for place in closed[:8]:
        made[place] = replace(made[place], finished=evening)
    return [*made, *(made[place] for place in failures[80:82])]


def _numbered(made: Iterable[Order]) -> Iterator[Sequence[object]]:
    for number, order in enumerate(made, 100_001):
        yield (
            f"BR-{number}", order.asset, order.name, order.location, order.type, "closed", order.priority, order.text,
            order.code, order.problem, order.cause, order.remedy, order.reported, order.started, order.finished,
            order.downtime, order.labour, f"{order.cost:.2f}", "EUR", order.technician,
        )  # fmt: skip


def _assets(plant: dict[str, Any]) -> Iterator[Sequence[object]]:
    for asset in plant["assets"]:
        names = (asset["tag"], asset["name"]["en"], asset["location"], asset["kind"])
        yield (*names, asset["maker"], asset["type"], asset["serial"])


def _codes(book: dict[str, Any]) -> Iterator[Sequence[object]]:
    yield from (("problem", code, told["text"]) for code, told in book["codes"].items())
    yield from (("cause", code, text) for code, text in book["causes"].items())
    yield from (("remedy", code, text) for code, text in book["remedies"].items())


def _write(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    RECORDS.mkdir(exist_ok=True)
    with (RECORDS / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
