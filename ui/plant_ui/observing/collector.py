"""Traces as OpenTelemetry spans, for a collector such as Phoenix, Langfuse, Jaeger or Tempo.

A span is made when its question is through, with the times that
the trace has: nothing is instrumented, so nothing that was asked or answered can get into it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from plant_copilot import Copilot
from plant_copilot.observing.trace import Trace

_NANO = 1_000_000_000


class Collector:
    """Sends traces in the background to the collector at ``url``; what it does not take is dropped."""

    def __init__(self, url: str) -> None:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        self._provider = TracerProvider(
            resource=Resource.create({"service.name": "plant-copilot"}), shutdown_on_exit=False
        )
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{url}/v1/traces")))
        self._tracer = self._provider.get_tracer("plant_copilot")

    def traced(self, trace: Trace) -> None:
        """Send a trace: a span for the question, and one below it for each station."""
        from opentelemetry.trace import set_span_in_context

        began = int(datetime.fromisoformat(trace.at).timestamp() * _NANO)
        told: dict[str, str | int | list[str]] = {
            "plant.support_code": trace.code,
            "plant.outcome": trace.outcome,
            "plant.language": trace.language,
            "plant.tools": list(trace.tools),
            "plant.model": trace.model,
            "plant.found": trace.found,
            "plant.notices": list(trace.notices),
            "plant.error": trace.error,
        }
        whole = self._tracer.start_span(trace.kind, start_time=began, attributes=told)
        at = began
        for stage in trace.stages:
            part = self._tracer.start_span(stage.name, set_span_in_context(whole), start_time=at)
            at += int(stage.seconds * _NANO)
            part.end(at)
        whole.end(began + int(trace.seconds * _NANO))

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()


@contextmanager
def telling_a_collector(copilot: Copilot) -> Iterator[None]:
    """Tell the collector of the settings of each trace, if there is one."""
    if not copilot.settings.collector:
        yield
        return
    with closing(Collector(copilot.settings.collector)) as collector:
        copilot.on_trace.append(collector.traced)
        yield
