"""The steps before the work: every energy isolated, locked, relieved and verified; and the release after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.tokens import codes, for_search
from plant_tools.manuals.isolation import Isolation
from plant_tools.sop.drafting import phases
from plant_tools.sop.drafting.actions import apart, is_action
from plant_tools.sop.drafting.measured import good_of
from plant_tools.sop.drafting.units import Unit, units
from plant_tools.sop.model import Energy, Gap, Good, Line, Phase, Source, Step, Told
from plant_tools.sop.wording import say

RULE = "OSHA 29 CFR 1910.147"
_PARAGRAPH = {
    Phase.PREPARE: "(d)(1)",
    Phase.SHUT_DOWN: "(d)(2)",
    Phase.ISOLATE: "(d)(3)",
    Phase.LOCK_TAG: "(d)(4)",
    Phase.RELIEVE: "(d)(5)",
    Phase.VERIFY: "(d)(6)",
    Phase.INSPECT: "(e)(1)",
    Phase.CLEAR: "(e)(2)",
    Phase.NOTIFY: "(e)(2)",
    Phase.REMOVE: "(e)(3)",
}
_PIECE = re.compile(r"[;；]\s*|[,，]\s*(?=dann\s|then\s|再)")
_THEN = re.compile(r"[,，]\s*(?=(?:dann|then)\s|然后|然後|再)")
_RELIEVES = re.compile(r"entlüftend|venting|\bvent|泄压|洩壓|排气|排氣|卸压|等待|\bwait\b|\bwarten\b", re.IGNORECASE)
_SIZE = re.compile(r"magnitude|amount|size|größe|大小|数值|數值", re.IGNORECASE)
_ALL_ROWS = re.compile(
    r"every line|line of table|zeilen von tabelle|after table|表 ?\d+ ?逐[项項]|逐[项項]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Act:
    """One action of the manual's lock-out procedure: what it is for, and the energies it deals with."""

    text: str
    phase: Phase
    language: str
    source: Source
    energies: tuple[str, ...]
    remarks: tuple[Line, ...] = ()


def energies_in(isolation: Isolation) -> tuple[Energy, ...]:
    """Return the energies of a manual's table, each value with the row it stands in."""
    return tuple(_of_row(passage, at, row.kind, row.name, row.point, row.proof) for passage, at, row in isolation.rows)


def _of_row(passage: Passage, at: int, sort: str, name: str, point: str, proof: str) -> Energy:
    source = Source.of(PageCitation.of(passage, range(at, at + 1)))
    span = passage.spans[at]

    def told(text: str, field: str) -> Told:
        return Line(text, passage.language, (source,)) if text else Gap(field, name)

    sizes = [passage.text[a:b] for title, (a, b) in zip(span.columns, span.cells, strict=False) if _SIZE.search(title)]
    first, *later = _THEN.split(point, maxsplit=1)
    relieve = later[0] if later else point if _RELIEVES.search(point) else ""
    size = for_search(sizes[0]) if sizes else ""
    return Energy(
        sort,
        name,
        passage.language,
        told(size, "magnitude"),
        told(first, "isolate"),
        told(relieve, "relieve"),
        told(proof, "verify"),
    )


def acts_of(isolation: Isolation, energies: Sequence[Energy]) -> tuple[list[Act], list[Act]]:
    """Return the actions of a manual's lock-out procedure, and those of the release, in the manual's order."""
    passages = list(dict.fromkeys(passage for passage, _ in isolation.steps))
    spans = {passage.id: span for passage, span in isolation.steps}
    told = [unit for unit in units(passages) if isinstance(unit, Unit) and _stands_in(unit, passages, spans)]
    before, after, released = list[tuple[Unit, str]](), list[Act](), False
    for unit in told:
        rest = phases.releasing(unit.text)
        released = released or rest is not None
        if released:
            after += _release(unit, unit.text if rest is None else rest)
        else:
            before += [(unit, text) for text in _pieces(unit)]
    return _phased(before, energies), after


