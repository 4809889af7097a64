"""What a question in words comes to: a typed query, a question back, or nothing that records could answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Understood:
    """``query`` are the arguments of the history tool; ``searched`` the words that are looked for in texts only.

    ``on_record`` is False where no record says these words.
    """

    query: Mapping[str, Any]
    searched: tuple[str, ...] = ()
    on_record: bool = True


@dataclass(frozen=True, slots=True)
class Clarification:
    """What must be known first. ``question`` names the message to ask with; each choice can be said in its place."""

    question: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoHistory:
    """The question does not ask about records."""


Reading: TypeAlias = Understood | Clarification | NoHistory
