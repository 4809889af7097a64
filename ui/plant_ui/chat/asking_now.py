"""In whose name Chainlit asks its data layer: it does not say so itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from chainlit.context import ChainlitContextException, get_context

from plant_copilot.people.errors import SignInNeeded
from plant_knowledge_ingest.principal import Principal


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and the language of the interface, as the browser names it."""

    principal: Principal
    language: str = "en"


_now: ContextVar[Asking | None] = ContextVar("asking", default=None)


@contextmanager
def asking(who: Asking) -> Iterator[None]:
    """Say who asks until the block ends."""
    token = _now.set(who)
    try:
        yield
    finally:
        _now.reset(token)


def who_asks() -> Asking:
    """Return who asks: the request under way says so, or the chat. Raises ``SignInNeeded`` for nobody."""
    if said := _now.get():
        return said
    try:
        session = get_context().session
    except ChainlitContextException:
        session = None
    if session is None or session.user is None:
        raise SignInNeeded("Nobody asks.", remedy="Sign in first.")
    return Asking(Principal(session.user.identifier), getattr(session, "language", "en"))
