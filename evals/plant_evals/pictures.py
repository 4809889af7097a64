"""How well photos are read: drawn plates, displays and labels of the plant of a home, made worse as phones do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plant_copilot.errors import WrongUse
from plant_copilot.settings import Settings
from plant_copilot.wiring import open_library
from plant_evals.costs import Clock
from plant_evals.picture_cases import DISPLAY, LABEL, NOTHING, PLATE, Case, cases
from plant_evals.picture_drawing import HARM, drawn
from plant_knowledge_ingest.principal import ANY_SITE, Principal
from plant_knowledge_ingest.readers import ocr
from plant_knowledge_ingest.readers.photo import Photo, read
from plant_tools.history.known import loosely
from plant_tools.pictures.desk import PictureDesk
from plant_tools.pictures.reading import Reading, reading
from plant_tools.pictures.register import AMBIGUOUS, MATCH, MISMATCH
from plant_tools.records.door import RecordsDoor

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """A case, by what its picture was made worse, and what was read of it."""

    case: Case
    harm: tuple[str, ...]
    told: Reading


def run_pictures(settings: Settings, count: int = 220, seed: int = 0) -> Json:
    """Read ``count`` pictures of the plant in the home of ``settings``: {pictures, groups, harm, wrong, seconds}.

    Raises ``WrongUse`` where recognition is not installed, or the home has no assets with serial numbers, no alarms
    or no parts to draw.
    """
    if not ocr.is_installed():
        raise WrongUse("Recognition of text in pictures is not installed.", remedy=ocr.INSTALL)
    recognise = ocr.recogniser()
    with Clock() as clock:
        looked = list(seen_pictures(settings, count, seed, lambda picture: read(picture, recognise)))
    return {**figures(looked), "costs": {name: round(value / count, 2) for name, value in clock.figures().items()}}


def seen_pictures(settings: Settings, count: int, seed: int, look: Callable[[Any], Photo]) -> Iterator[Seen]:
    """Yield the pictures as ``look`` reads them, compared with what is on record."""
    library, records = open_library(settings), RecordsDoor(settings.shelf, settings.records)
    try:
        record = PictureDesk(library, records).record(Principal("eval", settings.groups, frozenset({ANY_SITE})))
        if not (record.alarms and record.parts and sum(bool(one.serial and one.type) for one in record.assets) > 1):
            raise WrongUse(
                "There is nothing to draw: assets with type and serial number, alarms and parts are needed.",
                remedy="Bring the sample plant in: manuals by ingest, records by records load.",
            )
        for case in cases(record, count, seed):
            picture, harm = drawn(case, seed)
            yield Seen(case, harm, reading(look(picture), record, case.expected))
    finally:
        records.close()
        library.close()


def figures(looked: list[Seen]) -> Json:
    """Return what is counted, of all pictures and by group and harm; ``wrong`` lists what went wrong, by number."""
    groups = list(dict.fromkeys(one.case.group for one in looked))
    return {
        "pictures": len(looked),
        "all": _counted(looked),
        "groups": {group: _counted([one for one in looked if one.case.group == group]) for group in groups},
        "segments": _counted([one for one in looked if one.case.segments]),
        "harm": {harm: _counted([one for one in looked if harm in one.harm]) for harm in HARM},
        "wrong": [_described(one) for one in looked if not _is_right(one)],
    }


def taken_wrongly(one: Seen) -> bool:
    """Tell whether an asset was taken without a question that the picture does not show, or a number for another."""
    if one.told.identity.outcome != MATCH or one.case.shape != PLATE:
        return False
    return loosely(one.told.identity.asset) != loosely(one.case.asset)


def _counted(looked: list[Seen]) -> Mapping[str, int]:
    plates = [one for one in looked if one.case.shape == PLATE]
    known = [one for one in plates if one.case.asset and not one.case.warned]
    warned = [one for one in looked if one.case.warned]
    keyed = [one for one in looked if one.case.key]
    return {
        "pictures": len(looked),
        "kind_right": sum(_kind_is_right(one) for one in looked),
        "plates_known": len(known),
        "asset_right": sum(one.told.identity.outcome == MATCH and not taken_wrongly(one) for one in known),
        "asset_asked": sum(_is_offered(one) for one in known),
        "taken_wrongly": sum(map(taken_wrongly, looked)),
        "warnings_due": len(warned),
        "warnings_given": sum(one.told.identity.outcome == MISMATCH for one in warned),
        "warned_or_asked": sum(one.told.identity.outcome in {MISMATCH, AMBIGUOUS} for one in warned),
        "warned_falsely": sum(one.told.identity.outcome == MISMATCH for one in looked if not one.case.warned),
        "keys": len(keyed),
        "keys_read": sum(map(_key_is_read, keyed)),
        "labels": sum(bool(one.case.verdict) for one in looked),
        "verdicts_right": sum(_verdict_is_right(one) for one in looked if one.case.verdict),
    }


_KINDS = {PLATE: "nameplate", DISPLAY: "alarm_display", LABEL: "delivery_label", NOTHING: "nothing"}


def _kind_is_right(one: Seen) -> bool:
    return one.told.kind == _KINDS[one.case.shape]


def _is_offered(one: Seen) -> bool:
    offered = {loosely(candidate.asset) for candidate in one.told.identity.candidates}
    return one.told.identity.outcome == AMBIGUOUS and loosely(one.case.asset) in offered


def _key_is_read(one: Seen) -> bool:
    """Tell whether the number was read as it is; an alarm or part counts as it is told to the person."""
    key = loosely(one.case.key)
    if one.case.shape == DISPLAY:
        return one.told.alarm is not None and loosely(one.told.alarm.code) == key
    if one.case.shape == LABEL:
        verdict = one.told.verdict
        return verdict is not None and loosely(verdict.part.number if verdict.part else verdict.read) == key
    return any(key in loosely(line.text) for line in one.told.photo.lines)


def _verdict_is_right(one: Seen) -> bool:
    return one.told.verdict is not None and one.told.verdict.verdict == one.case.verdict


def _is_right(one: Seen) -> bool:
    due = one.told.identity.outcome == MISMATCH or not one.case.warned
    known = one.case.shape != PLATE or not one.case.asset or one.case.warned or one.told.identity.outcome == MATCH
    delivered = not one.case.verdict or _verdict_is_right(one)
    shown = one.case.shape == NOTHING or _key_is_read(one)
    return _kind_is_right(one) and due and known and delivered and shown and not taken_wrongly(one)


def _described(one: Seen) -> Json:
    return {
        "number": one.case.number,
        "group": one.case.group,
        "harm": list(one.harm),
        "segments": one.case.segments,
        "key": one.case.key,
        "expected": one.case.expected,
        "asset": one.case.asset,
        "kind": one.told.kind,
        "outcome": one.told.identity.outcome,
        "taken": one.told.identity.asset,
        "read": [line.text for line in one.told.photo.lines],
    }
