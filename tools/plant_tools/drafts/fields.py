"""The fields of each kind of draft: what they take, and which must be there before a person can approve."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from plant_tools.drafts.coding import failure_modes
from plant_tools.drafts.errors import DraftInvalid
from plant_tools.history.known import Known, folded, offer

Json = dict[str, Any]

LONGEST = 20_000
"""Characters of a dictation or a field; nobody dictates more."""

_TEXTS = ("title", "description", "priority", "reported_by", "resolution", "completed_by", "remarks")
_TIMES = ("reported_at", "finished_at", "since", "until")
_AMOUNTS = ("downtime_min", "labour_h")
_TYPES = ("corrective", "preventive", "other")
_CODES = {"problem_code": "problem", "cause_code": "cause", "remedy_code": "remedy"}

OF: Mapping[str, tuple[str, ...]] = {
    "work_order": (
        "asset_tag",
        "title",
        "description",
        "wo_type",
        "priority",
        "reported_at",
        "problem_code",
        "cause_code",
        "remedy_code",
        "downtime_min",
        "labour_h",
        "reported_by",
    ),
    "close_out": (
        "order_id",
        "resolution",
        "finished_at",
        "problem_code",
        "cause_code",
        "remedy_code",
        "downtime_min",
        "labour_h",
        "completed_by",
    ),
    "handover": ("since", "until", "remarks"),
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "work_order": ("asset_tag", "description"),
    "close_out": ("order_id", "resolution"),
    "handover": ("since", "until"),
}
WANTED: Mapping[str, tuple[str, ...]] = {
    "work_order": ("wo_type", "priority", "problem_code", "downtime_min"),
    "close_out": ("cause_code", "remedy_code", "downtime_min", "labour_h"),
    "handover": (),
}


def missing(kind: str, fields: Mapping[str, Any]) -> list[Json]:
    """Return what is not there: [{field, needed}], what approval needs first."""
    lacks = [(name, True) for name in NEEDED[kind]] + [(name, False) for name in WANTED[kind]]
    return [{"field": name, "needed": needed} for name, needed in lacks if fields.get(name) in (None, "")]


def checked(kind: str, name: str, value: Any, known: Known) -> Any:
    """Return an edited value as it is kept; None empties a field. Raises ``DraftInvalid``, naming field and value."""
    if name not in OF[kind]:
        raise DraftInvalid(
            f"A {kind.replace('_', ' ')} has no field {name!r}.", remedy=f"It has {', '.join(OF[kind])}."
        )
    if value is None or value == "":
        return None
    return _reader(name)(name, value, known)


def _reader(name: str) -> Callable[[str, Any, Known], Any]:
    readers: dict[str, Callable[[str, Any, Known], Any]] = {"asset_tag": _asset, "wo_type": _type, "order_id": _text}
    readers |= dict.fromkeys(_TEXTS, _text) | dict.fromkeys(_TIMES, _time)
    readers |= dict.fromkeys(_AMOUNTS, _amount) | dict.fromkeys(_CODES, _code)
    return readers[name]


def _text(name: str, value: Any, _: Known) -> str:
    text = str(value).strip()
    if len(text) > LONGEST:
        raise DraftInvalid(f"{name} has {len(text):,} characters; at most {LONGEST:,} are kept.")
    return text


def _time(name: str, value: Any, _: Known) -> str:
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise DraftInvalid(f"{name} is {value!r}, which is no time.", remedy="Write it as 2025-01-31 14:05.") from error
    return at.replace(tzinfo=None, microsecond=0).isoformat(" ")


def _amount(name: str, value: Any, _: Known) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise DraftInvalid(f"{name} is {value!r}, which is no number.") from error
    if not 0 <= number < 1e6:
        raise DraftInvalid(f"{name} is {value!r}; it must be from 0 to a million.")
    return number


def _type(name: str, value: Any, _: Known) -> str:
    if value not in _TYPES:
        raise DraftInvalid(f"{name} is {value!r}; it must be one of {', '.join(_TYPES)}.")
    return str(value)


def _asset(_: str, value: Any, known: Known) -> str:
    return _one_of("asset", str(value), [n.key for n in known.assets])


def _code(name: str, value: Any, known: Known) -> str:
    kind = _CODES[name]
    codes = known.codes["work_order"] or failure_modes()
    return _one_of(f"{kind} code", str(value), [n.key for n in codes if n.kind == kind])


def _one_of(noun: str, value: str, names: Sequence[str]) -> str:
    by_fold = {folded(name): name for name in names}
    if folded(value) not in by_fold:
        exists = offer(value, names)
        there = f"There is: {', '.join(exists)}." if exists else f"The data set has no {noun}s."
        raise DraftInvalid(f"There is no {noun} {value!r} on record.", remedy=there)
    return by_fold[folded(value)]
