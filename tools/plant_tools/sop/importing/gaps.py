"""What a procedure of the plant's own lacks, and where it says another thing than the manuals.

A value is compared with those of the same unit in the sentence of the manuals that is most like its own. Nothing here
is decided: what differs is shown side by side, and a person says which is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.facts.values import values
from plant_knowledge_ingest.hazards import NOTICE, hazards, severity
from plant_knowledge_ingest.passage import Hit, Passage
from plant_knowledge_ingest.tokens import for_search
from plant_tools.sop.doing.reading_out import place
from plant_tools.sop.importing.alike import alike
from plant_tools.sop.importing.reading import Imported
from plant_tools.sop.lint import lint
from plant_tools.sop.model import Good, Hazard, Line, Part, Phase, Procedure, Source, walk

Json = dict[str, Any]
Search = Callable[[str], Sequence[Hit]]

_LOOKED_AT = 5
_QUOTED = re.compile(r"[:：]\s*[“„「]|,\s*(?:page|Seite|第)\s")
_ANY_MANUAL = re.compile(r"\b\w*(?:manual|handbook|handbuch|anleitung)\w*\b|手册|手冊|说明书|說明書", re.IGNORECASE)
_THREAD = re.compile(r"\bM\d+\s?[×x]\s?\d+(?:[.,]\d+)?")  # "M16 × 1.5 to 80 Nm" is no range
_CODE = re.compile(r"[A-Z]{1,4}-?\d{2,5}[A-Z]?(?![\w-])")
_SAME_SUBJECT = 0.34
_NEAREST = 2


@dataclass(frozen=True, slots=True)
class Manuals:
    """What there is to compare with: ``search`` finds passages, ``documents`` are (name, title, revision)."""

    search: Search
    documents: Sequence[tuple[str, str, str]]


def gaps(read: Imported, manuals: Manuals) -> list[Json]:
    """Return what is to be looked at: [{code, step, text, manual, facts, place}], the gravest first.

    Codes: value_differs, value_not_found, part_not_found, missing_phase and the other findings of the lint,
    missing_warning, source_not_found, source_outdated, not_said. ``place`` is of the manual, None where there is none.
    """
    compared = [
        *_values(read.procedure, manuals),
        *_warnings(read.procedure, manuals),
        *_parts(read.procedure, manuals),
    ]
    found = [
        *(compared if read.procedure.asset else []),  # the values of another machine say nothing
        *_lint(read.procedure),
        *_sources(read.named, manuals),
        *_not_said(read.procedure),
    ]
    return sorted(found, key=lambda one: _GRAVE.get(one["code"], 2))


_GRAVE = {"value_differs": 0, "missing_warning": 0, "part_not_found": 3, "value_not_found": 3, "source_not_found": 4}


def _gap(
    code: str, text: str = "", *, step: str = "", manual: str = "", at: PageCitation | None = None, **facts: str
) -> Json:
    where = place(Source.of(at)) if at else None
    return {"code": code, "step": step, "text": text, "manual": manual, "facts": facts, "place": where}


def _values(procedure: Procedure, manuals: Manuals) -> Iterator[Json]:
    for step in procedure.steps:
        good = step.good.text if isinstance(step.good, Good) else ""
        texts = [step.action] if good in step.action else [step.action, f"{step.action} {good}"]
        yield from _values_of(step.id, texts[-1], manuals)
    for told in (*procedure.acceptance, *procedure.preconditions):
        if isinstance(told, Line):
            yield from _values_of("", told.text, manuals)


def _values_of(step: str, text: str, manuals: Manuals) -> Iterator[Json]:
    said = [found.value for found in values(_THREAD.sub("", text))]
    if not said:
        return
    spans = [(hit.passage, at) for hit in manuals.search(text)[:_LOOKED_AT] for at in range(len(hit.passage.spans))]
    ranked = sorted(((alike(text, _text(p, at)), p, at) for p, at in spans), key=lambda one: -one[0])
    near = [(p, at) for likeness, p, at in ranked if likeness >= _SAME_SUBJECT]
    for value in said:
        if any(_has(_text(p, at), value) for p, at in near):
            continue
        other = next(((p, at, v) for p, at in near for v in _same_unit(_text(p, at), value)), None)
        if other is None:
            if not any(_has(p.text, value) for p, _ in spans):
                yield _gap("value_not_found", text, step=step, value=value)
            continue
        passage, at, theirs = other
        cited = PageCitation.of(passage, range(at, at + 1))
        yield _gap("value_differs", text, step=step, manual=cited.quote, at=cited, value=value, manual_value=theirs)


def _same_unit(text: str, value: str) -> list[str]:
    """Return the values of a text that are of the same unit as ``value``, and not it."""
    unit = _unit(value)
    return [
        found.value
        for found in values(text)
        if _unit(found.value) == unit and for_search(found.value) != for_search(value)
    ]


def _unit(value: str) -> str:
    plain = for_search(value).replace("n·m", "nm").replace("n m", "nm")
    return (
        "".join(sign for sign in plain if not sign.isdigit() and sign not in " .,±~–-")
        .removeprefix("to")
        .removeprefix("bis")
    )


def _has(text: str, value: str) -> bool:
    """Tell whether a value stands in a text, and not as the end of a longer number."""
    wanted = for_search(value)
    if any(for_search(found.value) == wanted for found in values(text)):
        return True
    return bool(re.search(rf"(?<![\d.,]){re.escape(wanted)}(?![\d\w])", for_search(text)))


def _text(passage: Passage, at: int) -> str:
    span = passage.spans[at]
    return passage.text[span.start : span.end]


def _warnings(procedure: Procedure, manuals: Manuals) -> Iterator[Json]:
    """Yield the messages on people's safety in the passages that the steps are about, and that are not given."""
    own = [found.text for found in walk(procedure) if isinstance(found, Hazard)]
    seen: set[str] = set()
    for step in procedure.steps:
        for told, cited in _messages(manuals.search(step.action)[:_NEAREST]):
            rank = severity(told)
            if told in seen or rank in {None, NOTICE}:
                continue
            seen.add(told)
            if not any(alike(told, text) >= _SAME_SUBJECT for text in own):
                yield _gap("missing_warning", step.action, step=step.id, manual=told, at=cited, rank=str(rank))


