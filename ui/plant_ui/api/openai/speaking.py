"""The answer in OpenAI's words: one object, or one after the other as they come."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from plant_knowledge_ingest.tokens import tokens
from plant_ui.api import problems
from plant_ui.api.openai.answering import Told
from plant_ui.api.openai.models import Message
from plant_ui.api.openai.refusing import failure
from plant_ui.api.underway import Underway

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to one request: its id, and what all its parts say of themselves."""

    model: str
    messages: Sequence[Message]
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, told: Told) -> Json:
        """Return all of it."""
        message = {"role": "assistant", "content": told.text, "refusal": None}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return self._part("chat.completion", [choice]) | {"usage": self._usage(told), "plant_copilot": told.answer}

    async def streamed(self, underway: Underway[Told], *, usage: bool) -> AsyncIterator[str]:
        """Yield events: what is said piece by piece, then the payload, then ``usage`` where it is wished for.

        While nothing is said yet, each step passed comes as a comment, which keeps the connection open.
        """
        yield _event(self._chunk({"role": "assistant", "content": ""}))
        async for step in underway.steps():
            yield f": {step}\n\n"
        if error := await underway.error():
            yield _event(failure(problems.of(error)))
            return
        told = await underway.result()
        for number, piece in enumerate(told.pieces, 1):
            yield _event(self._chunk({"content": piece if number < len(told.pieces) else piece.rstrip()}))
        yield _event(self._chunk({}, finish="stop") | {"plant_copilot": told.answer})
        if usage:
            yield _event(self._part("chat.completion.chunk", []) | {"usage": self._usage(told)})
        yield "data: [DONE]\n\n"

    def _chunk(self, delta: Json, finish: str | None = None) -> Json:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return self._part("chat.completion.chunk", [choice])

    def _part(self, kind: str, choices: list[Json]) -> Json:
        return {"id": self.id, "object": kind, "created": self.created, "model": self.model, "choices": choices}

    def _usage(self, told: Told) -> Json:
        read = sum(len(tokens(message.text)) for message in self.messages)
        written = len(tokens(told.text))
        return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


def _event(data: Json) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"
