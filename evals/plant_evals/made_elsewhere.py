"""Exports of four plants that do not exist, a hospital, buses, a wind farm, a water works: each in its own words."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

_START, _DAYS, _ORDERS = datetime.fromisoformat("2022-01-03T05:00"), 1090, 400


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One plant; ``types`` are its words for a repair and for planned work.

    ``headings`` are those of id, asset, its name, place, type, code, its meaning, end, hours down, cost, person.
    """

    headings: str
    assets: Sequence[tuple[str, str, str]]
    types: tuple[str, str]
    codes: Sequence[tuple[str, str]]
    people: Sequence[str]
    moment: Callable[[datetime], str]
    delimiter: str = ","
    comma: bool = False


_ZONED = "%Y-%m-%dT%H:%M:00+00:00"
ELSEWHERE = {
    "hospital": Elsewhere(
        "Ticket|Equipment Tag|Equipment Name|Ward|Job Class|Fault Key|Fault Meaning|"
        "Closed On|Downtime (h)|Spend (GBP)|Engineer",
        [("AHU-04", "Air handler 4", "Theatre"), ("CHL-02", "Chiller 2", "Roof"), ("BLR-01", "Boiler 1", "Cellar")],
        ("Breakdown", "Planned maintenance"),
        [("F01", "Fan belt broken"), ("F02", "Refrigerant leak"), ("F03", "Sensor failure")],
        ("Okafor", "Singh"),
        lambda at: f"{at:{_ZONED}}",
    ),
    "buses": Elsewhere(
        "Auftragsnr|Fahrzeug|Fahrzeugname|Betriebshof|Auftragsart|Schadensschlüssel|Schadensbild|"
        "Fertiggestellt am|Standzeit (h)|Kosten (EUR)|Monteur",
        [("BUS-211", "Gelenkbus 211", "Nord"), ("BUS-212", "Gelenkbus 212", "Nord"), ("BUS-340", "Solobus 340", "Süd")],
        ("Störung", "Wartung"),
        [("T10", "Tür klemmt"), ("M20", "Motor überhitzt"), ("B30", "Bremse verschlissen")],
        ("Huber", "Yilmaz"),
        lambda at: f"{at:%d.%m.%Y %H:%M}",
        ";",
        comma=True,
    ),
    "wind": Elsewhere(
        "Job ID|Turbine|Turbine Name|Park|Work Type|Failure Code|Failure Description|"
        "Completed|Outage hours|Cost (USD)|Technician",
        [("WTG-07", "Turbine 7", "Ridge"), ("WTG-08", "Turbine 8", "Ridge"), ("WTG-21", "Turbine 21", "Shore")],
        ("Corrective", "Preventive"),
        [("GBX", "Gearbox bearing damage"), ("PIT", "Pitch motor failure"), ("CNV", "Converter overheating")],
        ("Larsen", "Moreau"),
        lambda at: f"{at:%Y/%m/%d %H:%M}",
    ),
    "water": Elsewhere(
        "工单号|设备编码|设备名称|泵站|工单类型|故障代码|故障名称|"
        "完工时间|停机时长(小时)|维修费用(元)|维修人员",
        [("SP-01", "一号提升泵", "东站"), ("SP-02", "二号提升泵", "东站"), ("BL-05", "鼓风机", "西站")],
        ("故障维修", "预防性维护"),
        [("G01", "轴承损坏"), ("G02", "密封泄漏"), ("G03", "电机过热")],
        ("王强", "李娜"),
        lambda at: f"{at:%Y年%m月%d日 %H:%M}",
    ),
}  # fmt: skip


def write_elsewhere(folder: Path, name: str, seed: int = 11) -> Path:
    """Write the orders of one plant as CSV and return its path: the same for every seed."""
    plant, chance = ELSEWHERE[name], random.Random(f"{name} {seed}")  # noqa: S311 - made data, no secret
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=plant.delimiter)
        writer.writerow(plant.headings.split("|"))
        writer.writerows(_order(plant, number, chance) for number in range(_ORDERS))
    return path


def _order(plant: Elsewhere, number: int, chance: random.Random) -> list[str]:
    tag, called, place = chance.choices(plant.assets, weights=(5, 3, 2))[0]
    repair = chance.random() < 0.6
    code, meaning = chance.choices(plant.codes, weights=(5, 3, 2))[0] if repair else ("", "")
    end = _START + timedelta(minutes=chance.randrange(_DAYS * 1440))
    down, cost = (chance.randrange(1, 40) / 4 if repair else 0.0), chance.randrange(2_000, 90_000) / 100
    amounts = [f"{amount:.2f}".replace(".", "," if plant.comma else ".") for amount in (down, cost)]
    what = plant.types[0 if repair else 1]
    head = [f"{number + 10_000}", tag, called, place, what, code, meaning, plant.moment(end)]
    return [*head, *amounts, chance.choice(plant.people)]
