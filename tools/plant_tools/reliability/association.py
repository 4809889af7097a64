"""Whether one thing follows another more often than chance would have it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plant_tools.reliability.distributions import binomial_tail


@dataclass(frozen=True, slots=True)
class Association:
    """How often a first event is followed by a second within a window, against any moment of the observation.

    ``followed`` of ``firsts`` had one; a moment taken at random has one with probability ``chance``. ``lift`` is the
    ratio of the two shares; ``p_value`` that so many or more would be followed by chance. An association is no cause.
    """

    firsts: int
    followed: int
    seconds: int
    chance: float
    lift: float
    p_value: float


def associate(
    firsts: Mapping[str, Sequence[float]],
    seconds: Mapping[str, Sequence[float]],
    within: float,
    window: tuple[float, float],
) -> Association:
    """Compare times of two kinds of events, per asset, in an observation from ``window[0]`` to ``window[1]``.

    First events less than ``within`` after the last one counted are the same episode and count once; those whose
    ``within`` does not end inside the observation are left out. ``chance`` is the share of the moments, over all assets
    with a first or second event, that a second event follows within ``within``: the length of the union of [s - within,
    s) over the length observed. Test: exact binomial, one-sided.
    """
    start, last = window[0], window[1] - within
    if last <= start:
        raise ValueError("the window of observation is shorter than the time in which something may follow")
    number = followed = 0
    covered = 0.0
    assets = sorted({*firsts, *seconds})
    for asset in assets:
        after = sorted(seconds.get(asset, ()))
        episodes = _episodes(sorted(t for t in firsts.get(asset, ()) if start <= t <= last), within)
        number += len(episodes)
        followed += sum(_follows(after, t, within) for t in episodes)
        covered += _covered(after, within, start, last)
    chance = covered / ((last - start) * len(assets)) if assets else 0.0
    share = followed / number if number else 0.0
    return Association(
        firsts=number,
        followed=followed,
        seconds=sum(map(len, seconds.values())),
        chance=chance,
        lift=share / chance if chance else 0.0,
        p_value=binomial_tail(followed, number, chance),
    )


def _episodes(times: Sequence[float], within: float) -> list[float]:
    kept: list[float] = []
    for time in times:
        if not kept or time - kept[-1] >= within:
            kept.append(time)
    return kept


def _follows(after: Sequence[float], time: float, within: float) -> bool:
    at = bisect_left(after, time)
    return at < len(after) and after[at] - time <= within


def _covered(after: Sequence[float], within: float, start: float, last: float) -> float:
    """Return how much of start..last lies in the union of [second - within, second]."""
    total, reached = 0.0, start
    for time in after:
        low, high = max(time - within, reached), min(time, last)
        if high > low:
            total += high - low
        reached = max(reached, min(time, last))
    return total
