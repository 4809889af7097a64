"""What a person reads of a measurement of photos."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_evals.figures import table

_GROUPS = {
    "own": "plates of assets on record",
    "strange": "plates of machines not on record",
    "wrong": "plates of another asset than asked about",
    "display": "alarm displays",
    "label": "delivery labels",
    "nothing": "nothing to read",
}


def of_pictures(result: Mapping[str, Any]) -> str:
    """Return what was recognised by kind of picture and by what made it worse, and what went wrong."""
    heads = ["", "pictures", "kind", "asset taken", "asked", "taken wrongly", "warned", "number read", "verdict"]
    rows = [
        [
            name,
            str(told["pictures"]),
            f"{told['kind_right']}/{told['pictures']}",
            _share(told, "asset_right", "plates_known"),
            _share(told, "asset_asked", "plates_known"),
            str(told["taken_wrongly"]),
            _share(told, "warnings_given", "warnings_due"),
            _share(told, "keys_read", "keys"),
            _share(told, "verdicts_right", "labels"),
        ]
        for name, told in _rows(result)
    ]
    costs = ", ".join(f"{value:g} {name.replace('_', ' ')}" for name, value in result["costs"].items())
    wrong = [
        f"{one['number']} {one['group']} ({', '.join(one['harm'])}): {one['key'] or 'nothing'} -> {one['kind']}, "
        f"{one['outcome']}; read: {' | '.join(one['read'])[:100]}"
        for one in result["wrong"]
    ]
    return "\n".join([table([heads, *rows]), "", f"A picture costs {costs}.", "", "Not as it should be:", *wrong])


def _rows(result: Mapping[str, Any]) -> list[tuple[str, Mapping[str, int]]]:
    groups = [(_GROUPS[name], told) for name, told in result["groups"].items()]
    harmed = [(f"made worse by: {name}", told) for name, told in result["harm"].items()]
    return [*groups, ("seven segments", result["segments"]), *harmed, ("all", result["all"])]


def _share(told: Mapping[str, int], part: str, whole: str) -> str:
    return f"{told[part]}/{told[whole]}" if told[whole] else ""
