"""What a tool is: asked one question with typed arguments, it answers with evidence or with nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.principal import Principal
from plant_tools.evidence import Citation, Evidence


class ToolError(PlantError):
    """A tool cannot answer: wrong arguments, or its source is out of reach. The other tools still speak."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A candidate that was not used: where it stands, its score, and why not, by the short name of the reason."""

    place: str
    score: float
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a tool found. Without evidence, ``gap`` names what is not on record, if that can be named.

    ``refusal`` is the short name of the reason why there is no figure, ``exists`` what could be asked for instead,
    ``values`` what else the reason says, by name; ``rejected`` are candidates that were looked at and not used, the
    best first; ``nearest`` are places worth a look where nothing answers.
    """

    evidence: tuple[Evidence, ...] = ()
    gap: str = ""
    refusal: str = ""
    exists: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)
    nearest: tuple[Citation, ...] = ()


class Tool(Protocol):
    """Asks one source. ``schema`` is the JSON Schema of the arguments."""

    @property
    def name(self) -> str:
        """The name people and models call it by."""

    @property
    def description(self) -> str:
        """One sentence: what it answers."""

    @property
    def schema(self) -> Mapping[str, Any]:
        """JSON Schema of the arguments."""

    def call(self, arguments: Mapping[str, Any], principal: Principal) -> Finding:
        """Answer on behalf of ``principal``. Raises ``ToolError``."""
