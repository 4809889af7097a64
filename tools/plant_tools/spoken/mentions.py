"""Which asset or code a spoken question means: taken where there is no doubt, else offered for confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from plant_tools.spoken.by_sound import MOST, Fit, fits
from plant_tools.spoken.register import ASSET, ONE_SIGN, RHYMING, Code, Register
from plant_tools.spoken.spotting import OFFERED, Spotted, spot

OFFER = 2
"""So many codes are offered."""

_CLEARLY = -0.8
"""Below this likelihood of the words nothing is taken without asking."""

_NEAR, _APART = 0.45, 0.7
"""A reading that is not exact agrees if its code is near, and the next one far from it."""

_HEARSAY, _AT_HAND, _ASIDE = 0.15, 0.2, 0.1
"""What is added for another reading, taken off for the asset at hand, and added for what is no asset."""

_AUDIBLE, _CLOSE = 0.28, 0.15
"""Up to this unlikeness of its sounds a code is offered; and where another was written that the plant does not have."""

_BIASED, _NO_ASSET, _NEARBY = 0.1, 0.1, 0.05
"""What is added for a reading with hotwords and for what is no asset, and taken off for the asset at hand."""

Status = Literal["taken", "choice", "unknown"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A code in ``text[start:end]`` of a transcript.

    ``taken``: ``codes`` is the one that is meant. ``choice``: it has the one or two likeliest, and a person says which.
    ``unknown``: it reads like a code, and the plant has none like it.
    """

    start: int
    end: int
    heard: str
    status: Status
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Speech:
    """What was heard: the likeliest text, other readings of the same sound, the last of them without hotwords.

    ``likelihood`` is the mean logarithm of a token's probability; ``at_hand`` the asset that the chat is about.
    """

    text: str
    language: str
    others: tuple[str, ...] = ()
    likelihood: float = 0.0
    at_hand: str = ""


def mentions(speech: Speech, register: Register) -> list[Mention]:
    """Return the codes in ``speech.text``, in order.

    A code is taken where its signs were heard one by one, a reading without hotwords agrees, the sound was clear, and
    the plant has no other that sounds like it. Everything else is offered: hotwords make Whisper hear tags that nobody
    said, and P, B and V are one sound beside a running machine.
    """
    readings = [spot(other, speech.language, register) for other in speech.others]
    found = spot(speech.text, speech.language, register)
    judged = [_judged(one, n, len(found), speech, readings, register) for n, one in enumerate(found)]
    return judged if any(one.status == "taken" for one in judged) else _by_sound(judged, speech, register)


def _by_sound(judged: Sequence[Mention], speech: Speech, register: Register) -> list[Mention]:
    """Offer the code that the transcript sounds most like, beside what was spotted there, or where nothing was."""
    alike = [fit for fit in _alike(speech, register) if fit.cost <= _AUDIBLE]
    if not alike:
        return list(judged)
    codes, start, end = [fit.code for fit in alike], alike[0].start, alike[0].end
    if not judged:
        return [Mention(start, end, speech.text[start:end], "choice", tuple(codes[:OFFER]))]
    meant = max(judged, key=lambda one: min(end, one.end) - max(start, one.start))
    if meant.status == "unknown" and alike[0].cost > _CLOSE:
        return list(judged)
    both = tuple(dict.fromkeys([codes[0], *meant.codes[:1], *codes[1:], *meant.codes[1:]]))
    return [replace(one, status="choice", codes=both[:OFFER]) if one is meant else one for one in judged]


def _alike(speech: Speech, register: Register) -> list[Fit]:
    """Return what the transcript sounds like, the likeliest first: read with hotwords it counts less than without."""
    codes = register.codes[:MOST]
    found = {fit.code.code: fit for fit in fits(speech.text, speech.language, codes)}
    unbiased = fits(speech.others[-1], speech.language, codes) if speech.others else []
    costs = {code: fit.cost + _BIASED * bool(speech.others) for code, fit in found.items()}
    costs |= {fit.code.code: min(fit.cost, costs.get(fit.code.code, 1.0)) for fit in unbiased}
    told = [
        fit._replace(cost=costs[code] + _NO_ASSET * (fit.code.kind != ASSET) - _NEARBY * (code == speech.at_hand))
        for code, fit in found.items()
    ]
    return sorted(told, key=lambda fit: (fit.cost, fit.code.code))


def _judged(
    one: Spotted, place: int, of: int, speech: Speech, readings: Sequence[Sequence[Spotted]], register: Register
) -> Mention:
    same = [_there(reading, place, of) for reading in readings]
    heard = speech.text[one.start : one.end]
    exact = one.exact
    if exact and speech.likelihood >= _CLEARLY and not _doubt(exact, one, same, register):
        return Mention(one.start, one.end, heard, "taken", (exact,))
    codes = _offered(one, same, speech.at_hand, register)
    return Mention(one.start, one.end, heard, "choice" if codes else "unknown", codes)


def _there(reading: Sequence[Spotted], place: int, of: int) -> Spotted | None:
    """Return what another reading has in the same place: of as many the one there, else the only one."""
    if len(reading) == of:
        return reading[place]
    return reading[0] if len(reading) == 1 else None


def _doubt(code: Code, one: Spotted, same: Sequence[Spotted | None], register: Register) -> bool:
    """Say whether another code may have been meant."""
    if register.neighbours(code, RHYMING, one.certain):
        return True
    if not same:  # read once only: typed, or by a transcriber without hotwords
        return bool(register.neighbours(code, ONE_SIGN, one.certain))
    unbiased = same[-1]
    if unbiased is None or not unbiased.codes or unbiased.codes[0][0] != code:
        return True
    if unbiased.exact == code:
        return False
    rivals = [cost for other, cost in unbiased.codes[1:] if other.kind == ASSET or code.kind != ASSET]
    runner_up = rivals[0] if rivals else OFFERED
    if unbiased.best > _NEAR or runner_up - unbiased.best < _APART:
        return True
    return bool(register.neighbours(code, ONE_SIGN, one.certain))


def _offered(one: Spotted, same: Sequence[Spotted | None], at_hand: str, register: Register) -> tuple[Code, ...]:
    """Return the likeliest codes of all readings; beside one that stands alone, what sounds like it."""
    costs = dict(one.codes)
    for other in same:
        for code, cost in other.codes if other else ():
            costs[code] = min(costs.get(code, OFFERED), cost + _HEARSAY)

    def unlikely(code: Code) -> tuple[float, str]:
        return costs[code] - _AT_HAND * (code.code == at_hand) + _ASIDE * (code.kind != ASSET), code.code

    ranked = sorted(costs, key=unlikely)
    if len(ranked) == 1:
        ranked += register.neighbours(ranked[0], ONE_SIGN)
    return tuple(ranked[:OFFER])
