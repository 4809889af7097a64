"""Make the inspections of the sample plant's bottles, the same every time; ``build_records.py`` writes them.

Three associations are planted, listed in ``records/README.md``; everything else is chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

SEED, INSPECTIONS, BOTTLES = 305, 700, 120
FIRST, LANE_WORN = datetime(2024, 1, 8, 6), datetime(2024, 7, 1)  # noqa: DTZ001 - the plant's wall clock
HEADINGS = (
    "inspection", "date", "defect code", "defect name", "line", "product", "material", "supplier", "batch", "shift",
    "inspector", "inspected", "defective", "glue temperature (°C)", "line speed (1/h)", "humidity (%)", "lane",
)  # fmt: skip
DEFECTS = {"LAB": "label crooked", "UFL": "underfilled", "SCR": "scratched", "CAP": "cap leaks"}
USUAL = {"LAB": 0.012, "UFL": 0.008, "SCR": 0.006, "CAP": 0.007}


def rows() -> Iterator[list[Any]]:
    """Yield a row for each defect of each inspection, one without a defect where there was none."""
    random = Random(SEED)  # noqa: S311 - the same inspections every time
    for number in range(INSPECTIONS):
        seen = _circumstances(number, random)
        found = {code: _count(random, share) for code, share in _shares(seen, random).items()}
        codes = [code for code, count in found.items() if count] or [""]
        for code in codes:
            told = seen | {"defect code": code, "defect name": DEFECTS.get(code, ""), "defective": found.get(code, 0)}
            yield [told[name] for name in HEADINGS]


def _circumstances(number: int, random: Random) -> dict[str, Any]:
    at = FIRST + timedelta(hours=12 * number + random.choice((0, 4, 8)))
    batch = number // 14
    stock = "label stock B" if batch % 3 == 1 else "label stock A"
    return {
        "inspection": f"I{number + 1:04d}",
        "date": f"{at:%Y-%m-%d %H:%M}",
        "line": "BRB-H2-L3",
        "product": random.choice(("Apple 0.5 l", "Apple 1.0 l", "Water 0.5 l")),
        "material": stock,
        "supplier": {"label stock B": "Etiko", "label stock A": "Papyra"}[stock],
        "batch": f"B{batch + 1:03d}",
        "shift": {0: "early", 1: "early", 2: "late"}.get((at.hour - 6) // 4, "night"),
        "inspector": random.choice(("Moser", "陈芳", "Yilmaz")),
        "inspected": BOTTLES,
        "glue temperature (°C)": round(random.gauss(162, 4), 1),
        "line speed (1/h)": random.choice(range(9_000, 12_001, 100)),
        "humidity (%)": round(random.uniform(38, 67), 1),
        "lane": random.choice(("1", "2", "3", "4")),
    }


def _shares(seen: dict[str, Any], random: Random) -> dict[str, float]:
    """Return how likely each defect is now: what is planted, and a factor by which days differ."""
    shares = {code: share * random.gammavariate(4, 0.25) for code, share in USUAL.items()}
    shares["LAB"] *= 3.5 if seen["supplier"] == "Etiko" else 1
    shares["UFL"] *= 2.5 if seen["line speed (1/h)"] > 11_000 else 1
    worn = seen["lane"] == "3" and datetime.fromisoformat(seen["date"]) >= LANE_WORN
    shares["SCR"] *= 5 if worn else 1
    return shares


def _count(random: Random, share: float) -> int:
    return sum(random.random() < share for _ in range(BOTTLES))
