"""The stations of a question, shown while it passes them and folded away when it is answered."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import chainlit as cl
from chainlit.utils import utc_now

from plant_copilot.payload import Json
from plant_ui.chat.messages import count, say


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
        step = cl.Step(say(self._language, station), type="tool", parent_id=self._line.id)
        step.start = step.end = utc_now()
        self._passed[station] = step
        await step.send()

    async def done(self, answer: Json) -> None:
        """Write the results beside the stations, and the sum of them on the line."""
        for station, step in self._passed.items():
            step.name = result(self._language, station, answer)
            await step.update()
        self._line.name = summary(self._language, answer)


def summary(language: str, answer: Json) -> str:
    """Return the whole search in one line."""
    seconds = f"{answer['seconds']:.1f}"
    if language == "de":
        seconds = seconds.replace(".", ",")
    if not answer["citations"]:
        return say(language, "done_nothing", seconds=seconds)
    return say(language, "done", seconds=seconds, **_found(language, answer))


def result(language: str, station: str, answer: Json) -> str:
    """Return what came out at a station: gate, route, look_up, write or prove."""
    found = bool(answer["citations"])
    dropped = sum(notice["code"] == "unproven_dropped" for notice in answer["notices"])
    results = {
        "gate": ("gate_refused" if answer["refused"] else "gate_passed", {}),
        "route": ("route_done", {"tools": ", ".join(_tool(language, name) for name in answer["tools"])}),
        "look_up": ("look_up_done" if found else "look_up_nothing", _found(language, answer)),
        "write": ("write_done", {"statements": count(language, "statements", len(answer["statements"]))}),
        "prove": ("prove_dropped" if dropped else "prove_done" if found else "prove_nothing", {}),
    }
    key, values = results[station]
    return say(language, key, **values)


def _found(language: str, answer: Json) -> dict[str, str]:
    pages = {(c["document"], c["revision"], c["page"]) for c in answer["citations"]}
    return {
        "passages": count(language, "passages", len(answer["citations"])),
        "pages": count(language, "pages", len(pages)),
    }


def _tool(language: str, name: str) -> str:
    return say(language, f"tool_{name}")
