"""What a language model is: asked once, it answers in pieces of text, or with calls of tools that it was offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias

from plant_knowledge_ingest.errors import ModelUnavailable

Json: TypeAlias = Mapping[str, Any]

REPLY_TOKENS = 1_024
"""A reply that is longer is cut by the server: an answer of a few sentences has a tenth of it."""


class CutOff(ModelUnavailable):
    """The server ended in the middle of a reply."""


class WindowExceeded(ModelUnavailable):
    """The request has more tokens than the model reads at once."""


class BrokenReply(ValueError):
    """A reply came, and cannot be used: no JSON, not by the schema, or without an end."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A message to the model."""

    role: Literal["system", "user"]
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A tool that the model may call; ``schema`` is the JSON Schema of its arguments."""

    name: str
    description: str
    schema: Json

    def as_json(self) -> dict[str, Any]:
        """Return the offer as both kinds of servers want it."""
        told = {"name": self.name, "description": self.description, "parameters": dict(self.schema)}
        return {"type": "function", "function": told}


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call that the model wishes for. Nobody has checked it yet."""

    tool: str
    arguments: Json


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. ``schema`` is the JSON Schema that the reply has to follow; ``seconds`` is all the time it has."""

    turns: Sequence[Turn]
    schema: Json | None = None
    tools: Sequence[Offer] = ()
    seconds: float = 60.0


Piece: TypeAlias = str | ToolCall


class ChatModel(Protocol):
    """A model at a server."""

    @property
    def name(self) -> str:
        """The name of the model, as its server calls it."""

    @property
    def window(self) -> int:
        """How many tokens request and reply may have together."""

    def stream(self, asked: Asked) -> Iterator[Piece]:
        """Yield the reply as it comes. Raises ``ModelUnavailable`` or ``BrokenReply``."""

    def models(self) -> tuple[str, ...]:
        """Return the names of the models that the server has. Raises ``ModelUnavailable``."""
