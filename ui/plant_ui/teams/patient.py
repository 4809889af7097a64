"""Patience with Teams: what is refused for now is sent again when Teams says so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

TRIES = 5
LONGEST_WAIT = 60.0
"""Seconds that a message waits at most for the next try; Teams asks for a few."""

_FOR_NOW = {412, 429, 502, 503, 504}
_log = logging.getLogger(__name__)


class Patient:
    """A middleware of the SDK's client: 429 with Retry-After, and what its documentation says to try again.

    What may have arrived is not sent again: only a refusal, or a connection that never came about.
    """

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep

    async def send(
        self,
        context: Any,  # noqa: ARG002 - the protocol is the SDK's
        next: Callable[[], Awaitable[httpx.Response]],  # noqa: A002 - so is the name
    ) -> httpx.Response:
        """Send a request until it is taken. Raises what the last try raised."""
        for tried in range(1, TRIES):
            try:
                return await next()
            except httpx.HTTPStatusError as error:
                if error.response.status_code not in _FOR_NOW:
                    raise
                wait = _asked(error.response) or 2.0**tried / 2
                _log.warning("Teams answered %d, trying again in %.1f s", error.response.status_code, wait)
            except httpx.ConnectError:
                wait = 2.0**tried / 2
                _log.warning("Teams cannot be reached, trying again in %.1f s", wait)
            await self._sleep(min(wait, LONGEST_WAIT))
        return await next()


def _asked(response: httpx.Response) -> float:
    """Return the seconds that Teams asks to wait, 0 where it does not say."""
    said = response.headers.get("retry-after", "")
    try:
        return max(0.0, float(said))
    except ValueError:
        return 0.0
