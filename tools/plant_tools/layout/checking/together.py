"""The rules that items obey or break together: room, service space, stacking, distance, the load on the floor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import isqrt

from plant_tools.layout.checking.boxes import Solid, gap, meet, over
from plant_tools.layout.checking.violation import Violation
from plant_tools.layout.flows import rated_pairs
from plant_tools.layout.project import Project
from plant_tools.layout.site import Floor


def room(a: Solid, b: Solid) -> Iterator[Violation]:
    """Yield where two items of one floor are in one another's way."""
    if meet(a.body, b.body):
        if over(a, b):
            yield Violation("overlaps", (a.name, b.name), f"{a.name} and {b.name} overlap")
            return
        below, above = (a, b) if a.z0 < b.z0 else (b, a)
        if not below.item.stack.carries:
            yield Violation("stacking", (a.name, b.name), f"{above.name} stands above {below.name}, which carries none")
    for one, other in ((a, b), (b, a)):
        if _same_height(one, other) and meet(one.kept, other.body):
            yield Violation("clearances", (one.name, other.name), f"{other.name} stands in the clearance of {one.name}")


def _same_height(one: Solid, other: Solid) -> bool:
    """Say whether ``other`` is at the height of ``one`` or of what is kept free above it."""
    return one.z0 < max(other.z1, other.z0 + 1) and other.z0 < max(one.top, one.z0 + 1)


def distances(solids: Mapping[str, Solid], project: Project) -> Iterator[Violation]:
    """Yield the pairs rated X that stand nearer than their least distance, edge to edge, on one floor."""
    for a, b, rating, least, _ in rated_pairs(project):
        if rating != "X" or not least or a not in solids or b not in solids:
            continue
        one, other = solids[a], solids[b]
        dx, dy = gap(one.body, other.body)
        if one.placed.floor == other.placed.floor and dx * dx + dy * dy < least * least:
            near = isqrt(dx * dx + dy * dy)
            yield Violation("distances", (a, b), f"{a} and {b} are {near} mm apart; at least {least} mm are wanted")


def loads(solids: Sequence[Solid], floor: Floor) -> Iterator[Violation]:
    """Yield where the floor carries too much: the pressure of an item and of all that stand above it."""
    if floor.load is None:
        return
    for one in solids:
        if one.z0 and not one.item.weight:
            continue
        under = [one, *(other for other in solids if other.z0 > one.z0 and meet(one.body, other.body))]
        pressure = sum((_pressure(each) for each in under), Fraction(0))
        if pressure > Fraction(round(floor.load * 1000)):
            told = float(pressure) / 1000
            yield Violation("loads", (one.name,), f"{one.name} loads the floor with {told:.2f} of {floor.load} kN/m2")


def _pressure(one: Solid) -> Fraction:
    """Return N/m2: kg x 9.81 over the footprint."""
    x0, y0, x1, y1 = one.body
    return Fraction(one.item.weight * 981 * 10**6, 100 * max((x1 - x0) * (y1 - y0), 1))
