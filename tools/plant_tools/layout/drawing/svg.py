"""A plan as SVG: hall, obstacles, machines with their clearances, flows as lines as wide as what they carry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from plant_tools.layout.checking.boxes import Solid, faces
from plant_tools.layout.checking.standing import standing_on
from plant_tools.layout.evaluating.ways import pair_ways, solids_of
from plant_tools.layout.project import Layout, Project
from plant_tools.layout.shapes import bounds
from plant_tools.layout.site import Floor

_WIDTH = 1000
_MARGIN = 40
_THICK = 12.0
COLOURS = {
    "hall": "#ffffff",
    "wall": "#1f2937",
    "obstacle": "#9ca3af",
    "item": "#bfdbfe",
    "moved": "#fde68a",
    "locked": "#d1d5db",
    "kept": "#93c5fd",
    "door": "#16a34a",
    "zone": "#fecaca",
    "flow": "#dc2626",
    "text": "#111827",
}


class View:
    """Where a point of a floor is on the sheet; up stays up. ``top`` is where the sheet of this floor begins."""

    def __init__(self, floor: Floor, top: float) -> None:
        x0, y0, x1, y1 = bounds(floor.outline)
        self.scale = (_WIDTH - 2 * _MARGIN) / max(x1 - x0, 1)
        self.height = (y1 - y0) * self.scale + 2 * _MARGIN
        self._x0, self._y1, self._top = x0, y1, top

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of a point in mm."""
        return _MARGIN + (x - self._x0) * self.scale, self._top + _MARGIN + (self._y1 - y) * self.scale


def svg(project: Project, layout: Layout, *, title: str = "", flows: bool = True) -> str:
    """Return the plan of every floor, one under the other; what moved against today is yellow, what is locked grey."""
    solids, parts, top = solids_of(project, layout), list[str](), 20.0
    today = {placed.item: placed for placed in project.current}
    moved = {placed.item for placed in layout if today.get(placed.item, placed) != placed}
    for floor in project.site.floors:
        view = View(floor, top)
        parts.append(f'<text x="{_MARGIN}" y="{top + 22:.0f}" font-weight="bold">{escape(floor.id)}</text>')
        parts += _floor(project, floor, view)
        here = [one for one in solids.values() if one.placed.floor == floor.id]
        parts += [line for one in here for line in _kept(one, view)]
        parts += [line for one in sorted(here, key=lambda one: one.z0) for line in _item(one, view, one.name in moved)]
        if flows:
            parts += _flows(project, layout, floor, view)
        top += view.height + 10
    head = f'<text x="{_MARGIN}" y="16" font-weight="bold">{escape(title)}</text>' if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top:.0f}" font-family="sans-serif" '
        f'font-size="12" fill="{COLOURS["text"]}"><rect width="{_WIDTH}" height="{top:.0f}" fill="#f9fafb"/>'
        f"{head}{''.join(parts)}</svg>"
    )


def _floor(project: Project, floor: Floor, view: View) -> Iterator[str]:
    yield _polygon(floor.outline, view, COLOURS["hall"], f'stroke="{COLOURS["wall"]}" stroke-width="3"')
    for zone in project.site.zones:
        if zone.floor == floor.id:
            told = f"{zone.id}: {zone.rule} {', '.join(zone.tags)}"
            yield _polygon(zone.polygon, view, COLOURS["zone"], 'fill-opacity="0.4"', told)
    for name, polygon, _, _ in standing_on(project.site, floor.id):
        yield _polygon(polygon, view, COLOURS["obstacle"], f'stroke="{COLOURS["wall"]}"', name)
    for door in project.site.doors:
        if door.floor == floor.id:
            x, y = view.at(*door.at)
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{COLOURS["door"]}"/>'
            side, anchor = (9, "start") if x < _WIDTH / 2 else (-9, "end")  # towards the middle of the sheet
            place = f'x="{x + side:.1f}" y="{y - 6:.1f}" font-size="10" text-anchor="{anchor}"'
            yield f"<text {place}>{escape(door.id)}</text>"


def _kept(one: Solid, view: View) -> Iterator[str]:
    x0, y0, x1, y1 = one.kept
    style = f'fill-opacity="0.15" stroke="{COLOURS["kept"]}" stroke-dasharray="4 3"'
    yield _polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], view, COLOURS["kept"], style)


def _item(one: Solid, view: View, moved: bool) -> Iterator[str]:  # noqa: FBT001 - one of two colours
    x0, y0, x1, y1 = one.body
    colour = COLOURS["locked"] if one.item.fixed_at else COLOURS["moved"] if moved else COLOURS["item"]
    told = f"{one.item.name or one.name}: {x1 - x0} x {y1 - y0} mm at {x0}, {y0}, turned {one.placed.turn}°"
    yield f'<g id="{escape(one.name)}">'
    yield _polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], view, colour, 'stroke="#1e3a8a"', told)
    side, at, start, end = faces(one)[one.item.access or "front"]
    a, b = ((start, at), (end, at)) if side in {"south", "north"} else ((at, start), (at, end))
    (ax, ay), (bx, by) = view.at(*a), view.at(*b)
    if one.item.kind == "fixed":
        yield f'<line x1="{ax:.1f}" y1="{ay:.1f}" x2="{bx:.1f}" y2="{by:.1f}" stroke="#1e3a8a" stroke-width="4"/>'
    x, y = view.at((x0 + x1) / 2, (y0 + y1) / 2)
    yield f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle">{escape(one.name)}</text></g>'


def _flows(project: Project, layout: Layout, floor: Floor, view: View) -> Iterator[str]:
    """Yield the spaghetti: a line for each flow within the floor, its width by what it carries a day."""
    solids = solids_of(project, layout)
    places = {
        name: ((one.body[0] + one.body[2]) / 2, (one.body[1] + one.body[3]) / 2)
        for name, one in solids.items()
        if one.placed.floor == floor.id
    }
    places |= {door.id: (float(door.at[0]), float(door.at[1])) for door in project.site.doors if door.floor == floor.id}
    pairs = [p for p in pair_ways(project, layout, aisles=False) if p.source in places and p.target in places]
    most = max((pair.loads for pair in pairs), default=1.0)
    for pair in pairs:
        (ax, ay), (bx, by) = view.at(*places[pair.source]), view.at(*places[pair.target])
        wide = max(1.0, _THICK * pair.loads / most)
        told = f"{pair.source} → {pair.target}: {pair.loads:g} loads a day, {pair.metres:.1f} m"
        yield (
            f'<line x1="{ax:.1f}" y1="{ay:.1f}" x2="{bx:.1f}" y2="{by:.1f}" stroke="{COLOURS["flow"]}" '
            f'stroke-opacity="0.35" stroke-width="{wide:.1f}"><title>{escape(told)}</title></line>'
        )


def _polygon(points: Sequence[tuple[float, float]], view: View, fill: str, style: str, title: str = "") -> str:
    at = " ".join(f"{x:.1f},{y:.1f}" for x, y in (view.at(*point) for point in points))
    told = f"<title>{escape(title)}</title>" if title else ""
    return f'<polygon points="{at}" fill="{fill}" {style}>{told}</polygon>'
