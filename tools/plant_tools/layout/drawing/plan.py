"""A plan to be looked at and touched, in plain numbers: floors, and each layout with its items as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_tools.layout.checking.boxes import Solid, faces
from plant_tools.layout.checking.standing import standing_on
from plant_tools.layout.evaluating.ways import pair_ways, solids_of
from plant_tools.layout.project import Layout, Project, expanded_items
from plant_tools.layout.reading import layout_of, project_of
from plant_tools.layout.site import Floor

Json = dict[str, Any]


def plan(told: Json) -> Json:
    """Return {number, name, currency, floors, views} of a kept layout in plain fields, all lengths in mm.

    ``views`` are the proposal, its alternatives and today: each {kind, number, certified, wrong, flow, closeness,
    items, flows}; ``flow`` and ``closeness`` are None where items are missing. An item has its ``body`` and what is
    ``kept`` free as x0, y0, x1, y1, ``was`` where it stands today if that is elsewhere, in the proposal its ``move``.
    """
    project = project_of(told["project"])
    views = [_view(project, "proposal", told, told["moves"])]
    views += [_view(project, "alternative", each, (), number) for number, each in enumerate(told["alternatives"], 1)]
    views += [_view(project, "today", told["today"])] if told["today"] else []
    return {
        "number": told.get("number", 0),
        "name": project.name,
        "currency": project.options.currency,
        "floors": [_floor(project, floor) for floor in project.site.floors],
        "views": views,
    }


def _floor(project: Project, floor: Floor) -> Json:
    site = project.site
    return {
        "id": floor.id,
        "outline": floor.outline,
        "standing": [{"id": name, "polygon": polygon} for name, polygon, _, _ in standing_on(site, floor.id)],
        "zones": [
            {"id": zone.id, "polygon": zone.polygon, "rule": zone.rule, "tags": zone.tags}
            for zone in site.zones
            if zone.floor == floor.id
        ],
        "doors": [{"id": door.id, "at": door.at, "width": door.width} for door in site.doors if door.floor == floor.id],
    }


def _view(project: Project, kind: str, rated: Json, moves: Any = (), number: int = 0) -> Json:
    layout, worth = layout_of(rated["layout"]), {move["item"]: move for move in moves}
    evaluation, certificate = rated["evaluation"], rated["certificate"]
    today = {} if kind == "today" else solids_of(project, project.current)
    solids = solids_of(project, layout)
    whole = len(solids) == len(expanded_items(project.items))
    return {
        "kind": kind,
        "number": number,
        "certified": certificate["ok"],
        "wrong": [{"text": found["text"]} for found in certificate["violations"]],
        "flow": evaluation["flow"] if evaluation else None,
        "closeness": evaluation["closeness"] if evaluation else None,
        "items": [_item(one, today.get(one.name), worth.get(one.name)) for one in solids.values()],
        "flows": _flows(project, layout, solids) if whole else [],
    }


def _item(one: Solid, before: Solid | None, move: Json | None) -> Json:
    item, placed = one.item, one.placed
    told: Json = {"id": item.id, "name": item.name, "floor": placed.floor, "turn": placed.turn, "z": one.z0}
    told |= {"body": one.body, "kept": one.kept, "height": item.tall, "weight": item.weight, "move": move}
    told |= {"locked": item.fixed_at is not None, "clearance": item.clearance.model_dump(exclude_defaults=True)}
    if before and before.placed != placed:
        told |= {"was": {"floor": before.placed.floor, "body": before.body}}
    return told | ({"front": _side(one)} if item.kind == "fixed" else {})


def _side(one: Solid) -> list[tuple[int, int]]:
    """Return the two ends of the side that is to be reached."""
    side, at, start, end = faces(one)[one.item.access or "front"]
    return [(start, at), (end, at)] if side in {"south", "north"} else [(at, start), (at, end)]


def _flows(project: Project, layout: Layout, solids: Mapping[str, Solid]) -> list[Json]:
    """Return all flows, the dearest first, with the middles of their ends."""
    ends: dict[str, Json] = {
        name: {"floor": s.placed.floor, "at": [(s.body[0] + s.body[2]) / 2, (s.body[1] + s.body[3]) / 2]}
        for name, s in solids.items()
    }
    ends |= {door.id: {"floor": door.floor, "at": list(door.at)} for door in project.site.doors}
    return [
        {
            "source": pair.source,
            "target": pair.target,
            "loads": round(pair.loads, 3),
            "metres": round(pair.metres, 2),
            "money": round(pair.money, 2),
            "ends": [ends[pair.source], ends[pair.target]],
        }
        for pair in pair_ways(project, layout, aisles=False)
    ]
