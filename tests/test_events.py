"""Alarms by webhook: signed, taken once, answered for their readers, sent to the channel of their asset."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import inspect, text
from starlette.testclient import TestClient

from copies import copy_home
from databases import by_hand, database_of, server
from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.events.errors import EventInvalid, EventRefused, RoutesInvalid
from plant_copilot.events.event import Event
from plant_copilot.events.routes import Routes
from plant_evals.channels.workspace import BOT, Channel, Workspace
from plant_knowledge_ingest.principal import Principal
from plant_ui.api import build_app
from plant_ui.slack.announcing import Announcing
from plant_ui.webhooks.desk import Desk
from plant_ui.webhooks.outgoing import Outgoing
from plant_ui.webhooks.signature import ID, MOMENT, SIGNATURE, delivery_of, new_secret, signed
from slack_plant import rehearsing, words

SECRET = new_secret()
ALARM = {"source": "scada", "asset": "GR-12", "code": "E0712", "at": "2026-05-04T03:12:00+02:00"}
ROUTES = """
language: de
quiet_minutes: 10
routes:
  - {assets: [GR-*], to: "slack:C1"}
  - {sources: [cmms], to: "https://hooks.plant.example/alarms", groups: [maintenance]}
"""


@pytest.fixture(scope="module")
def opened(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("events") / "home")
    (home / "events.yaml").write_text(ROUTES)
    restricted = home.parent / "RG-77 drive.md"
    restricted.write_text("# Drive RG-77\n\nAlarm E0777 means that the drive RG-77 is too hot.\n")
    with build_copilot(Settings.read({"PLANT_EVENT_SECRETS": SECRET}, home=home)) as copilot:
        copilot.ingest([restricted], described={"rights": ["maintenance"]})
        yield copilot


@pytest.fixture
def copilot(opened: Copilot) -> Copilot:
    home = opened.settings.home
    for file in home.glob("events.sqlite*"):  # a log of SQLite that is left would bring its rows back
        file.unlink(missing_ok=True)
    if server():
        with by_hand(database_of(home)) as database:
            if inspect(database).has_table("events"):
                database.execute(text("TRUNCATE events RESTART IDENTITY"))
    return opened


class Board:
    """A channel that everybody reads."""

    def __init__(self, *trouble: str) -> None:
        self.trouble, self.posted = list(trouble), list[tuple[str, str, list[dict[str, Any]]]]()

    def readers(self, place: str) -> Principal:
        return Principal(f"readers-of-{place}")

    def post(self, place: str, title: str, answers: Sequence[dict[str, Any]]) -> str:
        if self.trouble:
            raise EventRefused(self.trouble.pop())
        self.posted.append((place, title, list(answers)))
        return f"slack:{place}"


def desk(copilot: Copilot, board: Board, hook: httpx.MockTransport | None = None) -> Desk:
    return Desk(copilot, {"slack": board}, Outgoing(SECRET, hook), lambda _: None)


def settled(copilot: Copilot, number: int) -> dict[str, Any]:
    """An event when it is through."""
    while (event := copilot.events.show(number))["state"] in {"received", "posting"}:
        time.sleep(0.05)
    return event


def test_an_alarm_is_answered_and_posted_once_to_the_channel_of_its_asset(copilot: Copilot) -> None:
    board = Board()
    working = desk(copilot, board)
    first, again, renamed = working.take(ALARM, "d1"), working.take(ALARM, "d1"), working.take(ALARM, "d2")
    event = settled(copilot, first["event"])
    (place, title, answers), *others = board.posted
    assert (place, title, others) == ("C1", "GR-12 · E0712 · 2026-05-04 01:12 UTC", [])
    assert "90 °C" in answers[0]["first_line"]["text"]
    assert [one["language"] for one in event["answers"]] == ["de", "de"]
    assert (first["new"], again["new"], renamed["new"], event["state"]) == (True, False, False, "posted")


def test_a_thousand_deliveries_of_fifty_alarms_are_fifty_events(copilot: Copilot) -> None:
    events = [ALARM | {"code": f"E{number:04}"} for number in range(50)] * 20
    random.Random(7).shuffle(events)  # noqa: S311 - an order, no secret
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda event: copilot.events.take(event, delivery=event["code"]), events))
    assert sum(one["new"] for one in taken) == 50
    assert len(copilot.events.list()["events"]) == 50


def test_what_comes_again_within_minutes_is_kept_and_not_posted(copilot: Copilot) -> None:
    board = Board()
    working = desk(copilot, board)
    first = working.take(ALARM)
    again = working.take(ALARM | {"at": "2026-05-04T03:14:00+02:00"})
    settled(copilot, first["event"])
    assert (again["new"], again["state"], len(board.posted)) == (True, "repeated", 1)


def test_a_channel_is_told_what_all_of_its_readers_may_see(copilot: Copilot) -> None:
    board, sent = Board(), list[dict[str, Any]]()

    def hook(request: httpx.Request) -> httpx.Response:
        delivery_of(dict(request.headers), request.content, [SECRET])
        sent.append(json.loads(request.content))
        return httpx.Response(204)

    working = desk(copilot, board, httpx.MockTransport(hook))
    secret = {"code": "E0777", "at": ALARM["at"]}
    open_to_all = working.take(secret | {"source": "scada", "asset": "GR-12"})["event"]
    restricted = working.take(secret | {"source": "cmms", "asset": "RG-77"})["event"]
    settled(copilot, open_to_all), settled(copilot, restricted)
    assert board.posted[0][2][0]["citations"] == []
    assert "too hot" in sent[0]["text"]
    assert sent[0]["event"]["code"] == "E0777"
    assert copilot.events.show(restricted)["answers"] == []
    assert copilot.events.show(restricted, principal=Principal("m", frozenset({"everyone", "maintenance"})))["answers"]


@pytest.mark.parametrize(
    ("trouble", "state", "outcome"),
    [(["busy"], "posted", ""), (["busy"] * 3, "failed", "busy")],
    ids=["works again", "stays out of reach"],
)
def test_a_channel_out_of_reach_is_tried_again_and_then_said(
    copilot: Copilot, trouble: list[str], state: str, outcome: str
) -> None:
    event = settled(copilot, desk(copilot, Board(*trouble)).take(ALARM)["event"])
    assert (event["state"], event["outcome"]) == (state, outcome)


def test_an_address_that_leads_elsewhere_is_not_followed_and_its_secrets_are_not_told(copilot: Copilot) -> None:
    hook = httpx.MockTransport(lambda _: httpx.Response(302, headers={"Location": "https://evil.example"}))
    taken = desk(copilot, Board(), hook).take({"source": "cmms", "code": "E0712"})
    event = settled(copilot, taken["event"])
    assert (event["state"], event["outcome"]) == ("failed", "https://hooks.plant.example answered with 302.")


def test_slack_gets_the_alarm_at_a_glance_and_the_whole_in_its_thread(copilot: Copilot) -> None:
    slack = Workspace(people={"U1": "en-US"}, channels={"C1": Channel(["U1", BOT])})
    with rehearsing(copilot, slack) as there:
        working = Desk(copilot, {"slack": Announcing(there.bot, copilot.settings.shelf)}, Outgoing(""), lambda _: None)
        event = settled(copilot, working.take(ALARM | {"language": "en"})["event"])
    first, *others = slack.by_bot("C1")
    assert (event["state"], event["to"]) == ("posted", "slack:C1")
    assert "GR-12 · E0712 · 2026-05-04 01:12 UTC" in words(first)
    assert "90 °C" in words(first)
    assert {one["thread_ts"] for one in others} >= {first["ts"]}


def test_what_was_being_sent_when_the_server_stopped_is_not_sent_twice(copilot: Copilot) -> None:
    waiting, sending = copilot.events.take(ALARM)["event"], copilot.events.take(ALARM | {"code": "E1"})["event"]
    copilot.events.book.put(sending, state="posting")
    board = Board()
    desk(copilot, board).go_on()
    assert (settled(copilot, waiting)["state"], settled(copilot, sending)["state"]) == ("posted", "failed")
    assert len(board.posted) == 1


def test_without_a_server_an_alarm_waits_in_the_inbox(copilot: Copilot) -> None:
    taken = copilot.event("send", fields=ALARM | {"language": "en"})
    shown = copilot.event("show", taken["event"])
    assert (taken["state"], shown["to"]) == ("kept", "inbox")
    assert "90 °C" in shown["answers"][0]["answer"]
    assert [one["number"] for one in copilot.event("list", fields={"asset": "GR-12"})["events"]] == [taken["event"]]


def test_forged_stale_and_changed_requests_are_refused(copilot: Copilot) -> None:
    http = TestClient(build_app(copilot), "http://127.0.0.1:8000", client=("192.168.7.9", 50_000))
    chance, now, body = random.Random(7), time.time(), json.dumps(ALARM).encode()  # noqa: S311 - no secret
    forged = [signed(body, new_secret(), f"f{n}", now) for n in range(60)]
    stale = [signed(body, SECRET, f"s{n}", now + chance.choice([-1, 1]) * chance.uniform(310, 1e6)) for n in range(60)]
    moved = [signed(body, SECRET, f"m{n}", now) | {MOMENT: str(int(now) + n + 1)} for n in range(60)]
    renamed = [signed(body, SECRET, f"r{n}", now) | {ID: f"x{n}"} for n in range(60)]
    changed = [signed(body + b" " * (n + 1), SECRET, f"c{n}", now) for n in range(60)]
    kinds = {"Content-Type": "application/json"}
    answers = [
        http.post("/api/v1/events", content=body, headers=headers | kinds)
        for headers in [*forged, *stale, *moved, *renamed, *changed]
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert (len(answers), copilot.events.list()["events"]) == (300, [])


def test_a_signed_request_is_taken_once_and_a_guest_without_signature_is_not(copilot: Copilot) -> None:
    app = build_app(copilot)
    http = TestClient(app, "http://127.0.0.1:8000", client=("192.168.7.9", 50_000))
    body = json.dumps(ALARM).encode()
    headers = signed(body, SECRET, "d1") | {"Content-Type": "application/json"}
    taken = [http.post("/api/v1/events", content=body, headers=headers) for _ in range(2)]
    assert [(one.status_code, one.json()["new"]) for one in taken] == [(202, True), (202, False)]
    assert http.post("/api/v1/events", json=ALARM).json()["title"] == "Not from here"
    assert http.get("/api/v1/events").status_code == 403
    app.state.desk.close()


def test_a_signature_is_that_of_standard_webhooks() -> None:
    headers = signed(
        b'{"test": 2432232314}', "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330
    )
    assert headers[SIGNATURE] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"source": ""}, "source is empty"),
        ({"code": ""}, "neither code nor text"),
        ({"at": "2026-05-04T03:12:00"}, "without its zone"),
        ({"at": "soon"}, "no time"),
        ({"code": 451}, "not text"),
        ({"text": "x" * 2_000}, "2,000 characters"),
        ({"severity": "high"}, "no field 'severity'"),
    ],
)
def test_an_alarm_that_cannot_be_is_refused_by_its_field(more: dict[str, Any], told: str) -> None:
    with pytest.raises(EventInvalid, match=told):
        Event.read(ALARM | more)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("routes: [{to: pigeon}]", "route 1: to is 'pigeon'"),
        ("routes: [{to: inbox, asset: X}]", "field 'asset'"),
        ("quiet_minutes: soon", "quiet_minutes is 'soon'"),
        ("language: fr", "language is 'fr'"),
        ("routes: {", "cannot be read"),
    ],
)
def test_a_file_of_routes_that_cannot_be_is_told_by_its_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "events.yaml").write_text(text)
    with pytest.raises(RoutesInvalid, match=told):
        Routes.of(tmp_path)


def test_the_doctor_says_where_alarms_go(copilot: Copilot) -> None:
    found = next(check for check in copilot.doctor()["checks"] if check["name"] == "alarms")
    assert (found["ok"], found["detail"]) == (
        True,
        "taken signed, or with a person's key; they go by 2 routes of events.yaml",
    )
