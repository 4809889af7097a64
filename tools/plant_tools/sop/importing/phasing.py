"""What each step of a procedure of the plant's own is for: by the heading it stands under, else by its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from plant_tools.sop.drafting.phases import in_sequence, of_action, of_release
from plant_tools.sop.model import Energy, Line, Phase, Step
from plant_tools.sop.sheet_words import SPOKEN, word

_CODE = re.compile(r"\b[A-Z]{1,4}-?\d{2,5}[A-Z]?\b")


def phase_named(heading: str) -> Phase | None:
    """Return the phase that a heading names in one of the languages, None where it names none."""
    parts = {part.strip().lower() for part in heading.split("/")}
    return next((one for one in Phase if parts & {word(spoken, one.value).lower() for spoken in SPOKEN}), None)


def phased(steps: Sequence[Step], energies: Sequence[Energy]) -> tuple[Step, ...]:
    """Return the steps with what each is for: those of a lock-out before the work, those of the release after it."""
    if {step.phase for step in steps} != {Phase.WORK}:  # its headings say what each step is for
        return tuple(replace(step, energies=_energies_of(energies, step, step.phase)) for step in steps)
    texts = [step.action for step in steps]
    points = [one.isolate.text for one in energies if isinstance(one.isolate, Line)]
    named = [any(_shares_code(text, point) for point in points) for text in texts]
    raw = [of_action(text, names_point=names) for text, names in zip(texts, named, strict=True)]
    until = _end_of_lock_out(raw, named)
    isolated = until > 0
    phases = in_sequence(raw[:until], texts[:until]) + [Phase.WORK] * (len(texts) - until)
    for at in range(len(texts) - 1, until - 1, -1):
        found = of_release(texts[at]) if isolated else None
        if found is None:
            break
        phases[at] = found
    return tuple(
        replace(step, phase=phase, energies=_energies_of(energies, step, phase))
        for step, phase in zip(steps, phases, strict=True)
    )


def _end_of_lock_out(raw: Sequence[Phase | None], named: Sequence[bool]) -> int:
    """Return how many steps at the beginning isolate: up to the last lock or isolation point, and its verification."""
    locked = [
        at
        for at, (phase, names) in enumerate(zip(raw, named, strict=True))
        if phase is Phase.LOCK_TAG or (phase is Phase.ISOLATE and names)
    ]
    if not locked:
        return 0
    until = locked[-1] + 1
    while until < len(raw) and raw[until] in {Phase.RELIEVE, Phase.VERIFY}:
        until += 1
    return until


def _energies_of(energies: Sequence[Energy], step: Step, phase: Phase) -> tuple[str, ...]:
    """Return the energies that a step of the lock-out deals with: those it names, by name or point."""
    if phase not in {Phase.ISOLATE, Phase.LOCK_TAG, Phase.RELIEVE, Phase.VERIFY}:
        return ()
    return tuple(
        energy.name
        for energy in energies
        if energy.name.lower() in step.action.lower()
        or (isinstance(energy.isolate, Line) and _shares_code(step.action, energy.isolate.text))
    )


def _shares_code(one: str, other: str) -> bool:
    return bool(set(_CODE.findall(one)) & set(_CODE.findall(other)))
