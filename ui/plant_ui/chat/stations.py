"""The stations of a question, shown while it passes them and folded away when it is answered."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import chainlit as cl
from chainlit.utils import utc_now

from plant_copilot.payload import Json
from plant_ui.chat.messages import named, say
from plant_ui.chat.results import result, summary


class Stations:
    """One line that can be unfolded. Its parts get their results when the answer is there."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._line = cl.Step(
            say(language, "working"), type="tool", icon="list-checks", default_open=True, auto_collapse=True
        )
        self._passed: dict[str, cl.Step] = {}

    async def __aenter__(self) -> Self:
        """Show the line."""
        self._line.start = utc_now()
        self._line.parent_id = cl.context.current_run.id if cl.context.current_run else None
        await self._line.send()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Fold the line."""
        self._line.is_error = error is not None
        self._line.end = utc_now()
        await self._line.update()

    async def passed(self, station: str) -> None:
        """Add a station under the line, and name the line after it."""
        step = cl.Step(named(self._language, station), type="tool", parent_id=self._line.id)
        step.start = step.end = utc_now()
        self._passed[station] = step
        await step.send()

    async def done(self, answer: Json) -> None:
        """Write the results beside the stations, the SQL of figures under them, and the sum of all on the line."""
        for station, step in self._passed.items():
            step.name = result(self._language, station, answer)
            await step.update()
        for citation in answer["citations"]:
            if citation["kind"] == "records":
                await self._sql(citation)
        self._line.name = summary(self._language, answer)

    async def _sql(self, citation: Json) -> None:
        """Add the SQL of a figure under the line, folded."""
        name = say(self._language, "sql", mark=citation["mark"])
        step = cl.Step(name, type="tool", parent_id=self._line.id, language="sql")
        step.start = step.end = utc_now()
        step.output = citation["query"]
        await step.send()
