"""Work that runs in a thread while a reply of it is already being written: its steps, then what it returns."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Generic, Self, TypeVar

from fastapi.concurrency import run_in_threadpool

T = TypeVar("T")

STREAMED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""What proxies are told of a stream: keep nothing, hold nothing back."""

LONG = "…"
"""What is yielded while a step takes long: alone as a sign of life, or with a blank and words behind it."""

# Proxies close a connection on which nothing comes for a minute.
_SIGN_OF_LIFE = 15.0


class Underway(Generic[T]):
    """Work that has begun. It goes on when nobody listens any more: what it writes is kept."""

    def __init__(self, work: Callable[[Callable[[str], None]], T]) -> None:
        self._steps: asyncio.Queue[str | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def told(step: str | None) -> None:
            loop.call_soon_threadsafe(self._steps.put_nowait, step)

        self._work = asyncio.ensure_future(run_in_threadpool(work, told))
        self._work.add_done_callback(self._ended)
        self._first: str | None = None

    @classmethod
    async def begun(cls, work: Callable[[Callable[[str], None]], T]) -> Self:
        """Begin ``work``, which is given whom to tell its steps; return when it has taken one, or is done.

        Raises what it raises before its first step, so that a refusal still has its status.
        """
        underway = cls(work)
        underway._first = await underway._steps.get()
        if underway._first is None:
            await underway.result()
        return underway

    async def steps(self) -> AsyncIterator[str]:
        """Yield the steps as they are taken, and ``LONG`` while one takes long."""
        step = self._first
        while step is not None:
            yield step
            try:
                step = await asyncio.wait_for(self._steps.get(), _SIGN_OF_LIFE)
            except TimeoutError:
                step = LONG

    async def error(self) -> BaseException | None:
        """Return what the work raises in the end, None where it ends well."""
        await asyncio.wait([self._work])
        return self._work.exception()

    async def result(self) -> T:
        """Return what the work returns, or raise what it raises."""
        return await asyncio.shield(self._work)

    def _ended(self, work: asyncio.Future[T]) -> None:
        self._steps.put_nowait(None)
        if not work.cancelled():
            work.exception()  # looked at here, so that nobody is told of one that nobody waited for
