"""Questions to begin with from the plant's own assets and open orders, for each profile others."""

from __future__ import annotations

from dataclasses import dataclass

from plant_copilot import Copilot
from plant_copilot.payload import Json
from plant_knowledge_ingest.principal import Principal
from plant_ui.chat.messages import say

_LOOKED_AT = 30  # assets; each costs a few milliseconds
_LONGEST = 60

_ENGINEER = ("ask_similar", "ask_causes", "card_ask_failures", "ask_mtbf")
_PLANNER = ("ask_downtime", "ask_cost", "ask_by_year", "ask_mtbf")


@dataclass(frozen=True, slots=True)
class Seen:
    """What questions are made of: the asset with the newest failure, an order of it, that year; ``documented`` too."""

    asset: str = ""
    order: str = ""
    year: str = ""
    is_open: bool = False
    documented: str = ""


def look(copilot: Copilot, principal: Principal) -> Seen:
    """Look at the plant: open orders first, otherwise the newest failure; and an asset that has documents."""
    listed = copilot.assets(principal=principal)["assets"]
    listed.sort(key=lambda one: (not one["dataset"], -one["documents"], one["asset"]))
    documented = next((one["asset"] for one in listed if one["documents"]), "")
    recorded = [one for one in listed if one["dataset"]][:_LOOKED_AT]
    orders = [_latest(copilot.asset(one["asset"], dataset=one["dataset"], principal=principal)) for one in recorded]
    newest = max((found for found in orders if found), key=lambda found: found[:2], default=None)
    if newest is None:
        return Seen(documented=documented)
    is_open, at, asset, text, manuals = newest
    return Seen(asset, text[:_LONGEST], at[:4], is_open, asset if manuals else documented)


def own_starters(seen: Seen, language: str) -> dict[str, list[str]]:
    """Return questions by profile; [] where the plant has nothing to make them of."""
    words = {"asset": seen.asset, "text": seen.order, "year": seen.year}

    def asked(keys: tuple[str, ...]) -> list[str]:
        return [say(language, key, **words) for key in keys] if seen.asset else []

    technician = asked(("ask_similar",)) if seen.is_open else []
    technician += [say(language, "card_ask_isolation", asset=seen.documented)] if seen.documented else []
    return {"technician": technician, "engineer": asked(_ENGINEER), "planner": asked(_PLANNER)}


def _latest(found: Json) -> tuple[bool, str, str, str, bool] | None:
    """Return of the newest order whether it is open, when it was, its asset, its text, and if there are manuals."""
    record = found["record"]
    told = [(True, one["reported_at"], one["text"]) for one in record["open_orders"]] if record else []
    told += [(False, one["at"], one["text"]) for one in record["failures"]] if record else []
    usable = [(is_open, at, text) for is_open, at, text in told if at and text]
    if not usable:
        return None
    is_open, at, text = max(usable)
    return is_open, at, found["asset"], text, bool(found["documents"])
