"""The fishbone: the problem as the head, the six M as bones, the candidates along them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from plant_tools.investigation.lexicon import ARMS
from plant_tools.investigation.phrases import say
from plant_tools.investigation.pictures.paper import Box, broken, line, paper, width
from plant_tools.investigation.pictures.sight import Sight
from plant_tools.investigation.pictures.told import GAP, Told, arm_name, height
from plant_tools.investigation.session import ranking

Json = dict[str, Any]

UNSORTED = "unsorted"
"""The branch of the candidates that belong to no arm."""

_COLUMN, _LEAN, _MARGIN, _ROOM = 240, 50, 20, 168
_WIDE, _NARROW_ROOM, _NARROW_LEAN, _NARROW_MARGIN = 390, 150, 22, 10


def fishbone(one: Json, sight: Sight) -> str:
    """Return the SVG; candidates that belong to no arm are listed under it, as not sorted."""
    room = _NARROW_ROOM if sight.upright else _ROOM
    found = {arm: [Told.cause(c, room) for c in ranking(one) if c["arm"] == arm] for arm in (*ARMS, "")}
    parts, wide, high = (_upright if sight.upright else _lying)(one["problem"], found, sight.language)
    return paper(wide, high, f"{say(sight.language, 'fishbone')}: {one['problem']}", parts)


def _lying(problem: str, found: dict[str, list[Told]], language: str) -> tuple[list[str], float, float]:
    """Draw the fish with its head to the right, three bones above and three below."""
    upper, lower = (max([70.0, *(height(found[arm]) for arm in half)]) for half in (ARMS[:3], ARMS[3:]))
    spine = _MARGIN + 34 + upper
    head = Box(broken(problem, 150, 9), "x", (), bold=True, of="top")
    end = _MARGIN + 3 * _COLUMN + 40
    parts = [line(_MARGIN, spine, end, spine, 3), head.at(end, spine - head.high / 2)]
    for at, arm in enumerate(ARMS):
        foot = _MARGIN + (at % 3 + 1) * _COLUMN
        side, reach = (-1, upper) if at < 3 else (1, lower)
        tip = spine + side * (reach + 8)
        parts.append(arm_name(arm, say(language, f"arm.{arm}"), foot - _LEAN, tip + (-8 if side < 0 else 18)))
        parts += _bone(found[arm], foot, spine, side, reach)
    bottom = spine + max(lower + 50, head.high / 2 + 10)
    loose, high = _unsorted(found[""], language, bottom, _MARGIN)
    high = max(high + _MARGIN, spine + head.high / 2 + _MARGIN)
    return parts + loose, end + head.wide + _MARGIN, high


def _bone(causes: Sequence[Told], foot: float, spine: float, side: int, reach: float) -> list[str]:
    """Return a slanted bone that ends at ``foot`` on the spine; texts stand left of it, with a twig to it."""
    parts = [line(foot - _LEAN, spine + side * (reach + 8), foot, spine, 2)]
    y = spine - reach if side < 0 else spine + 12
    left = foot - _LEAN - _ROOM - 10
    for cause in causes:
        on_bone = foot - _LEAN * abs(y + cause.base - spine) / (reach + 8)
        parts.append(cause.at(left, y, _ROOM, (left, on_bone)))
        y += cause.high + GAP
    return parts


def _upright(problem: str, found: dict[str, list[Told]], language: str) -> tuple[list[str], float, float]:
    """Draw the fish with its head up, a bone on either side: as narrow as a phone, its letters in full size."""
    head = Box(broken(problem, _WIDE - 80, 4), "x", (), bold=True, of="top")
    spine, top = _WIDE / 2, _NARROW_MARGIN + head.high
    parts = [head.at(spine - head.wide / 2, _NARROW_MARGIN)]
    for pair in zip(ARMS[:3], ARMS[3:], strict=True):
        high = max(56.0, *(34 + height(found[arm]) for arm in pair))
        for side, arm in zip((-1, 1), pair, strict=True):
            parts += _rib(arm, say(language, f"arm.{arm}"), found[arm], side, top, high)
        top += high
    parts.append(line(spine, _NARROW_MARGIN + head.high, spine, top, 3))
    loose, bottom = _unsorted(found[""], language, top + 14, _NARROW_MARGIN)
    return parts + loose, _WIDE, bottom + _NARROW_MARGIN


def _rib(arm: str, told: str, causes: Sequence[Told], side: int, top: float, high: float) -> list[str]:
    """Return a bone that leans away from the spine downwards; its texts stand outside of it."""
    spine, reach = _WIDE / 2, high - 10
    left = _NARROW_MARGIN if side < 0 else _WIDE - _NARROW_MARGIN - _NARROW_ROOM
    outer = left if side < 0 else left + _NARROW_ROOM
    parts = [line(spine, top, spine + side * _NARROW_LEAN, top + reach, 2)]
    parts.append(arm_name(arm, told, left + (width(told) + 16) / 2, top + 24))
    y = top + 34
    for cause in causes:
        on_bone = spine + side * _NARROW_LEAN * (y + cause.base + 2 - top) / reach
        parts.append(cause.at(left, y, _NARROW_ROOM, (outer, on_bone)))
        y += cause.high + GAP
    return parts


def _unsorted(loose: Sequence[Told], language: str, top: float, margin: float) -> tuple[list[str], float]:
    """Return the causes that belong to no arm, and where they end."""
    if not loose:
        return [], top
    told = say(language, "unsorted")
    parts = [arm_name(UNSORTED, told, margin + width(told) / 2, top + 12)]
    y = top + 20
    for cause in loose:
        parts.append(cause.at(margin + 12, y, _ROOM))
        y += cause.high + GAP
    return parts, y
