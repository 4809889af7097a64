"""How long one question waits for a store on another machine: so many seconds in all, then it is answered without.

What is not a question, such as bringing documents in, waits as long as the store's own limit says.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

USUAL = 10.0
"""Seconds that a question waits for one store, all its requests together."""

REST = 5.0
"""Seconds for which a store that did not answer is not asked again."""

KNOWN = 900.0
"""Seconds for which what was last known of documents and people is used while their database is out of reach."""


@dataclass(slots=True)
class _Left:
    seconds: float
    spent: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))


_LEFT: ContextVar[_Left | None] = ContextVar("plant_patience", default=None)


@contextmanager
def at_most(seconds: float = USUAL) -> Iterator[None]:
    """Let everything in the block wait for ``seconds`` at most for each store; a block within a block has no more."""
    if _LEFT.get() is not None:
        yield
        return
    token = _LEFT.set(_Left(seconds))
    try:
        yield
    finally:
        _LEFT.reset(token)


def left(usual: float, store: str = "index") -> float:
    """Return the seconds that a request to ``store`` may take: ``usual``, or what is left to the question."""
    patience = _LEFT.get()
    return usual if patience is None else max(0.0, min(usual, patience.seconds - patience.spent[store]))


def spend(seconds: float, store: str = "index") -> None:
    """Count ``seconds`` as waited for ``store``."""
    if (patience := _LEFT.get()) is not None:
        patience.spent[store] += seconds


@contextmanager
def spending(store: str = "index") -> Iterator[None]:
    """Count the time of the block as waited for."""
    began = time.monotonic()
    try:
        yield
    finally:
        spend(time.monotonic() - began, store)
