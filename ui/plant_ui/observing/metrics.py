"""What a server counts, for Prometheus: questions, their stations, requests, jobs, recordings. Nothing personal."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from plant_copilot.observing.trace import OUTCOMES, Trace

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_STATIONS = ("gate", "route", "look_up", "flow", "write", "phrase", "prove")


class Metrics:
    """Counts of one server, in a registry of its own. Safe to share between threads.

    ``running`` says how many long jobs run.
    """

    def __init__(self, running: Callable[[], int]) -> None:
        self._registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self._registry)
        self._questions = self._counter("plant_questions", "Questions and decisions by how they ended.", "outcome")
        self._seconds = self._histogram("plant_question_seconds", "Seconds to an answer.")
        self._stations = self._histogram("plant_station_seconds", "Seconds in a station of the graph.", "station")
        self._tools = self._counter("plant_tools", "Tools that were asked for an answer.", "tool")
        self._notices = self._counter("plant_notices", "Notices by code; model_… say that a model fell back.", "code")
        self._requests = self._counter("plant_requests", "HTTP requests.", "method", "route", "status")
        self._answering = self._histogram("plant_request_seconds", "Seconds to the end of a response.", "route")
        self._heard = self._histogram("plant_recording_seconds", "Seconds to understand a recording.")
        jobs = Gauge("plant_jobs_running", "Ingestions, reindexings and layout searches.", registry=self._registry)
        jobs.set_function(running)
        for outcome in OUTCOMES:
            self._questions.labels(outcome)
        for station in _STATIONS:
            self._stations.labels(station)

    def traced(self, trace: Trace) -> None:
        """Count a question."""
        self._questions.labels(trace.outcome).inc()
        self._seconds.observe(trace.seconds)
        for stage in trace.stages:
            self._stations.labels(stage.name).observe(stage.seconds)
        for tool in trace.tools:
            self._tools.labels(tool).inc()
        for code in trace.notices:
            self._notices.labels(code).inc()

    def requested(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an HTTP request; ``route`` is the pattern it matched, so that ids do not become labels."""
        self._requests.labels(method, route, str(status)).inc()
        self._answering.labels(route).observe(seconds)

    def heard(self, seconds: float) -> None:
        """Count a recording that was understood in so many seconds."""
        self._heard.observe(seconds)

    def written(self) -> bytes:
        """Return all counts in Prometheus' text format."""
        return generate_latest(self._registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(name, what, labels, registry=self._registry)

    def _histogram(self, name: str, what: str, *labels: str) -> Histogram:
        return Histogram(name, what, labels, registry=self._registry, buckets=_SECONDS)
