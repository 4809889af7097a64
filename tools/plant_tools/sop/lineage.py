"""Whether the places that a procedure was made of still say what it took from them.

A text that stands unchanged anywhere in the revision of today is the same; one that does not is compared with what is
most like it there. A step is concerned where the words or values that it took have changed, not where something
beside them in the same row or sentence has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.tokens import for_search
from plant_tools.sop.lint import is_safety
from plant_tools.sop.model import Good, Line, Phase, Procedure, Source, Step
from plant_tools.sop.proven import facts

Json = dict[str, Any]

_ALIKE = 0.6
_TOLD_IN = {Phase.ISOLATE: "isolate", Phase.LOCK_TAG: "isolate", Phase.RELIEVE: "relieve", Phase.VERIFY: "verify"}


class Shelf:
    """Today's text of the documents, as far as whoever drafted may see them; each read once."""

    def __init__(self, contents: Callable[[str], Sequence[Passage] | None]) -> None:
        """Take what gives the passages of a document by its name, None where it is there no more."""
        self._contents = contents
        self._read: dict[str, _Text | None] = {}

    def of(self, document: str) -> _Text | None:
        """Return the text of a document, None where it is there no more."""
        if document not in self._read:
            passages = self._contents(document)
            self._read[document] = None if passages is None else _Text(passages)
        return self._read[document]


@dataclass(frozen=True, slots=True)
class _Span:
    passage: Passage
    at: int
    text: str


class _Text:
    def __init__(self, passages: Sequence[Passage]) -> None:
        self._spans = [
            _Span(passage, at, _bare(passage.text[span.start : span.end]))
            for passage in passages
            for at, span in enumerate(passage.spans)
        ]

    def has(self, quote: str) -> bool:
        """Tell whether ``quote`` is one or more sentences or rows that follow one another on a page."""
        wanted = _bare(quote)
        return any(self._begins(at, wanted) for at in range(len(self._spans)))

    def _begins(self, at: int, wanted: str) -> bool:
        told = ""
        while len(told) < len(wanted) and at < len(self._spans):
            told += self._spans[at].text
            at += 1
        return told == wanted

    def like(self, quote: str) -> PageCitation | None:
        """Return what is most like ``quote``, None where nothing is."""
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(_bare(quote))
        most, best = _ALIKE, None
        for span in self._spans:
            matcher.set_seq1(span.text)
            quick = matcher.real_quick_ratio() > most and matcher.quick_ratio() > most
            if quick and (ratio := matcher.ratio()) > most:
                most, best = ratio, span
        return PageCitation.of(best.passage, range(best.at, best.at + 1)) if best is not None else None


def _bare(text: str) -> str:
    return "".join(text.split())


def reviews(procedure: Procedure, shelf: Shelf, sheet: Mapping[str, Any] | None = None) -> list[Json]:
    """Return what needs review, one entry a step and changed text, in the order of the procedure.

    {step, phase, safety, of, reason: "changed" | "removed" | "gone" | "added", document, old: {revision, page, quote},
    new: {revision, page, printed_page, rectangle, quote} or None}. ``step`` is "" for what is beside the steps and
    in none of them. ``sheet`` is the asset's energy sheet of today; "added" are its energies that the steps lack.
    """
    changed = {s: _change(s, shelf) for s in procedure.sources if s.kind == "page"}
    changed |= {s: _of_sheet(s, sheet) for s in procedure.sources if s.kind == "sheet"}
    found = [
        {"step": step.id, "phase": str(step.phase), "safety": is_safety(step), "of": of, **change}
        for step in procedure.steps
        for source, of in _texts(step)
        if (change := changed.get(source)) and _concerns(step, of, change, procedure)
    ]
    held = {source for step in procedure.steps for source, _ in _texts(step)}
    beside = [change for source, change in changed.items() if change and source not in held]
    return [
        *_added(procedure, sheet),
        *_once(found),
        *({"step": "", "phase": "", "safety": False, "of": "", **change} for change in beside),
    ]


def _texts(step: Step) -> Iterator[tuple[Source, str]]:
    yield from ((source, "action") for source in step.sources)
    if isinstance(step.good, Good):
        yield from ((source, "good") for source in step.good.sources)
    yield from ((source, "warning") for hazard in step.warnings for source in hazard.sources)
    yield from ((source, "remark") for line in step.remarks for source in line.sources)


