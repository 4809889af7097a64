"""What is wished of a layout, in three languages: keep this, swap these, what if that doubles; and its effect."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from plant_tools.layout.conflicts import locked
from plant_tools.layout.errors import LayoutUnreadable
from plant_tools.layout.item import Item, Lock
from plant_tools.layout.project import Layout, Placement, Project, Relation, expanded_items
from plant_tools.layout.wording import FACTORS, FALLS, METRES, PATTERNS, PERCENT

_OF_TWO = {"swap", "near", "apart"}
_APART = 5000.0
"""How far away is far, where nobody says (mm)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """``kind``: keep, free, swap, demand, near or apart; ``names`` what it is about; ``amount`` a factor, or mm."""

    kind: str
    names: tuple[str, ...]
    amount: float = 0.0


def read_wish(text: str, project: Project, before: Sequence[str] = ()) -> Wish | None:
    """Return what ``text`` wishes of ``project``; None where it is no such wish, or names nothing there.

    ``before`` are the names spoken of last, for "these two" and "it".
    """
    for kind, pattern in PATTERNS:
        if not pattern.search(text):
            continue
        names = named_in(text, project)
        if kind == "demand":
            names = [*products_in(text, project), *names][:1]
        names = names or list(before)
        amount = _amount(kind, text)
        needed = 2 if kind in _OF_TWO else 1
        if len(names) >= needed and (amount or kind != "demand"):
            return Wish(kind, tuple(names[:2] if kind in _OF_TWO else names), amount)
    return None


def named_in(text: str, project: Project) -> list[str]:
    """Return the items that ``text`` names, in its order: by their names, or by a word that only one of them has."""
    items = expanded_items(project.items)
    words: dict[str, list[str]] = {}
    for item in items:
        for word in {item.id, item.name, *item.name.split()}:
            if len(word) >= 2 or word == item.id:
                words.setdefault(word.casefold(), []).append(item.id)
    own = {item.id.casefold() for item in items}
    known = {word: ids[0] for word, ids in words.items() if word and (len(ids) == 1 or word in own)}
    found = sorted((at, -len(word), known[word]) for word in known for at in _at(text.casefold(), word))
    taken, names = 0, list[str]()
    for at, length, name in found:
        if at >= taken:
            taken = at - length
            if name not in names:
                names.append(name)
    return names


def products_in(text: str, project: Project) -> list[str]:
    """Return the products that ``text`` names."""
    products = {r.product for r in project.routings} | {flow.product for flow in project.flows if flow.product}
    return sorted(product for product in products if any(True for _ in _at(text.casefold(), product.casefold())))


def _at(text: str, word: str) -> Iterator[int]:
    """Yield where a word stands in a text: whole, where it is of letters that words are spaced in."""
    plain = word.isascii()
    pattern = rf"(?<![a-z0-9_'-]){re.escape(word)}(?![a-z0-9_'-])" if plain else re.escape(word)
    yield from (found.start() for found in re.finditer(pattern, text))


def _amount(kind: str, text: str) -> float:
    """Return the factor of a demand, or how far apart, in mm; 0 where none is said."""
    if kind == "apart":
        metres = METRES.search(text)
        return _number(metres[1]) * 1000 if metres else _APART
    return factor_in(text) if kind == "demand" else 0.0


def factor_in(text: str) -> float:
    """Return by what a text wishes something to be multiplied: "20 % less" is 0.8; 0 where it says no such thing."""
    if percent := PERCENT.search(text):
        share = _number(percent[1]) / 100
        return max(1 - share if FALLS.search(text) else 1 + share, 0.0)
    return next((factor for words, factor in FACTORS if words.search(text)), 0.0)


def _number(said: str) -> float:
    return float(said.replace(",", "."))


def wished(project: Project, latest: Layout, wishes: Sequence[Wish]) -> Project:
    """Return the plant with ``wishes`` fulfilled or demanded. Raises ``LayoutUnreadable``."""
    effects: Mapping[str, Callable[[Project, Layout, Wish], Project]] = {
        "keep": _kept,
        "free": _freed,
        "swap": _swapped,
        "demand": _demanded,
        "near": _related,
        "apart": _related,
    }
    for wish in wishes:
        if wish.kind not in effects:
            raise LayoutUnreadable(f"There is no change {wish.kind!r}.", remedy=f"Changes are {', '.join(effects)}.")
        project = effects[wish.kind](project, latest, wish)
    return project


def _with_items(project: Project, changed: Mapping[str, Item]) -> Project:
    items = tuple(changed.get(item.id, item) for item in expanded_items(project.items))
    return project.model_copy(update={"items": items})