def _stands_in(unit: Unit, passages: Sequence[Passage], spans: dict[str, range]) -> bool:
    quotes = {
        passage.text[span.start : span.end]
        for passage in passages
        for at, span in enumerate(passage.spans)
        if at in spans[passage.id]
    }
    return unit.source.quote in quotes


def _pieces(unit: Unit) -> Iterator[str]:
    for part in apart(unit.text, unit.language):
        yield from (piece.strip() for piece in _PIECE.split(part) if piece.strip())


def _phased(told: Sequence[tuple[Unit, str]], energies: Sequence[Energy]) -> list[Act]:
    named = {energy.name: _codes_of(energy) for energy in energies}
    points = frozenset[str]().union(*(_point_codes(energy) for energy in energies))
    raw = [phases.of_action(text, names_point=bool(codes(text) & points)) for _, text in told]
    texts = [text for _, text in told]
    acts: list[Act] = []
    for (unit, text), phase, known in zip(told, phases.in_sequence(raw, texts), raw, strict=True):
        if known != Phase.VERIFY and acts and not is_action(text, unit.language) and not unit.numbered:
            line = Line(text, unit.language, (unit.source,))
            acts[-1] = replace(acts[-1], remarks=(*acts[-1].remarks, line))
            continue
        about = tuple(name for name, own in named.items() if own & codes(text))
        if not about and acts and phase not in {Phase.PREPARE, Phase.SHUT_DOWN, Phase.VERIFY}:
            about = acts[-1].energies
        acts.append(Act(text, phase, unit.language, unit.source, about))
    return sorted(acts, key=lambda act: phases.rank(act.phase))


def _release(unit: Unit, text: str) -> Iterator[Act]:
    for piece in re.split(r"[,，；;]\s*(?:and\s+)?", text):
        if phase := phases.of_release(piece):
            yield Act(piece.strip().rstrip("."), phase, unit.language, unit.source, ())


def _point_codes(energy: Energy) -> frozenset[str]:
    told = (energy.isolate, energy.relieve)
    return frozenset[str]().union(*(codes(one.text) for one in told if isinstance(one, Line)))


def _codes_of(energy: Energy) -> frozenset[str]:
    proof = codes(energy.verify.text) if isinstance(energy.verify, Line) else frozenset[str]()
    return _point_codes(energy) | proof


def with_relief(energies: Sequence[Energy], acts: Sequence[Act]) -> tuple[Energy, ...]:
    """Return the energies with what the manual's procedure says of relieving those that have no relief yet."""
    relieving = [act for act in acts if act.phase == Phase.RELIEVE]

    def relieved(energy: Energy) -> Energy:
        act = next((act for act in relieving if energy.name in act.energies), None)
        if act is None or isinstance(energy.relieve, Line):
            return energy
        return replace(energy, relieve=Line(act.text, act.language, (act.source,)))

    return tuple(relieved(energy) for energy in energies)


def before_work(energies: Sequence[Energy], acts: Sequence[Act], asset: str, spoken: str) -> list[Step]:
    """Return the steps up to the proof that no energy is left, in the order that the lint asks for."""
    kept = [act for act in acts if not (act.phase == Phase.VERIFY and (act.energies or _ALL_ROWS.search(act.text)))]
    steps = [_step(act) for act in kept]
    steps = [_prepare(energies, asset, spoken), *steps]
    if not any(step.phase == Phase.SHUT_DOWN for step in steps):
        steps.append(scaffold(Phase.SHUT_DOWN, say(spoken, "step.shut_down", asset=asset), spoken))
    for energy in energies:
        steps += _lacking(energy, steps, spoken)
    points = [energy.isolate for energy in energies if isinstance(energy.isolate, Line)]
    steps.append(_locks(energies, points, spoken))
    tried = any(step.phase == Phase.VERIFY for step in [_step(act) for act in kept])
    proofs = [step for energy in energies if (step := _verify(energy, acts, spoken))]
    trial = [] if tried else [_try(energies, asset, spoken)]
    first = [step for step in steps if step.phase != Phase.VERIFY]
    tries = [replace(step, energies=tuple(e.name for e in energies)) for step in steps if step.phase == Phase.VERIFY]
    return sorted([*first, *proofs, *tries, *trial], key=lambda step: phases.rank(step.phase))


