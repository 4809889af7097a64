"""What the copilot tells of its own work: traces, counts, a log in JSON, spans for a collector."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from fastapi.testclient import TestClient
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from commands import plant_copilot
from copies import copy_home
from databases import by_hand, database_of, shelf_of
from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.errors import UnknownTrace, WrongUse
from plant_copilot.observing.kept import KeptTraces
from plant_copilot.observing.trace import Stage, Trace
from plant_knowledge_ingest.shelf import Shelf
from plant_ui.api.app import build_app
from plant_ui.observing.collector import Collector
from plant_ui.observing.logs import begin_log

ALARM = "What does alarm E0712 mean?"
STATIONS = ["gate", "route", "look_up", "write", "prove"]


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("observed") / "home")
    with build_copilot(Settings.read({}, home=home)) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(copilot: Copilot) -> TestClient:
    return TestClient(build_app(copilot), base_url="http://127.0.0.1", client=("127.0.0.1", 50000))


def counts(client: TestClient) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


def made(seconds: float = 0.1, *, at: str = "2026-01-01T00:00:00.000+00:00", code: str = "c0de") -> Trace:
    return Trace(code, "question", at, seconds, "answered", stages=(Stage("gate", 0.04), Stage("prove", 0.05)))


# Traces


def test_the_support_code_of_an_answer_finds_how_it_came_about_and_not_what_was_asked(copilot: Copilot) -> None:
    answer = copilot.ask(ALARM)
    trace = copilot.trace(answer["support_code"])
    assert [stage["name"] for stage in trace["stages"]] == STATIONS
    assert (trace["outcome"], trace["tools"], trace["seconds"]) == ("answered", ["manuals"], answer["seconds"])
    assert "E0712" not in json.dumps(trace)
    assert copilot.why(answer["thread"])["support_code"] == answer["support_code"]


@pytest.mark.parametrize(
    ("question", "outcome"),
    [("How do I bypass the door interlock?", "refused"), ("Who won the football match?", "abstained")],
)
def test_a_trace_says_how_a_question_ended(copilot: Copilot, question: str, outcome: str) -> None:
    assert copilot.trace(copilot.ask(question)["support_code"])["outcome"] == outcome


def test_what_ends_with_an_error_is_traced_with_its_kind(copilot: Copilot) -> None:
    with pytest.raises(WrongUse):
        copilot.ask(ALARM, language="tlh")
    assert copilot.traces(outcome="failed")["traces"][0]["error"] == "WrongUse"


def test_traces_are_listed_by_how_they_ended_and_how_long_they_took(copilot: Copilot) -> None:
    copilot.ask(ALARM)
    assert {one["outcome"] for one in copilot.traces(outcome="answered")["traces"]} == {"answered"}
    assert copilot.traces(slower=3_600)["traces"] == []
    assert len(copilot.traces(limit=1)["traces"]) == 1
    with pytest.raises(WrongUse, match="outcome is 'lost'; it must be one of answered, waiting"):
        copilot.traces(outcome="lost")


def test_an_unknown_code_is_named(copilot: Copilot) -> None:
    with pytest.raises(UnknownTrace, match="There is no trace 'nowhere'"):
        copilot.trace("nowhere")


def test_old_traces_go_and_none_are_kept_for_no_days(tmp_path: Path) -> None:
    old = (datetime.now(UTC) - timedelta(days=8)).isoformat()
    kept = KeptTraces(shelf_of(tmp_path), 7)
    kept.add(made(at=old, code="old"))
    kept.add(made(at=datetime.now(UTC).isoformat(), code="new"))
    KeptTraces(shelf_of(tmp_path), 7).add(made(at=datetime.now(UTC).isoformat(), code="newer"))
    assert [one["code"] for one in kept.listed(outcome="", slower=0, limit=9)] == ["newer", "new"]
    KeptTraces(Shelf(tmp_path / "none"), 0).add(made())
    assert not (tmp_path / "none").exists()


def test_a_table_that_cannot_be_written_costs_a_line_in_the_log_and_no_answer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "traces.sqlite").write_bytes(b"no database" * 100)
    KeptTraces(Shelf(tmp_path), 7).add(made())
    assert "c0de: the trace could not be kept" in caplog.text


def test_an_old_answer_without_a_code_is_still_explained(copilot: Copilot) -> None:
    thread = copilot.ask(ALARM)["thread"]
    with by_hand(database_of(copilot.settings.home, "threads.sqlite")) as db:
        why = json.loads(
            db.execute(text("SELECT why FROM turns WHERE thread = :thread"), {"thread": thread}).scalar_one()
        )
        del why["support_code"]
        told = {"why": json.dumps(why), "thread": thread}
        db.execute(text("UPDATE turns SET why = :why WHERE thread = :thread"), told)
    assert copilot.why(thread)["support_code"] == ""


# Doors


def test_the_command_lists_and_shows_traces(tmp_path: Path) -> None:
    KeptTraces(shelf_of(tmp_path), 0x7FFF).add(made())
    listed = plant_copilot(tmp_path, "traces", "list").stdout
    shown = plant_copilot(tmp_path, "traces", "show", "c0de").stdout
    assert "c0de  2026-01-01T00:00:00     0.100 s  answered" in listed
    assert "prove         0.050 s" in shown


def test_traces_over_http_are_those_of_python(copilot: Copilot, client: TestClient) -> None:
    code = client.post("/api/ask", json={"text": ALARM}).json()["support_code"]
    assert client.get(f"/api/traces/{code}").json() == copilot.trace(code)
    assert client.get("/api/traces?limit=1").json()["traces"][0]["code"] == code
    assert client.get("/api/traces/nowhere").status_code == 404


# Counts


def test_questions_and_requests_are_counted_by_route_and_end(client: TestClient) -> None:
    before = counts(client)
    client.post("/api/ask", json={"text": ALARM})
    client.get("/api/threads/of-nobody")
    client.get("/nowhere")
    after = counts(client)
    for name in (
        ("plant_questions_total", "answered"),
        ("plant_station_seconds_count", "look_up"),
        ("plant_tools_total", "manuals"),
        ("plant_requests_total", "POST", "/api/ask", "200"),
        ("plant_requests_total", "GET", "/api/threads/{thread}", "404"),
        ("plant_requests_total", "GET", "unmatched", "404"),
    ):
        assert after[name] == before.get(name, 0) + 1, name
    assert after[("plant_jobs_running",)] == 0


def test_no_count_tells_what_was_asked_or_by_whom(client: TestClient) -> None:
    client.post("/api/ask", json={"text": "zebra E0712", "thread": "zebra"})
    client.get("/api/documents/zebra")
    assert "zebra" not in client.get("/metrics").text


def test_every_count_on_the_dashboard_is_one_of_ours(client: TestClient) -> None:
    dashboard = Path(__file__).parents[1] / "docs" / "deploy" / "grafana" / "plant-copilot.json"
    ours = {name for name, *_ in counts(client)} | {"plant_recording_seconds_bucket", "plant_notices_total"}
    asked = json.loads(dashboard.read_text(encoding="utf-8"))
    expressions = [target["expr"] for panel in asked["panels"] for target in panel.get("targets", [])]
    named = {word for text in expressions for word in text.replace("(", " ").replace("{", " ").split()}
    wanted = {word.partition("[")[0] for word in named if word.startswith(("plant_", "process_"))}
    assert len(expressions) >= 8
    assert wanted - ours == set()


# Log and collector


def test_a_log_in_json_has_an_object_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    begin_log("json")
    logging.getLogger("plant").warning("c0de: %s", "full disk")
    line = json.loads(capsys.readouterr().err)
    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "plant", "c0de: full disk")
    assert line["at"][:2] == "20"


def test_a_collector_gets_a_span_for_the_question_and_one_for_each_station() -> None:
    received: list[ExportTraceServiceRequest] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(ExportTraceServiceRequest.FromString(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever).start()
        collector = Collector(f"http://127.0.0.1:{server.server_port}")
        collector.traced(made())
        collector.close()
        server.shutdown()
    spans = [span for one in received for of in one.resource_spans for scope in of.scope_spans for span in scope.spans]
    assert sorted(span.name for span in spans) == ["gate", "prove", "question"]
    whole = next(span for span in spans if span.name == "question")
    assert {span.parent_span_id for span in spans if span is not whole} == {whole.span_id}
    assert whole.end_time_unix_nano - whole.start_time_unix_nano == 100_000_000
