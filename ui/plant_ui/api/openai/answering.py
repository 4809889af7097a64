"""From messages to what is said: an errand of the program, or a question that goes the usual way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from plant_copilot.copilot import Copilot
from plant_knowledge_ingest.principal import Principal
from plant_ui.api.openai.conversation import Asked, Conversations
from plant_ui.api.openai.errands import errand
from plant_ui.api.openai.photo import shown
from plant_ui.channels.markdown_text import blocks
from plant_ui.channels.rendering import rendered

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a question comes with beside its words."""

    language: str = "auto"
    asset: str = ""
    as_of: str = ""
    thread: str = ""

    @classmethod
    def of(cls, metadata: Mapping[str, Any] | None, **usual: str) -> Wishes:
        """Read the fields that are ours from ``metadata``; ``usual`` are those where it has none."""
        given = {name: str(value) for name, value in (metadata or {}).items() if name in cls.__slots__ and value}
        return cls(**({name: value for name, value in usual.items() if value} | given))


@dataclass(frozen=True, slots=True)
class Told:
    """What is said, piece by piece, and the payload behind it; None for what a program asks on its own."""

    pieces: tuple[str, ...]
    answer: Json | None = None

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.pieces).rstrip()


class Answering:
    """Answers one asker."""

    def __init__(self, copilot: Copilot, asker: Principal) -> None:
        self._copilot, self._asker = copilot, asker
        self._conversations = Conversations(copilot, asker)

    def tell(self, asked: Asked, wishes: Wishes, on_step: Callable[[str], None]) -> Told:
        """Answer the last message. Raises ``NotOffered`` for a picture that is none, and what ``Copilot.ask`` does."""
        if own := errand(asked):
            return Told((own.answer(self._next_questions),))
        before: tuple[str, ...] = ()
        if asked.pictures:
            photo = shown(self._copilot, asked, wishes.asset, wishes.language, self._asker)
            if not photo.question:
                return Told(photo.pieces)
            before, wishes = photo.pieces, replace(wishes, asset=wishes.asset or photo.asset)
            asked = replace(asked, text=photo.question)
        answer = self._asked(asked, wishes, on_step)
        return Told((*before, *blocks(rendered(answer))), answer)

    def _asked(self, asked: Asked, wishes: Wishes, on_step: Callable[[str], None]) -> Json:
        thread = wishes.thread or self._conversations.thread(asked.before)
        answer = self._copilot.ask(
            asked.text,
            language=wishes.language,
            asset=wishes.asset,
            as_of=wishes.as_of,
            thread=thread,
            principal=self._asker,
            on_step=on_step,
        )
        if answer["tools"] or answer["thread"] == thread:
            self._conversations.note((*asked.before, asked.said), answer["thread"])
        return answer

    def _next_questions(self, asked: tuple[str, ...]) -> list[str]:
        return self._conversations.next_questions(asked)
