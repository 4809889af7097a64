"""What a procedure was drafted from, kept beside it, to draft it again or as a part of another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection

from plant_knowledge_ingest.principal import Principal
from plant_tools.sop import energy_sheet, kept
from plant_tools.sop.drafting.choosing import Place
from plant_tools.sop.drafting.what import Wanted
from plant_tools.sop.errors import SopInvalid, UnknownSop

Json = dict[str, Any]

_KEPT = ("task", "asset", "language", "work", "document", "page")
_ID = re.compile(r"SOP-(?:[A-Z0-9]+-)*\d+", re.IGNORECASE)


def as_asked(wanted: Wanted) -> Json:
    """Return what is wanted as JSON has it, without who wants it and the sheet of the day."""
    return {name: getattr(wanted, name) for name in _KEPT} | {"merge": [asdict(place) for place in wanted.merge]}


def asked_again(asked: Mapping[str, Any]) -> Wanted:
    """Return what was wanted; ``as_asked`` gave it."""
    told = {name: asked[name] for name in _KEPT if name in asked}
    return Wanted(**told, author="", merge=tuple(Place(**place) for place in asked.get("merge", ())))


def again(connection: Connection, asked: Mapping[str, Any], by: str) -> Wanted:
    """Return what was wanted, by another person and with the energy sheet of today."""
    sheet = energy_sheet.of_asset(connection, asked["asset"]) if asked["asset"] else None
    return replace(asked_again(asked), author=by, sheet=sheet)


def drafted_as(connection: Connection, text: str, principal: Principal) -> Wanted | None:
    """Return what the procedure was drafted from whose id ``text`` is; None where it is no id of one that is seen.

    Raises ``SopInvalid`` for one that was not drafted here.
    """
    if not _ID.fullmatch(text.strip()):
        return None
    try:
        row = kept.find(connection, text.strip())
    except UnknownSop:
        return None  # a document may be called so, too
    if not principal.reaches(row.rights):
        return None
    if not row.decided.get("asked"):
        raise SopInvalid(f"{row.sop} was not drafted from the manuals: it cannot be merged.")
    return asked_again(row.decided["asked"])
