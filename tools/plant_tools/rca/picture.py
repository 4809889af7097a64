"""The calibration of each asset class as SVG: what was said against how often it was right, on one square each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

_SIDE, _MARGIN, _GAP, _PER_ROW = 180, 44, 26, 3
_STYLE = (
    "svg{background:#fff;color:#222;font:12px sans-serif}.dot{fill:#1f6feb}"
    ".line{stroke:#999}.box{fill:none;stroke:#999}"
    "@media(prefers-color-scheme:dark){svg{background:#1b1d21;color:#e6e6e6}.dot{fill:#6cb0ff}.line,.box{stroke:#777}}"
    "text{fill:currentColor}"
)


def calibration_svg(score: Mapping[str, Any]) -> str:
    """Return one diagram for all rankings and one for each asset class; dots are larger where more were ranked."""
    charts = {"all": score["all"], **score["classes"]} if len(score["classes"]) > 1 else {"all": score["all"]}
    across = min(_PER_ROW, len(charts))
    wide, high = _SIDE + _MARGIN + _GAP, _SIDE + 2 * _MARGIN + _GAP
    width, height = across * wide + _GAP, -(-len(charts) // across) * high
    drawn = [
        f'<g transform="translate({_MARGIN + (at % across) * wide},{_MARGIN + (at // across) * high})">'
        f"{''.join(_chart(name, one))}</g>"
        for at, (name, one) in enumerate(charts.items())
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    return f"{head}<style>{_STYLE}</style>{''.join(drawn)}</svg>"


def _chart(name: str, one: Mapping[str, Any]) -> Iterator[str]:
    yield f'<text x="0" y="-14" font-weight="bold">{escape(name)}, n = {one["n"]}</text>'
    yield f'<rect class="box" width="{_SIDE}" height="{_SIDE}"/>'
    yield f'<line class="line" x1="0" y1="{_SIDE}" x2="{_SIDE}" y2="0" stroke-dasharray="4 3"/>'
    for share in (0, 50, 100):
        at = _SIDE * share / 100
        yield f'<text x="{at:g}" y="{_SIDE + 16}" text-anchor="middle">{share} %</text>'
        yield f'<text x="-6" y="{_SIDE - at + 4:g}" text-anchor="end">{share}</text>'
    for b in one["bins"]:
        radius = min(11.0, 3 + b["n"] ** 0.5)
        x, y = _SIDE * b["said"], _SIDE * (1 - b["right"])
        told = f"said {b['said']:.0%}, right {b['right']:.0%} of {b['n']}"
        yield f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"><title>{told}</title></circle>'
    said = "no cause confirmed yet" if not one["n"] else "probability said → share right"
    yield f'<text x="{_SIDE / 2:g}" y="{_SIDE + 33}" text-anchor="middle">{said}</text>'
