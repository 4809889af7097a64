"""Drawings made as people make them: how many of their machines are found, and errors in those that we write.

Units of all kinds or none, blocks in blocks, mirrored, scaled and turned ones, outlines of loose lines, a plan far from
the origin. What was drawn is known.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from io import StringIO
from typing import Any

from plant_tools.layout.drawing.dxf import dxf, ezdxf_here
from plant_tools.layout.importing.drawing import read_drawing
from plant_tools.layout.reading import layout_of

Json = dict[str, Any]
DRAWINGS = 24
_UNITS = ((4, 1.0), (6, 0.001), (5, 0.1), (1, 1 / 25.4), (0, 1.0), (0, 0.001))
"""Codes of $INSUNITS, and drawing units in a mm."""
_NEAR = 2
"""How far off (mm) a place or a side may be read, for units that are not decimal."""


def made_drawing(number: int) -> tuple[bytes, list[tuple[int, int, int, int]]]:
    """Return a drawing and the machines in it: lower left corner from that of the hall, width, depth (mm)."""
    chance = random.Random(number)  # noqa: S311 - a made-up drawing, not a secret
    code, scale = _UNITS[number % len(_UNITS)]
    shift = chance.choice([0, 5_000_000]) if number % 4 == 3 else 0
    drawing = ezdxf_here().new("R2010")
    drawing.header["$INSUNITS"] = code
    sheet = drawing.modelspace()

    def at(x: float, y: float) -> tuple[float, float]:
        return (x + shift) * scale, (y + shift) * scale

    _lines(sheet, [at(0, 0), at(40000, 0), at(40000, 24000), at(0, 24000)], "WALLS", loose=number % 2 == 1)
    machines = []
    for place in range(chance.randint(6, 18)):
        width, depth = chance.randrange(900, 4001, 50), chance.randrange(700, 2801, 50)
        x, y = (
            1000 + 6000 * (place % 6) + chance.randrange(0, 500),
            1500 + 7000 * (place // 6) + chance.randrange(0, 500),
        )
        turned = _machine(drawing, sheet, f"M{place + 1}", (width, depth), at(x, y), scale, chance)
        machines.append((x, y, *((depth, width) if turned else (width, depth))))
    out = StringIO()
    drawing.write(out)
    return out.getvalue().encode(), machines


def _lines(sheet: Any, corners: list[tuple[float, float]], layer: str, *, loose: bool) -> None:
    if not loose:
        sheet.add_lwpolyline(corners, close=True, dxfattribs={"layer": layer})
        return
    for a, b in zip(corners, [*corners[1:], corners[0]], strict=True):
        sheet.add_line(a, b, dxfattribs={"layer": layer})


def _machine(  # noqa: PLR0913, PLR0917 - what a block is made of
    drawing: Any,
    sheet: Any,
    name: str,
    size: tuple[int, int],
    at: tuple[float, float],
    scale: float,
    chance: random.Random,
) -> bool:
    """Draw a machine in one of the ways people do; return whether it stands turned by a quarter."""
    width, depth = size[0] * scale, size[1] * scale
    kind = chance.choice(["block", "turned", "mirrored", "scaled", "nested", "lines", "grouped"])
    if kind == "lines":
        corners = [at, (at[0] + width, at[1]), (at[0] + width, at[1] + depth), (at[0], at[1] + depth)]
        _lines(sheet, corners, "EQUIPMENT", loose=chance.random() < 0.5)
        return False
    factor = 2.0 if kind == "scaled" else 1.0
    block = drawing.blocks.new(f"BLK_{name}")
    outline = [(0.0, 0.0), (width / factor, 0.0), (width / factor, depth / factor), (0.0, depth / factor)]
    _lines(block, outline, "0", loose=chance.random() < 0.3)
    block.add_attdef("TAG", (0, 0), dxfattribs={"height": 50 * scale})
    attributes: Json = {"layer": "MACHINES"}
    insert, turned = at, kind == "turned"
    if turned:
        attributes["rotation"], insert = 90, (at[0] + depth, at[1])
    elif kind == "mirrored":
        attributes["xscale"], insert = -1, (at[0] + width, at[1])
    elif kind == "scaled":
        attributes |= {"xscale": factor, "yscale": factor}
    holder = sheet
    if kind in {"nested", "grouped"}:  # a block in a block: with a frame of its own, or as nothing but a group
        holder = drawing.blocks.new(f"GRP_{name}")
        sheet.add_blockref(holder.name, at, dxfattribs={"layer": "MACHINES"})
        insert = (0.0, 0.0)
        if kind == "nested":
            _lines(holder, outline, "0", loose=False)
    reference = holder.add_blockref(block.name, insert, dxfattribs=attributes)
    reference.add_auto_attribs({"TAG": name})
    return turned


def run_drawings(tell: Callable[[str], None], *, drawings: int = DRAWINGS) -> Json:
    """Read made drawings; write what was read, read that again; count machines and errors."""
    found = wanted = errors = strange = again = 0
    for number in range(drawings):
        content, machines = made_drawing(number)
        read = read_drawing(content, f"drawing {number}")
        seen = _boxes(read.project.model_dump())
        hits = sum(any(_same(machine, box) for box in seen) for machine in machines)
        found, wanted, strange = found + hits, wanted + len(machines), strange + len(seen) - hits
        text = dxf(read.project, layout_of(read.project.model_dump()["current"]))
        errors += len(ezdxf_here().read(StringIO(text)).audit().errors)
        rewritten = _boxes(read_drawing(text.encode(), "again").project.model_dump())
        again += sum(any(_same(machine, box) for box in rewritten) for machine in seen)
        if hits < len(machines):
            tell(f"drawing {number}: {hits} of {len(machines)} machines")
    return {
        "drawings": drawings,
        "machines": wanted,
        "recognised": found,
        "recognised_percent": round(100 * found / wanted, 2),
        "strange": strange,
        "audit_errors": errors,
        "written_and_read_again": again,
    }


def _boxes(project: Json) -> list[tuple[int, int, int, int]]:
    sizes = {item["id"]: item["size"] for item in project["items"]}
    boxes = []
    for placed in project["current"]:
        width, depth, _ = sizes[placed["item"]]
        boxes.append((placed["x"], placed["y"], *((width, depth) if placed["turn"] % 180 == 0 else (depth, width))))
    return boxes


def _same(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    return all(abs(x - y) <= _NEAR for x, y in zip(a, b, strict=True))


def of_drawings(told: Json) -> str:
    """Return the result as lines to print."""
    return (
        f"{told['recognised']} of {told['machines']} machines in {told['drawings']} drawings "
        f"({told['recognised_percent']} %), {told['strange']} more that are none\n"
        f"written and read again: {told['written_and_read_again']} machines, {told['audit_errors']} errors of the audit"
    )