def _prepare(energies: Sequence[Energy], asset: str, spoken: str) -> Step:
    sizes = [energy.magnitude for energy in energies if isinstance(energy.magnitude, Line)]
    listed = "; ".join(f"{e.name} {e.magnitude.text}" if isinstance(e.magnitude, Line) else e.name for e in energies)
    text = say(spoken, "step.prepare", asset=asset, energies=listed or say(spoken, "gap"))
    sources = tuple(source for size in sizes for source in size.sources)
    return scaffold(Phase.PREPARE, text, spoken, sources, tuple(energy.name for energy in energies))


def _lacking(energy: Energy, steps: Sequence[Step], spoken: str) -> Iterator[Step]:
    """Yield the isolating and relieving steps of an energy that the manual's procedure leaves to its table."""

    def has(phase: Phase) -> bool:
        return any(step.phase == phase and energy.name in step.energies for step in steps)

    if isinstance(energy.isolate, Line) and not has(Phase.ISOLATE):
        text = say(spoken, "step.isolate", energy=energy.name, point=energy.isolate.text)
        yield scaffold(Phase.ISOLATE, text, spoken, energy.isolate.sources, (energy.name,))
    if isinstance(energy.relieve, Line) and not has(Phase.RELIEVE):
        text = say(spoken, "step.relieve", energy=energy.name, how=energy.relieve.text)
        yield scaffold(Phase.RELIEVE, text, spoken, energy.relieve.sources, (energy.name,))


def _locks(energies: Sequence[Energy], points: Sequence[Line], spoken: str) -> Step:
    text = say(spoken, "step.lock_tag", points="; ".join(dict.fromkeys(point.text for point in points)))
    sources = tuple(source for point in points for source in point.sources)
    names = tuple(energy.name for energy in energies if isinstance(energy.isolate, Line))
    return scaffold(Phase.LOCK_TAG, text, spoken, sources, names)


def _verify(energy: Energy, acts: Sequence[Act], spoken: str) -> Step | None:
    if not isinstance(energy.verify, Line):
        return None
    told = energy.verify
    also = tuple(act.source for act in acts if act.phase == Phase.VERIFY and energy.name in act.energies)
    text = say(spoken, "step.verify", energy=energy.name, how=told.text)
    good = good_of(told.text, told.language, told.sources[0], said=True)
    if good and good.value.startswith("0 "):
        good = replace(good, low=0.0, high=0.0)
    return scaffold(Phase.VERIFY, text, spoken, (*told.sources, *also), (energy.name,), good)


def _try(energies: Sequence[Energy], asset: str, spoken: str) -> Step:
    return scaffold(Phase.VERIFY, say(spoken, "step.try", asset=asset), spoken, (), tuple(e.name for e in energies))


def after_work(acts: Sequence[Act], asset: str, spoken: str) -> list[Step]:
    """Return the steps of the release: the manual's, with what the rule asks for besides."""
    steps = [_step(act) for act in acts]
    for phase in (Phase.INSPECT, Phase.CLEAR, Phase.NOTIFY, Phase.REMOVE):
        if not any(step.phase == phase for step in steps):
            steps.append(scaffold(phase, say(spoken, f"step.{phase}", asset=asset), spoken))
    return sorted(steps, key=lambda step: phases.rank(step.phase))


def _step(act: Act) -> Step:
    return Step("", act.phase, act.text, act.language, None, (), act.energies, (act.source,), act.remarks)


def scaffold(
    phase: Phase,
    text: str,
    spoken: str,
    sources: tuple[Source, ...] = (),
    energies: tuple[str, ...] = (),
    good: Good | None = None,
) -> Step:
    """Return a step in the house's own words, that the rule asks for and ``sources`` fill in."""
    rule = Source(RULE, "", "rule", place=_PARAGRAPH[phase], language="en")
    return Step("", phase, text, spoken, good, (), energies, (*dict.fromkeys(sources), rule))
