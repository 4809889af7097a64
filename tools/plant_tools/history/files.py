"""The result of a history query as a file: rows for a spreadsheet, or its picture."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from plant_knowledge_ingest.svg_image import svg_png
from plant_tools.history.drawing import svg
from plant_tools.history.export import csv_of, xlsx_of
from plant_tools.history.plots import Figure, figure
from plant_tools.history.result import Result
from plant_tools.tool import ToolError

_TABLES: Mapping[str, Callable[[Result], bytes]] = {"csv": csv_of, "xlsx": xlsx_of}
_PICTURES: Mapping[str, Callable[[Figure], bytes]] = {
    "json": lambda drawn: json.dumps(drawn, ensure_ascii=False).encode(),
    "svg": lambda drawn: svg(drawn).encode(),
    "png": lambda drawn: svg_png(svg(drawn)),
}
MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
}


def file_of(result: Result, form: str) -> bytes:
    """Return ``result`` as csv or xlsx (its rows), or as json (a Plotly figure), svg or png (its picture).

    Raises ``ToolError`` for another form, for a refusal, and for a picture of a single number.
    """
    if form not in MEDIA_TYPES:
        raise ToolError(f"There is no form {form!r}.", remedy=f"There are {', '.join(MEDIA_TYPES)}.")
    if result.refused:
        raise ToolError(result.refused.reason)
    if form in _TABLES:
        return _TABLES[form](result)
    drawn = figure(result)
    if drawn is None:
        raise ToolError(
            f"A single {result.metric} has no picture.",
            remedy="Group it, or ask for list, bundles, pareto, trend or weibull.",
        )
    return _PICTURES[form](drawn)
