"""Which worker runs which tests: a file stays with one worker, the pages with two, and what takes long comes first."""

from __future__ import annotations

from collections import Counter

import pytest
from xdist.scheduler.loadfile import LoadFileScheduling  # type: ignore[import-untyped]  # it has no types

PAGES = "tests/browser/"
READ_ONLY = {"chat", "chat_accessible", "chat_diagrams", "chat_everywhere", "chat_starters", "sop_voice"}
"""Pages that need the server of the manuals and no other: half of the time that all pages take."""
LAYOUTS = "tests/test_layout_", "tests/test_evals_layout"
"""Files that run the kernels of layouts: on a new machine whoever comes first compiles them, for half a minute."""
SECONDS = {"slow": 20, "browser": 10}
"""What a mark says of the time a test takes; one without takes a fraction of a second."""


def place(nodeid: str) -> str:
    """Return what is run by one worker: a file, all layouts, or half of what looks at pages, for it shares servers."""
    file = nodeid.partition("::")[0]
    if file.startswith(LAYOUTS):
        return LAYOUTS[0]
    if not file.startswith(PAGES):
        return file
    return f"{PAGES} of the manuals" if file.removeprefix(f"{PAGES}test_").removesuffix(".py") in READ_ONLY else PAGES


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
