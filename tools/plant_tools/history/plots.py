"""A result as a picture: timeline, Pareto, trend or Weibull plot, as JSON of a Plotly figure.

The JSON is written here by hand: Plotly's own package would bring 40 MB for a dozen keys, and who shows the figure (the
chat, a notebook, any page with plotly.js) reads exactly these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from math import exp, log
from typing import Any

from plant_tools.history.result import Result, Row

Figure = dict[str, Any]

_INK, _BAR, _LINE, _FIT = "#1f2933", "#3a6ea5", "#c2571a", "#c2571a"


def figure(result: Result) -> Figure | None:
    """Return the Plotly figure {data, layout} that shows ``result``; None for a single number."""
    if result.refused or result.value is None:
        return None
    draw = _PICTURES.get(result.metric)
    if draw is not None:
        return draw(result)
    return _bars(result) if result.rows and "value" in result.rows[0] else None


def _bars(result: Result) -> Figure:
    names = [", ".join(map(str, group[:-1])) for group in result.value]
    bars = {"type": "bar", "x": names, "y": [row["value"] for row in result.rows], "marker": {"color": _BAR}}
    return _framed(result, [bars], x={"type": "category"}, y=_title(result))


def _pareto(result: Result) -> Figure:
    made = _bars(result)
    names = made["data"][0]["x"]
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": "cumulative share",
        "x": names,
        "y": [row["cumulative"] for row in result.rows],
        "yaxis": "y2",
        "marker": {"color": _LINE},
    }
    made["data"][0]["name"] = _title(result)
    made["data"].append(line)
    made["layout"]["yaxis2"] = {"title": {"text": "%"}, "overlaying": "y", "side": "right", "range": [0, 105]}
    return made


def _timeline(result: Result) -> Figure:
    """Show records over time, one line for each asset."""
    time = next((name for name in result.rows[0] if name not in {"id", "asset"}), "") if result.rows else ""
    rows = [row for row in result.rows if row.get(time)]
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": [row[time] for row in rows],
        "y": [row.get("asset_name") or row.get("asset") or "" for row in rows],
        "text": [_told(row) for row in rows],
        "hoverinfo": "text+x",
        "marker": {"color": _BAR, "size": 9},
    }
    return _framed(result, [points], x={"type": "date"}, y="")


def _bundles(result: Result) -> Figure:
    lines = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [row["first"], row["last"]],
            "y": [row["size"]] * 2,
            "name": f"{row['size']} records",
            "line": {"color": _BAR, "width": 6},
        }
        for row in result.rows
    ]
    return _framed(result, lines, x={"type": "date"}, y="records", legend=False)


def _trend(result: Result) -> Figure:
    """Show the failures counted up over time, the fitted curve, and what no trend would be."""
    found, start = result.details, datetime.fromisoformat(result.window[0])
    times = [0.0, *found["times"], found["observed"]]
    counts = [0, *range(1, len(found["times"]) + 1), len(found["times"])]
    grid = [found["observed"] * step / 60 for step in range(61)]
    curve = [found["scale"] * time ** found["beta"] for time in grid]
    steps = _line("failures so far", _dates(start, times), counts, _BAR) | {"line": {"shape": "hv", "color": _BAR}}
    fit = _line(f"Crow-AMSAA, beta = {found['beta']:.3g}", _dates(start, grid), curve, _FIT)
    even = _line("no trend", _dates(start, [0.0, found["observed"]]), [0, len(found["times"])], _INK)
    return _framed(
        result, [steps, fit, even | {"line": {"dash": "dot", "color": _INK}}], x={"type": "date"}, y="failures"
    )


def _weibull(result: Result) -> Figure:
    """Show Weibull paper: ln(-ln(1 - share failed)) over the logarithm of the time, where a fit is straight."""
    found = result.details
    points = {
        "type": "scatter",
        "mode": "markers",
        "name": "median ranks",
        "x": [time for time, _ in found["points"]],
        "y": [_on_paper(share) for _, share in found["points"]],
        "marker": {"color": _BAR},
    }
    heights = [_on_paper(share) for share in (0.01, 0.99)]
    ends = [found["scale"] * exp(height / found["shape"]) for height in heights]
    fit = _line(f"shape {found['shape']:.3g}, scale {found['scale']:.4g} days", ends, heights, _FIT)
    ticks = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)
    made = _framed(result, [points, fit], x={"type": "log", "title": {"text": "days"}}, y="failed")
    made["layout"]["yaxis"]["tickvals"] = [_on_paper(share) for share in ticks]
    made["layout"]["yaxis"]["ticktext"] = [f"{100 * share:g} %" for share in ticks]
    return made


_PICTURES: Mapping[str, Callable[[Result], Figure]] = {
    "pareto": _pareto,
    "list": _timeline,
    "bundles": _bundles,
    "trend": _trend,
    "weibull": _weibull,
}


def _on_paper(share: float) -> float:
    return log(-log(1 - share))


def _line(name: str, x: Sequence[Any], y: Sequence[float], colour: str) -> Figure:
    return {"type": "scatter", "mode": "lines", "name": name, "x": list(x), "y": list(y), "line": {"color": colour}}


def _framed(result: Result, data: list[Figure], *, x: Figure, y: str, legend: bool = True) -> Figure:
    return {
        "data": data,
        "layout": {
            "title": {"text": f"{result.metric.replace('_', ' ').capitalize()} · {result.dataset}"},
            "xaxis": x,
            "yaxis": {"title": {"text": y}},
            "showlegend": legend and len(data) > 1,
            "font": {"color": _INK},
            "margin": {"t": 48, "r": 48, "b": 64, "l": 64},
        },
    }


def _title(result: Result) -> str:
    return f"{result.formula} [{result.unit}]" if result.unit else str(result.formula)


def _told(row: Row) -> str:
    return "<br>".join(str(value).replace("<", "&lt;") for value in row.values() if value not in {None, ""})


def _dates(start: datetime, days: Sequence[float]) -> list[str]:
    return [(start + timedelta(days=day)).isoformat(timespec="seconds") for day in days]