def _change(source: Source, shelf: Shelf) -> Json | None:
    text = shelf.of(source.document)
    old = {"revision": source.revision, "page": source.page, "quote": source.quote}
    if text is None:
        return {"reason": "gone", "document": source.document, "old": old, "new": None}
    if text.has(source.quote):
        return None
    like = text.like(source.quote)
    if like is None:
        return {"reason": "removed", "document": source.document, "old": old, "new": None}
    new = {
        "revision": like.revision,
        "page": like.page,
        "printed_page": like.printed_page,
        "rectangle": list(like.rectangle),
        "quote": like.quote,
    }
    return {"reason": "changed", "document": source.document, "old": old, "new": new}


def _of_sheet(source: Source, sheet: Mapping[str, Any] | None) -> Json | None:
    """Return what has become of a value of an energy sheet, whose place is "NAME: field"."""
    name, _, field = source.place.rpartition(": ")
    row = next((one for one in (sheet or {}).get("energies", ()) if one["name"] == name), None)
    value = row[field] if row else ""
    if value == source.quote:
        return None
    old = {"revision": source.revision, "page": 0, "quote": source.quote}
    new = _on_sheet(sheet, value) if sheet and value else None
    reason = "changed" if new else "removed" if sheet else "gone"
    return {"reason": reason, "document": _name(source.document), "old": old, "new": new}


def _added(procedure: Procedure, sheet: Mapping[str, Any] | None) -> Iterator[Json]:
    """Yield the energies of the sheet that the procedure does not have, at the step that lists what there is."""
    if sheet is None or procedure.work == "operation":
        return
    names = {energy.name for energy in procedure.energies}
    first = next((step for step in procedure.steps if step.phase == Phase.PREPARE), None)
    place = {"step": first.id if first else "", "phase": str(Phase.PREPARE), "safety": True, "of": "action"}
    for row in sheet["energies"]:
        if row["name"] not in names:
            new = _on_sheet(sheet, f"{row['name']}: {row['magnitude']}")
            old = {"revision": "", "page": 0, "quote": ""}
            yield {**place, "reason": "added", "document": _name(str(sheet["asset"])), "old": old, "new": new}


def _on_sheet(sheet: Mapping[str, Any], quote: str) -> Json:
    revision = str(sheet.get("revision") or "")
    return {"revision": revision, "page": 0, "printed_page": "", "rectangle": [], "quote": quote}


def _name(asset: str) -> str:
    return f"energy sheet {asset}"


def _concerns(step: Step, of: str, change: Mapping[str, Any], procedure: Procedure) -> bool:
    """Tell whether what a step took from a place is among what changed there."""
    if change["new"] is None or of in {"warning", "remark"}:
        return True
    taken = (
        [step.action] if of == "action" else [step.good.text, step.good.value] if isinstance(step.good, Good) else []
    )
    if of == "action" and any(source.kind == "rule" for source in step.sources):
        taken = _of_scaffold(step, procedure)
    old, new = for_search(change["old"]["quote"]), for_search(change["new"]["quote"])
    verbatim = [for_search(text) for text in taken if text and for_search(text) in old]
    return not verbatim or not all(_stands(text, new) for text in verbatim)


def _of_scaffold(step: Step, procedure: Procedure) -> list[str]:
    """Return the values of the energies that a step in the house's own words states."""
    field = _TOLD_IN.get(step.phase, "magnitude")
    told = [getattr(energy, field) for energy in procedure.energies if energy.name in step.energies]
    return [*step.energies, *(one.text for one in told if isinstance(one, Line))]


def _stands(text: str, new: str) -> bool:
    """Tell whether ``text`` stands in ``new`` with the same numbers and codes, not as a part of longer ones."""
    return text in new and set(facts(text)) <= set(facts(new))


def _once(found: Sequence[Json]) -> list[Json]:
    seen: dict[tuple[str, str], Json] = {}
    for one in found:
        seen.setdefault((one["step"], one["old"]["quote"]), one)
    return list(seen.values())


def blocking(flags: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the ids of changed steps on which people's safety hangs: their procedure is not to be carried out."""
    return list(dict.fromkeys(str(flag["step"]) for flag in flags if flag["safety"]))


def documents_of(procedure: Procedure) -> tuple[str, ...]:
    """Return the names of the documents that a procedure was made of."""
    return tuple(dict.fromkeys(source.document for source in procedure.sources if source.kind == "page"))
