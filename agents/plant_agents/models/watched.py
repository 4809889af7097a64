"""A model with somebody at its side: a limit to time and length, a second try, and a fuse."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from jsonschema import Draft202012Validator

from plant_agents.models.fuse import Fuse
from plant_agents.models.protocol import Asked, BrokenReply, ChatModel, Json, Piece, ToolCall, WindowExceeded
from plant_knowledge_ingest.errors import ModelUnavailable

LONGEST = 12_000
"""Characters of a reply; what is longer goes in circles."""

_TRIES = 2
_MOST_CALLS = 16


@dataclass(frozen=True, slots=True)
class Reply:
    """All that a model said to one request."""

    text: str
    calls: tuple[ToolCall, ...] = ()

    def read(self, schema: Json) -> Any:
        """Return the text as JSON by ``schema``. Raises ``BrokenReply``."""
        try:
            read = json.loads(_unfenced(self.text))
        except ValueError as error:
            raise BrokenReply("the reply is no JSON") from error
        if fault := next(Draft202012Validator(dict(schema)).iter_errors(read), None):
            raise BrokenReply(f"the reply is not by the schema: {fault.message[:120]}")
        return read


class WatchedModel:
    """Asks a model. Replies are gathered, not passed on: nothing of them may be shown before it is proven.

    They are streamed nevertheless, so that one that is cut off, slow or endless is noticed while it comes.
    """

    def __init__(
        self, model: ChatModel, seconds: float, fuse: Fuse | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """``seconds`` is what one task has, second tries included."""
        self._model, self.seconds, self._clock = model, seconds, clock
        self._fuse = fuse or Fuse()

    @property
    def name(self) -> str:
        """The name of the model."""
        return self._model.name

    @property
    def window(self) -> int:
        """See ChatModel."""
        return self._model.window

    def begin(self) -> Deadline:
        """Return the time that a task beginning now has."""
        return Deadline(self._clock() + self.seconds, self._clock)

    def ask(self, asked: Asked, until: Deadline) -> Reply:
        """Return the whole reply. Raises ``ModelUnavailable`` or ``BrokenReply``."""
        for left in reversed(range(_TRIES)):
            if not self._fuse.allows():
                raise ModelUnavailable(f"{self.name} has failed several times and is left alone for a minute.")
            try:
                reply = self._gathered(asked, until)
            except WindowExceeded:
                self._fuse.worked()
                raise
            except ModelUnavailable:
                self._fuse.failed()
                if not left or not until.left:
                    raise
            else:
                self._fuse.worked()
                return reply
        raise AssertionError("a try returns or raises")

    def json(self, asked: Asked, until: Deadline) -> Any:
        """Return a reply by the schema of ``asked``. Raises ``ModelUnavailable`` or ``BrokenReply``."""
        return self.ask(asked, until).read(asked.schema or {})

    def _gathered(self, asked: Asked, until: Deadline) -> Reply:
        text: list[str] = []
        calls: list[ToolCall] = []
        length = 0
        for piece in self._in_time(asked, until):
            if isinstance(piece, ToolCall):
                calls.append(piece)
            else:
                text.append(piece)
                length += len(piece)
            if length > LONGEST or len(calls) > _MOST_CALLS:
                raise BrokenReply("the reply has no end")
        return Reply("".join(text), tuple(calls))

    def _in_time(self, asked: Asked, until: Deadline) -> Iterator[Piece]:
        for piece in self._model.stream(replace(asked, seconds=max(until.left, 0.1))):
            yield piece
            if not until.left:
                raise ModelUnavailable(f"{self.name} took longer than {self.seconds:g} seconds.")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment by which a task must be done."""

    at: float
    clock: Callable[[], float]

    @property
    def left(self) -> float:
        """Seconds that are left, 0 when it is over."""
        return max(0.0, self.at - self.clock())


def _unfenced(text: str) -> str:
    """Return JSON without the fence that models like to put around it."""
    body = text.strip()
    if not body.startswith("```"):
        return body
    return body.removeprefix("```json").removeprefix("```").removesuffix("```")
