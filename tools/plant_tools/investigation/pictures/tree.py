"""A tree laid out from the top, every node over the middle of those under it; or upright, line by line."""

from __future__ import annotations

from dataclasses import dataclass, field

from plant_tools.investigation.pictures.paper import Box, path

WIDE = 390
"""Of an upright tree, in pixels, where it is no more than three levels deep."""

_GAP, _DROP, _MARGIN, _GATE = 18, 46, 20, 30
_EDGE, _STEP, _APART = 8, 22, 10


@dataclass(slots=True)
class Node:
    """A box and those under it; ``gate`` is a word between them ("AND"), where it is a fault tree."""

    box: Box
    under: list[Node] = field(default_factory=list)
    gate: str = ""

    @property
    def wide(self) -> float:
        """How much room it takes with all that is under it."""
        below = sum(node.wide for node in self.under) + _GAP * max(len(self.under) - 1, 0)
        return max(self.box.wide, below)


def drawn(root: Node, *, upright: bool = False) -> tuple[list[str], float, float]:
    """Return the parts of the picture, its width and its height; each row is as high as its highest box."""
    if upright:
        shapes, widest, foot = _listed(root, _EDGE, _EDGE)
        return shapes, max(widest + _EDGE, WIDE), foot
    rows: list[float] = []
    _measure(root, 0, rows)
    tops = [_MARGIN + sum(rows[:level]) + _DROP * level for level in range(len(rows))]
    parts: list[str] = []
    _place(root, _MARGIN, 0, tops, parts)
    return parts, root.wide + 2 * _MARGIN, tops[-1] + rows[-1] + _MARGIN


def _measure(node: Node, level: int, rows: list[float]) -> None:
    rows.extend([0.0] * (level + 1 - len(rows)))
    rows[level] = max(rows[level], node.box.high + (_GATE if node.gate else 0))
    for each in node.under:
        _measure(each, level + 1, rows)


def _place(node: Node, left: float, level: int, tops: list[float], parts: list[str]) -> float:
    """Draw ``node`` into the room that begins at ``left``; return its middle."""
    inner = sum(each.wide for each in node.under) + _GAP * max(len(node.under) - 1, 0)
    at, middles = left + (node.wide - inner) / 2, []
    for each in node.under:
        middles.append(_place(each, at, level + 1, tops, parts))
        at += each.wide + _GAP
    middle = left + node.wide / 2
    top = tops[level]
    foot = top + node.box.high
    if node.gate:
        mark = Box([node.gate])
        parts += [path([(middle, foot), (middle, foot + 8)]), mark.at(middle - mark.wide / 2, foot + 8)]
        foot += 8 + mark.high
    if middles:
        bend = tops[level + 1] - 14
        parts += [path([(middle, foot), (middle, bend), (x, bend), (x, tops[level + 1])]) for x in middles]
    parts.append(node.box.at(middle - node.box.wide / 2, top))
    return middle


def _listed(node: Node, left: float, top: float) -> tuple[list[str], float, float]:
    """Draw ``node`` and, indented, those under it; return the parts, how far right they reach, and where they end."""
    parts, widest, y = [node.box.at(left, top)], left + node.box.wide, top + node.box.high + _APART
    stem, foot = left + _STEP / 2, top + node.box.high
    if node.gate:
        mark = Box([node.gate])
        parts.append(mark.at(widest + _APART, top + (node.box.high - mark.high) / 2))
        widest += _APART + mark.wide
    for each in node.under:
        middle = y + each.box.high / 2
        parts.append(path([(stem, foot), (stem, middle), (left + _STEP, middle)]))
        more, right, y = _listed(each, left + _STEP, y)
        parts, widest = parts + more, max(widest, right)
    return parts, widest, y
