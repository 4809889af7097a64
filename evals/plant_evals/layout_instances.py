"""Published layout problems as files hold them: QAPLIB, single rows, and blocks as JSON.

A file of numbers is told by how many there are: n and two n by n tables are slots, n with n lengths and one n by n
table is a single row. A JSON document has one problem of blocks a name: flows, areas, plantX, plantY; and where it
says so aspect (the most), side (the least; one number or one a block), best or reference, metric.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from plant_knowledge_ingest.errors import PlantError

Json = dict[str, Any]
Table = list[list[float]]

_SAID = {
    "aspect": ("aspect", "aspect_max", "max_aspect", "aspect_ratio"),
    "side": ("side", "side_min", "min_side"),
    "best": ("best", "best_known", "reference"),
}
"""The words that documents use."""
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


class BadInstance(PlantError):
    """A file that holds no layout problem."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A problem. ``family`` is slots, rows or blocks; ``numbers`` holds its tables; ``best`` the best known cost."""

    name: str
    family: str
    size: int
    numbers: Json = field(repr=False)
    best: float | None


def read_instances(path: Path) -> list[Instance]:
    """Return the problems of a file, or of all files in a folder. Raises ``BadInstance`` naming the file."""
    if path.is_dir():
        found = [one for file in sorted(path.iterdir()) if _may_be(file) for one in read_instances(file)]
        if not found:
            raise BadInstance(f"{path}: no .dat, .txt or .json file with a layout problem")
        return found
    try:
        text = path.read_text(encoding="utf-8-sig")
        return list(_blocks(json.loads(text))) if path.suffix == ".json" else [_numbers(path, text)]
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise BadInstance(f"{path.name}: not a layout problem ({error})") from error


@cache
def best_known() -> Json:
    """Return the table of best known costs."""
    found: Json = json.loads((files("plant_evals") / "cases" / "layout_best.json").read_text(encoding="utf-8"))
    return found


def layout_like(name: str) -> bool:
    """Tell whether an instance of QAPLIB is about places: grids, hospitals, backboards."""
    return name.startswith(tuple(best_known()["layout_like"]))


def _may_be(file: Path) -> bool:
    return file.is_file() and file.suffix in {"", ".dat", ".txt", ".json"} and file.stem not in {"LICENSE", "README"}


def _numbers(path: Path, text: str) -> Instance:
    values = [float(found) for found in _NUMBER.findall(text)]
    n = int(values[0]) if values else 0
    if n and len(values) == 1 + 2 * n * n:
        tables = {"flow": _square(values[1 : 1 + n * n], n), "distance": _square(values[1 + n * n :], n)}
        return Instance(path.stem, "slots", n, tables, _slots_best(path, tables))
    if n and len(values) == 1 + n + n * n:
        rows: Json = {"lengths": values[1 : 1 + n], "flow": _one_way(_square(values[1 + n :], n))}
        return Instance(path.stem, "rows", n, rows, _rows_best(path.stem))
    raise BadInstance(f"{path.name}: {len(values)} numbers, of which the first is {n}: neither slots nor a single row")


def _rows_best(name: str) -> float | None:
    """Return the best known cost of a row; AKV-60-01 is AKV60_1."""
    known: Json = best_known()["rows"]
    return next((cost for one, cost in known.items() if _parts(one) == _parts(name)), None)


def _parts(name: str) -> list[str]:
    return [part.lstrip("0") or "0" for part in re.findall(r"[a-z]+|\d+", name.lower())]


def _slots_best(path: Path, tables: Mapping[str, Table]) -> float | None:
    """Return the best known cost: of the table, else of the plan beside the file, added up anew."""
    known: float | None = best_known()["slots"].get(path.stem)
    beside = path.with_suffix(".sln")
    if known is None and beside.exists():
        values = [int(float(found)) for found in _NUMBER.findall(beside.read_text())]
        place = [value - 1 for value in values[2:]]
        if sorted(place) == list(range(len(tables["flow"]))):
            back = sorted(range(len(place)), key=place.__getitem__)
            known = min(_cost(tables, place), _cost(tables, back))
    return known


def _cost(tables: Mapping[str, Table], place: list[int]) -> float:
    flow, distance = tables["flow"], tables["distance"]
    return sum(flow[i][j] * distance[p][q] for i, p in enumerate(place) for j, q in enumerate(place))


def _square(values: list[float], n: int) -> Table:
    return [values[row * n : (row + 1) * n] for row in range(n)]


def _one_way(table: Table) -> Table:
    """Return the upper half; a table that is symmetric names every flow twice."""
    n = len(table)
    twice = all(table[i][j] == table[j][i] for i in range(n) for j in range(i))
    return [[(table[i][j] + (0 if twice else table[j][i])) if j > i else 0.0 for j in range(n)] for i in range(n)]


def _blocks(document: Json) -> Iterator[Instance]:
    """Yield every problem, under each of the limits that are known for it where the document has none."""
    known = best_known()["blocks"]
    for name, given in document.items():
        said = {key: given[word] for key, words in _SAID.items() for word in words if given.get(word) is not None}
        ways = {name: said} if said.keys() & {"aspect", "side"} else {}
        ways = ways or {one: {**way, **said} for one, way in known.items() if name in (one, way["of"])}
        for one, way in (ways or {name: said}).items():
            flow = [[float(value) for value in row] for row in given["flows"]]
            numbers = {
                "flow": flow,
                "areas": [float(area) for area in given["areas"]],
                "width": float(given["plantX"]),
                "height": float(given["plantY"]),
                "aspect": way.get("aspect", 0),
                "side": way.get("side", 0),
                "straight": str(given.get("metric", "r")).lower().startswith("e"),
            }
            yield Instance(one, "blocks", len(flow), numbers, way.get("best"))
