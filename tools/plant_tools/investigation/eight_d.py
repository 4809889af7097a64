"""The eight disciplines, D0 to D8, filled with what the session knows; what nobody said stays open, and says so."""

from __future__ import annotations

from typing import Any

from plant_tools.investigation import cited
from plant_tools.investigation.session import ranking

Json = dict[str, Any]

DISCIPLINES = ("D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8")
WRITTEN = ("D0", "D1", "D3", "D5", "D6", "D7", "D8")
"""Those that a person writes; D2 and D4 are the session's own, to which a person may add."""


def eight_d(one: Json) -> list[Json]:
    """Return [{discipline, lines, open, sources}]; ``lines`` are [{code, words...}] or [{text}]."""
    told = {name: [{"text": text} for text in one["disciplines"].get(name, [])] for name in DISCIPLINES}
    told["D1"] = [{"code": "member", "name": name} for name in _team(one)] + told["D1"]
    told["D2"] = [{"text": one["problem"]}, *_table(one), *told["D2"]]
    told["D4"] = [*_tested(one), *_root(one), *told["D4"]]
    if one["confirmed"] and one["confirmed"].get("remedy"):
        told["D5"] = [{"code": "manual_remedy", "text": one["confirmed"]["remedy"]}, *told["D5"]]
    if one["order"]:
        told["D6"].append({"code": "written_back", "order": one["order"]})
    sources = {
        "D4": cited.places([e for c in one["candidates"] for e in c["evidence"]]),
        "D5": cited.places(one["confirmed"]["evidence"]) if one["confirmed"] else [],
    }
    return [
        {"discipline": name, "lines": told[name], "open": not told[name], "sources": sources.get(name, [])}
        for name in DISCIPLINES
    ]


def _team(one: Json) -> list[str]:
    names = [one["begun_by"], one["holder"], *(answer["by"] for answer in one["answers"])]
    return list(dict.fromkeys(name for name in names if name))


def _table(one: Json) -> list[Json]:
    return [{"code": "is_is_not"} | row for row in one["is_is_not"]]


def _tested(one: Json) -> list[Json]:
    """Return each candidate with what it was tested by: D4 tests them against the data."""
    return [{"code": f"candidate_{c['state']}", "cause": c["cause"]} for c in ranking(one)]


def _root(one: Json) -> list[Json]:
    if not one["confirmed"]:
        return []
    whys = [{"code": f"why_{why['mark']}", "number": at, "text": why["text"]} for at, why in enumerate(one["whys"], 1)]
    return [{"code": "confirmed", "cause": one["confirmed"]["cause"], "by": one["confirmed"]["by"]}, *whys]
