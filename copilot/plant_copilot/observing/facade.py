"""The part of the facade that tells of the copilot's own work: traces, and who else is told of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

from plant_copilot.errors import UnknownTrace, WrongUse
from plant_copilot.observing.trace import OUTCOMES, Trace, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plant_copilot.observing.kept import KeptTraces
    from plant_copilot.settings import Settings

Json = dict[str, Any]
MOST_TRACES = 1_000


class Observing:
    """``on_trace`` is told of each trace when its question is through: what a server counts, or sends elsewhere."""

    settings: Settings
    on_trace: list[Callable[[Trace], None]]

    @cached_property
    def _traces(self) -> KeptTraces:
        from plant_copilot.observing.kept import KeptTraces  # it loads what opens databases

        return KeptTraces(self.settings.shelf, self.settings.trace_days)

    def traces(self, *, outcome: str = "", slower: float = 0.0, limit: int = 50) -> Json:
        """Return the latest traces: {traces: [{code, kind, at, seconds, outcome, language, tools, stages, ...}]}.

        ``outcome`` is one of answered, waiting, abstained, refused, failed; ``slower`` leaves out what took fewer
        seconds. Raises ``WrongUse``.
        """
        if outcome and outcome not in OUTCOMES:
            raise WrongUse(f"outcome is {outcome!r}; it must be one of {', '.join(OUTCOMES)}.")
        if not 1 <= limit <= MOST_TRACES:
            raise WrongUse(f"limit is {limit}; it must be 1 to {MOST_TRACES}.")
        return {"traces": self._traces.listed(outcome=outcome, slower=slower, limit=limit)}

    def trace(self, code: str) -> Json:
        """Return the trace of a support code. Raises ``UnknownTrace``."""
        if (found := self._traces.find(code.strip().lower())) is None:
            raise UnknownTrace(
                f"There is no trace {code!r}.",
                remedy="Support codes stand under answers; traces are kept for PLANT_TRACE_DAYS.",
            )
        return found

    @contextmanager
    def _watching(
        self, kind: Literal["question", "decision"], on_step: Callable[[str], None] | None
    ) -> Iterator[Watch]:
        """Look on at one question; an error that ends it is traced and goes on."""
        watch = Watch(kind, uuid4().hex[:12], on_step)
        try:
            yield watch
        except BaseException as error:
            self._traced(watch.trace(error))
            raise
        self._traced(watch.trace())

    def _traced(self, trace: Trace) -> None:
        self._traces.add(trace)
        for told in self.on_trace:
            told(trace)
