"""What goes wrong between the bot and Teams: refused for now, too large, gone, not to be fetched, lost on the way."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Iterator
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from sqlalchemy import text
from starlette.testclient import TestClient

from copies import copy_home
from databases import by_hand, database_of, shelf_of
from plant_copilot import Copilot, Settings, build_copilot
from plant_ui.api import build_app
from plant_ui.channels.book import channel_book
from plant_ui.channels.conversations import Conversations
from plant_ui.channels.once import Once
from plant_ui.teams import PATH, progress
from plant_ui.teams.measured import deliveries, tokens
from plant_ui.teams.mount import bot_of
from plant_ui.teams.patient import LONGEST_WAIT, TRIES, Patient
from plant_ui.teams.rehearsal import Microsoft, Sent, rehearsing
from plant_ui.teams.rehearsed import Somebody

APP, TENANT = "6a3f1c52-0b9e-4c7d-9a57-2f0f6f0f4d11", "6a3f1c52-0b9e-4c7d-9a57-2f0f6f0f4d12"
SET = {"PLANT_TEAMS_APP": APP, "PLANT_TEAMS_SECRET": "s", "PLANT_TEAMS_TENANT": TENANT}
OPEN, CHANNEL = "What does alarm E0712 mean?", "19:line3@thread.tacv2"

Json = dict[str, Any]
_guests = count(1)


@pytest.fixture(scope="module")
def microsoft() -> Iterator[Microsoft]:
    with rehearsing(APP) as stand_in:
        yield stand_in


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, microsoft: Microsoft, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """A copilot that a server left in the middle of a question."""
    home = copy_home(tiny_home, tmp_path_factory.mktemp("troubled") / "home")
    place = {"service": microsoft.url, "conversation": "a:lost", "bot": "28:bot", "tenant": TENANT, "personal": True}
    Once(channel_book(shelf_of(home)), "teams", clock=lambda: 1e9).take(
        "lost", json.dumps({"place": place, "language": "de"})
    )
    with build_copilot(Settings.read(SET, home=home)) as opened:
        yield opened


@pytest.fixture(scope="module")
def door(copilot: Copilot, microsoft: Microsoft) -> Iterator[TestClient]:
    app = build_app(copilot, names=["copilot.plant.example"])
    with bot_of(app, copilot, cloud=microsoft.cloud, token=lambda *_: microsoft.token(aud="bot")):
        yield TestClient(app, "https://copilot.plant.example", client=("52.112.0.1", 443))


@pytest.fixture
def guest(microsoft: Microsoft) -> Somebody:
    microsoft.refusals.clear()
    return Somebody(microsoft, TENANT, f"guest-{next(_guests)}")


def answered(door: TestClient, microsoft: Microsoft, activity: Json, words: str, where: str) -> Sent:
    sent = door.post(PATH, json=activity, headers={"Authorization": f"Bearer {microsoft.token()}"})
    assert sent.status_code == 200
    return microsoft.wait(lambda one: words in one.said and one.conversation == where)


def attached(name: str, url: str, kind: str = "image/png") -> Json:
    return {"attachments": [{"contentType": kind, "contentUrl": url, "name": name}]}


def test_a_question_that_a_stopped_server_did_not_answer_is_asked_for_again(
    microsoft: Microsoft, door: TestClient
) -> None:
    assert door.base_url.host == "copilot.plant.example"
    assert "unterbrochen" in microsoft.wait(lambda one: one.conversation == "a:lost").said


def test_teams_is_waited_for_as_long_as_it_says(door: TestClient, microsoft: Microsoft, guest: Somebody) -> None:
    microsoft.refusals += [(429, {"Retry-After": "0.2"}, {}), (503, {"Retry-After": "0.1"}, {})]
    answered(door, microsoft, guest.writes("help"), "Ask me about an alarm", guest.alone)
    assert microsoft.refusals == []


@pytest.mark.parametrize(("said", "waits"), [("7", 7.0), ("900", LONGEST_WAIT), ("soon", 1.0), ("", 1.0)])
def test_no_wait_is_longer_than_a_minute_and_no_message_is_tried_for_ever(said: str, waits: float) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    async def refused() -> httpx.Response:
        request = httpx.Request("POST", "http://127.0.0.1/")
        response = httpx.Response(429, headers={"Retry-After": said}, request=request)
        raise httpx.HTTPStatusError("slow down", request=request, response=response)

    with pytest.raises(httpx.HTTPStatusError):
        asyncio.run(Patient(sleep).send(None, refused))
    assert (waited[0], len(waited)) == (waits, TRIES - 1)


def test_a_card_larger_than_teams_takes_is_sent_in_smaller_ones(
    door: TestClient, microsoft: Microsoft, guest: Somebody
) -> None:
    microsoft.refusals += [(413, {}, {"error": {"code": "MessageSizeTooBig", "message": "too big"}})]
    answered(door, microsoft, guest.writes(OPEN), "above 90 °C", guest.alone)
    assert microsoft.refusals == []


def test_what_takes_a_while_is_streamed_to_one_person(
    door: TestClient, microsoft: Microsoft, guest: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    last = answered(door, microsoft, guest.writes(OPEN), "above 90 °C", guest.alone)
    first = next(one for one in microsoft.sent if one.conversation == guest.alone)
    streams = [one.activity["entities"][0] for one in (first, last)]
    assert [one["streamType"] for one in streams] == ["informative", "final"]
    assert first.activity["text"]


def test_in_a_channel_the_message_that_stood_in_becomes_the_answer(
    door: TestClient, microsoft: Microsoft, guest: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    microsoft.members[CHANNEL] = []
    where = f"{CHANNEL};messageid=1"
    last = answered(door, microsoft, guest.writes(OPEN, channel=where), "above 90 °C", where)
    kinds = [(one.how, one.activity["type"]) for one in microsoft.sent if one.conversation == where]
    assert kinds == [("POST", "typing"), ("POST", "message"), ("PUT", "message")]
    assert last.how == "PUT"


def test_a_message_that_was_deleted_meanwhile_is_written_anew(
    door: TestClient, microsoft: Microsoft, guest: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    microsoft.loses_messages = True
    where = f"{CHANNEL};messageid=2"
    last = answered(door, microsoft, guest.writes(OPEN, channel=where), "above 90 °C", where)
    microsoft.loses_messages = False
    assert last.how == "POST"


def test_a_question_of_forty_thousand_characters_is_told_so(
    door: TestClient, microsoft: Microsoft, guest: Somebody
) -> None:
    answered(door, microsoft, guest.writes("E0712 " * 6_667), "2,000", guest.alone)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://evil.example/a.png", "does not lie with Microsoft"),
        ("http://plant.sharepoint.com/a.png", "does not lie with Microsoft"),
        ("https://sharepoint.com.evil.example/a.png", "does not lie with Microsoft"),
        ("file:///etc/passwd", "does not lie with Microsoft"),
    ],
)
def test_a_file_that_lies_elsewhere_is_not_fetched(
    door: TestClient, microsoft: Microsoft, guest: Somebody, url: str, told: str
) -> None:
    answered(door, microsoft, guest.writes("", **attached("a.png", url)), told, guest.alone)


def test_a_kind_of_file_that_is_not_read_is_named(door: TestClient, microsoft: Microsoft, guest: Somebody) -> None:
    microsoft.files["pump.pdf"] = b"%PDF-1.7"
    sent = guest.writes("", **attached("pump.pdf", f"{microsoft.url}/pump.pdf", "application/pdf"))
    answered(door, microsoft, sent, "I do not read “pump.pdf” here", guest.alone)


def test_a_photo_is_fetched_with_the_bots_token_and_read(
    door: TestClient, microsoft: Microsoft, guest: Somebody
) -> None:
    written = BytesIO()
    Image.new("RGB", (60, 40), "white").save(written, "PNG")
    microsoft.files["photo.png"] = written.getvalue()
    microsoft.authorized.clear()
    answered(door, microsoft, guest.writes("", **attached("photo.png", f"{microsoft.url}/photo.png")), "", guest.alone)
    assert all(one.startswith("Bearer ey") for one in microsoft.authorized)


def test_what_teams_refuses_for_good_is_in_the_log_with_a_code(
    door: TestClient, microsoft: Microsoft, guest: Somebody, caplog: pytest.LogCaptureFixture
) -> None:
    microsoft.refusals += [(401, {}, {"error": {"code": "Unauthorized", "message": "revoked"}})] * 2
    door.post(PATH, json=guest.writes("help"), headers={"Authorization": f"Bearer {microsoft.token()}"})
    ends = time.monotonic() + 30
    while "could not be said, support code" not in caplog.text and time.monotonic() < ends:
        time.sleep(0.02)
    assert "could not be said, support code" in caplog.text
    assert "PLANT_TEAMS_SECRET" in caplog.text


def test_whoever_takes_the_bot_in_is_greeted_in_the_language_of_teams(door: TestClient, microsoft: Microsoft) -> None:
    li = Somebody(microsoft, TENANT, "li", "zh-CN")
    taken_in = li.writes("") | {"type": "installationUpdate", "action": "add"}
    answered(door, microsoft, taken_in, "可以问我报警", li.alone)


@pytest.mark.parametrize("kind", ["messageReaction", "conversationUpdate", "messageUpdate", "event", "typing"])
def test_what_is_no_question_is_taken_in_silence(
    door: TestClient, microsoft: Microsoft, guest: Somebody, kind: str
) -> None:
    headers = {"Authorization": f"Bearer {microsoft.token()}"}
    sent = door.post(PATH, json=guest.writes("x") | {"type": kind}, headers=headers)
    assert (kind, sent.status_code) == (kind, 200)


def test_a_deleted_question_gets_no_answer(door: TestClient, microsoft: Microsoft, guest: Somebody) -> None:
    question = guest.writes(OPEN)
    gone = question | {"type": "messageDelete", "channelData": {"eventType": "softDeleteMessage"}}
    headers = {"Authorization": f"Bearer {microsoft.token()}"}
    for activity in (gone, question):
        assert door.post(PATH, json=activity, headers=headers).status_code == 200
    answered(door, microsoft, guest.writes("help"), "Ask me about an alarm", guest.alone)
    assert not any("above 90 °C" in one.said for one in microsoft.sent if one.conversation == guest.alone)


def test_what_stood_in_for_an_answer_goes_when_none_comes(
    door: TestClient, microsoft: Microsoft, copilot: Copilot, guest: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    where = f"{CHANNEL};messageid=3"
    others = copilot.ask("What does alarm E0712 mean?", thread="of-another")["thread"]
    Conversations(channel_book(copilot.settings.shelf), "teams").thread(where, "nobody")
    moved = text("UPDATE conversation SET thread = :thread, person = :person WHERE place = :place")
    with by_hand(database_of(copilot.settings.home, "channels.sqlite")) as book:
        book.execute(moved, {"thread": others, "person": guest_of(guest), "place": where})
    answered(door, microsoft, guest.writes(OPEN, channel=where), "Something went wrong", where)
    how = [one.how for one in microsoft.sent if one.conversation == where]
    assert how == ["POST", "POST", "DELETE", "POST"]


def test_the_measures_of_teams_are_what_they_have_to_be(copilot: Copilot) -> None:
    counted = tokens(copilot, 20)
    assert (counted["accepted"], counted["genuine_accepted"]) == (0, counted["genuine"])
    delivered = deliveries(copilot, [OPEN], 20)
    assert (delivered["deliveries"], delivered["answers"], delivered["refused"]) == (20, 1, 0)


def guest_of(guest: Somebody) -> str:
    return f"guest-{hashlib.sha256(f'teams:{guest.object_id}'.encode()).hexdigest()[:32]}"
