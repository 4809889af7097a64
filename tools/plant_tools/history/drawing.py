"""A figure as SVG, for faces that cannot run Plotly: bars, points and lines on two axes.

Written by hand because matplotlib would bring 60 MB and fonts of its own for pictures this plain; an SVG needs neither,
and becomes a PNG by what already draws pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape
from itertools import pairwise
from math import log10
from typing import Any

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 960, 540, 84, 60, 56, 96
_MOST_NAMES, _LONGEST_NAME = 24, 18
_GREY, _INK = "#c9d1d9", "#1f2933"
_FONT = 'font-family="sans-serif" font-size="13"'

Scale = Callable[[Any], float]


def svg(figure: dict[str, Any]) -> str:
    """Return a picture of ``figure``, a Plotly figure of this package, 960 by 540."""
    data, layout = figure["data"], figure["layout"]
    across, names = _across(data, layout["xaxis"])
    up, heights = _up([t for t in data if t.get("yaxis") != "y2"], layout["yaxis"])
    second, _ = _up([], {"range": layout["yaxis2"]["range"]}) if "yaxis2" in layout else (up, [])
    parts = [_grid(heights), _names(names), _text(_LEFT, 30, layout["title"]["text"], 'font-weight="bold"')]
    parts.append(_text(_LEFT - 8, _TOP - 10, layout["yaxis"]["title"]["text"][:70], 'fill="#52606d"'))
    for at, trace in enumerate(data):
        parts.append(_trace(trace, across, second if trace.get("yaxis") == "y2" else up, len(names)))
        if trace.get("name") and layout["showlegend"]:
            colour = trace.get("line", trace.get("marker", {})).get("color", _INK)
            legend = f'text-anchor="end" fill="{colour}"'
            parts.append(_text(_WIDTH - _RIGHT, 18 + 16 * at, trace["name"], legend))
    size = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    paper = '<rect width="100%" height="100%" fill="white"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{paper}{"".join(parts)}</svg>'


def _across(data: Sequence[Any], axis: dict[str, Any]) -> tuple[Scale, list[tuple[float, str]]]:
    """Return where a value of the x axis lies, and the names written under it."""
    values = [value for trace in data for value in trace["x"]]
    if axis.get("type") == "category":
        order = list(dict.fromkeys(values))
        wide = (_WIDTH - _LEFT - _RIGHT) / max(len(order), 1)
        places = {value: _LEFT + wide * (at + 0.5) for at, value in enumerate(order)}
        every = len(order) // _MOST_NAMES + 1
        return places.__getitem__, [(places[value], str(value)) for value in order[::every]]
    measure, named = _MEASURES.get(axis.get("type", ""), (float, _short))
    measured = [measure(value) for value in values] or [0.0, 1.0]
    scale = _linear(measured, _LEFT, _WIDTH - _RIGHT)
    ticks = [(scale(tick), named(tick)) for tick in _between(min(measured), max(measured), 6)]
    return lambda value: scale(measure(value)), ticks


def _up(data: Sequence[Any], axis: dict[str, Any]) -> tuple[Scale, list[tuple[float, str]]]:
    """Return where a value of the y axis lies, and the names written beside it."""
    values = [value for trace in data for value in trace["y"] if value is not None]
    if values and isinstance(values[0], str):
        order = sorted(set(values))
        places = {name: _TOP + (_HEIGHT - _TOP - _BOTTOM) * (at + 0.5) / len(order) for at, name in enumerate(order)}
        return places.__getitem__, [(places[name], name) for name in order]
    if "tickvals" in axis:
        scale = _linear([*values, *axis["tickvals"]], _HEIGHT - _BOTTOM, _TOP)
        return scale, [(scale(at), text) for at, text in zip(axis["tickvals"], axis["ticktext"], strict=True)]
    low, high = axis.get("range", (min([0.0, *values]), max([*values, 0.0]) or 1.0))
    scale = _linear([low, high], _HEIGHT - _BOTTOM, _TOP)
    return scale, [(scale(tick), f"{tick:.4g}") for tick in _between(low, high, 5)]


def _trace(trace: dict[str, Any], across: Scale, up: Scale, names: int) -> str:
    known = [(x, y) for x, y in zip(trace["x"], trace["y"], strict=True) if y is not None]
    points = [(across(x), up(y)) for x, y in known]
    colour = trace.get("line", trace.get("marker", {})).get("color", _INK)
    if trace["type"] == "bar":
        wide, ground = 0.7 * (_WIDTH - _LEFT - _RIGHT) / max(len(set(trace["x"])), names, 1), up(0)
        return "".join(
            f'<rect x="{x - wide / 2:.1f}" y="{min(y, ground):.1f}" width="{wide:.1f}" height="{abs(ground - y):.1f}" '
            f'fill="{colour}"/>'
            for x, y in points
        )
    drawn = ""
    if "lines" in trace.get("mode", "lines"):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in _steps(points, trace))
        dash = ' stroke-dasharray="5 4"' if "dash" in trace.get("line", {}) else ""
        drawn += f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>'
    if "markers" in trace.get("mode", ""):
        drawn += "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in points)
    return drawn


def _steps(points: Sequence[tuple[float, float]], trace: dict[str, Any]) -> list[tuple[float, float]]:
    if trace.get("line", {}).get("shape") != "hv" or not points:
        return list(points)
    corners = [((x, y), (x, after)) for (_, y), (x, after) in pairwise(points)]
    return [points[0], *(corner for pair in corners for corner in pair)]


def _grid(heights: Sequence[tuple[float, str]]) -> str:
    return "".join(
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_GREY}"/>'
        + _text(_LEFT - 8, y + 4, name[:_LONGEST_NAME], 'text-anchor="end"')
        for y, name in heights
    )


def _names(names: Sequence[tuple[float, str]]) -> str:
    """Write names under the axis, aslant where they are many."""
    ground, slant = _HEIGHT - _BOTTOM + 20, len(names) > 6
    return "".join(
        _text(x, ground, name[:_LONGEST_NAME], f'text-anchor="end" transform="rotate(-32 {x:.1f} {ground})"')
        if slant
        else _text(x, ground, name[:_LONGEST_NAME], 'text-anchor="middle"')
        for x, name in names
    )


def _text(x: float, y: float, text: str, more: str) -> str:
    fill = "" if "fill=" in more else f' fill="{_INK}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {_FONT}{fill} {more}>{escape(text)}</text>'


def _linear(values: Sequence[float], start: float, end: float) -> Scale:
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    return lambda value: start + (end - start) * ((value - low) / (high - low) if high > low else 0.5)


def _between(low: float, high: float, number: int) -> list[float]:
    return [low + (high - low) * at / (number - 1) for at in range(number)] if high > low else [low]


def _seconds(moment: str) -> float:
    return (datetime.fromisoformat(moment) - datetime.min).total_seconds()  # noqa: DTZ901 - the plant's wall clock


def _day(seconds: float) -> str:
    return f"{datetime.fromordinal(1 + int(seconds // 86_400)):%Y-%m-%d}"


def _short(number: float) -> str:
    return f"{number:.4g}"


def _logarithm(value: float) -> float:
    return log10(max(value, 1e-9))


def _power(logarithm: float) -> str:
    return f"{10**logarithm:.3g}"


_MEASURES: dict[str, tuple[Scale, Callable[[float], str]]] = {
    "date": (_seconds, _day),
    "log": (_logarithm, _power),
}
