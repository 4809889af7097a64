"""A procedure as a person reads it on a screen: plain text for a terminal, Markdown for the chat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plant_tools.drafts.card import escaped
from plant_tools.sop.model import Gap, Good, Line, Notice, Part, Procedure, Source, Step
from plant_tools.sop.view import notice_json
from plant_tools.sop.wording import say
from plant_tools.sop.written import from_json

Json = dict[str, Any]

_LISTS = ("ppe", "tools", "permits", "preconditions", "acceptance", "records")


def plain_text(one: Json) -> str:
    """Return a version as ``view.shown`` has it, as plain text."""
    return "\n".join(_lines(one))


def markdown(one: Json, *, steps: bool = True) -> str:
    """Return a version as Markdown; what was quoted or written cannot add links, pictures or headings."""
    procedure = from_json(one["procedure"])
    spoken = procedure.language
    head = f"**{escaped(one['sop'])}** · v{one['version']} · {say(spoken, 'state.' + one['state'])}"
    parts = [f"{head}\n\n**{escaped(procedure.title)}**", *(f"⚠️ {escaped(text)}" for text in _marked(one, spoken))]
    if steps:
        parts.append("\n".join(_step_lines(procedure, spoken)))
    parts += [f"ℹ️ {escaped(notice_json(notice, spoken)['text'])}" for notice in procedure.notices]
    if one["gaps"]:
        parts.append(escaped(say(spoken, "gaps", number=len(one["gaps"]))))
    return "\n\n".join(parts)


def _marked(one: Json, spoken: str) -> Iterator[str]:
    """Yield what keeps it from being approved or done, in sentences."""
    yield from (finding["text"] for finding in one["lint"])
    for review in one["reviews"]:
        new = " ".join(review["new"]["quote"].split()) if review["new"] else say(spoken, "gone")
        old = " ".join(review["old"]["quote"].split())
        yield say(spoken, "review", step=review["step"], document=review["document"], old=old, new=new)


def _step_lines(procedure: Procedure, spoken: str) -> Iterator[str]:
    for step in procedure.steps:
        for warning in step.warnings:
            yield f"- ⚠️ **{escaped(warning.signal_word)}** {escaped(warning.text)}"
        good = f" → {escaped(_good(step, spoken))}" if step.good else ""
        yield f"- **{step.id}** {escaped(step.action)}{good}"


def _lines(one: Json) -> Iterator[str]:
    procedure = from_json(one["procedure"])
    spoken = procedure.language
    state = say(spoken, f"state.{one['state']}")
    yield f"{one['sop']}  v{one['version']}  {state}  {procedure.title}"
    yield from (f"! {text}" for text in _marked(one, spoken))
    yield from (f"  {_notice(notice, spoken)}" for notice in procedure.notices)
    for energy in procedure.energies:
        told = (energy.magnitude, energy.isolate, energy.relieve, energy.verify)
        yield f"\n{energy.name} [{energy.sort}]: {' | '.join(_said(value, spoken) for value in told)}"
    for name in _LISTS:
        if values := getattr(procedure, name):
            yield f"\n{say(spoken, name)}"
            yield from (f"  {_said(value, spoken)}{_places(getattr(value, 'sources', ()))}" for value in values)
    if procedure.experience:
        yield f"\n{say(spoken, 'experience_title')}"
        yield from (f"  {line.text}  [{line.sources[0].place}]" for line in procedure.experience)
    yield f"\n{say(spoken, 'parts')}"
    yield from (f"  {_part(part, spoken)}" for part in procedure.parts)
    yield from _steps(procedure, spoken)


def _steps(procedure: Procedure, spoken: str) -> Iterator[str]:
    phase = ""
    for step in procedure.steps:
        if step.phase != phase:
            phase = step.phase
            yield f"\n{say(spoken, f'phase.{phase}')}"
        yield from (f"  ! {warning.signal_word}: {warning.text}" for warning in step.warnings)
        yield f"  {step.id}  {step.action}{_places(step.sources)}"
        if step.good:
            yield f"       = {_good(step, spoken)}"
        yield from (f"       ({remark.text})" for remark in step.remarks)


def _good(step: Step, spoken: str) -> str:
    return step.good.text if isinstance(step.good, Good) else say(spoken, step.good.word if step.good else "gap")


def _said(told: Line | Gap, spoken: str) -> str:
    return say(spoken, "gap") if isinstance(told, Gap) else told.text


def _part(part: Part | Gap, spoken: str) -> str:
    if isinstance(part, Gap):
        return say(spoken, "gap")
    return f"{_said(part.number, spoken)}  {part.name}  {_said(part.quantity, spoken)}{_places(part.sources)}"


def _notice(notice: Notice, spoken: str) -> str:
    return str(notice_json(notice, spoken)["text"])


def _places(sources: tuple[Source, ...]) -> str:
    places = dict.fromkeys(str(source.citation()) if source.kind == "page" else _other(source) for source in sources)
    return f"  [{'; '.join(places)}]" if places else ""


def _other(source: Source) -> str:
    return f"{source.document} {source.place}".strip()
