"""Fault trees: minimal cut sets by hand, and trees that are none."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plant_tools.investigation.errors import FaultTreeInvalid
from plant_tools.investigation.fault_tree import FaultTree, minimal_cut_sets, read_tree, top_probability

PUMPS: dict[str, Any] = {
    "top": "no flow",
    "events": {
        "no flow": {"gate": "or", "inputs": ["both pumps", "power"]},
        "both pumps": {"gate": "and", "inputs": ["pump A", "pump B"]},
        "pump A": {"probability": 0.1},
        "pump B": {"probability": 0.2},
        "power": {"probability": 0.01},
    },
}


def cuts(tree: Any) -> list[list[str]]:
    return [sorted(cut) for cut in minimal_cut_sets(read_tree(tree))]


def test_minimal_cut_sets_are_the_smallest_ways_to_the_top() -> None:
    assert cuts(PUMPS) == [["power"], ["pump A", "pump B"]]


def test_a_set_that_contains_another_is_none() -> None:
    shared = {"gate": "and", "inputs": ["power", "pump A"]}
    wider = {"top": "t", "events": {**PUMPS["events"], "t": {"gate": "or", "inputs": ["no flow", "x"]}, "x": shared}}
    assert cuts(wider) == [["power"], ["pump A", "pump B"]]


def test_two_of_three_fail_in_pairs() -> None:
    events = {"t": {"gate": "vote", "votes": 2, "inputs": ["a", "b", "c"]}, "a": {}, "b": {}, "c": {}}
    assert cuts({"top": "t", "events": events}) == [["a", "b"], ["a", "c"], ["b", "c"]]


def test_a_cyclic_tree_is_refused_and_the_circle_named() -> None:
    events = {"hot": {"gate": "or", "inputs": ["dry"]}, "dry": {"gate": "or", "inputs": ["leak", "hot"]}, "leak": {}}
    with pytest.raises(FaultTreeInvalid, match="hot -> dry -> hot"):
        read_tree({"top": "hot", "events": events})


@pytest.mark.parametrize(
    ("events", "named"),
    [
        ({"t": {"gate": "or", "inputs": ["gone"]}}, "gone"),
        ({"t": {"gate": "or"}}, "a gate but no inputs"),
        ({"t": {"gate": "xor", "inputs": ["a"]}, "a": {}}, "xor"),
        ({"t": {"gate": "vote", "votes": 3, "inputs": ["a"]}, "a": {}}, "votes 3 of 1"),
        ({"t": {"probability": 2}}, "2"),
    ],
)
def test_what_is_no_tree_is_named(events: dict[str, Any], named: str) -> None:
    with pytest.raises(FaultTreeInvalid, match=named):
        read_tree({"top": "t", "events": events})


def test_a_tree_with_too_many_cut_sets_is_refused_at_its_event() -> None:
    pairs = {f"g{n}": {"gate": "or", "inputs": [f"a{n}", f"b{n}"]} for n in range(14)}
    basic: dict[str, Any] = {f"{side}{n}": {} for n in range(14) for side in "ab"}
    with pytest.raises(FaultTreeInvalid, match="'t' the tree has more than 5,000"):
        cuts({"top": "t", "events": {"t": {"gate": "and", "inputs": list(pairs)}, **pairs, **basic}})


def test_a_probability_is_the_bound_of_the_cut_sets_or_none_at_all() -> None:
    tree = read_tree(PUMPS)
    assert top_probability(tree, minimal_cut_sets(tree)) == pytest.approx(1 - (1 - 0.01) * (1 - 0.1 * 0.2))
    events = {**PUMPS["events"], "power": {}}
    unknown = read_tree({"top": "no flow", "events": events})
    assert top_probability(unknown, minimal_cut_sets(unknown)) is None


def happens(tree: FaultTree, name: str, true: set[str]) -> bool:
    event = tree.events[name]
    if not event.gate:
        return name in true
    held = sum(happens(tree, one, true) for one in event.inputs)
    return held >= {"or": 1, "and": len(event.inputs), "vote": event.votes}[event.gate]


@given(
    st.lists(st.tuples(st.sampled_from(["and", "or"]), st.sets(st.integers(0, 7), min_size=1)), min_size=1, max_size=5)
)
def test_cut_sets_say_what_the_gates_say(gates: list[tuple[str, set[int]]]) -> None:
    events: dict[str, Any] = {f"b{n}": {} for n in range(4)}
    for at, (gate, inputs) in enumerate(gates):
        under = sorted({f"b{n % 4}" if n < 4 or not at else f"g{n % at}" for n in inputs})
        events[f"g{at}"] = {"gate": gate, "inputs": under}
    tree = read_tree({"top": f"g{len(gates) - 1}", "events": events})
    found = minimal_cut_sets(tree)
    for states in product((False, True), repeat=4):
        true = {f"b{n}" for n, state in enumerate(states) if state}
        assert happens(tree, tree.top, true) == any(cut <= true for cut in found)
