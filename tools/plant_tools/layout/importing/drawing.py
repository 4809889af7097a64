"""A plant from a DXF drawing: hall, columns, doors and machine blocks, as they stand today; by ezdxf and shapely.

Drawings come without units, far from the origin, with blocks in blocks, mirrored and scaled, and with outlines of loose
lines. What had to be guessed is in the notes; heights and weights are not in a plan and have to be added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from math import hypot
from typing import Any

from plant_tools.layout.errors import LayoutUnreadable
from plant_tools.layout.importing.outlines import Ring, boxed, polygons_of, snapped
from plant_tools.layout.project import Project
from plant_tools.layout.reading import project_of

Json = dict[str, Any]

_MM = {1: 25.4, 2: 304.8, 4: 1.0, 5: 10.0, 6: 1000.0, 8: 0.0000254, 10: 914.4, 14: 100.0}
"""Millimetres in a unit of $INSUNITS."""
_WALL = re.compile(r"wall|wand|outline|hall|umriss|contour|墙|牆|外框|厂房", re.IGNORECASE)
_STANDING = re.compile(r"column|pillar|obstacle|stütze|stuetze|säule|hindernis|柱|障碍", re.IGNORECASE)
_DOOR = re.compile(r"door|dock|gate|tür|tuer|tor\b|门|門", re.IGNORECASE)
_OTHER = re.compile(r"text|dim|mass|clear|flow|aisle|hatch|grid|achs|title|rahmen|标注", re.IGNORECASE)
_NAME_TAGS = ("TAG", "NAME", "ID", "MACHINE", "MASCHINE", "EQUIPMENT")
_HEIGHT = 2000
_SMALLEST = 100.0
"""What is smaller (mm) is a symbol, not a machine."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The plant in a drawing, and what had to be guessed."""

    project: Project
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Machine:
    name: str
    width: float
    depth: float
    turn: int
    x: float
    y: float


def read_drawing(content: bytes, where: str) -> Drawing:
    """Return the plant in a DXF. Raises ``LayoutUnreadable``."""
    sheet, units = _opened(content, where)
    notes: list[str] = []
    halls = polygons_of(entity for entity in sheet if _WALL.search(entity.dxf.layer))
    if not halls:
        raise LayoutUnreadable(
            f"{where}: no closed outline of a hall was found.", remedy="Draw it on a layer called WALL (or FL_WALL)."
        )
    hall = max(halls, key=lambda ring: ring.area)
    scale = _scale(units, hall, notes)
    machines = list(_machines(sheet, hall))
    loose = [e for e in sheet if _is_loose(e)]
    machines += _from_rings(polygons_of(loose), machines)
    told = _plant(sheet, hall, machines, scale)
    notes.append(f"heights are not in a plan: {_HEIGHT} mm is put for every item")
    return Drawing(project_of(told | {"notes": notes}, where), tuple(notes))


def _opened(content: bytes, where: str) -> tuple[list[Any], int]:
    """Return the entities of the model, layers of the frame left out, and the code of the units."""
    if find_spec("ezdxf") is None or find_spec("shapely") is None:
        raise LayoutUnreadable(
            f"{where}: drawings need ezdxf and shapely.", remedy="Install them: pip install 'plant-copilot[solvers]'"
        )
    from ezdxf import recover
    from ezdxf.lldxf.const import DXFError

    try:
        drawing, _ = recover.read(BytesIO(content))
    except (DXFError, OSError, ValueError) as error:
        raise LayoutUnreadable(f"{where} is no DXF drawing: {error}.") from error
    return list(drawing.modelspace()), int(drawing.header.get("$INSUNITS", 0))


def _scale(units: int, hall: Ring, notes: list[str]) -> float:
    """Return the millimetres in a unit; where none is said, that which makes the hall as large as halls are."""
    if units in _MM and units:
        return _MM[units]
    x0, y0, x1, y1 = hall.bounds
    longest = max(x1 - x0, y1 - y0)
    scale = 1000.0 if longest < 500 else 10.0 if longest < 3000 else 1.0
    named = {1000.0: "metres", 10.0: "centimetres", 1.0: "millimetres"}[scale]
    notes.append(f"the drawing says no units: read as {named}, so that the hall is {longest * scale / 1000:.1f} m long")
    return scale


def _machines(sheet: Sequence[Any], hall: Ring) -> Iterator[_Machine]:
    seen: dict[str, int] = {}
    for entity in sheet:
        if entity.dxftype() == "INSERT" and not _skipped(entity):
            for insert in _leaves(entity):
                machine = _block(insert)
                if machine and hall.holds((machine.x, machine.y)):
                    seen[machine.name] = seen.get(machine.name, 0) + 1
                    number = f"-{seen[machine.name]}" if seen[machine.name] > 1 else ""
                    yield _Machine(
                        machine.name + number, machine.width, machine.depth, machine.turn, machine.x, machine.y
                    )