def _messages(hits: Sequence[Hit]) -> Iterator[tuple[str, PageCitation]]:
    for hit in hits:
        for message in hazards(hit.passage):
            cited = PageCitation.of(hit.passage, message)
            yield " ".join(cited.quote.split()), cited


def _lint(procedure: Procedure) -> Iterator[Json]:
    """Yield what the lint finds; a file that locks nothing out says so once, not phase by phase."""
    findings = [finding for finding in lint(procedure) if finding.code != "unproven"]
    phases = {step.phase for step in procedure.steps}
    if not phases & {Phase.ISOLATE, Phase.LOCK_TAG, Phase.VERIFY}:
        missing = [str(phase) for phase in Phase if phase not in phases and phase is not Phase.TEST]
        yield _gap("no_lock_out", phases=", ".join(missing))
        findings = [one for one in findings if one.code not in {"missing_phase", "missing"}]
    for finding in findings:
        told = {name: str(value) for name, value in finding.facts.items()}
        yield _gap(finding.code, step=finding.step) | {"facts": told}


def _parts(procedure: Procedure, manuals: Manuals) -> Iterator[Json]:
    for part in procedure.parts:
        if not isinstance(part, Part) or not isinstance(part.number, Line):
            continue
        number = part.number.text
        if not any(number in hit.passage.text for hit in manuals.search(number)):
            yield _gap("part_not_found", part.name, number=number)


def _sources(named: Sequence[str], manuals: Manuals) -> Iterator[Json]:
    for text in dict.fromkeys(_QUOTED.split(one)[0] for one in named):
        if text.startswith("OSHA"):
            continue
        likest = max(manuals.documents, key=lambda one: _same_document(text, one), default=None)
        if likest is None or _same_document(text, likest) < _SAME_SUBJECT:
            yield _gap("source_not_found", text)
            continue
        name, _, revision = likest
        said = for_search(text).replace("revision", "rev").split("rev")[-1].strip(" .:").split(" ")[0].strip(" ,.;")
        if revision and "rev" in for_search(text) and said and said != for_search(revision):
            yield _gap("source_outdated", text, document=name, said=said.upper(), revision=revision)


def _same_document(text: str, document: tuple[str, str, str]) -> float:
    """Return how much a source's own words are about a document; 0 where each names an asset and they differ."""
    name = " ".join(document[:2])
    shared = set(_CODE.findall(text)) & set(_CODE.findall(name))
    if not shared and _CODE.search(text):
        return 0.0
    return len(shared) + alike(_ANY_MANUAL.sub(" ", name), _ANY_MANUAL.sub(" ", text))


def _not_said(procedure: Procedure) -> Iterator[Json]:
    for name in ("energies", "ppe", "acceptance", "records"):
        told = getattr(procedure, name)
        if not told or (name != "energies" and not any(isinstance(one, Line) for one in told)):
            yield _gap("not_said", field=name)
    if not procedure.asset:
        yield _gap("not_said", field="asset")
