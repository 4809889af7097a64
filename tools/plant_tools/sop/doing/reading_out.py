"""What is read out now, in the language of whoever does it, with what may be said next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_tools.plainly import measured
from plant_tools.sop.columns import Columns
from plant_tools.sop.doing.phrases import say
from plant_tools.sop.doing.walk import Asked, Walk, asked
from plant_tools.sop.laying_out import is_quote, without
from plant_tools.sop.model import Good, Procedure, Source, Step
from plant_tools.sop.sheet_words import signal_word, word

Json = dict[str, Any]

_CHOICES = {
    "warning": ("understood", "repeat", "stop"),
    "over": ("understood", "repeat", "stop"),
    "step": ("next", "repeat", "back", "stop", "abandon"),
    "paused": ("resume", "abandon"),
}


def read_out(procedure: Procedure, walk: Walk, spoken: str, changed: Mapping[str, str]) -> Json:
    """Return what is read out: {kind, number, of, phase, step, text, lines, choices, good, hazard, trouble, ...}.

    ``changed``: what the manual says now, by the id of the step that quotes it.
    """
    now = asked(procedure, walk)
    lines = _LINES[now.kind](procedure, walk, now, spoken)
    step = now.step
    if step and now.kind == "step" and step.id in changed:
        lines.append(say(spoken, "changed", text=changed[step.id]))
    return {
        "kind": now.kind,
        "number": min(walk.at + 1, len(procedure.steps)),
        "of": len(procedure.steps),
        "phase": step.phase.value if step else "",
        "step": step.id if step else "",
        "text": " ".join(line.replace("\n", " ") for line in lines),
        "lines": lines,
        "choices": _choices(now),
        "good": _good(step) if step and now.kind == "step" else None,
        "hazard": {"signal_word": now.hazard.signal_word, "rank": now.hazard.rank} if now.hazard else None,
        "trouble": walk.trouble,
        "sources": [place(source) for source in _sources(now)],
        "changed": bool(step and step.id in changed),
    }


def place(source: Source) -> Json:
    """Return where a source stands."""
    return {
        "kind": source.kind,
        "document": source.document,
        "revision": source.revision,
        "page": source.page,
        "printed_page": source.printed_page,
        "rectangles": [list(rectangle) for rectangle in source.rectangles],
        "quote": source.quote,
        "language": source.language,
    }


def _choices(now: Asked) -> list[str]:
    words = _CHOICES.get(now.kind, ())
    return ["value" if word == "next" and now.measured else word for word in words]


def _good(step: Step) -> Json | None:
    if not isinstance(step.good, Good):
        return None
    good = step.good
    return {"text": good.text, "value": good.value, "low": good.low, "high": good.high, "unit": good.unit}


def _sources(now: Asked) -> tuple[Source, ...]:
    if now.hazard:
        return now.hazard.sources
    if now.step is None or now.kind != "step":
        return ()
    good = now.step.good.sources if isinstance(now.step.good, Good) else ()
    return tuple(dict.fromkeys((*now.step.sources, *good)))


def _warning(procedure: Procedure, _: Walk, now: Asked, spoken: str) -> list[str]:
    if now.hazard is None:
        raise ValueError("a warning without its message")
    hazard = now.hazard
    text = _said(procedure, without(hazard.signal_word, hazard.text), hazard.language, hazard.sources, spoken)
    printed, own = hazard.signal_word, signal_word(spoken, hazard.rank)
    named = printed if printed == own else f"{own} ({printed})"
    return [say(spoken, "warning", word=named, text=text), say(spoken, "say_understood")]


def _over(_: Procedure, walk: Walk, __: Asked, spoken: str) -> list[str]:
    by = next((entry.by for entry in reversed(walk.entries) if entry.what == "resumed"), "")
    return [say(spoken, "taken_over", by=by, before=walk.over), say(spoken, "say_understood")]


def _step(procedure: Procedure, walk: Walk, now: Asked, spoken: str) -> list[str]:
    step = procedure.steps[walk.at]
    text = _said(procedure, step.action, step.language, step.sources, spoken)
    place_of = {"number": walk.at + 1, "of": len(procedure.steps), "phase": word(spoken, step.phase.value)}
    lines = [say(spoken, "step", text=text, **place_of)]
    if isinstance(step.good, Good):
        good = step.good
        shown = _said(procedure, good.text, good.language, good.sources, spoken)
        if good.text != step.action:
            lines.append(say(spoken, "good", text=shown.rstrip(".。")))
        lines += _measured(good, walk, spoken) if now.measured else []
    lines += [_said(procedure, line.text, line.language, line.sources, spoken) for line in step.remarks]
    return lines if now.measured else [*lines, say(spoken, "say_next")]


def _measured(good: Good, walk: Walk, spoken: str) -> list[str]:
    if walk.trouble and walk.value is not None:
        value = f"{measured(spoken, walk.value)} {good.unit}".strip()
        return [say(spoken, walk.trouble, value=value, good=good.value or good.text)]
    unit = say(spoken, "in_unit", unit=good.unit) if good.unit else ""
    return [say(spoken, "say_value", unit=unit)]


def _said(procedure: Procedure, text: str, language: str, sources: tuple[Source, ...], spoken: str) -> str:
    """Return a text as it is read to somebody: the scaffold translated, a quote in its own words."""
    columns = Columns(procedure.language, (spoken,))
    return columns.said(text, language, quote=is_quote(text, sources))[0].split("\n")[0]


def _ended(procedure: Procedure, walk: Walk, now: Asked, spoken: str) -> list[str]:
    key = {"paused": "paused", "done": "finished", "abandoned": "abandoned"}[now.kind]
    return [say(spoken, key, number=walk.at + 1, of=len(procedure.steps))]


_LINES = {"warning": _warning, "over": _over, "step": _step, "paused": _ended, "done": _ended, "abandoned": _ended}
