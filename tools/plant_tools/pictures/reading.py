"""What one photo says, put together from what was read in it and what is on record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from plant_knowledge_ingest.readers.photo import Photo
from plant_tools.history.known import loosely
from plant_tools.pictures import seen
from plant_tools.pictures.alarms import Shown, shown
from plant_tools.pictures.alike import Likeness, likeness
from plant_tools.pictures.delivery import Verdict, judged
from plant_tools.pictures.fields import ALARM, Field, fields
from plant_tools.pictures.listed import Alarm, Part
from plant_tools.pictures.orders import Order
from plant_tools.pictures.register import (
    AMBIGUOUS,
    MATCH,
    MISMATCH,
    NONE,
    TAG,
    UNKNOWN,
    Candidate,
    Identity,
    Known,
    Read,
    identify,
)

_OFFERED = 2


@dataclass(frozen=True, slots=True)
class Record:
    """What is on record for a picture: the assets, and what the documents list."""

    assets: Sequence[Known]
    alarms: Sequence[Alarm]
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a photo shows: its ``kind``, its ``fields``, whose it is, and the alarm or the part on it."""

    photo: Photo
    kind: str
    fields: tuple[Field, ...]
    identity: Identity
    alarm: Shown | None = None
    verdict: Verdict | None = None

    def value(self, name: str) -> str:
        """Return the first value of a field, "" where it was not read."""
        return next((field.value for field in self.fields if field.name == name), "")


def reading(photo: Photo, record: Record, expected: str = "", order: Order | None = None) -> Reading:
    """Return what ``photo`` says; ``expected`` is the asset that is asked about, ``order`` what a delivery is for."""
    found, words = fields(photo.lines), seen.words_of(photo.lines)
    called = [field for field in found if field.name == ALARM]
    codes = seen.code_words(photo.lines, called)
    listed = [word for word in codes if any(likeness(word, row.code) >= Likeness.ALIKE for row in record.alarms)]
    names = [name for one in record.assets for name in (one.tag, one.type) if name]
    tags = [word for word in words if any(likeness(word, name) is Likeness.EXACT for name in names)]
    numbers = [word for word in words if any(likeness(word, one.number) >= Likeness.ALIKE for one in record.parts)]
    kind = seen.kind_of(photo.lines, found, [one for one in listed if one not in tags], tags)
    if kind in {seen.TEXT, seen.DISPLAY} and numbers and not listed:
        kind = seen.LABEL
    told = Reading(photo, kind, tuple(found), Identity(NONE))
    if kind == seen.DISPLAY:
        return _display(told, record, words, codes, expected)
    if kind == seen.LABEL:
        return _label(told, record, words, numbers, expected, order)
    if kind == seen.NOTHING:
        return told
    return replace(told, identity=identify(_read(found, words), record.assets, expected))


def _read(found: Iterable[Field], words: Sequence[str]) -> Read:
    values: dict[str, list[str]] = {}
    for field in found:
        values.setdefault(field.name, []).append(field.value)
    return Read(values, words)


def _display(told: Reading, record: Record, words: Sequence[str], codes: Sequence[str], expected: str) -> Reading:
    """Return what an alarm display says; a tag that stands on it counts before the documents that list the alarm."""
    by_tag = identify(_read((f for f in told.fields if f.name == TAG), words), record.assets, expected)
    about = by_tag.asset or expected
    tags = {loosely(one.tag) for one in record.assets}
    alarm = shown([code for code in codes if loosely(code) not in tags], record.alarms, about)
    identity = by_tag
    if by_tag.outcome in {NONE, UNKNOWN}:
        identity = _by_alarm(alarm, record.assets, expected)
    return replace(told, identity=identity, alarm=alarm)


def _by_alarm(alarm: Shown | None, assets: Sequence[Known], expected: str) -> Identity:
    """Return whose alarm it may be: a code is no name, so what its documents are about is asked."""
    about = alarm.assets if alarm else ()
    if expected and (not about or any(loosely(one) == loosely(expected) for one in about)):
        return Identity(MATCH, expected)
    names = {loosely(one.tag): one.name for one in assets}
    found = tuple(
        Candidate(one, names.get(loosely(one), ""), ALARM, alarm.read if alarm else "", one, Likeness.NONE)
        for one in about[:_OFFERED]
    )
    if expected and alarm:
        meant = Candidate(expected, names.get(loosely(expected), ""), TAG, "", expected, Likeness.EXACT)
        return Identity(MISMATCH, candidates=(*found[:1], meant), why="other_alarm", read=alarm.code, known=expected)
    return Identity(AMBIGUOUS, candidates=found) if found else Identity(NONE)


def _label(
    told: Reading,
    record: Record,
    words: Sequence[str],
    numbers: Sequence[str],
    expected: str,
    order: Order | None,
) -> Reading:
    """Return what a delivery label says: the number with its label before it, else a word that is a listed number."""
    named = [field.value for field in told.fields if field.name == "part_number"]
    known = [one for one in numbers if _is_listed(one, record.parts, Likeness.EXACT)]
    candidates = [*(one for one in named if _is_listed(one, record.parts, Likeness.ALIKE)), *known, *named, *numbers]
    identity = identify(Read({}, words), record.assets)
    asset = expected or (order.asset if order else "") or identity.asset
    verdict = judged(candidates[0], record.parts, asset, order) if candidates else None
    return replace(told, identity=Identity(MATCH, asset) if asset else Identity(NONE), verdict=verdict)


def _is_listed(word: str, parts: Sequence[Part], least: Likeness) -> bool:
    return any(likeness(word, one.number) >= least for one in parts)
