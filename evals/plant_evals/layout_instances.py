"""Published layout problems as files hold them: QAPLIB, single rows, and blocks as JSON, with the best known costs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from plant_evals.layout_blocks import problems
from plant_evals.layout_problem import BadInstance, Instance, Json
from plant_evals.layout_text import Told, read_numbers, read_plan

_ROWS_ALSO = {"anjos": "akv", "nug": "n"}
"""Other words in the names of single rows."""


def read_instances(path: Path) -> list[Instance]:
    """Return the problems of a file, or of all files in a folder. Raises ``BadInstance`` naming the file."""
    if path.is_dir():
        found = [one for file in sorted(path.iterdir()) if _may_be(file) for one in read_instances(file)]
        if not found:
            raise BadInstance(f"{path}: no .dat, .txt or .json file with a layout problem")
        return found
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix.lower() == ".json":
            return list(_blocks(path, json.loads(text)))
    except UnicodeDecodeError as error:
        raise BadInstance(f"{path.name}: not a text in UTF-8") from error
    except json.JSONDecodeError as error:
        raise BadInstance(f"{path.name}, line {error.lineno}: not JSON ({error.msg})") from error
    told = read_numbers(path.name, text)
    best = _slots_best(path, told) if told.family == "slots" else _rows_best(path.stem)
    return [Instance(path.stem, told.family, told.size, told.numbers, best)]


@cache
def best_known() -> Json:
    """Return the table of best known costs."""
    found: Json = json.loads((files("plant_evals") / "cases" / "layout_best.json").read_text(encoding="utf-8"))
    return found


def layout_like(name: str) -> bool:
    """Tell whether an instance of QAPLIB is about places: grids, hospitals, backboards."""
    return name.lower().startswith(tuple(best_known()["layout_like"]))


def _may_be(file: Path) -> bool:
    named = file.stem.upper() in {"LICENSE", "README", "SOURCES", "NOTICE"}
    return file.is_file() and not file.name.startswith(".") and not named and file.suffix.lower() in _SUFFIXES


_SUFFIXES = {"", ".dat", ".txt", ".json"}


def _rows_best(name: str) -> float | None:
    """Return the best known cost of a row; AKV-60-01 is AKV60_1."""
    known: Json = best_known()["rows"]
    return next((cost for one, cost in known.items() if _parts(one) == _parts(name)), None)


def _parts(name: str) -> list[str]:
    parts = [part.lstrip("0") or "0" for part in re.findall(r"[a-z]+|\d+", name.lower())]
    return [_ROWS_ALSO.get(part, part) for part in parts]


def _slots_best(path: Path, told: Told) -> float | None:
    """Return the best known cost: of the table, else of the plan beside the file, added up anew, else as it is told."""
    known: float | None = best_known()["slots"].get(path.stem.lower())
    beside = next((file for end in (".sln", ".SLN") if (file := path.with_suffix(end)).exists()), None)
    if known is not None or beside is None:
        return told.best if known is None else known
    place, cost = read_plan(beside.name, beside.read_text(encoding="utf-8-sig", errors="replace"), told.size)
    if place is None:
        return cost
    back = sorted(range(len(place)), key=place.__getitem__)
    return min(_cost(told.numbers, place), _cost(told.numbers, back))


def _cost(tables: Json, place: list[int]) -> float:
    flow, distance = tables["flow"], tables["distance"]
    return float(sum(flow[i][j] * distance[p][q] for i, p in enumerate(place) for j, q in enumerate(place)))


def _blocks(path: Path, document: Any) -> Iterator[Instance]:
    """Yield every problem, under each of the limits that are known for it where the document has none."""
    known: Json = best_known()["blocks"]
    for name, given in problems(path.name, document, path.stem):
        said = {key: given[key] for key in ("aspect", "side", "best") if key in given}
        ways: Json = {name: said} if said.keys() & {"aspect", "side"} else {}
        ways = ways or {one: {**way, **said} for one, way in known.items() if name in (one, way["of"])}
        for one, way in (ways or {name: said}).items():
            limits = {"aspect": way.get("aspect", 0), "side": way.get("side", 0)}
            best = way.get("best_at", {}).get(f"{sum(map(sum, given['flow'])):g}", way.get("best"))
            yield Instance(one, "blocks", len(given["areas"]), given | limits, best)
