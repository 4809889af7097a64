"""A gap filled in by a person, whose name stands behind the words."""

from __future__ import annotations

from dataclasses import replace

from plant_tools.sop.drafting.measured import good_of
from plant_tools.sop.errors import SopInvalid
from plant_tools.sop.model import Energy, Gap, Good, Line, Phase, Procedure, Source, Step, text_hash
from plant_tools.sop.settling import settled
from plant_tools.sop.wording import say

_LISTS = ("ppe", "tools", "permits", "preconditions", "acceptance", "records")
_ENERGY = ("magnitude", "isolate", "relieve", "verify")


def filled(procedure: Procedure, place: str, text: str, who: str) -> Procedure:
    """Return the procedure with ``text`` at ``place``: "energies.NAME.FIELD", "steps.ID.good", or a list ("ppe").

    What an energy is given gets its step, too. A notice of disagreeing sources is settled by "notices.disagree", one of
    several by "notices.disagree.s08".
    Raises ``SopInvalid``.
    """
    text = " ".join(text.split())
    if not text:
        raise SopInvalid("There is nothing to fill in.", remedy="Say what is missing in a few words.")
    kind, _, rest = place.partition(".")
    source = Source(who, text, "person", language=procedure.language, hash=text_hash(text), place=place)
    if kind in _LISTS and not rest:
        kept = tuple(one for one in getattr(procedure, kind) if not isinstance(one, Gap))
        return replace(procedure, **{kind: (*kept, Line(text, procedure.language, (source,)))})  # type: ignore[arg-type]
    if kind == "steps" and rest.endswith(".good"):
        return _good(procedure, rest.removesuffix(".good"), text, source)
    if kind == "energies" and rest.rpartition(".")[2] in _ENERGY:
        name, _, field = rest.rpartition(".")
        return _energy(procedure, name, field, Line(text, procedure.language, (source,)))
    if kind == "notices":
        return settled(procedure, rest, text, source)
    raise SopInvalid(
        f"{place!r} is no place to fill in.",
        remedy=f"It is energies.NAME.{'|'.join(_ENERGY)}, steps.ID.good, notices.CODE, or {', '.join(_LISTS)}.",
    )


def edited(old: Procedure, new: Procedure, who: str) -> Procedure:
    """Return ``new``, whose new sources are pages, which are compared with the documents, or words of ``who``.

    Raises ``SopInvalid``.
    """
    known = frozenset(old.sources)
    for source in new.sources:
        if source not in known and not (source.kind == "page" or (source.kind == "person" and source.document == who)):
            raise SopInvalid(
                f"The source {source.kind} {source.document!r} cannot be added.",
                remedy=f"Cite a page, or your own words: kind person, document {who!r}.",
            )
    return new


def _good(procedure: Procedure, name: str, text: str, source: Source) -> Procedure:
    if not any(step.id == name for step in procedure.steps):
        raise SopInvalid(f"There is no step {name!r}.", remedy=f"Steps are {procedure.steps[0].id} and so on.")
    good = good_of(text, procedure.language, source, said=True) or Good(text, procedure.language, sources=(source,))
    steps = tuple(replace(step, good=good) if step.id == name else step for step in procedure.steps)
    return replace(procedure, steps=steps)


def _energy(procedure: Procedure, name: str, field: str, line: Line) -> Procedure:
    energy = next((one for one in procedure.energies if one.name == name), None)
    if energy is None:
        names = ", ".join(one.name for one in procedure.energies)
        raise SopInvalid(f"There is no energy {name!r}.", remedy=f"Energies are: {names}.")
    told = replace(energy, **{field: line})  # type: ignore[arg-type]
    energies = tuple(told if one is energy else one for one in procedure.energies)
    changed = replace(procedure, energies=energies)
    if field == "magnitude" or any(s.phase == Phase(field) and name in s.energies for s in procedure.steps):
        return changed
    return _with_step(changed, told, Phase(field), line)


def _with_step(procedure: Procedure, energy: Energy, phase: Phase, line: Line) -> Procedure:
    """Add the step that isolates, relieves or verifies an energy, behind the last of its phase or of one before it."""
    words = {"energy": energy.name, "point": line.text, "how": line.text}
    action = say(procedure.language, f"step.{phase}", **words)
    good = good_of(line.text, line.language, line.sources[0], said=True) if phase == Phase.VERIFY else None
    step = Step(_free(procedure), phase, action, procedure.language, good, (), (energy.name,), line.sources)
    order = list(Phase)
    at = sum(order.index(one.phase) <= order.index(phase) for one in procedure.steps)
    return replace(procedure, steps=(*procedure.steps[:at], step, *procedure.steps[at:]))


def _free(procedure: Procedure) -> str:
    numbers = [int(step.id[1:]) for step in procedure.steps if step.id[1:].isdecimal()]
    return f"s{max(numbers, default=0) + 1:02}"
