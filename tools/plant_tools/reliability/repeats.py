"""Failures that come back: repeats within some days, bundles of events that follow one another closely."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def repeats(events: Iterable[tuple[Key, float]], within: float) -> dict[Key, list[tuple[float, float]]]:
    """Return (before, again) for consecutive times of one key that lie at most ``within`` apart.

    ``events`` are (key, time); a key is what makes two failures the same, such as asset and code.
    """
    by_key: dict[Key, list[float]] = {}
    for key, time in events:
        by_key.setdefault(key, []).append(time)
    found = {key: [(a, b) for a, b in pairwise(sorted(times)) if b - a <= within] for key, times in by_key.items()}
    return {key: pairs for key, pairs in found.items() if pairs}


def bundles(times: Sequence[float], within: float, at_least: int = 2) -> list[list[int]]:
    """Return runs of indices into ``times`` in which each is at most ``within`` after the one before it."""
    runs: list[list[int]] = []
    for at in sorted(range(len(times)), key=times.__getitem__):
        if runs and times[at] - times[runs[-1][-1]] <= within:
            runs[-1].append(at)
        else:
            runs.append([at])
    return [run for run in runs if len(run) >= at_least]
