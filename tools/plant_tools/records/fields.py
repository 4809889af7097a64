"""What can be loaded: for each kind of list its table, its key, and the fields with what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "text", "time", "date", "minutes", "hours", "number", "flag", "type", "state", "event", "code", "rights"
]


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of list. ``one_of``: groups of fields of which every row must fill at least one.

    ``key`` identifies a row inside its data set. Where ``made_up`` is true a row without its key gets one from its
    content; otherwise it is refused. ``words``: for a field whose words are read into ours, the field that
    keeps the word and the field that gets ours.
    ``telling``: groups of fields of which a file must have a column, though rows may leave it empty. ``within``: pairs
    of numbers from 0 on, of which the first is at most the second.
    """

    table: str
    key: tuple[str, ...]
    kinds: Mapping[str, Kind]
    one_of: tuple[tuple[str, ...], ...] = ()
    made_up: bool = False
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    telling: tuple[tuple[str, ...], ...] = ()
    within: tuple[tuple[str, str], ...] = ()


def _kinds(text: str, **others: str) -> dict[str, Kind]:
    """Return the kind of every field; ``others`` are names by kind."""
    kinds: dict[str, Kind] = dict.fromkeys(text.split(), "text")
    known: dict[str, Kind] = {
        "time": "time",
        "date": "date",
        "minutes": "minutes",
        "hours": "hours",
        "number": "number",
        "flag": "flag",
        "type": "type",
        "state": "state",
        "event": "event",
        "code": "code",
        "rights": "rights",
    }
    for kind, names in others.items():
        kinds |= dict.fromkeys(names.split(), known[kind])
    return kinds


TARGETS: Mapping[str, Target] = {
    "work_orders": Target(
        "work_order",
        ("source_id",),
        _kinds(
            "source_id asset_tag asset_name location_code location_name component title description resolution "
            "priority problem_code problem_text problem_subcode problem_subtext cause_code cause_text remedy_code "
            "remedy_text currency reported_by assigned_to completed_by parent_id",
            type="wo_type",
            state="status",
            time="reported_at started_at finished_at due_at",
            flag="breakdown",
            minutes="duration_min downtime_min",
            hours="labour_h",
            number="cost",
            rights="rights",
        ),
        one_of=(("asset_tag", "asset_name", "location_code", "location_name"),),
        made_up=True,
        words={"wo_type": ("type_word", "wo_type"), "status": ("status", "state")},
        telling=(
            ("title", "description", "problem_code", "problem_text", "wo_type", "finished_at", "reported_at"),
            ("source_id", "asset_tag", "asset_name", "wo_type", "finished_at", "reported_at", "started_at"),
        ),
    ),
    "assets": Target(
        "asset",
        ("tag",),
        _kinds(
            "tag name parent_tag location_code level asset_class maker model serial criticality",
            date="installed_on retired_on",
        ),
        telling=(("name", "parent_tag", "location_code", "asset_class", "maker", "model", "serial", "installed_on"),),
    ),
    "locations": Target("functional_location", ("code",), _kinds("code name parent_code level")),
    "failure_codes": Target("failure_code", ("kind", "code"), _kinds("code text category parent_code", code="kind")),
    "events": Target(
        "event",
        ("source_id",),
        _kinds(
            "source_id asset_tag asset_name category code text note severity unit",
            event="kind",
            time="started_at ended_at",
            number="value",
            rights="rights",
        ),
        one_of=(("asset_tag", "asset_name"), ("started_at",)),
        made_up=True,
        words={"kind": ("kind_word", "kind")},
    ),
    "parts": Target(
        "part",
        ("number",),
        _kinds("number name asset_tag maker unit currency", number="in_stock least_stock unit_cost"),
    ),
    "part_uses": Target(
        "part_use",
        ("source_id",),
        _kinds("source_id order_id part_number text unit currency", time="used_at", number="quantity cost"),
        one_of=(("order_id",), ("part_number", "text")),
        made_up=True,
        telling=(("part_number", "quantity"),),
    ),
    "meters": Target("meter", ("code",), _kinds("code name asset_tag component quantity unit")),
    "readings": Target(
        "meter_reading",
        ("source_id",),
        _kinds("source_id meter_code asset_tag unit", time="read_at", number="value"),
        one_of=(("meter_code", "asset_tag"), ("read_at",), ("value",)),
        made_up=True,
    ),
    "inspections": Target(
        "inspection",
        ("source_id",),
        _kinds(
            "source_id inspection_id defect_code defect_text asset_tag location_code product material batch supplier "
            "shift person",
            time="inspected_at",
            number="inspected defective",
            rights="rights",
        ),
        one_of=(("asset_tag", "location_code", "product", "material", "batch", "shift"),),
        made_up=True,
        telling=(("defect_code", "defect_text"), ("inspected", "defective", "product", "batch", "shift")),
        within=(("defective", "inspected"),),
    ),
}
