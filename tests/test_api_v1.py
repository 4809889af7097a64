"""What version 1 of the API promises to programs: names, pages, streams, pace, repeated requests, other origins."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from copies import copy_home
from databases import shelf_of
from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.errors import BadSetting
from plant_copilot.program_settings import ProgramSettings
from plant_ui.api import build_app, models
from plant_ui.api.kept_replies import KeptReplies, Reply
from plant_ui.api.pace import Pace
from plant_ui.api.paging import Page
from plant_ui.errors import KeyOfAnother, StillUnderWay

QUESTION = "What does alarm E0712 mean?"
PORTAL = "https://portal.plant.example"
ELSEWHERE = ("192.168.7.9", 50_000)


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("v1") / "home")
    settings = {"PLANT_REQUESTS": "60", "PLANT_ORIGINS": PORTAL}
    with build_copilot(Settings.read(settings, home=home)) as opened:
        yield opened


@pytest.fixture(scope="module")
def app(copilot: Copilot) -> FastAPI:
    return build_app(copilot)


@pytest.fixture(scope="module")
def api(app: FastAPI) -> TestClient:
    return client(app)


def client(app: FastAPI, *, address: tuple[str, int] = ("127.0.0.1", 50_000)) -> TestClient:
    return TestClient(app, "http://127.0.0.1:8000", client=address, raise_server_exceptions=False)


def events(text: str) -> list[tuple[str, Any]]:
    """The server-sent events of a body: name and data."""
    told = [block.split("\n", 1) for block in text.strip().split("\n\n") if block.startswith("event: ")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in told]


def test_a_route_has_the_name_of_the_version_and_the_newest_one(api: TestClient) -> None:
    assert api.get("/api/v1/documents").json() == api.get("/api/documents").json()
    assert api.get("/api/v1/pages/GR-12 gearbox/2.png").content == api.get("/api/pages/GR-12 gearbox/2.png").content
    assert api.get("/api/v2/documents").status_code == 404


def test_the_description_names_the_version_only(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    assert "/api/v1/ask" in paths
    assert [path for path in paths if path.startswith("/api/") and not path.startswith("/api/v1/")] == []


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [("OPTIONS", "drafts", "GET, POST"), ("PATCH", "drafts/audit", "GET"), ("PUT", "drafts/1", "GET, PATCH")],
)
def test_a_method_that_a_path_lacks_is_answered_with_those_it_has(
    api: TestClient, method: str, path: str, allow: str
) -> None:
    answered = api.request(method, f"/api/v1/{path}")
    assert (answered.status_code, answered.headers["allow"]) == (204 if method == "OPTIONS" else 405, allow)


def test_an_answer_comes_as_events_steps_first_then_statements_then_the_whole(api: TestClient) -> None:
    asked = {"text": QUESTION}
    streamed = api.post("/api/v1/ask", json=asked, headers={"Accept": "text/event-stream"})
    told = events(streamed.text)
    answer = models.Answer.model_validate(told[-1][1])
    assert streamed.headers["content-type"].startswith("text/event-stream")
    assert [data["step"] for name, data in told if name == "step"] == ["gate", "route", "look_up", "write", "prove"]
    assert [data for name, data in told if name == "statement"] == [one.model_dump() for one in answer.statements]
    assert told[-1][0] == "answer"


def test_what_is_refused_at_once_has_its_status_although_events_were_wished_for(api: TestClient) -> None:
    asked = {"text": QUESTION, "language": "fr"}
    refused = api.post("/api/v1/ask", json=asked, headers={"Accept": "text/event-stream"})
    assert (refused.status_code, refused.json()["title"]) == (422, "Wrong use")


def test_what_fails_later_ends_the_stream_with_a_problem(
    api: TestClient, copilot: Copilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: str, **more: Any) -> None:
        more["on_step"]("gate")
        raise ZeroDivisionError

    monkeypatch.setattr(copilot, "ask", breaks)
    told = events(api.post("/api/v1/ask", json={"text": "?"}, headers={"Accept": "text/event-stream"}).text)
    assert [name for name, _ in told] == ["step", "problem"]
    assert told[1][1]["support_code"]


def test_a_job_is_followed_as_events(api: TestClient, tiny_manuals: Path) -> None:
    job = api.post("/api/v1/ingest", json={"paths": [str(tiny_manuals)]}).json()
    told = events(api.get(f"/api/v1/jobs/{job['id']}/progress", headers={"Accept": "text/event-stream"}).text)
    assert {name for name, _ in told} == {"job"}
    assert told[-1][1]["state"] == "done"


def test_a_list_is_read_page_by_page_to_its_end(api: TestClient) -> None:
    whole = api.get("/api/v1/documents").json()["documents"]
    address, found = "/api/v1/documents?limit=2", []
    for _ in range(2):
        page = api.get(address)
        found.append(page.json()["documents"])
        address = page.links["next"]["url"] if "next" in page.links else ""
    assert (found, address) == ([whole[:2], whole[2:]], "")


@pytest.mark.parametrize("cursor", ["x", "bnVsbA==", "W251bGwsIC0xXQ==", "ü"])
def test_a_cursor_that_is_none_is_refused(api: TestClient, cursor: str) -> None:
    refused = api.get("/api/v1/documents", params={"cursor": cursor})
    assert (refused.status_code, refused.json()["title"]) == (422, "Wrong use")


@given(st.lists(st.integers(0, 99), unique=True), st.integers(1, 7), st.sets(st.integers(0, 99)))
def test_pages_lose_and_repeat_nothing_while_others_come_and_go(numbers: list[int], limit: int, gone: set[int]) -> None:
    listed = [{"number": number} for number in numbers]
    first, cursor = Page("n", ("number",), limit).of(listed)
    assert first == listed[:limit]
    assert bool(cursor) == (len(listed) > limit)
    shrunk = [one for one in listed if one["number"] not in gone or one in first]
    later, _ = Page("n", ("number",), 100, [first[-1]["number"]] if first else None, limit).of(shrunk)
    assert later == [one for one in shrunk if one not in first] or not first


def test_a_request_with_a_key_is_done_once_also_after_a_restart(api: TestClient, copilot: Copilot) -> None:
    headers, asked = {"Idempotency-Key": "ask-1"}, {"text": QUESTION, "thread": "asked once"}
    first = api.post("/api/v1/ask", json=asked, headers=headers)
    again = client(build_app(copilot)).post("/api/v1/ask", json=asked, headers=headers)
    assert first.status_code == 200
    assert (again.content, again.headers["idempotency-replayed"]) == (first.content, "true")
    assert "idempotency-replayed" not in first.headers
    assert len(copilot.thread("asked once")["turns"]) == 1


def test_a_key_is_of_one_request_and_of_one_person(api: TestClient, app: FastAPI) -> None:
    headers = {"Idempotency-Key": "k"}
    api.post("/api/v1/search", json={"text": "oil"}, headers=headers)
    other = api.post("/api/v1/search", json={"text": "alarm"}, headers=headers)
    somebody = client(app, address=ELSEWHERE).post("/api/v1/search", json={"text": "alarm"}, headers=headers)
    assert (other.status_code, other.json()["title"]) == (422, "Key of another")
    assert (somebody.status_code, "idempotency-replayed" in somebody.headers) == (200, False)


def test_what_failed_may_be_tried_again_with_its_key(api: TestClient) -> None:
    headers = {"Idempotency-Key": "f"}
    assert api.post("/api/v1/search", json={"text": ""}, headers=headers).status_code == 422
    assert api.post("/api/v1/search", json={"text": "oil"}, headers=headers).status_code == 200
    assert api.post("/api/v1/search", json={"text": "oil"}, headers={"Idempotency-Key": "x" * 201}).status_code == 422


def test_of_many_at_once_with_one_key_one_is_done_and_no_other_reply_is_made_up(api: TestClient) -> None:
    begun = threading.Barrier(4)

    def send(_: int) -> tuple[int, bytes]:
        begun.wait()
        reply = api.post("/api/v1/ask", json={"text": QUESTION}, headers={"Idempotency-Key": "many"})
        return reply.status_code, reply.content

    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(send, range(4)))
    assert len({content for status, content in replies if status == 200}) == 1
    assert {status for status, _ in replies} <= {200, 409}


def test_kept_replies_are_those_of_one_day_and_an_unfinished_one_is_said(tmp_path: Path) -> None:
    now = [0.0]
    kept = KeptReplies(shelf_of(tmp_path), lambda: now[0])
    assert kept.take("k", "asked") is None
    with pytest.raises(StillUnderWay):
        KeptReplies(shelf_of(tmp_path), lambda: now[0]).take("k", "asked")
    kept.end("k", Reply(200, {"location": "/x"}, b"{}"))
    assert kept.take("k", "asked") == Reply(200, {"location": "/x"}, b"{}")
    with pytest.raises(KeyOfAnother):
        kept.take("k", "something else")
    now[0] = 90_000
    assert kept.take("k", "something else") is None


def test_who_is_too_fast_is_told_when_to_come_again(app: FastAPI, api: TestClient) -> None:
    guest = client(app, address=("10.9.9.9", 50_000))
    replies = [guest.get("/api/v1/tools") for _ in range(62)]
    refused = replies[-1]
    assert [reply.status_code for reply in replies[:60]] == [200] * 60
    assert (refused.status_code, refused.json()["title"], refused.headers["retry-after"]) == (
        429,
        "Too many requests",
        "1",
    )
    assert guest.get("/v1/models").json()["error"]["type"] == "rate_limit_error"
    assert [api.get("/api/v1/tools").status_code for _ in range(62)] == [200] * 62


def test_a_pace_is_refilled_evenly_and_forgets_who_rests() -> None:
    now = [0.0]
    pace = Pace(2, lambda: now[0])
    assert [pace.take("a") for _ in range(3)] == [0, 0, 30]
    now[0] = 29.0
    assert pace.take("a") == 1
    now[0] = 30.0
    assert (pace.take("a"), pace.take("b")) == (0, 0)


def test_pages_of_other_origins_are_let_in_by_name_and_without_cookies(app: FastAPI) -> None:
    guest = client(app, address=("10.8.8.8", 50_000))
    asked = {
        "Origin": PORTAL,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    allowed = guest.options("/api/v1/ask", headers=asked)
    told = guest.post("/api/v1/search", json={"text": "oil"}, headers={"Origin": PORTAL, "Cookie": "plant_guest=x"})
    assert allowed.headers["access-control-allow-origin"] == told.headers["access-control-allow-origin"] == PORTAL
    assert "access-control-allow-credentials" not in told.headers
    other = guest.post("/api/v1/search", json={"text": "oil"}, headers={"Origin": "https://evil.example"})
    assert (other.status_code, "access-control-allow-origin" in other.headers) == (403, False)
    assert guest.post("/chat/login", headers={"Origin": PORTAL}).status_code == 403


@pytest.mark.parametrize(
    "values",
    [{"PLANT_REQUESTS": "-1"}, {"PLANT_ORIGINS": "*"}, {"PLANT_EVENT_SECRETS": "short"}],
    ids=lambda v: next(iter(v)),
)
def test_a_setting_for_programs_that_cannot_be_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(BadSetting, match=next(iter(values))):
        ProgramSettings.read(values)
