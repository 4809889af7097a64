"""Layout problems of blocks as JSON documents: areas, flows, a hall, and limits of shapes, under the names in use.

A document is one problem, a list of them, or has one a name. Flows are a table, its half, or [from, to, flow] of every
pair; departments may be told one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plant_evals.layout_problem import BadInstance, Json, Table

_NAMES = {
    "flows": ("flows", "flow", "flow_matrix", "f"),
    "areas": ("areas", "area"),
    "width": ("plantx", "width", "plant_width", "hall_width", "w"),
    "height": ("planty", "height", "plant_height", "plant_length", "hall_height", "length", "depth", "h", "l"),
    "hall": ("hall", "plant", "facility", "floor", "site"),
    "departments": ("departments", "blocks", "facilities"),
    "aspect": ("aspect", "aspect_max", "max_aspect", "aspect_ratio", "max_aspect_ratio", "aspects", "alpha", "ar"),
    "side": ("side", "side_min", "min_side", "minimum_side", "side_least", "min_width"),
    "best": ("best", "best_known", "reference", "bks", "best_cost"),
    "metric": ("metric", "distance", "distances", "norm"),
    "name": ("name", "id", "instance", "department"),
}
"""The words that documents use, in small letters."""
_STRAIGHT = ("e", "l2", "straight")


def problems(file: str, document: Any, stem: str) -> Iterator[tuple[str, Json]]:
    """Yield (name, problem) of a document; a problem alone is called ``stem``. Raises ``BadInstance``."""
    if isinstance(document, Mapping) and len(document) == 1 and "instances" in document:
        document = document["instances"]
    if isinstance(document, list):
        document = {str(_said(one, "name") or f"{stem}-{at}"): one for at, one in enumerate(document, 1)}
    if not isinstance(document, Mapping) or not document:
        raise BadInstance(f"{file}: neither a problem of blocks nor a list of them")
    if _said(document, "flows") is not None:
        document = {str(_said(document, "name") or stem): document}
    for name, given in document.items():
        if isinstance(given, Mapping):  # remarks beside the problems are nobody's concern
            yield str(name), _problem(f"{file}: {name}", given)


def _said(given: Any, key: str) -> Any:
    """Return what a document says under any of the names of ``key``."""
    if not isinstance(given, Mapping):
        return None
    small = {str(word).lower(): value for word, value in given.items() if value is not None}
    return next((small[word] for word in _NAMES[key] if word in small), None)


def _problem(where: str, given: Mapping[str, Any]) -> Json:
    """Return {flow, areas, width, height, straight} and, where they are said, aspect, side and best."""
    departments = _said(given, "departments")
    told = departments if isinstance(departments, list) and all(isinstance(d, Mapping) for d in departments) else None
    areas = _said(given, "areas") or (told and [_said(one, "areas") for one in told])
    if not areas:
        raise BadInstance(f"{where}: no areas; blocks of fixed sides are a plant: plant-copilot layout solve")
    sizes = _list(where, "areas", areas)
    names = [str(_said(one, "name") or at) for at, one in enumerate(told)] if told else []
    flow = _flows(where, _said(given, "flows"), len(sizes), names)
    hall = _said(given, "hall")
    width, height = hall if isinstance(hall, list) and len(hall) == 2 else (None, None)
    problem: Json = {
        "flow": flow,
        "areas": sizes,
        "width": _number(where, "width", width or _said(hall, "width") or _said(given, "width")),
        "height": _number(where, "height", height or _said(hall, "height") or _said(given, "height")),
        "straight": str(_said(given, "metric") or "r").lower().startswith(_STRAIGHT),
    }
    for key in ("aspect", "side"):
        limit = _said(given, key)
        if limit is None and told and any(_said(one, key) is not None for one in told):
            limit = [_said(one, key) or 0 for one in told]
        if limit is not None:
            problem[key] = _limit(where, key, limit, len(sizes))
    if (best := _said(given, "best")) is not None:
        problem["best"] = _number(where, "best", best)
    return _without_empty(where, problem)


def _list(where: str, key: str, values: Any) -> list[float]:
    if not isinstance(values, list):
        raise BadInstance(f"{where}: {key} is {values!r}, not a list of numbers")
    return [_number(where, f"{key}[{at}]", value) for at, value in enumerate(values)]


def _number(where: str, key: str, value: Any) -> float:
    """Return a number, which may stand as a text."""
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise BadInstance(f"{where}: {key} is {'missing' if value is None else repr(value)}, not a number") from error
    if not (0 <= number < float("inf")):
        raise BadInstance(f"{where}: {key} is {value}; a number from 0 up is wanted")
    return number


def _limit(where: str, key: str, limit: Any, n: int) -> float | list[float]:
    """Return a limit for all blocks, or one a block; [least, most] of an aspect is its most."""
    if not isinstance(limit, list):
        return _number(where, key, limit)
    if limit and all(isinstance(one, list) for one in limit):
        limit = [max(one) for one in limit]
    if len(limit) != n:
        raise BadInstance(f"{where}: {key} has {len(limit)} numbers for {n} blocks")
    return _list(where, key, limit)


def _flows(where: str, rows: Any, n: int, names: list[str]) -> Table:
    """Return an n by n table. A symmetric one names every flow twice and is halved."""
    if not isinstance(rows, list):
        raise BadInstance(f"{where}: flows are missing")
    table = [[0.0] * n for _ in range(n)]
    if rows and (all(isinstance(row, Mapping) for row in rows) or (len(rows) != n and _are_triples(rows))):
        for at, row in enumerate(rows):
            source, target, flow = _triple(where, at, row, names)
            if not (0 <= source < n and 0 <= target < n):
                raise BadInstance(f"{where}: flows[{at}] is between {source} and {target}; there are {n} blocks")
            table[source][target] += flow
        return table
    if len(rows) not in (n, n - 1):
        raise BadInstance(f"{where}: flows have {len(rows)} rows for {n} areas")
    for i, row in enumerate(rows):
        values = _list(where, f"flows[{i}]", row)
        first = {n: 0, n - i: i, n - i - 1: i + 1}.get(len(values), 0 if len(values) in (i, i + 1) else None)
        if first is None:
            raise BadInstance(f"{where}: flows[{i}] has {len(values)} numbers for {n} areas")
        table[i][first : first + len(values)] = values
    twice = all(table[i][j] == table[j][i] for i in range(n) for j in range(i))
    return [[value if not twice or j > i else 0.0 for j, value in enumerate(row)] for i, row in enumerate(table)]


def _are_triples(rows: list[Any]) -> bool:
    return all(isinstance(row, list) and len(row) == 3 for row in rows)


def _triple(where: str, at: int, row: Any, names: list[str]) -> tuple[int, int, float]:
    """Return (from, to, flow) with the numbers of the blocks, which may be named."""
    if isinstance(row, Mapping):
        small = {str(word).lower(): value for word, value in row.items()}
        row = [
            next((small[word] for word in words if word in small), None)
            for words in (("from", "source", "i"), ("to", "target", "j"), ("flow", "value", "loads", "f"))
        ]
    ends = [names.index(str(end)) if str(end) in names else end for end in row[:2]]
    source, target, flow = (_number(where, f"flows[{at}]", value) for value in (*ends, row[2]))
    return int(source), int(target), flow


def _without_empty(where: str, problem: Json) -> Json:
    """Leave out blocks of no area, which have no flow either."""
    areas, flow = problem["areas"], problem["flow"]
    empty = [at for at, area in enumerate(areas) if not area]
    busy = [at for at in empty if any(flow[at]) or any(row[at] for row in flow)]
    if busy:
        raise BadInstance(f"{where}: areas[{busy[0]}] is 0, and something flows there")
    kept = [at for at in range(len(areas)) if at not in empty]
    limits = {
        key: [problem[key][at] for at in kept] for key in ("aspect", "side") if isinstance(problem.get(key), list)
    }
    return problem | limits | {"areas": [areas[at] for at in kept], "flow": [[flow[i][j] for j in kept] for i in kept]}
