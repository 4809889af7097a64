"""Stores that did not answer while a question was looked into: the answer says so, and what else there is.

Whoever does without a store notes its error here; who asked reads them at the end. Beside the return values, because
much that is only looked up on the way, such as what was repaired last, has no other way to tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from plant_knowledge_ingest.errors import PlantError

_MISSED: ContextVar[list[PlantError] | None] = ContextVar("plant_out_of_reach", default=None)


def missed(error: PlantError) -> None:
    """Note that a store did not answer, for the question under way; nobody listens outside of one."""
    noted = _MISSED.get()
    if noted is not None and all(type(one) is not type(error) for one in noted):
        noted.append(error)


@contextmanager
def listening() -> Iterator[list[PlantError]]:
    """Give the list that errors are noted in while the block runs, each kind once."""
    noted: list[PlantError] = []
    token = _MISSED.set(noted)
    try:
        yield noted
    finally:
        _MISSED.reset(token)
