"""Which worker runs which tests: a file stays with one worker, all pages with one, and what takes long comes first."""

from __future__ import annotations

from collections import Counter

import pytest
from xdist.scheduler.loadfile import LoadFileScheduling  # type: ignore[import-untyped]  # it has no types

PAGES = "tests/browser/"
SECONDS = {"slow": 20, "browser": 10}
"""What a mark says of the time a test takes; one without takes a fraction of a second."""


def place(nodeid: str) -> str:
    """Return what is run by one worker: a file, or all that look at pages, for they share servers and a browser."""
    return PAGES if nodeid.startswith(PAGES) else nodeid.partition("::")[0]


def longest_first(items: list[pytest.Item]) -> None:
    """Sort tests, place by place, so that no worker is left with a long one when the others are through."""
    takes: Counter[str] = Counter()
    for item in items:
        takes[place(item.nodeid)] += max((SECONDS.get(mark.name, 1) for mark in item.iter_markers()), default=1)
    items.sort(key=lambda item: -takes[place(item.nodeid)])


class Dealing(LoadFileScheduling):  # type: ignore[misc]  # nor has what it is made of
    """Deals out places in the order in which the workers sorted them."""

    def _split_scope(self, nodeid: str) -> str:
        return place(nodeid)
