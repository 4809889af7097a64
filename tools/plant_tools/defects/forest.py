"""What was compared as SVG: for each level how many times as often the defect is there, with its interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import log2

from plant_tools.defects.analysis import Analysis, Compared
from plant_tools.defects.statement import probability, shown_name

MOST = 16
_LEFT, _WIDE, _RIGHT, _ROW, _TOP, _LONGEST = 250, 380, 230, 26, 58, 36
_FOUND, _CHANCE = "#c2571a", "#8a939c"
_NARROWEST, _WIDEST = -3.0, 4.0  # powers of two
_STYLE = (
    "svg{background:#fff;color:#222;font:12px sans-serif}text{fill:currentColor}"
    "@media(prefers-color-scheme:dark){svg{background:#1b1d21;color:#e6e6e6}}"
)


def forest_svg(title: str, analysis: Analysis) -> str:
    """Return the picture of what was found, then of what came nearest to it."""
    chosen = sorted(analysis.compared, key=_order)[:MOST]
    width, height = _LEFT + _WIDE + _RIGHT, _TOP + _ROW * len(chosen) + 40
    low, high = _reach(chosen)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    drawn = [f"<style>{_STYLE}</style>", f'<text x="12" y="26" font-weight="bold">{escape(title)}</text>']
    drawn += _axis(low, high, height)
    for place, one in enumerate(chosen):
        drawn += _row(one, _TOP + _ROW * place + _ROW / 2, (low, high))
    return f"{head}{''.join(drawn)}</svg>"


def _order(one: Compared) -> tuple[bool, bool, float]:
    return not one.found, one.tested is None, -abs(one.tested.z) if one.tested else 0.0


def _reach(chosen: Sequence[Compared]) -> tuple[float, float]:
    """Return the powers of two between which everything lies, as far as it is worth showing."""
    ends = [log2(max(end, 1e-9)) for one in chosen for end in (one.ratio.low, one.ratio.high)] or [0.0]
    return max(_NARROWEST, min(-1.0, *ends)), min(_WIDEST, max(1.0, *ends))


def _axis(low: float, high: float, height: float) -> Iterator[str]:
    for power in range(int(low) - (low < int(low)), int(high) + 2):
        if low <= power <= high:
            x = _across(power, low, high)
            dash = "" if power == 0 else ' stroke-dasharray="2 4"'
            yield f'<line stroke="#999" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 8}" y2="{height - 30}"{dash}/>'
            yield f'<text x="{x:.1f}" y="{height - 14}" text-anchor="middle">×{2.0**power:g}</text>'


def _row(one: Compared, y: float, reach: tuple[float, float]) -> Iterator[str]:
    name = f"{shown_name(one.factor.name)}: {one.level.name}"
    short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
    colour = _FOUND if one.found else _CHANCE
    ends = [_across(log2(max(end, 1e-9)), *reach) for end in (one.ratio.low, one.ratio.value, one.ratio.high)]
    yield f'<text x="{_LEFT - 14}" y="{y + 4:g}" text-anchor="end"><title>{escape(name)}</title>{escape(short)}</text>'
    yield f'<line stroke="{colour}" stroke-width="2" x1="{ends[0]:.1f}" x2="{ends[2]:.1f}" y1="{y:g}" y2="{y:g}"/>'
    yield f'<circle fill="{colour}" cx="{ends[1]:.1f}" cy="{y:g}" r="5"/>'
    p = f", p {probability(one.adjusted)}" if one.adjusted is not None else ""
    told = f"×{one.ratio.value:.2f} ({one.ratio.low:.2f} – {one.ratio.high:.2f}){p}"
    yield f'<text x="{_LEFT + _WIDE + 16}" y="{y + 4:g}">{escape(told)}</text>'


def _across(power: float, low: float, high: float) -> float:
    return _LEFT + _WIDE * (min(max(power, low), high) - low) / (high - low)
