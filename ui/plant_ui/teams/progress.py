"""What stands in Teams while a question is looked into: a streamed message for one alone, else one that is edited."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from plant_ui.channels.words import say
from plant_ui.errors import NotSent
from plant_ui.teams.sending import TOO_LARGE, Sending
from plant_ui.teams.turn import Place

Json = dict[str, Any]

PATIENCE = 0.8
"""Seconds without an answer after which something is shown."""

_BETWEEN = 1.2  # Teams wants a second between two updates of a stream
_BETWEEN_EDITS = 3.0
_GRACE = 10.0
_STATIONS = {"gate", "route", "look_up", "write", "phrase", "prove"}


class Progress:
    """Shows the stations of a question at ``place``. Nothing that goes wrong here keeps the answer from coming.

    ``instead_of`` is a message that the answer takes the place of, "" for none.
    """

    def __init__(self, sending: Sending, place: Place, language: str, instead_of: str = "") -> None:
        self._sending, self._place, self._language = sending, place, language
        self._station, self._told = "working", ""
        self._instead_of = instead_of
        self._message = ""
        self._over = asyncio.Event()
        self._task = asyncio.create_task(self._showing())

    def pass_station(self, station: str) -> None:
        """Note which station is passed."""
        self._station = station if station in _STATIONS else self._station

    def report(self, text: str) -> None:
        """Note how far something is that takes long."""
        self._told = text

    async def say(self, text: str) -> None:
        """Say ``text`` where the answer was expected."""
        await self.stop()
        await self._sending.message(self._place, text, instead_of=self._edited)

    async def show(self, cards: Sequence[Json]) -> None:
        """Show the answer where it was expected, the first card in place of what stood there meanwhile."""
        await self.stop()
        first, *others = cards
        if not await self._streamed(first):
            await self._sending.message(self._place, cards=[first], instead_of=self._edited)
        for card in others:
            await self._sending.message(self._place, cards=[card])

    async def stop(self) -> None:
        """Show nothing more. What is on its way is waited for, because the answer takes its place."""
        self._over.set()
        await asyncio.wait({self._task}, timeout=_GRACE)
        self._task.cancel()

    async def withdraw(self) -> None:
        """Take away what stands there: there is no answer to come in its place."""
        await self.stop()
        if self._message:
            with suppress(NotSent):  # somebody else has taken it away
                await self._sending.delete(self._place, self._message)

    @property
    def _edited(self) -> str:
        return self._instead_of or ("" if self._place.personal else self._message)

    async def _streamed(self, card: Json) -> bool:
        """Write the last of a stream; False where there is none, or Teams does not take it as such any more."""
        if not (self._place.personal and self._message):
            return False
        try:
            await self._sending.end_stream(self._place, card, self._message)
        except NotSent as error:
            if error.status == TOO_LARGE:
                raise
            return False
        return True

    async def _showing(self) -> None:
        if await self._is_over(PATIENCE):
            return
        try:
            await (self._stream() if self._place.personal else self._stand_in())
        except NotSent:
            return  # the answer comes all the same, or says itself why it does not

    async def _stand_in(self) -> None:
        await self._sending.typing(self._place)
        self._message = await self._sending.message(self._place, say(self._language, "working"))
        shown = ""
        while not await self._is_over(_BETWEEN_EDITS):
            if self._told != shown:
                shown = self._told
                await self._sending.message(self._place, shown, instead_of=self._message)

    async def _stream(self) -> None:
        shown, sequence = "", 0
        while True:
            text = self._told or say(self._language, self._station)
            if text != shown:
                shown, sequence = text, sequence + 1
                self._message = await self._sending.stream(self._place, text, self._message, sequence)
            if await self._is_over(_BETWEEN):
                return

    async def _is_over(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._over.wait(), seconds)
        except TimeoutError:
            return False
        return True
