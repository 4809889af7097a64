"""Layout problems made up in the manner of published ones, for sizes whose files are not at hand.

They show how searches of one seed agree with the best of many, not how far off that is: nobody else has solved them.
``best`` is the least cost of all our runs so far, kept in the table of best known costs.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from plant_evals.layout_instances import best_known
from plant_evals.layout_problem import Instance, Json

_GRIDS = {49: (7, 7), 64: (8, 8), 72: (8, 9), 100: (10, 10)}
_RANDOM = (40, 60, 80, 100)
_ROWS = (60, 80, 100)
_BLOCKS = ((20, 3.0, 1.0), (30, 5.0, 0.8), (35, 4.0, 0.8), (62, 4.0, 1.0))
"""How many blocks, the most that one is longer than wide, and how much of the hall they fill."""


def made() -> Iterator[Instance]:
    """Yield slots on grids and with random flows and ways, single rows, and halls of blocks."""
    known: dict[str, float] = best_known()["made"]
    for size, (rows, columns) in _GRIDS.items():
        yield _instance(
            f"grid{size}", "slots", {"flow": _flow(size, 10, 0.65), "distance": _grid(rows, columns)}, known
        )
    for size in _RANDOM:
        yield _instance(f"random{size}", "slots", {"flow": _flow(size, 99, 1.0), "distance": _ways(size)}, known)
    for size in _ROWS:
        flow = [[value if j > i else 0 for j, value in enumerate(row)] for i, row in enumerate(_flow(size, 10, 0.65))]
        yield _instance(f"row{size}", "rows", {"lengths": _lengths(size), "flow": flow}, known)
    for size, aspect, filled in _BLOCKS:
        yield _instance(f"hall{size}", "blocks", _hall(size, aspect, filled), known)


def _instance(name: str, family: str, numbers: Json, known: dict[str, float]) -> Instance:
    return Instance(name, family, len(numbers["flow"]), numbers, known.get(name))


def _luck(*said: object) -> random.Random:
    return random.Random(" ".join(map(str, said)))  # noqa: S311 - a made-up problem, not a secret


def _flow(size: int, most: int, share: float) -> list[list[float]]:
    """Return a symmetric table of whole numbers, 1 to ``most`` in that ``share`` of the pairs."""
    luck, table = _luck("flow", size, most), [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i):
            table[i][j] = table[j][i] = float(luck.randint(1, most)) if luck.random() < share else 0.0
    return table


def _grid(rows: int, columns: int) -> list[list[float]]:
    places = [(row, column) for row in range(rows) for column in range(columns)]
    return [[float(abs(a - c) + abs(b - d)) for c, d in places] for a, b in places]


def _ways(size: int) -> list[list[float]]:
    luck, table = _luck("ways", size), [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i):
            table[i][j] = table[j][i] = float(luck.randint(0, 99))
    return table


def _lengths(size: int) -> list[float]:
    luck = _luck("lengths", size)
    return [float(luck.randint(1, 60)) for _ in range(size)]


def _hall(size: int, aspect: float, filled: float) -> Json:
    """Return blocks of unlike areas with flows in a quarter of the pairs, many of them small, in a hall of 4 to 3."""
    luck = _luck("hall", size)
    areas = [float(luck.randint(2, 40)) for _ in range(size)]
    flow = [
        [round(luck.random() ** 3 * 100, 1) if j > i and luck.random() < 0.25 else 0.0 for j in range(size)]
        for i in range(size)
    ]
    height = (sum(areas) / filled * 0.75) ** 0.5
    hall = {"width": sum(areas) / filled / height, "height": height, "straight": False}
    return {"flow": flow, "areas": areas, "aspect": aspect, "side": 0, **hall}
