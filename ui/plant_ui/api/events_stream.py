"""Server-sent events: an answer as it comes about, and a job as it moves on."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict
from typing import Any

from starlette.requests import Request

from plant_ui.api import problems
from plant_ui.api.jobs import Job
from plant_ui.api.underway import LONG, Underway

Json = dict[str, Any]

MEDIA_TYPE = "text/event-stream"
DESCRIBED: dict[str, Any] = {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}
"""What OpenAPI is told of a route that streams where it is asked to."""


def wants_events(request: Request) -> bool:
    """Say whether a request accepts server-sent events, rather than one piece of JSON."""
    return MEDIA_TYPE in request.headers.get("accept", "")


async def answer_events(underway: Underway[Json]) -> AsyncIterator[str]:
    """Yield each ``step`` as it is taken, then each ``statement``, then the whole ``answer``; or a ``problem``.

    ``progress`` comes in between, with the words of something that takes long.
    """
    async for step in underway.steps():
        mark, _, text = step.partition(" ")
        if mark != LONG:
            yield _event("step", {"step": step})
        else:
            yield _event("progress", {"text": text}) if text else f": {LONG}\n\n"
    if error := await underway.error():
        yield _event("problem", problems.of(error))
        return
    answer = await underway.result()
    for statement in answer["statements"]:
        yield _event("statement", statement)
    yield _event("answer", answer)


def job_events(states: Iterator[Job]) -> Iterator[str]:
    """Yield a ``job`` whenever it has moved on, the last one ended."""
    return (_event("job", asdict(state)) for state in states)


def _event(name: str, data: Json) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
