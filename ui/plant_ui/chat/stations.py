"""The stations of a question, shown while it passes them and folded away when it is answered."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any, Self

from chainlit.utils import utc_now

from plant_copilot.payload import Json
from plant_ui.chat.lines import Line, run_id
from plant_ui.chat.messages import named, say
from plant_ui.chat.results import result, summary

_A_GLANCE = 0.3
"""Seconds. What is over sooner is told together with its result; it could not be read before."""


class Stations:
    """One line that can be unfolded. Its parts get their results when the answer is there."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._line = Line(say(language, "working"), run_id(), icon="list-checks", opened=True, folding=True)
        self._passed: dict[str, Line] = {}
        self._shown: set[str] = set()
        self._said = ""

    async def __aenter__(self) -> Self:
        """Show the line."""
        await self._line.send()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Fold the line."""
        self._line.is_error = error is not None
        self._line.end = utc_now()
        await self._line.update()

    def passed(self, station: str) -> None:
        """Note a station. Any thread may call this."""
        line = Line(named(self._language, station), self._line.id)
        line.end = line.start
        self._passed[station] = line

    def reported(self, text: str) -> None:
        """Note how far something is that takes long. Any thread may call this."""
        self._said = text

    async def show_until(self, answered: asyncio.Future[Any]) -> None:
        """Add the stations under the line while there is no answer yet."""
        while not answered.done():
            await asyncio.wait({answered}, timeout=_A_GLANCE)
            if not answered.done():
                await self._show()

    async def done(self, answer: Json) -> None:
        """Write the results beside the stations, the SQL of figures under them, and the sum of all on the line."""
        for station, line in self._passed.items():
            line.name = result(self._language, station, answer)
            await (line.update() if station in self._shown else line.send())
        for citation in answer["citations"]:
            if citation["kind"] == "records":
                await self._sql(citation)
        self._line.name = summary(self._language, answer)

    async def _show(self) -> None:
        if self._said and self._line.name != self._said:
            self._line.name = self._said
            await self._line.update()
        for station, line in list(self._passed.items()):
            if station not in self._shown:
                self._shown.add(station)
                await line.send()

    async def _sql(self, citation: Json) -> None:
        """Add the SQL of a figure under the line, folded."""
        name = say(self._language, "sql", mark=citation["mark"])
        line = Line(name, self._line.id, output=citation["query"], language="sql")
        line.end = line.start
        await line.send()
