"""Numbers over time as a plot in the chat, drawn by the Plotly that Chainlit brings and loads when it is needed."""

from __future__ import annotations

import json
from typing import ClassVar
from urllib.parse import urlencode

from chainlit.element import Element, ElementType

from plant_copilot.payload import Json

_TIMES = {"year", "quarter", "month", "week"}
_DRAWN = {"trend", "pareto", "weibull"}
_LEAST = 3  # points: two are read faster than drawn


class Plot(Element):
    """A figure by its address. Chainlit's own class wants Plotly's Python package, 40 MB, to write the same JSON."""

    type: ClassVar[ElementType] = "plotly"


def plots(answer: Json) -> list[Plot]:
    """Return the plots of the figures in an answer that are numbers over time, or drawn by their nature."""
    return [Plot(name=f"plot {n}", url=address(query)) for n, query in enumerate(drawn(answer), 1)]


def drawn(answer: Json) -> list[Json]:
    """Return the history queries of an answer that are better drawn than told."""
    return [found["details"]["query"] for found in answer["evidence"] if _is_drawn(found)]


def address(query: Json) -> str:
    """Return the address of the figure of a history query."""
    return f"/api/history/plot.json?{urlencode({'query': json.dumps(query, ensure_ascii=False)})}"


def _is_drawn(found: Json) -> bool:
    details = found.get("details", {})
    if found.get("tool") != "history" or len(details.get("rows", ())) < _LEAST:
        return False
    query = details["query"]
    return query.get("metric") in _DRAWN or bool(_TIMES & {*query.get("group_by", ())})
