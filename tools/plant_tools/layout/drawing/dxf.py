"""A plan as DXF (R2010, millimetres) with layers, and its audit; by ezdxf of the extra ``solvers``."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from io import StringIO
from typing import Any

from plant_tools.layout.checking.boxes import Box
from plant_tools.layout.checking.standing import standing_on
from plant_tools.layout.evaluating.ways import pair_ways, solids_of
from plant_tools.layout.project import Layout, Project
from plant_tools.layout.shapes import bounds
from plant_tools.tool import ToolError

LAYERS = {"FL_WALL": 7, "FL_OBSTACLE": 8, "FL_MACHINE": 5, "FL_CLEAR": 4, "FL_AISLE": 3, "FL_FLOW": 1, "FL_TEXT": 7}
_MILLIMETRES = 4


def ezdxf_here() -> Any:
    """Return the library. Raises ``ToolError`` where it is not installed."""
    if find_spec("ezdxf") is None:
        raise ToolError("Drawings (DXF) need ezdxf.", remedy="Install it: pip install 'plant-copilot[solvers]'")
    import ezdxf

    return ezdxf


def dxf(project: Project, layout: Layout) -> str:
    """Return the floors side by side. Raises ``ToolError`` without ezdxf, or where the drawing fails its audit."""
    drawing = ezdxf_here().new("R2010", setup=True)
    drawing.header["$INSUNITS"] = _MILLIMETRES
    for name, colour in LAYERS.items():
        drawing.layers.add(name, color=colour)
    sheet, solids, shift = drawing.modelspace(), solids_of(project, layout), 0
    for floor in project.site.floors:
        x0, _, x1, _ = bounds(floor.outline)
        at = shift - x0
        _outline(sheet, floor.outline, at, "FL_WALL")
        sheet.add_text(floor.id, height=400, dxfattribs={"layer": "FL_TEXT", "insert": (at + x0, -800)})
        for _, polygon, _, _ in standing_on(project.site, floor.id):
            _outline(sheet, polygon, at, "FL_OBSTACLE")
        for door in project.site.doors:
            if door.floor == floor.id:
                sheet.add_circle((door.at[0] + at, door.at[1]), door.width / 2, dxfattribs={"layer": "FL_AISLE"})
        for one in solids.values():
            if one.placed.floor == floor.id:
                _outline(sheet, _corners(one.kept), at, "FL_CLEAR")
                _machine(drawing, sheet, one.name, one.body, at)
        _flows(project, layout, floor.id, sheet, at)
        shift += x1 - x0 + 5000
    return _audited(drawing)


def _outline(sheet: Any, points: Sequence[tuple[int, int]], shift: int, layer: str) -> None:
    sheet.add_lwpolyline([(x + shift, y) for x, y in points], close=True, dxfattribs={"layer": layer})


def _machine(drawing: Any, sheet: Any, name: str, body: Box, shift: int) -> None:
    """Insert a block a machine, so that it can be picked up and moved."""
    x0, y0, x1, y1 = body
    safe = "".join(c if c.isalnum() or c in "-_" else "_" for c in name)
    block = drawing.blocks.new(f"ITEM_{safe}_{len(drawing.blocks)}")
    block.add_lwpolyline(_corners((0, 0, x1 - x0, y1 - y0)), close=True, dxfattribs={"layer": "FL_MACHINE"})
    text = block.add_text(name, height=min(300, max(60, (y1 - y0) // 4)), dxfattribs={"layer": "FL_TEXT"})
    text.set_placement(((x1 - x0) / 2, (y1 - y0) / 2), align=_middle())
    sheet.add_blockref(block.name, (x0 + shift, y0), dxfattribs={"layer": "FL_MACHINE"})


def _middle() -> Any:
    from ezdxf.enums import TextEntityAlignment

    return TextEntityAlignment.MIDDLE_CENTER


def _flows(project: Project, layout: Layout, floor: str, sheet: Any, shift: int) -> None:
    solids = solids_of(project, layout)
    places = {
        s.name: ((s.body[0] + s.body[2]) / 2, (s.body[1] + s.body[3]) / 2)
        for s in solids.values()
        if s.placed.floor == floor
    }
    places |= {door.id: (float(door.at[0]), float(door.at[1])) for door in project.site.doors if door.floor == floor}
    for pair in pair_ways(project, layout, aisles=False):
        if pair.source in places and pair.target in places:
            (ax, ay), (bx, by) = places[pair.source], places[pair.target]
            sheet.add_line((ax + shift, ay), (bx + shift, by), dxfattribs={"layer": "FL_FLOW"})


def _audited(drawing: Any) -> str:
    """Return the text of a drawing that was read again and audited. Raises ``ToolError``."""
    out = StringIO()
    drawing.write(out)
    again = ezdxf_here().read(StringIO(out.getvalue()))
    errors = again.audit().errors
    if errors or again.header["$INSUNITS"] != _MILLIMETRES:
        raise ToolError(f"The drawing failed its audit: {errors[0].message if errors else 'units'}.")
    return out.getvalue()


def _corners(box: Box) -> list[tuple[int, int]]:
    x0, y0, x1, y1 = box
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
