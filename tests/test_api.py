"""The HTTP API on a real library: the facade's JSON, described, and errors as problem details."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from copies import copy_home
from plant_copilot import Copilot, Settings, build_copilot
from plant_knowledge_ingest.passage import Rectangle
from plant_ui.api import build_app, library_models, models
from tiny_plant import write_pdf

HERE = ("127.0.0.1", 50_000)
ELSEWHERE = ("192.168.7.9", 50_000)
PNG = b"\x89PNG\r\n\x1a\n"
QUESTION = "What does alarm E0712 mean?"
OWN = {"seconds": 0, "support_code": ""}  # what no two answers share


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("api") / "home")
    with build_copilot(Settings.read({"PLANT_GROUPS": "maintenance"}, home=home)) as opened:
        yield opened


@pytest.fixture(scope="module")
def app(copilot: Copilot) -> FastAPI:
    return build_app(copilot, names=["copilot.plant.example"])


@pytest.fixture
def api(app: FastAPI) -> TestClient:
    return TestClient(app, "http://127.0.0.1:8000", client=HERE, raise_server_exceptions=False)


def finished(api: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    """The job when it has ended, by asking again and again."""
    while job["state"] == "running":
        time.sleep(0.05)
        job = api.get(f"/api/jobs/{job['id']}").json()
    return job


def test_an_answer_is_the_one_of_the_facade(api: TestClient, copilot: Copilot) -> None:
    answered = api.post("/api/ask", json={"text": QUESTION, "thread": "shift 3"}).json()
    assert answered | OWN == copilot.ask(QUESTION, thread="shift 3") | OWN
    citation = models.Answer.model_validate(answered).citations[0]
    assert isinstance(citation, models.PageCitation)
    assert citation.document == "GR-12 gearbox"


def test_hits_are_those_of_the_facade(api: TestClient, copilot: Copilot) -> None:
    found = api.post("/api/search", json={"text": "gear oil", "limit": 2}).json()
    assert found | {"seconds": 0} == copilot.search("gear oil", limit=2) | {"seconds": 0}
    assert [hit.rank for hit in models.Hits.model_validate(found).hits] == [1, 2]


def test_documents_are_those_of_the_facade(api: TestClient, copilot: Copilot) -> None:
    listed = api.get("/api/documents").json()
    assert listed == copilot.documents()
    assert len(library_models.Documents.model_validate(listed).documents) == 3


def test_tools_are_listed_and_called(api: TestClient, copilot: Copilot) -> None:
    tools = models.Tools.model_validate(api.get("/api/tools").json()).tools
    found = api.post("/api/tools/manuals", json={"question": QUESTION}).json()
    assert "manuals" in [tool.name for tool in tools]
    assert found == copilot.tool("manuals", {"question": QUESTION})
    assert models.Finding.model_validate(found).evidence


def test_the_doctor_speaks_over_http(api: TestClient) -> None:
    checks = models.Checks.model_validate(api.get("/api/doctor").json()).checks
    assert {"python", "weights", "home", "library"} <= {check.name for check in checks if check.ok}


def test_health_is_told_without_the_library(api: TestClient, app: FastAPI) -> None:
    assert api.get("/health").json() == {"status": "ok", "instance": app.state.instance}


def test_a_page_is_a_picture_with_its_place_marked(api: TestClient, copilot: Copilot) -> None:
    marked = api.get("/api/pages/GR-12 gearbox/2.png", params={"highlight": "70,110,400,130", "width": 300})
    drawn = copilot.page_png("GR-12 gearbox", 2, highlight=[Rectangle(70, 110, 400, 130)], width=300)
    assert (marked.headers["content-type"], marked.content) == ("image/png", drawn)
    assert drawn.startswith(PNG)


def test_a_picture_that_is_still_right_is_not_sent_again(api: TestClient) -> None:
    address = "/api/pages/GR-12 gearbox/2.png"
    tag = api.get(address, params={"width": 300}).headers["etag"]
    again = api.get(address, params={"width": 300}, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["cache-control"]) == (304, b"", "private, no-cache")
    assert api.get(address, params={"width": 301}, headers={"If-None-Match": tag}).status_code == 200


def test_a_document_is_sent_as_the_pdf_its_citations_name(api: TestClient) -> None:
    sent = api.get("/api/documents/BM-3 吹瓶机.pdf")
    assert sent.headers["content-type"] == "application/pdf"
    assert sent.headers["content-disposition"].startswith("inline; filename*=utf-8''BM-3%20%E5%90%B9")
    assert sent.content.startswith(b"%PDF-")


def test_documents_come_in_as_a_job_and_can_be_forgotten(api: TestClient, tmp_path: Path) -> None:
    write_pdf(tmp_path / "HX 4/2.pdf".replace("/", "-"), (("The heat exchanger HX-4 is flushed every 90 days.",),))
    begun = api.post("/api/ingest", json={"paths": [str(tmp_path)]})
    job = finished(api, begun.json())
    assert (begun.status_code, begun.headers["location"]) == (202, f"/api/jobs/{job['id']}")
    assert library_models.Job.model_validate(job).report == library_models.Report(
        documents=1, pages=1, passages=1, unchanged=0, failed=[], notices=[], seconds=job["report"]["seconds"]
    )
    gone = api.delete("/api/documents/HX 4-2").json()
    assert [document.pages for document in library_models.Forgotten.model_validate(gone).forgotten] == [1]


def test_a_job_is_followed_line_by_line_until_it_has_ended(api: TestClient, tiny_manuals: Path) -> None:
    job = api.post("/api/ingest", json={"paths": [str(tiny_manuals)]}).json()
    lines = api.get(f"/api/jobs/{job['id']}/progress").text.splitlines()
    states = [library_models.Job.model_validate_json(line) for line in lines]
    assert states[-1].state == "done"
    assert isinstance(states[-1].report, library_models.Report)
    assert states[-1].report.unchanged == 3


def test_a_second_ingestion_has_to_wait(copilot: Copilot, tmp_path: Path) -> None:
    api = TestClient(build_app(copilot), "http://127.0.0.1:8000", client=HERE)
    jobs = api.app.state.jobs  # type: ignore[attr-defined]  # Starlette types it as a bare callable
    held = threading.Event()
    jobs._worker.submit(held.wait)  # noqa: SLF001 - keeps the one worker busy
    first = api.post("/api/ingest", json={"paths": [str(tmp_path)]})
    second = api.post("/api/ingest", json={"paths": [str(tmp_path)]})
    forgotten = api.delete("/api/documents/GR-12 gearbox")
    held.set()
    assert finished(api, first.json())["state"] == "done"
    assert (second.status_code, forgotten.status_code) == (409, 409)
    assert second.json()["title"] == "Already ingesting"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "title"),
    [
        ("GET", "/api/pages/GR-12 gearbox/3.png", None, 404, "Unknown page"),
        ("GET", "/api/pages/GR-99/1.png", None, 404, "Unknown document"),
        ("GET", "/api/pages/GR-12 gearbox/1.png?revision=Z", None, 404, "Unknown document"),
        ("GET", "/api/pages/GR-12 gearbox/one.png", None, 422, "Invalid request"),
        ("GET", "/api/pages/GR-12 gearbox/1.png?highlight=1,2,nan,4", None, 422, "Wrong use"),
        ("GET", "/api/pages/GR-12 gearbox/1.png?width=99999", None, 422, "Invalid request"),
        ("GET", "/api/documents/GR-99.pdf", None, 404, "Unknown document"),
        ("GET", "/api/jobs/none", None, 404, "Unknown job"),
        ("GET", "/api/jobs/none/progress", None, 404, "Unknown job"),
        ("GET", "/api/nothing", None, 404, "Not found"),
        ("GET", "/api/ask", None, 405, "Method not allowed"),
        ("DELETE", "/api/documents/GR-99", None, 404, "Unknown document"),
        ("POST", "/api/ask", {"question": "?"}, 422, "Invalid request"),
        ("POST", "/api/ask", {"text": "?", "language": "klingon"}, 422, "Wrong use"),
        ("POST", "/api/ask", {"text": 7}, 422, "Invalid request"),
        ("POST", "/api/search", {"text": " "}, 422, "Wrong use"),
        ("POST", "/api/search", {"text": "oil", "limit": 1_000}, 422, "Wrong use"),
        ("POST", "/api/search", {"text": "oil", "language": "klingon"}, 422, "Wrong use"),
        ("POST", "/api/tools/hammer", {}, 422, "Wrong use"),
        ("POST", "/api/tools/manuals", {}, 422, "Tool error"),
        ("POST", "/api/ingest", {"paths": []}, 422, "Invalid request"),
        ("POST", "/api/ingest", {"paths": ["manuals"]}, 422, "Wrong use"),
        ("POST", "/api/search", {"text": "x" * 1_000_001}, 413, "Request entity too large"),
    ],
    ids=lambda value: str(value or "")[:60],
)
def test_what_is_wrong_is_told_as_problem_details(
    api: TestClient, method: str, path: str, body: dict[str, Any] | None, status: int, title: str
) -> None:
    answered = api.request(method, path, json=body)
    problem = models.Problem.model_validate(answered.json())
    assert (answered.status_code, problem.status, problem.title) == (status, status, title)
    assert answered.headers["content-type"] == "application/problem+json"
    assert problem.type == f"urn:plant-copilot:{title.lower().replace(' ', '-')}"


def test_a_fault_of_the_program_tells_a_code_and_no_more(
    api: TestClient, app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def __getattr__(self, name: str) -> object:
            raise RuntimeError("the secret of the house")

    whole, app.state.copilot = app.state.copilot, Broken()
    try:
        answered = api.get("/api/tools")
    finally:
        app.state.copilot = whole
    assert (answered.status_code, answered.json()["title"]) == (500, "Internal error")
    assert "secret" not in answered.text
    assert answered.json()["support_code"] in caplog.text


@pytest.mark.parametrize(
    "text", ["", "oil " * 12_500, "\ud800", "\x00", "🛢" * 500], ids=["empty", "50,000", "surrogate", "NUL", "emoji"]
)
def test_any_question_is_answered(api: TestClient, text: str) -> None:
    body = json.dumps({"text": text})
    answered = api.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert answered.status_code == 200
    assert models.Answer.model_validate(answered.json()).abstained
