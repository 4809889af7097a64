"""What a past case and a new one are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = str | float | None
"""A category, a number, or None: it was looked at and there is none. What nobody looked at is left out altogether."""


@dataclass(frozen=True, slots=True)
class Symptoms:
    """What is known of a case: observations by name, what was written (None: nothing was asked), and where it stands.

    ``asset`` and ``kind`` (its class) are what evidence backs off along: asset, then class, then the whole fleet.
    """

    seen: Mapping[str, Value] = field(default_factory=dict)
    text: str | None = None
    asset: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case whose cause is on record. ``at`` orders cases in time: a year, a day number; ``when`` is what is shown."""

    id: str
    symptoms: Symptoms
    cause: str
    at: float = 0.0
    when: str = ""
