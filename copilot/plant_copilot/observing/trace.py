"""The trace of one question: how it ended, and how long each station took. Nothing in it says what was asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from plant_agents.answer import Answer

Outcome = Literal["answered", "waiting", "abstained", "refused", "failed"]
OUTCOMES: tuple[Outcome, ...] = ("answered", "waiting", "abstained", "refused", "failed")


@dataclass(frozen=True, slots=True)
class Stage:
    """A station of the graph, and the seconds from the one before it."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Trace:
    """``code`` is the support code of the answer; ``at`` an ISO time in UTC; ``notices`` are their codes.

    ``error`` names the kind of error that ended it, "" for none; ``found`` counts the evidence.
    """

    code: str
    kind: Literal["question", "decision"]
    at: str
    seconds: float
    outcome: Outcome
    language: str = ""
    tools: tuple[str, ...] = ()
    model: str = ""
    found: int = 0
    notices: tuple[str, ...] = ()
    error: str = ""
    stages: tuple[Stage, ...] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        """Return it as every face shows it."""
        return asdict(self) | {
            "tools": list(self.tools),
            "notices": list(self.notices),
            "stages": [asdict(stage) for stage in self.stages],
        }


class Watch:
    """Looks on while one question is answered: ``passed`` is told each station, and tells ``on_step``."""

    def __init__(self, kind: Literal["question", "decision"], code: str, on_step: Callable[[str], None] | None) -> None:
        self.kind, self.code, self._on_step = kind, code, on_step
        self._answer: Answer | None = None
        self._at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._began = self._before = time.perf_counter()
        self._stages: list[Stage] = []

    @property
    def seconds(self) -> float:
        """Seconds since it began."""
        return round(time.perf_counter() - self._began, 4)

    def passed(self, station: str) -> None:
        """Note that a station is through."""
        now = time.perf_counter()
        self._stages.append(Stage(station, round(now - self._before, 4)))
        self._before = now
        if self._on_step:
            self._on_step(station)

    def ended(self, answer: Answer) -> Answer:
        """Note the answer, and return it with the seconds that it took."""
        self._answer = replace(answer, seconds=self.seconds)
        return self._answer

    def trace(self, error: BaseException | None = None) -> Trace:
        """Return the trace of what was answered, or ended with ``error``."""
        if (answer := self._answer) is None:
            return Trace(**self._seen(), outcome="failed", error=type(error).__name__)
        return Trace(
            **self._seen() | {"seconds": answer.seconds},
            outcome=_outcome(answer),
            language=answer.language,
            tools=tuple(answer.tools),
            model=answer.model or "",
            found=len(answer.evidence),
            notices=tuple(dict.fromkeys(notice.code for notice in answer.notices)),
        )

    def _seen(self) -> dict[str, Any]:
        seen = {"code": self.code, "kind": self.kind, "at": self._at, "seconds": self.seconds}
        return seen | {"stages": tuple(self._stages)}


def _outcome(answer: Answer) -> Outcome:
    if answer.refused:
        return "refused"
    if answer.pending:
        return "waiting"
    return "abstained" if answer.abstained else "answered"
