"""What a thread remembers of the question before, so that the next one need not repeat it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Remembered:
    """``text`` is the last question, complete; ``query`` what the history was asked last.

    ``choices`` are those of a question back, ``text`` then being what it was asked about.
    """

    text: str = ""
    language: str = ""
    asset: str = ""
    query: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
