"""Fault trees: read, checked for circles, and reduced to minimal cut sets.

A tree is {top, events: {name: {gate, inputs, text, probability, votes}}}. ``gate`` is "and", "or" or "vote" (at least
``votes`` of the inputs, IEC 61025); an event without a gate is basic. Cut sets are found by MOCUS (Fussell and Vesely,
1972) from the bottom up, and made minimal by absorption.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations, groupby
from math import comb, prod
from typing import Any

from plant_tools.investigation.errors import FaultTreeInvalid

CutSet = frozenset[str]

MOST_EVENTS = 500
MOST_CUT_SETS = 5_000
_GATES = ("and", "or", "vote")


@dataclass(frozen=True, slots=True)
class Event:
    """One event; basic without a ``gate``. ``probability`` is of the basic event, where somebody gave one."""

    name: str
    text: str = ""
    gate: str = ""
    inputs: tuple[str, ...] = ()
    votes: int = 0
    probability: float | None = None
    evidence: tuple[Mapping[str, Any], ...] = field(default=(), hash=False)


@dataclass(frozen=True, slots=True)
class FaultTree:
    """A tree without circles, every input of which is there."""

    top: str
    events: Mapping[str, Event]

    @property
    def basic(self) -> list[Event]:
        """The basic events, in the order in which they were given."""
        return [event for event in self.events.values() if not event.gate]


def read_tree(given: Any) -> FaultTree:
    """Read a tree from JSON. Raises ``FaultTreeInvalid``, naming the event or the whole circle."""
    if not isinstance(given, dict) or not isinstance(given.get("events"), dict) or "top" not in given:
        raise FaultTreeInvalid("A fault tree is {top, events: {name: {gate, inputs, text}}}.")
    if len(given["events"]) > MOST_EVENTS:
        raise FaultTreeInvalid(f"The tree has {len(given['events']):,} events; at most {MOST_EVENTS} are read.")
    events = {str(name): _event(str(name), told) for name, told in given["events"].items()}
    top = str(given["top"])
    for name, needed in [("the top", top), *((e.name, one) for e in events.values() for one in e.inputs)]:
        if needed not in events:
            raise FaultTreeInvalid(f"{name} names {needed!r}, which is no event of the tree.", remedy="Add it.")
    if circle := _circle(top, events):
        raise FaultTreeInvalid(
            f"The fault tree is cyclic: {' -> '.join(circle)}.",
            remedy="An event cannot be its own cause: cut one link.",
        )
    return FaultTree(top, events)


def minimal_cut_sets(tree: FaultTree) -> list[CutSet]:
    """Return the minimal cut sets, smallest first. Raises ``FaultTreeInvalid`` where there are too many to be told."""
    known: dict[str, set[CutSet]] = {}
    for name in _upwards(tree):
        event = tree.events[name]
        known[name] = _combined(event, [known[one] for one in event.inputs]) if event.gate else {frozenset({name})}
    return sorted(known[tree.top], key=lambda cut: (len(cut), sorted(cut)))


def top_probability(tree: FaultTree, cuts: Iterable[CutSet]) -> float | None:
    """Return the minimal cut upper bound 1 - prod(1 - P(cut)) of independent events (Esary and Proschan, 1963).

    None where any basic event in a cut set has no probability: nothing is made up.
    """
    chances = []
    for cut in cuts:
        given = [tree.events[name].probability for name in cut]
        known = [one for one in given if one is not None]
        if len(known) < len(given):
            return None
        chances.append(prod(known))
    return 1 - prod(1 - chance for chance in chances)


def _event(name: str, told: Any) -> Event:
    if not isinstance(told, dict):
        raise FaultTreeInvalid(f"Event {name!r} is no object.", remedy="Write {gate, inputs, text}.")
    gate, inputs = str(told.get("gate") or ""), tuple(dict.fromkeys(map(str, told.get("inputs") or ())))
    if gate and gate not in _GATES:
        raise FaultTreeInvalid(f"Event {name!r} has the gate {gate!r}; it must be one of {', '.join(_GATES)}.")
    if bool(gate) != bool(inputs):
        raise FaultTreeInvalid(f"Event {name!r} has {'a gate but no inputs' if gate else 'inputs but no gate'}.")
    votes = told.get("votes", 0) if gate == "vote" else 0
    if gate == "vote" and not (isinstance(votes, int) and 1 <= votes <= len(inputs)):
        raise FaultTreeInvalid(f"Event {name!r} votes {votes!r} of {len(inputs)}.", remedy="Give votes from 1 to that.")
    chance = told.get("probability")
    if chance is not None and not (isinstance(chance, int | float) and 0 <= chance <= 1):
        raise FaultTreeInvalid(f"Event {name!r} has the probability {chance!r}; it must be from 0 to 1.")
    return Event(name, str(told.get("text") or name), gate, inputs, votes, chance, tuple(told.get("evidence") or ()))


def _circle(top: str, events: Mapping[str, Event]) -> list[str]:
    """Return the first circle, its first event again at the end, or []. Depth first, every event entered once."""
    done: set[str] = set()
    for start in (top, *events):
        path: dict[str, list[str]] = {} if start in done else {start: list(events[start].inputs)}
        while path:
            name = next(reversed(path))
            if not path[name]:
                done.add(name)
                del path[name]
                continue
            follows = path[name].pop(0)
            if follows in path:
                round_trip = list(path)
                return [*round_trip[round_trip.index(follows) :], follows]
            if follows not in done:
                path[follows] = list(events[follows].inputs)
    return []


def _upwards(tree: FaultTree) -> list[str]:
    """Return the events under the top, inputs before what they lead to."""
    order: dict[str, None] = {}
    waiting = [(tree.top, False)]
    while waiting:
        name, ready = waiting.pop()
        if ready:
            order[name] = None
        elif name not in order:
            waiting += [(name, True), *((one, False) for one in tree.events[name].inputs if one not in order)]
    return list(order)


def _combined(event: Event, inputs: list[set[CutSet]]) -> set[CutSet]:
    if event.gate == "or":
        return _minimal(set().union(*inputs), event)
    if event.gate == "and":
        return _all_of(inputs, event)
    if comb(len(inputs), event.votes) > MOST_CUT_SETS:
        raise _too_many(event)
    ways = (_all_of(list(chosen), event) for chosen in combinations(inputs, event.votes))
    return _minimal(set().union(*ways), event)


def _all_of(inputs: list[set[CutSet]], event: Event) -> set[CutSet]:
    cuts: set[CutSet] = {frozenset()}
    for more in inputs:
        if len(cuts) * len(more) > MOST_CUT_SETS * 10:
            raise _too_many(event)
        cuts = _minimal({one | other for one in cuts for other in more}, event)
    return cuts


def _minimal(cuts: set[CutSet], event: Event) -> set[CutSet]:
    """Drop every set that contains another one."""
    kept: set[CutSet] = set()
    by_event: dict[str, list[CutSet]] = {}
    for _, of_one_size in groupby(sorted(cuts, key=len), key=len):
        fresh = [cut for cut in of_one_size if not any(one <= cut for name in cut for one in by_event.get(name, ()))]
        kept.update(fresh)  # none contains another one of its size
        for cut in fresh:
            by_event.setdefault(min(cut), []).append(cut)
    if len(kept) > MOST_CUT_SETS:
        raise _too_many(event)
    return kept


def _too_many(event: Event) -> FaultTreeInvalid:
    return FaultTreeInvalid(
        f"At event {event.name!r} the tree has more than {MOST_CUT_SETS:,} cut sets.",
        remedy="Analyse its branches apart, or put events together.",
    )