def _lock(placed: Placement) -> Lock:
    return Lock(floor=placed.floor, x=placed.x, y=placed.y, turn=placed.turn, z=placed.z)


def _items(project: Project, wish: Wish) -> dict[str, Item]:
    items = {item.id: item for item in expanded_items(project.items)}
    if lost := [name for name in wish.names if name not in items]:
        raise LayoutUnreadable(f"There is no item {lost[0]!r} in this layout.", remedy=f"Items: {', '.join(items)}.")
    return {name: items[name] for name in wish.names}


def _kept(project: Project, latest: Layout, wish: Wish) -> Project:
    """Lock items where they are today; where nothing is known of today, where the latest layout has them."""
    places = {placed.item: placed for placed in (*latest, *project.current)}
    items = _items(project, wish)
    return _with_items(project, {n: i.model_copy(update={"fixed_at": _lock(places[n])}) for n, i in items.items()})


def _freed(project: Project, _: Layout, wish: Wish) -> Project:
    return _with_items(project, {n: i.model_copy(update={"fixed_at": None}) for n, i in _items(project, wish).items()})


def _swapped(project: Project, latest: Layout, wish: Wish) -> Project:
    """Lock two items in each other's places: middle on middle; where that breaks a rule, at a corner or turned."""
    items, places = _items(project, wish), {placed.item: placed for placed in latest}
    a, b = (places[name] for name in wish.names)
    ways = [(_instead(items[one.item], one, items[other.item], other)) for one, other in ((a, b), (b, a))]
    first: Project | None = None
    for way in sorted(product(*ways), key=lambda pair: pair[0][0] + pair[1][0]):
        locks = {name: lock for name, (_, lock) in zip(wish.names, way, strict=True)}
        changed = {name: items[name].model_copy(update={"fixed_at": lock}) for name, lock in locks.items()}
        swapped = _with_items(project, changed)
        first = first or swapped
        if not any(locked(swapped, swapped.items)):
            return swapped
    return first or project


def _instead(item: Item, own: Placement, other: Item, place: Placement) -> list[tuple[int, Lock]]:
    """Return the locks of an item in the place of another, as it is turned first, with how little they are wanted."""
    u, v = _turned(other, place)
    found = []
    for turned in dict.fromkeys((own.turn, *(item.turns if item.size else ()))):
        w, d = _turned(item, own.model_copy(update={"turn": turned}))
        spots = [((u - w) // 2, (v - d) // 2), (0, 0), (u - w, 0), (0, v - d), (u - w, v - d)]
        for number, (dx, dy) in enumerate(spots):
            lock = _lock(place.model_copy(update={"x": place.x + dx, "y": place.y + dy, "turn": turned}))
            found.append((10 * (turned != own.turn) + number, lock))
    return found


def _turned(item: Item, placed: Placement) -> tuple[int, int]:
    if not item.size:
        return placed.width or 0, placed.depth or 0
    return (item.size[0], item.size[1]) if placed.turn % 180 == 0 else (item.size[1], item.size[0])


def _demanded(project: Project, _: Layout, wish: Wish) -> Project:
    """Multiply the demand for a product; for an item, all that flows in and out of it."""
    name, factor = wish.names[0], wish.amount
    routings = tuple(
        r.model_copy(update={"demand": r.demand * factor}) if name == r.product else r for r in project.routings
    )
    flows = tuple(
        f.model_copy(update={"loads": f.loads * factor}) if name in {f.product, f.source, f.target} else f
        for f in project.flows
    )
    if routings == project.routings and flows == project.flows:
        routings = tuple(r.model_copy(update={"demand": r.demand * factor}) if name in r.steps else r for r in routings)
    if routings == project.routings and flows == project.flows:
        raise LayoutUnreadable(f"Nothing flows for {name!r}.", remedy="Name a product of a routing, or an item.")
    return project.model_copy(update={"routings": routings, "flows": flows})


def _related(project: Project, _: Layout, wish: Wish) -> Project:
    """Rate two items A, or X with a least distance, in place of what they were rated."""
    a, b = wish.names
    _items(project, wish)
    distance = round(wish.amount) if wish.kind == "apart" else 0
    new = Relation(a=a, b=b, rating="A" if wish.kind == "near" else "X", distance=distance, reason="as wished")
    rest = tuple(rel for rel in project.rel if {rel.a, rel.b} != {a, b})
    weights = project.weights
    if wish.kind == "near" and not weights.rel:
        weights = weights.model_copy(update={"rel": 0.002})
    return project.model_copy(update={"rel": (*rest, new), "weights": weights})
