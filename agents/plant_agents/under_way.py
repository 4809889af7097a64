"""What something that takes long tells on its way, to whoever listens to this question.

The listener is context, like the crew: it travels with the thread of work and is never part of the state.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_LISTENER: ContextVar[Callable[[str], None] | None] = ContextVar("listener", default=None)
_BETWEEN = 1.0
"""Seconds from one word to the next: nobody reads faster, and channels take one message a second."""


@contextmanager
def listening(listener: Callable[[str], None] | None) -> Iterator[None]:
    """Have ``listener`` told what is told within the block."""
    before = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(before)


def teller() -> Callable[[Callable[[], str]], None]:
    """Return what tells the listener of this question: the first word at once, then one a second at most.

    It is given what makes the words, which is not asked where they would not be told, as where nobody listens. Any
    thread may call it.
    """
    listener, told = _LISTENER.get(), -math.inf

    def tell(words: Callable[[], str]) -> None:
        nonlocal told
        if listener is not None and time.monotonic() - told >= _BETWEEN:
            told = time.monotonic()
            listener(words())

    return tell
