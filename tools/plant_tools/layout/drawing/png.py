"""A plan as PNG, drawn by Pillow: the same as the SVG, without its hints."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from plant_tools.layout.checking.standing import standing_on
from plant_tools.layout.drawing.svg import COLOURS, View
from plant_tools.layout.evaluating.ways import pair_ways, solids_of
from plant_tools.layout.project import Layout, Project
from plant_tools.layout.site import Floor

_WIDTH = 1000


def png(project: Project, layout: Layout) -> bytes:
    """Return the plan of every floor, one under the other."""
    tops, top = [], 10.0
    for floor in project.site.floors:
        tops.append(top)
        top += View(floor, top).height
    image = Image.new("RGB", (_WIDTH, int(top) + 10), "#f9fafb")
    pen = ImageDraw.Draw(image, "RGBA")
    for floor, start in zip(project.site.floors, tops, strict=True):
        _draw(pen, project, layout, floor, View(floor, start))
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw(pen: ImageDraw.ImageDraw, project: Project, layout: Layout, floor: Floor, view: View) -> None:
    font = ImageFont.load_default(13)
    pen.polygon([view.at(*point) for point in floor.outline], COLOURS["hall"], COLOURS["wall"], 3)
    for _, polygon, _, _ in standing_on(project.site, floor.id):
        pen.polygon([view.at(*point) for point in polygon], COLOURS["obstacle"])
    solids = solids_of(project, layout)
    places = {door.id: view.at(*door.at) for door in project.site.doors if door.floor == floor.id}
    for x, y in places.values():
        pen.ellipse((x - 7, y - 7, x + 7, y + 7), COLOURS["door"])
    for one in solids.values():
        if one.placed.floor != floor.id:
            continue
        pen.rectangle(_corners(view, one.kept), COLOURS["kept"] + "30")
        pen.rectangle(_corners(view, one.body), COLOURS["locked" if one.item.fixed_at else "item"], "#1e3a8a", 2)
        places[one.name] = view.at((one.body[0] + one.body[2]) / 2, (one.body[1] + one.body[3]) / 2)
    pairs = [p for p in pair_ways(project, layout, aisles=False) if p.source in places and p.target in places]
    most = max((pair.loads for pair in pairs), default=1.0)
    for pair in pairs:
        wide = max(1, round(10 * pair.loads / most))
        pen.line([places[pair.source], places[pair.target]], COLOURS["flow"] + "60", wide)
    for name, (x, y) in places.items():
        pen.text((x, y), name, COLOURS["text"], font, "mm")


def _corners(view: View, box: tuple[int, int, int, int]) -> tuple[float, float, float, float]:
    (x0, y1), (x1, y0) = view.at(box[0], box[1]), view.at(box[2], box[3])
    return x0, y0, x1, y1
