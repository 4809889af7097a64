"""Isolation as code: every order that is not the rule's is caught, every energy needs its three proofs."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plant_knowledge_ingest.passage import Rectangle
from plant_tools.sop.lint import ORDER, lint
from plant_tools.sop.model import (
    Energy,
    Gap,
    Hazard,
    Line,
    Notice,
    Phase,
    Procedure,
    Source,
    Step,
    text_hash,
)

RULE = Source("OSHA 29 CFR 1910.147", "", "rule")
PAGE = "Open the cover. Take out the filter. Fit the filter. Close the cover."
BEFORE = (Phase.PREPARE, Phase.SHUT_DOWN)
EACH = (Phase.ISOLATE, Phase.LOCK_TAG, Phase.RELIEVE, Phase.VERIFY)
AFTER = (Phase.INSPECT, Phase.CLEAR, Phase.NOTIFY, Phase.REMOVE, Phase.TEST)
NAMES = ("Mains", "Air", "Weight")


def said(text: str) -> Line:
    return Line(text, "en")


def step(name: str, phase: Phase, *energies: str) -> Step:
    return Step(name, phase, f"{phase} {' '.join(energies)}".strip(), "en", None, (), energies, (RULE,))


def work(number: int, sentence: str) -> Step:
    place = Rectangle(72, 100 + 16 * number, 300, 112 + 16 * number)
    source = Source("M", sentence, page=4, rectangles=(place,), hash=text_hash(sentence), language="en")
    return Step(f"w{number}", Phase.WORK, sentence, "en", Gap("good"), sources=(source,))


def procedure() -> Procedure:
    energies = tuple(
        Energy("stored", n, "en", said("big"), said("switch"), said("wait"), said("none left")) for n in NAMES
    )
    steps = [step(phase, phase) for phase in BEFORE]
    steps += [step(f"{phase}-{name}", phase, name) for phase in EACH for name in NAMES]
    steps += [work(number, sentence.strip()) for number, sentence in enumerate(PAGE.split(".")) if sentence]
    steps += [step(phase, phase) for phase in AFTER]
    return Procedure("SOP-1", 1, "t", "en", "X-1", "Anna", said("p"), said("s"), energies=energies, steps=tuple(steps))


WHOLE = procedure()


def codes(changed: Procedure) -> set[str]:
    return {finding.code for finding in lint(changed)}


def order_of(steps: tuple[Step, ...] | list[Step]) -> list[str]:
    """What the rule fixes: the phases, and inside the work and the trial the steps themselves."""
    free = {phase for phase in Phase if phase not in {Phase.WORK, Phase.TEST}}
    return [str(s.phase) if s.phase in free else s.id for s in steps]


def test_a_whole_procedure_passes() -> None:
    assert lint(WHOLE) == ()


@given(st.permutations(WHOLE.steps))
def test_any_other_order_is_caught(steps: list[Step]) -> None:
    changed = order_of(steps) != order_of(WHOLE.steps)
    assert bool(codes(replace(WHOLE, steps=tuple(steps))) & ORDER) == changed


@given(st.integers(0, len(WHOLE.steps) - 1), st.integers(0, len(WHOLE.steps) - 1))
def test_one_step_moved_anywhere_is_caught(taken: int, put: int) -> None:
    steps = [*WHOLE.steps]
    steps.insert(put, steps.pop(taken))
    changed = order_of(steps) != order_of(WHOLE.steps)
    assert bool(codes(replace(WHOLE, steps=tuple(steps))) & ORDER) == changed


@given(st.sampled_from([s for s in WHOLE.steps if s.phase not in {Phase.WORK, Phase.TEST}]))
def test_no_step_of_isolation_or_release_can_be_left_out(left_out: Step) -> None:
    steps = tuple(s for s in WHOLE.steps if s is not left_out)
    assert codes(replace(WHOLE, steps=steps)) & {"missing", "missing_phase"}


@given(st.sampled_from(NAMES), st.sampled_from(["isolate", "relieve", "verify"]))
def test_what_the_manual_does_not_say_of_an_energy_keeps_it_from_being_approved(name: str, field: str) -> None:
    energies = tuple(
        replace(e, **{field: Gap(field, e.name)})  # type: ignore[arg-type]
        if e.name == name
        else e
        for e in WHOLE.energies
    )
    assert [dict(f.facts) for f in lint(replace(WHOLE, energies=energies))] == [{"phase": field, "energy": name}]


@given(st.sampled_from([s for s in WHOLE.steps if s.energies]), st.sampled_from([*NAMES, "Steam"]))
def test_a_step_that_deals_with_another_energy_leaves_its_own_open(changed: Step, name: str) -> None:
    steps = tuple(replace(s, energies=(name,)) if s is changed else s for s in WHOLE.steps)
    assert bool(lint(replace(WHOLE, steps=steps))) == (name not in changed.energies)


def test_an_operation_under_power_needs_no_isolation() -> None:
    steps = tuple(s for s in WHOLE.steps if s.phase == Phase.WORK)
    assert codes(replace(WHOLE, steps=steps)) == {"missing_phase", "missing"}
    assert lint(replace(WHOLE, work="operation", steps=steps)) == ()


@pytest.mark.parametrize(
    ("word", "rank", "caught"), [("WARNING", 1, False), ("CAUTION", 2, True), ("DANGER", 0, False)]
)
def test_a_signal_word_is_never_lower_than_its_source(word: str, rank: int, *, caught: bool) -> None:
    hazard = Hazard(word, rank, "Hot oil.", "en", (Source("M", "WARNING Hot oil.", page=3),))
    steps = tuple(replace(s, warnings=(hazard,)) if s.id == "w0" else s for s in WHOLE.steps)
    assert ("signal_word" in codes(replace(WHOLE, steps=steps))) == caught


def test_a_number_that_is_not_at_its_citation_is_caught() -> None:
    last = next(s for s in WHOLE.steps if s.id == "w3")
    wrong = replace(last, action="Close the cover with 12 Nm")
    steps = tuple(wrong if s is last else s for s in WHOLE.steps)
    assert [(f.code, f.step, dict(f.facts)["fact"]) for f in lint(replace(WHOLE, steps=steps))] == [
        ("unproven", "w3", "12")
    ]


def test_sources_that_disagree_are_for_a_person_to_settle() -> None:
    facts = {"of": "oil", "first": "2 l", "first_place": "A, page 1", "second": "3 l", "second_place": "B, page 1"}
    assert codes(replace(WHOLE, notices=(Notice("disagree", facts),))) == {"disagree"}


def test_the_phases_of_the_whole_stand_in_the_order_of_the_rule() -> None:
    assert [phase for phase, _ in groupby(s.phase for s in WHOLE.steps)] == list(Phase)
