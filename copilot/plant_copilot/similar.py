"""Similar cases, as Python sees them: the finding of the tool, and its cases in plain fields."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def arguments(text: str, asset: str, dataset: str, limit: int, *, wait: bool) -> Json:
    """Return the arguments of the tool; what is empty is left out."""
    chosen = {"asset": asset, "dataset": dataset, "wait": wait}
    return {"text": text, "limit": limit} | {name: value for name, value in chosen.items() if value}


def similar_json(finding: Json) -> Json:
    """Return {cases: [{order, orders, date, asset, seen, ..., mark}], together: [...], evidence, citations, gap}.

    ``cases`` are the similar orders, the most alike first; ``together`` says, for each data set, what they were closed
    with; ``mark`` is the number of the citation with the ids and the SQL.
    """
    cases = [found["details"]["case"] | {"mark": found["marks"][0]} for found in _with(finding, "case")]
    together = [found["details"]["similar"] | {"mark": found["marks"][0]} for found in _with(finding, "similar")]
    return {"cases": cases, "together": together, **finding}


def _with(finding: Json, name: str) -> list[Json]:
    return [found for found in finding["evidence"] if name in found["details"]]
