"""What is said of a photo, in the languages of people: what it shows, whose it is, and the question to go on with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from plant_knowledge_ingest.language import base
from plant_tools.phrases import SPOKEN, Phrases
from plant_tools.pictures import seen
from plant_tools.pictures.alike import Likeness
from plant_tools.pictures.delivery import LISTED, OTHER, RIGHT, SUPERSEDED, Verdict
from plant_tools.pictures.fields import ALARM
from plant_tools.pictures.orders import Order
from plant_tools.pictures.reading import Reading
from plant_tools.pictures.register import AMBIGUOUS, MATCH, MISMATCH, NONE, Candidate

Json = dict[str, Any]

_MESSAGES = Phrases("plant_tools.pictures", "messages/{language}.yaml")
_SURE = 0.85
_KEYS = frozenset({"tag", "serial", "type", "part_number", ALARM})
_WHOLE = re.compile(r"\d+(?:[.,]\d+)?")


def say(language: str, key: str, /, **words: object) -> str:
    """Return a phrase of pictures."""
    return _MESSAGES.say(language, key, **words)


def statement(told: Reading, language: str, order: Order | None) -> str:
    """Return in a sentence or two what the picture shows and whose it is."""
    if told.kind == seen.NOTHING:
        return say(language, "nothing_read")
    if told.kind == seen.LABEL:
        return _delivered(told.verdict, language, told.identity.asset, order)
    parts = [_alarm(told, language)] if told.alarm else []
    if not (told.kind == seen.TEXT and told.identity.outcome == NONE):
        parts += list(_whose(told, language))
    return " ".join(parts) or say(language, "not_understood")


def notices(told: Reading, language: str) -> list[Json]:
    """Return what the person should look at: {code, text}."""
    return [{"code": code, "text": say(language, code, **_numbered(words, language))} for code, words in _remarks(told)]


def _numbered(words: Json, language: str) -> Json:
    """Return ``words`` with numbers as people of a language write them: 2.5, in German 2,5."""
    point = "," if language == "de" else "."
    return {
        key: f"{value:g}".replace(".", point) if isinstance(value, float) else value for key, value in words.items()
    }


def question(told: Reading, language: str, asset: str = "") -> str:
    """Return the question to go on with, about ``asset`` where one is meant; "" where nothing can be asked."""
    if told.kind == seen.DISPLAY and told.alarm:
        key = "ask_alarm_on" if asset else "ask_alarm"
        return say(language, key, code=told.alarm.code, asset=asset)
    if told.kind == seen.LABEL and told.verdict:
        number = told.verdict.part.number if told.verdict.part else told.verdict.read
        return say(language, "ask_part_of" if asset else "ask_part", number=number, asset=asset)
    if told.kind == seen.NOTHING:
        return ""
    if asset:
        return say(language, "ask_asset", asset=asset)
    typed = " ".join(filter(None, (told.value("maker"), told.value("type"))))
    return say(language, "ask_type", type=typed) if typed else ""


def named(one: Candidate) -> str:
    """Return an asset as a button names it."""
    return " · ".join(filter(None, (one.asset, one.name)))


def _whose(told: Reading, language: str) -> Iterator[str]:
    identity = told.identity
    assets = ", ".join(one.asset for one in identity.candidates)
    if identity.outcome in {MISMATCH, AMBIGUOUS} and identity.why:
        first = identity.candidates[0].asset
        asset = identity.candidates[-1].asset if identity.outcome == MISMATCH else first
        words = {"asset": asset, "assets": first if identity.why == "other_alarm" else assets}
        yield say(language, identity.why, read=identity.read, known=identity.known, **words)
    elif identity.outcome == MATCH:
        yield say(language, "match", asset=identity.asset)
    elif identity.outcome != NONE:
        key = "is_it" if len(identity.candidates) == 1 else identity.outcome
        yield say(language, key, assets=assets)


def _alarm(told: Reading, language: str) -> str:
    alarm = told.alarm
    if alarm is None or not alarm.rows:
        return say(language, "alarm_unlisted", code=alarm.code if alarm else "")
    row = alarm.rows[0]
    key = "alarm_listed" if row.meaning else "alarm_shown"
    return say(
        language, key, code=alarm.code, meaning=_quoted(row.meaning.rstrip(".。"), row.citation.language, language)
    )


def _delivered(verdict: Verdict | None, language: str, asset: str, order: Order | None) -> str:
    if verdict is None:
        return say(language, "no_number")
    part = verdict.part
    words = {
        "number": part.number if part else verdict.read,
        "name": _quoted(part.name, part.citation.language, language) if part else "",
        "assets": ", ".join(part.assets) if part else "",
        "asset": asset,
        "instead": ", ".join(verdict.instead),
        "order": order.number if order else "",
    }
    by_order = bool(order and order.parts)
    key = {
        RIGHT: "right_order" if by_order else "right",
        OTHER: "other_order" if by_order else "other",
        SUPERSEDED: "superseded_by" if verdict.instead else "superseded",
        LISTED: "listed",
    }.get(verdict.verdict, "unlisted")
    return say(language, key, **words)


def _remarks(told: Reading) -> Iterator[tuple[str, Json]]:
    for one in told.identity.candidates[:1]:
        if told.identity.outcome == MATCH and one.likeness is Likeness.ALIKE:
            yield "read_as", {"read": one.read, "known": one.known}
    if told.alarm and not told.alarm.exact:
        yield "read_as", {"read": told.alarm.read, "known": told.alarm.code}
    if told.verdict:
        yield from _of_part(told.verdict, told.value("quantity"))
    for field in told.fields:
        if field.name in _KEYS and field.confidence < _SURE:
            yield "unsure", {"value": field.value}


def _of_part(verdict: Verdict, quantity: str) -> Iterator[tuple[str, Json]]:
    if verdict.part and not verdict.exact:
        yield "read_as", {"read": verdict.read, "known": verdict.part.number}
    if verdict.near:
        yield "near_number", {"known": verdict.near}
    count = _WHOLE.search(quantity)
    if verdict.quantity is not None and count and float(count[0].replace(",", ".")) != verdict.quantity:
        yield "quantity_differs", {"wanted": verdict.quantity, "read": count[0]}


def _quoted(text: str, spoken: str, language: str) -> str:
    """Return the words of a document, and their language where the reader has another one."""
    if not text or base(spoken) == base(language):
        return text
    return f"{text} ({say(language, spoken if spoken in SPOKEN else 'other_language')})"