def _skipped(entity: Any) -> bool:
    names, layer = _layer_and_name(entity), entity.dxf.layer
    return any(rule.search(names) for rule in (_DOOR, _STANDING)) or any(rule.search(layer) for rule in (_WALL, _OTHER))


def _layer_and_name(entity: Any) -> str:
    return f"{entity.dxf.layer} {entity.dxf.name}" if entity.dxftype() == "INSERT" else str(entity.dxf.layer)


def _leaves(insert: Any) -> Iterator[Any]:
    """Yield the blocks that have lines of their own; a block of nothing but blocks is a group."""
    parts = list(insert.virtual_entities()) if insert.block() else []
    if parts and all(part.dxftype() == "INSERT" for part in parts):
        for part in parts:
            yield from _leaves(part)
    elif parts:
        yield insert


def _block(insert: Any) -> _Machine | None:
    """Return a block as a box: its own extents, scaled and turned; at another angle than a right one, what holds it."""
    found = boxed(insert.virtual_entities())
    if found is None:
        return None
    x0, y0, x1, y1 = found
    turn = round(insert.dxf.rotation / 90) * 90 % 360
    width, depth = (x1 - x0, y1 - y0) if turn % 180 == 0 else (y1 - y0, x1 - x0)
    return _Machine(_named(insert), width, depth, turn, (x0 + x1) / 2, (y0 + y1) / 2)


def _named(insert: Any) -> str:
    """Return what a block is called: by an attribute, by its only text, or by the name of the block."""
    for wanted in _NAME_TAGS:
        for attribute in insert.attribs:
            if attribute.dxf.tag.upper() == wanted and attribute.dxf.text.strip():
                return str(attribute.dxf.text.strip())[:80]
    texts = [e.dxf.text.strip() for e in insert.virtual_entities() if e.dxftype() == "TEXT" and e.dxf.text.strip()]
    if len(texts) == 1:
        return str(texts[0])[:80]
    return re.sub(r"[*|]", "_", insert.dxf.name)[:80]


def _is_loose(entity: Any) -> bool:
    layer = entity.dxf.layer
    kept = not any(rule.search(layer) for rule in (_WALL, _STANDING, _DOOR, _OTHER))
    return kept and entity.dxftype() in {"LINE", "LWPOLYLINE", "POLYLINE"}


def _from_rings(rings: Sequence[Ring], known: Sequence[_Machine]) -> Iterator[_Machine]:
    """Yield outlines that are not those of blocks, as machines; what lies in another one is part of it."""
    outer = [ring for ring in rings if not any(other is not ring and other.holds_ring(ring) for other in rings)]
    number = 0
    for ring in outer:
        x0, y0, x1, y1 = ring.bounds
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        if not any(abs(m.x - middle[0]) < m.width / 2 and abs(m.y - middle[1]) < m.depth / 2 for m in known):
            number += 1
            yield _Machine(f"outline-{number}", x1 - x0, y1 - y0, 0, *middle)


def _plant(sheet: Sequence[Any], hall: Ring, machines: Sequence[_Machine], scale: float) -> Json:
    """Return the plant, its origin at the corner of the hall, in whole mm."""
    left, low = hall.bounds[:2]

    def at(x: float, y: float) -> list[int]:
        return [round((x - left) * scale), round((y - low) * scale)]

    outline = [at(*corner) for corner in hall.corners]
    items, current = [], []
    for machine in machines:
        width, depth = round(machine.width * scale), round(machine.depth * scale)
        if min(width, depth) < _SMALLEST:
            continue
        across, along = (width, depth) if machine.turn % 180 == 0 else (depth, width)
        x, y = at(machine.x, machine.y)
        items.append({"id": machine.name, "size": [width, depth, _HEIGHT]})
        place = {"item": machine.name, "floor": "hall", "x": x - across // 2, "y": y - along // 2, "turn": machine.turn}
        current.append(place)
    standing = polygons_of(e for e in sheet if _STANDING.search(e.dxf.layer))
    obstacles = [
        {"id": f"column-{n}", "floor": "hall", "polygon": [at(*corner) for corner in ring.corners], "kind": "column"}
        for n, ring in enumerate(standing, 1)
    ]
    site = {
        "floors": [{"id": "hall", "outline": outline}],
        "obstacles": obstacles,
        "doors": list(_doors(sheet, at, outline)),
    }
    return {"site": site, "items": items, "current": current}


def _doors(sheet: Sequence[Any], at: Any, outline: Sequence[Sequence[int]]) -> Iterator[Json]:
    """Yield the blocks and circles of doors, each moved onto the nearest wall."""
    number = 0
    for entity in sheet:
        named = _layer_and_name(entity)
        if not _DOOR.search(named) or entity.dxftype() not in {"INSERT", "CIRCLE"}:
            continue
        number += 1
        point = entity.dxf.insert if entity.dxftype() == "INSERT" else entity.dxf.center
        place = at(point.x, point.y)
        x, y = snapped(place, outline)
        if hypot(x - place[0], y - place[1]) < 3000:
            yield {"id": f"door-{number}", "floor": "hall", "at": [x, y]}
