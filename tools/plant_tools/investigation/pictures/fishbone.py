"""The fishbone: the problem as the head, the six M as bones, the candidates along them."""

from __future__ import annotations

from typing import Any

from plant_tools.investigation import cited
from plant_tools.investigation.lexicon import ARMS
from plant_tools.investigation.phrases import say
from plant_tools.investigation.pictures.paper import LINE, Box, broken, line, paper, text
from plant_tools.investigation.session import ranking

Json = dict[str, Any]

_COLUMN, _LEAN, _MARGIN, _ROOM = 240, 50, 20, 168
_MARKS = {"found": "✔ ", "excluded": "✘ ", "open": ""}


def fishbone(one: Json, language: str) -> str:
    """Return the SVG; candidates that belong to no arm are listed under it, as not sorted."""
    ranked = ranking(one)
    arms = [[_lines(c) for c in ranked if c["arm"] == arm] for arm in ARMS]
    upper, lower = (max([70.0, *(_height(arm) for arm in half)]) for half in (arms[:3], arms[3:]))
    spine = _MARGIN + 34 + upper
    head = Box(broken(one["problem"], 150, 9), "x", (), bold=True)
    end = _MARGIN + 3 * _COLUMN + 40
    parts = [line(_MARGIN, spine, end, spine, 3), head.at(end, spine - head.high / 2)]
    for at, (arm, causes) in enumerate(zip(ARMS, arms, strict=True)):
        foot = _MARGIN + (at % 3 + 1) * _COLUMN
        side, reach = (-1, upper) if at < 3 else (1, lower)
        parts += _bone(say(language, f"arm.{arm}"), causes, foot, spine, side, reach)
    bottom = spine + max(lower + 50, head.high / 2 + 10)
    loose = [_lines(c) for c in ranked if not c["arm"]]
    parts += _unsorted(loose, language, bottom)
    high = bottom + ((24 + _height(loose)) if loose else 0) + _MARGIN
    high = max(high, spine + head.high / 2 + _MARGIN)
    return paper(end + head.wide + _MARGIN, high, f"{say(language, 'fishbone')}: {one['problem']}", parts)


def _lines(candidate: Json) -> tuple[list[str], list[str]]:
    where = cited.tags(candidate["evidence"])[:1]
    return broken(_MARKS[candidate["state"]] + candidate["cause"], _ROOM, 3), broken(" ".join(where), _ROOM * 1.12, 1)


def _height(causes: list[tuple[list[str], list[str]]]) -> float:
    return sum(LINE * len(told) + 14 * len(where) + 8 for told, where in causes) + 10


def _bone(
    name: str, causes: list[tuple[list[str], list[str]]], foot: float, spine: float, side: int, reach: float
) -> list[str]:
    """Return a slanted bone that ends at ``foot`` on the spine; texts stand left of it, with a twig to it."""
    tip = spine + side * (reach + 8)
    parts = [line(foot - _LEAN, tip, foot, spine, 2)]
    parts.append(text(foot - _LEAN, tip + (-8 if side < 0 else 18), name, "middle", "b"))
    y = spine - reach if side < 0 else spine + 12
    for told, where in causes:
        high = LINE * len(told) + 14 * len(where)
        base = y + LINE * len(told) - 2
        on_bone = foot - _LEAN * abs(base - spine) / (reach + 8)
        left = foot - _LEAN - _ROOM - 10
        parts += [text(left, y + LINE * (at + 0.74), words) for at, words in enumerate(told)]
        parts += [text(left, base + 13 * (at + 1), words, "start", "s") for at, words in enumerate(where)]
        parts.append(line(left, base + 2, on_bone, base + 2))
        y += high + 8
    return parts


def _unsorted(loose: list[tuple[list[str], list[str]]], language: str, top: float) -> list[str]:
    if not loose:
        return []
    parts = [text(_MARGIN, top + 12, say(language, "unsorted"), "start", "b")]
    y = top + 20
    for told, where in loose:
        parts += [text(_MARGIN + 12, y + LINE * (at + 0.74), words) for at, words in enumerate(told)]
        y += LINE * len(told)
        parts += [text(_MARGIN + 12, y + 11, words, "start", "s") for words in where]
        y += 14 * len(where) + 8
    return parts
