"""What a kept layout must not hide: that it keeps closeness less than today, or that another one has shorter aisles."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def loosened(told: Json) -> tuple[float, float] | None:
    """Return the closeness of the proposal and of today (%) where the proposal's is worse, or breaks more X pairs."""
    near, today = told["evaluation"]["closeness"], told["today"] and told["today"]["evaluation"]
    before = today and today["closeness"]
    if not near or not before:
        return None
    now, then = ((one["score"] or 0.0, -len(one["violated"])) for one in (near, before))
    return (now[0], then[0]) if now[0] < then[0] or now[1] < then[1] else None


def shorter_aisles(told: Json) -> tuple[int, float, float] | None:
    """Return the number of an alternative that costs less a day by the aisles, what it costs and the proposal costs.

    Only layouts in which an aisle joins the ends of every flow are compared.
    """
    own = _by_aisles(told)
    found = [(cost, number) for number, one in enumerate(told["alternatives"], 1) if (cost := _by_aisles(one))]
    if not own or not found or min(found)[0] >= own - 0.005:
        return None
    return min(found)[1], min(found)[0], own


def _by_aisles(rated: Json) -> float | None:
    flow = rated["evaluation"] and rated["evaluation"]["flow"]
    return flow["aisle_money"] if flow and not flow["without_aisle"] else None
