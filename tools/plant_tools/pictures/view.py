"""The JSON of a photo that was read."""

from __future__ import annotations

from typing import Any

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.passage import Rectangle
from plant_tools.evidence import RecordsCitation
from plant_tools.pictures.delivery import Verdict
from plant_tools.pictures.orders import Order
from plant_tools.pictures.reading import Reading
from plant_tools.pictures.register import AMBIGUOUS, MATCH, MISMATCH, Identity
from plant_tools.pictures.telling import named, notices, question, say, statement

Json = dict[str, Any]
Citation = PageCitation | RecordsCitation


def view(told: Reading, language: str, expected: str, order: Order | None) -> Json:
    """Return what a photo shows.

    {kind, shows, language, text, asset, outcome, expected, candidates: [{asset, name, by, read, known, likeness}],
    fields: [{name, label, value, rectangle, confidence}], lines: [{text, rectangle, confidence}], alarm, delivery,
    notices: [{code, text}], question, choices: [{asset, label, question}], citations, width, height, turned}.
    ``asset`` is set only where it is taken; ``question`` is for the person to edit and send, and ``choices`` are for
    them to choose from. Places are pixels of the picture turned clockwise by ``turned`` degrees. ``citations`` are
    those of the alarm or the part, not yet numbered.
    """
    photo, identity = told.photo, told.identity
    asked = identity.outcome in {AMBIGUOUS, MISMATCH}
    choices = identity.candidates if asked else ()
    return {
        "kind": told.kind,
        "shows": say(language, told.kind),
        "language": language,
        "text": statement(told, language, order),
        "asset": identity.asset if identity.outcome == MATCH else "",
        "outcome": identity.outcome,
        "expected": expected,
        "candidates": _candidates(identity),
        "fields": [
            {
                "name": field.name,
                "label": say(language, field.name),
                "value": field.value,
                "rectangle": _corners(field.rectangle),
                "confidence": round(field.confidence, 3),
            }
            for field in told.fields
        ],
        "lines": [
            {"text": line.text, "rectangle": _corners(line.rectangle), "confidence": round(line.confidence, 3)}
            for line in photo.lines
        ],
        "alarm": _alarm(told),
        "delivery": _delivery(told, order),
        "notices": notices(told, language),
        "question": "" if identity.outcome == MISMATCH else question(told, language, identity.asset),
        "choices": [
            {"asset": one.asset, "label": named(one), "question": question(told, language, one.asset)}
            for one in choices
        ],
        "citations": list(cited(told)),
        "width": photo.width,
        "height": photo.height,
        "turned": photo.turned,
    }


def cited(told: Reading) -> tuple[Citation, ...]:
    """Return the places that list the alarm or the part, each once."""
    verdict = told.verdict.citations if told.verdict else ()
    alarms = tuple(row.citation for row in told.alarm.rows) if told.alarm else ()
    return tuple(dict.fromkeys((*alarms, *verdict)))


def _candidates(identity: Identity) -> list[Json]:
    return [
        {
            "asset": one.asset,
            "name": one.name,
            "by": one.by,
            "read": one.read,
            "known": one.known,
            "likeness": one.likeness.name.lower(),
        }
        for one in identity.candidates
    ]


def _alarm(told: Reading) -> Json | None:
    alarm = told.alarm
    if alarm is None:
        return None
    return {
        "code": alarm.code,
        "read": alarm.read,
        "exact": alarm.exact,
        "meaning": alarm.rows[0].meaning if alarm.rows else "",
        "assets": list(alarm.assets),
    }


def _delivery(told: Reading, order: Order | None) -> Json | None:
    verdict: Verdict | None = told.verdict
    if verdict is None:
        return None
    part = verdict.part
    return {
        "verdict": verdict.verdict,
        "read": verdict.read,
        "exact": verdict.exact,
        "part_number": part.number if part else "",
        "part_name": part.name if part else "",
        "assets": list(part.assets) if part else [],
        "instead": list(verdict.instead),
        "near": verdict.near,
        "quantity": told.value("quantity"),
        "batch": told.value("batch"),
        "order": order.number if order else told.value("order"),
        "wanted": verdict.quantity,
    }


def _corners(rectangle: Rectangle) -> list[float]:
    return [round(value, 1) for value in rectangle]
