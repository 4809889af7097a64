"""A selection in plain fields: what every door returns, and what a layout takes over."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from plant_tools.layout.item import Item
from plant_tools.selection.choosing import Choice, Selection
from plant_tools.selection.mixing import Portion
from plant_tools.selection.options import Option
from plant_tools.selection.proving import PROVEN, Proof
from plant_tools.selection.reasons import Reason, reason
from plant_tools.selection.steps import steps_of

Json = dict[str, Any]
FIRM = 0.9
"""A first place that more than one draw in ten takes away is said not to be firm."""
LESS = 0.001
"""A mix that nobody asked for is told of where it saves more than this share."""


def selection_json(selection: Selection, proofs: Sequence[Proof]) -> Json:
    """Return {name, currency, weights, operations, line, bottleneck, datasheet, notices, items, steps, brief}.

    ``notes`` are the notices by their phrases, to be told in other languages.
    """
    line = [_bar(choice, choice.chosen) for choice in selection.choices if choice.chosen]
    brief, notes = selection.brief, list(_notices(selection, proofs))
    return {
        "name": brief.name,
        "currency": brief.money.currency,
        "weights": _weights(selection),
        "operations": [_operation(choice) for choice in selection.choices],
        "line": line,
        "bottleneck": max(line, key=lambda bar: bar["load"])["operation"] if line else "",
        "datasheet": [proof.as_json() for proof in proofs],
        "notices": [note.told() for note in notes],
        "notes": [note.as_json() for note in notes],
        "items": [item.model_dump(mode="json", exclude_defaults=True) for item in _items(selection, proofs)],
        "steps": steps_of(selection),
        "brief": brief.model_dump(mode="json", exclude_defaults=True),
    }


def _weights(selection: Selection) -> Json:
    named = zip(selection.brief.criteria, selection.weights.values.tolist(), strict=True)
    compared = bool(selection.brief.comparisons)
    ratio = round(selection.weights.ratio, 4) if compared else None
    return {"values": {c.id: round(w, 6) for c, w in named}, "consistency_ratio": ratio}


def _operation(choice: Choice) -> Json:
    chosen, ranking = choice.chosen, choice.ranking
    names = [option.name for option in choice.compared]
    return {
        "operation": choice.operation.id,
        "products": [product.id for product in choice.products],
        "chosen": chosen.name if chosen else None,
        "count": chosen.capacity.count if chosen else 0,
        "machines": _machines(chosen) if chosen else [],
        "ranking": [[names[row], round(ranking.closeness[row], 6)] for row in ranking.order] if ranking else [],
        "stays_first": ranking.stays if ranking else None,
        "reversals": [{"without": names[a], "first": names[b]} for a, b in ranking.reversals] if ranking else [],
        "dominated": [{"candidate": one, "by": other} for one, other in choice.dominated.items()],
        "options": [_option(option) for option in choice.options],
    }


def _machines(option: Option) -> list[Json]:
    """Return the machines of an option, and the share of every product that each type takes."""
    return [
        {"candidate": one.candidate.id, "count": one.count, "share": one.capacity.good / option.capacity.good}
        for one in option.portions
    ]


def _option(option: Option) -> Json:
    capacity, costs = option.capacity, option.costs
    told: Json = {
        "candidate": option.name,
        "name": " + ".join(one.candidate.name for one in option.portions if one.candidate.name),
        "out": [check.text for check in option.failed],
        "why_out": [check.why.as_json() for check in option.failed],
        "checks": [{"rule": check.rule, "ok": check.ok, "text": check.text} for check in option.checks],
    }
    if option.failed:
        return told
    return told | {
        "machines": {"exact": capacity.exact, "count": capacity.count, "apart": capacity.alone}
        | {"hours": capacity.hours, "overtime_of_one_fewer": capacity.overtime},
        "money": {"investment": costs.investment, "yearly": costs.running, "npv": costs.npv}
        | {"per_part": costs.per_part, "capital_per_part": costs.annuity / costs.good},
        "figures": dict(option.figures),
        "parts": _machines(option),
    }


def _bar(choice: Choice, option: Option) -> Json:
    """Return a bar of the chart of load against takt (Yamazumi), in seconds a good part."""
    capacity = option.capacity
    return {
        "operation": choice.operation.id,
        "candidate": option.name,
        "count": capacity.count,
        "takt": capacity.takt,
        "pace": capacity.pace,
        "load": capacity.used,
        "cap": capacity.cap,
    }


def _notices(selection: Selection, proofs: Sequence[Proof]) -> Iterator[Reason]:
    for proof in proofs:
        if proof.state != PROVEN:
            words = {"machine": proof.candidate, "field": proof.field, "value": proof.value}
            yield reason("cell", **words, state=proof.state, why=proof.why)
    for choice in selection.choices:
        yield from _of_choice(choice, selection.brief.money.currency)
    yield from _shared(selection)
    if not selection.settled:
        yield reason("circles")


def _of_choice(choice: Choice, currency: str) -> Iterator[Reason]:
    ranking, name = choice.ranking, choice.operation.id
    yield from _of_mix(choice, currency)
    if ranking is None:
        yield reason("nobody", operation=name)
        return
    types = {portion.candidate.id: portion.candidate for option in choice.compared for portion in option.portions}
    yield from (reason("oee", machine=one.id) for one in types.values() if one.oee)
    if ranking.stays < FIRM:
        first, second = (choice.compared[row].name for row in ranking.order[:2])
        yield reason("loose", operation=name, first=first, second=second, percent=f"{100 * ranking.stays:.0f}")


def _of_mix(choice: Choice, currency: str) -> Iterator[Reason]:
    """Tell of a mix that was not asked for and would cost less, or be the only one that meets the requirements."""
    mix, chosen = choice.mix, choice.chosen
    if mix is None or (chosen and mix.costs.per_part >= chosen.costs.per_part * (1 - LESS)):
        return
    words = {"operation": choice.operation.id, "mix": mix.name, "cost": f"{mix.costs.per_part:.5f}"}
    if chosen is None:
        yield reason("mix_only", **words, currency=currency)
    else:
        yield reason("mix_cheaper", **words, currency=currency, chosen=f"{chosen.costs.per_part:.5f}")


def _shared(selection: Selection) -> Iterator[Reason]:
    """Tell where one machine does several operations, and would be needed less often if it were shared."""
    chosen = [portion for choice in selection.choices if choice.chosen for portion in choice.chosen.portions]
    for name in dict.fromkeys(portion.candidate.id for portion in chosen):
        mine = [portion.capacity for portion in chosen if portion.candidate.id == name]
        apart, pooled = sum(one.count for one in mine), max(math.ceil(sum(one.exact for one in mine) - 1e-9), 1)
        if pooled < apart:
            yield reason("shared", machine=name, count=len(mine), pooled=pooled, apart=apart)


def _items(selection: Selection, proofs: Sequence[Proof]) -> Iterator[Item]:
    taken: set[str] = set()
    for choice in selection.choices:
        for at, portion in enumerate(choice.chosen.portions if choice.chosen else ()):
            name = (choice.operation.replaces if at == 0 else "") or portion.candidate.id
            name = f"{name}-{choice.operation.id}" if name in taken else name
            taken.add(name)
            yield _item(name, choice, portion, proofs)


def _item(name: str, choice: Choice, portion: Portion, proofs: Sequence[Proof]) -> Item:
    one = portion.candidate
    places = [str(p.place) for p in proofs if p.candidate == one.id and p.place]
    return Item(
        id=name,
        name=one.name or choice.operation.name,
        size=one.size.value,
        weight=math.ceil(one.weight.value) if one.weight else 0,
        clearance=one.clearance,
        access=one.access,
        aisle=one.aisle or None,
        price=one.price.value,
        source="; ".join(dict.fromkeys(places)),
        count=portion.count,
    )


def in_layout(plant: Json, items: Sequence[Json]) -> Json:
    """Return a plant of a layout with ``items`` in place of those of the same name, the others added.

    What is replaced by several, or by something of another size, no longer has a place of today.
    """
    new = {item["id"]: item for item in items}
    old = {item["id"]: item for item in plant["items"]}
    same = {name for name in new if name in old and _same(old[name], new[name])}
    kept = [_replaced(item, new.pop(item["id"], None)) for item in plant["items"]]
    gone = {item["id"] for item in items} - same
    current = [place for place in plant.get("current", ()) if place["item"] not in gone]
    kept = [{k: v for k, v in item.items() if k != "fixed_at" or item["id"] not in gone} for item in kept]
    return {**plant, "items": [*kept, *new.values()], "current": current}


_OF_THE_PLACE = ("id", "name", "turns", "fixed_at", "floors", "aisle", "tags", "needs")


def _replaced(old: Json, new: Json | None) -> Json:
    """Return what a new machine is, and of the old one what belongs to its place."""
    if new is None:
        return dict(old)
    return {name: old[name] for name in _OF_THE_PLACE if name in old} | new


def _same(old: Json, new: Json) -> bool:
    return list(old.get("size") or ()) == list(new["size"]) and new.get("count", 1) == old.get("count", 1)
