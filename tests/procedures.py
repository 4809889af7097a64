"""A procedure as a maker's manual and an energy sheet give it, written out for the tests of what is made of it."""

from __future__ import annotations

from dataclasses import replace

from plant_tools.sop.model import (
    Energy,
    Gap,
    Good,
    Hazard,
    Line,
    Notice,
    Part,
    Phase,
    Procedure,
    Signature,
    Source,
    State,
    Step,
    text_hash,
)
from plant_tools.sop.wording import say
from plant_tools.sop.written import content_hash

DOCUMENT = "SW-306-operation-and-maintenance"
ENERGIES = """asset: SW-306
energies:
- {name: Mains, kind: electrical, magnitude: "3 × 400 V, 50 Hz", isolate: "Main switch Q1, panel +A1",
   relieve: 5 minutes for the capacitors}
"""


def page(quote: str, number: int, language: str = "en") -> Source:
    """Return a place on a page of the wrapper's manual."""
    return Source(DOCUMENT, quote, revision="2", page=number, language=language, hash=text_hash(quote))


def quoted(quote: str, number: int, language: str = "en") -> Line:
    """Return a line that stands on a page."""
    return Line(quote, language, (page(quote, number, language),))


_SHEET = Source("SW-306", "Main switch Q1, panel +A1", kind="sheet", place="Mains: isolate", language="en")
_RELIEVED = Source("SW-306", "5 minutes for the capacitors", kind="sheet", place="Mains: relieve", language="en")
_TORQUE = "Tighten the four screws M8x20 of the sealing bar to 25 Nm."
_HOT = "WARNING: The sealing bar is hot (180 °C). Touching it causes burns. Let it cool down to below 40 °C."


def sealing_bar(state: State = State.DRAFT) -> Procedure:
    """Return the exchange of a sealing bar: isolation, a torque, a limit with two sides, one gap."""
    hot = Hazard("WARNING", 1, _HOT, "en", (page(_HOT, 14),))
    gap = Gap("good", "step 2")
    steps = (
        Step("s1", Phase.PREPARE, say("en", "step.prepare", asset="SW-306", energies="Mains (3 × 400 V)"), "en", None),
        Step("s2", Phase.SHUT_DOWN, say("en", "step.shut_down", asset="SW-306"), "en", None),
        Step(
            "s3",
            Phase.ISOLATE,
            say("en", "step.isolate", energy="Mains", point="main switch Q1, panel +A1"),
            "en",
            None,
            energies=("Mains",),
            sources=(_SHEET,),
        ),
        Step("s4", Phase.LOCK_TAG, say("en", "step.lock_tag", points="Q1"), "en", None, energies=("Mains",)),
        Step(
            "s5",
            Phase.RELIEVE,
            say("en", "step.relieve", energy="Mains", how="5 minutes for the capacitors"),
            "en",
            gap,
            energies=("Mains",),
        ),
        Step(
            "s6",
            Phase.VERIFY,
            say("en", "step.verify", energy="Mains", how="measure L1, L2, L3"),
            "en",
            Good("0 V between all phases", "en", "0 V", high=0.0, low=0.0, unit="V"),
            energies=("Mains",),
        ),
        Step(
            "s7",
            Phase.WORK,
            "Let the sealing bar cool down to below 40 °C.",
            "en",
            Good("below 40 °C", "en", "40 °C", high=40.0, unit="°C", sources=(page(_HOT, 14),)),
            warnings=(hot,),
            sources=(page(_HOT, 14),),
        ),
        Step(
            "s8",
            Phase.WORK,
            _TORQUE,
            "en",
            Good("25 Nm", "en", "25 Nm", unit="Nm", sources=(page(_TORQUE, 15),)),
            sources=(page(_TORQUE, 15),),
        ),
        Step("s9", Phase.INSPECT, say("en", "step.inspect", asset="SW-306"), "en", None),
        Step("s10", Phase.NOTIFY, say("en", "step.notify", asset="SW-306"), "en", None),
        Step("s11", Phase.REMOVE, say("en", "step.remove"), "en", None),
        Step(
            "s12",
            Phase.TEST,
            "Set the film tension and check it over three packs.",
            "en",
            Good("28 to 32 %", "en", "28 to 32 %", 28.0, 32.0, "%", (page("Film tension 28 to 32 %", 9),)),
        ),
    )
    return Procedure(
        id="SOP-SW-306-1",
        version=1,
        title="Change the sealing bar of shrink wrapper SW-306",
        language="en",
        asset="SW-306",
        author="Anna",
        purpose=Line(say("en", "purpose", task="Change the sealing bar", asset="SW-306"), "en"),
        scope=Line(say("en", "scope", asset="SW-306"), "en"),
        state=state,
        energies=(
            Energy(
                "electrical",
                "Mains",
                "en",
                quoted("3 × 400 V, 50 Hz", 4),
                Line("Main switch Q1, panel +A1", "en", (_SHEET,)),
                Line("5 minutes for the capacitors", "en", (_RELIEVED,)),
                Gap("verify", "Mains"),
            ),
        ),
        ppe=(quoted("Heat-resistant gloves", 13),),
        tools=(quoted("Torque wrench 5 to 50 Nm", 13),),
        parts=(
            Part("Sealing bar", "en", quoted("SW3-4711", 22), quoted("1", 22), (page("Sealing bar SW3-4711", 22),)),
        ),
        steps=steps,
        acceptance=(quoted("The seam holds when pulled by hand.", 16),),
        records=(Line(say("en", "records"), "en"),),
        notices=(Notice("local_law"),),
    )


def approved() -> Procedure:
    """Return the same, approved by another person."""
    made = sealing_bar(State.APPROVED)
    signed = content_hash(made)
    return replace(
        made,
        approver="Bernd",
        review_date="2027-06-30",
        signatures=(
            Signature("Anna", "author", "2026-06-30T08:00:00", signed),
            Signature("Bernd", "approver", "2026-06-30T09:00:00", signed),
        ),
    )


PAGES = (
    ("1 Data", "3 × 400 V, 50 Hz", "Film tension 28 to 32 %"),
    ("2 Safety", "Heat-resistant gloves", "Torque wrench 5 to 50 Nm", _HOT),
    ("3 Sealing bar", _TORQUE, "Guide screws 8 Nm, motor flange 49 Nm.", "The seam holds when pulled by hand."),
    ("4 Parts", "Sealing bar SW3-4711", "SW3-4711", "1"),
)
"""The manual that the procedure quotes, page by page."""
