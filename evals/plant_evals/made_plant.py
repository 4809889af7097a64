"""A press shop that does not exist, with German headings, columns of its own and alarms: the same for every seed."""

from __future__ import annotations

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

_ASSETS = {
    "PR-01": ("Press 1", "HALL-1"),
    "PR-02": ("Press 2", "HALL-1"),
    "PR-03": ("Press 3", "HALL-2"),
    "RB-11": ("Welding robot", "HALL-2"),
    "CV-20": ("Belt conveyor", "HALL-2"),
    "HP-05": ("Hydraulic pump", "HALL-1"),
}
_CODES = {
    "H10": ("Hydraulic leak", 90),
    "E20": ("Sensor failure", 30),
    "M30": ("Belt slipping", 60),
    "M31": ("Bearing damage", 240),
    "P40": ("Overheating", 45),
}
_SHIFTS, _FOREMEN = ("Frueh", "Spaet", "Nacht"), ("Brandt", "Keller", "Sommer")
_ALARMS = {"A100": "Oil temperature high", "A101": "Light curtain interrupted", "A205": "Overload"}
_START, _DAYS = datetime.fromisoformat("2022-01-03T05:00"), 1090


def write_made_plant(folder: Path, seed: int = 7) -> tuple[Path, Path]:
    """Write ``orders.csv`` (900 orders of three years) and ``alarms.csv`` (600) and return their paths."""
    chance = random.Random(seed)  # noqa: S311 - made data, no secret
    return _write(folder / "orders.csv", _orders(chance)), _write(folder / "alarms.csv", _alarms(chance))


# A record by column title.
_Row: TypeAlias = dict[str, int | str]


def _orders(chance: random.Random) -> list[_Row]:
    rows: list[_Row] = []
    for number in range(900):
        tag = chance.choices(list(_ASSETS), weights=(9, 5, 4, 6, 3, 2))[0]
        corrective = chance.random() < 0.55
        code = chance.choices(list(_CODES), weights=(5, 4, 3, 1, 2))[0] if corrective else ""
        minutes = round(_CODES[code][1] * chance.uniform(0.5, 2)) if code else chance.choice((30, 60, 90))
        end = _START + timedelta(minutes=chance.randrange(_DAYS * 1440))
        rows.append(
            {
                "Auftragsnummer": f"AU{number:05}",
                "Anlage": tag,
                "Anlagenname": _ASSETS[tag][0],
                "Standort": _ASSETS[tag][1],
                "Auftragsart": "Störung" if corrective else "Wartung",
                "Kurztext": _CODES[code][0] if code else "Inspection according to plan",
                "Schadenscode": code,
                "Schadenstext": _CODES[code][0] if code else "",
                "Beginn": (end - timedelta(minutes=minutes)).isoformat(" ", "minutes"),
                "Ende": end.isoformat(" ", "minutes"),
                "Stillstand (min)": minutes if corrective else 0,
                "Kosten": f"{minutes * chance.uniform(0.8, 3):.2f}",
                "Währung": "EUR",
                "Schicht": chance.choice(_SHIFTS),
                "Meister": chance.choice(_FOREMEN),
            }
        )
    return rows


def _alarms(chance: random.Random) -> list[_Row]:
    rows: list[_Row] = []
    for number in range(600):
        code = chance.choices(list(_ALARMS), weights=(3, 5, 1))[0]
        at = _START + timedelta(minutes=chance.randrange(_DAYS * 1440))
        asset = chance.choices(list(_ASSETS), weights=(4, 3, 3, 1, 1, 1))[0]
        moment = at.isoformat(" ", "minutes")
        row: _Row = {
            "event_id": f"EV{number:05}",
            "event_group": "ALARM",
            "event_type": code,
            "description": _ALARMS[code],
        }
        rows.append(row | {"asset": asset, "event_time": moment})
    return rows


def _write(path: Path, rows: list[_Row]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
