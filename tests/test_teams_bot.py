"""The bot in Teams, against a stand-in for Microsoft that signs tokens and takes messages over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.testclient import TestClient

from copies import copy_home
from plant_copilot import Copilot, Settings, build_copilot
from plant_ui.api import build_app
from plant_ui.teams import PATH
from plant_ui.teams.mount import bot_of
from plant_ui.teams.rehearsal import Microsoft, Sent, rehearsing
from plant_ui.teams.rehearsed import Somebody
from records_files import write_csv
from tiny_plant import write_pdf

APP, TENANT = "6a3f1c52-0b9e-4c7d-9a57-2f0f6f0f4d11", "6a3f1c52-0b9e-4c7d-9a57-2f0f6f0f4d12"
ANNA, BEN = "00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b"
SET = {"PLANT_TEAMS_APP": APP, "PLANT_TEAMS_SECRET": "s", "PLANT_TEAMS_TENANT": TENANT}
OPEN, SECRET = "What does alarm E0712 mean?", "What is the door code of the vault K7731?"
CHANNEL = "19:line3@thread.tacv2"
OTHER_KEY = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)

Json = dict[str, Any]
_threads = count(1)


@pytest.fixture(scope="module")
def microsoft() -> Iterator[Microsoft]:
    with rehearsing(APP) as stand_in:
        yield stand_in


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """A plant where Anna is a planner who may see the vault's manual, and Ben is not."""
    folder = tmp_path_factory.mktemp("teams")
    home = copy_home(tiny_home, folder / "home")
    vault = write_pdf(folder / "vault.pdf", (("1 Doors", "The door code of the vault K7731 is kept by security."),))
    with build_copilot(Settings.read(SET, home=home)) as opened:
        opened.ingest([vault], described={"document": "Vault manual", "rights": ["security"]})
        opened.records.load(write_csv(folder / "orders.csv"), dataset="plant")
        opened.user("add", "anna", {"roles": ["planner"], "groups": ["security"], "source": "oidc", "shown": "A. Berg"})
        opened.user("add", "ben", {"roles": ["technician"], "source": "oidc"})
        opened.user("link", "anna", {"channel": "teams", "external": ANNA})
        opened.user("link", "ben", {"channel": "teams", "external": BEN.upper()})
        yield opened


@pytest.fixture(scope="module")
def door(copilot: Copilot, microsoft: Microsoft) -> Iterator[TestClient]:
    app = build_app(copilot, names=["copilot.plant.example"])
    with bot_of(app, copilot, cloud=microsoft.cloud, token=lambda *_: microsoft.token(aud="bot")):
        yield TestClient(app, "https://copilot.plant.example", client=("52.112.0.1", 443))


@pytest.fixture
def anna(microsoft: Microsoft) -> Somebody:
    microsoft.sent.clear()
    return Somebody(microsoft, TENANT, ANNA)


@pytest.fixture
def ben(microsoft: Microsoft) -> Somebody:
    microsoft.sent.clear()
    return Somebody(microsoft, TENANT, BEN, "de-DE")


@pytest.fixture
def channel(microsoft: Microsoft) -> str:
    """A thread of a channel that Anna and Ben read."""
    microsoft.members[CHANNEL] = [ANNA, BEN]
    return f"{CHANNEL};messageid={next(_threads)}"


def post(door: TestClient, microsoft: Microsoft, activity: Json, **claims: Any) -> Any:
    return door.post(PATH, json=activity, headers={"Authorization": f"Bearer {microsoft.token(**claims)}"})


def answered(door: TestClient, microsoft: Microsoft, activity: Json, words: str, where: str = "") -> Sent:
    """Send an activity, and return the message at ``where`` that has ``words`` in it."""
    assert post(door, microsoft, activity).status_code == 200
    return microsoft.wait(lambda one: words in one.said and where in {"", one.conversation})


def button(sent: Sent, verb: str, **data: Any) -> Json:
    """Return the button of a card that does ``verb``, also one that unfolds first."""
    assert sent.card
    actions = [one["card"]["actions"][0] if "card" in one else one for one in sent.card["actions"]]
    return next(one for one in actions if one.get("verb") == verb and data.items() <= one["data"].items())


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"aud": "another-bot"}, 401),
        ({"exp": 1_600_000_000}, 401),
        ({"serviceurl": "https://evil.example"}, 401),
        ({"iss": "https://evil.example"}, 401),
        ({"key": OTHER_KEY}, 401),
        ({}, 200),
    ],
)
def test_only_a_token_of_microsofts_for_this_bot_comes_in(
    door: TestClient, microsoft: Microsoft, anna: Somebody, claims: Json, status: int
) -> None:
    assert post(door, microsoft, anna.writes("help"), **claims).status_code == status


@pytest.mark.parametrize("authorization", [None, "Bearer garbage", "Bearer a.b.c", "Basic eDp5"])
def test_without_a_token_nobody_comes_in(door: TestClient, anna: Somebody, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    assert door.post(PATH, json=anna.writes("help"), headers=headers).status_code == 401


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"'])
def test_what_is_no_activity_is_refused(door: TestClient, microsoft: Microsoft, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {microsoft.token()}"}
    assert door.post(PATH, content=body, headers=headers).status_code == 400


def test_without_settings_there_is_no_door(copilot: Copilot, microsoft: Microsoft, anna: Somebody) -> None:
    client = TestClient(build_app(copilot), "http://localhost")
    assert post(client, microsoft, anna.writes("help")).status_code == 404


def test_a_question_is_answered_with_its_page(door: TestClient, microsoft: Microsoft, anna: Somebody) -> None:
    sent = answered(door, microsoft, anna.writes(f"<at>Plant Copilot</at>&nbsp;{OPEN}"), "above 90 °C", anna.alone)
    assert "GR-12 gearbox · page 2" in sent.said


def test_a_message_that_comes_twice_is_answered_once(door: TestClient, microsoft: Microsoft, anna: Somebody) -> None:
    activity = anna.writes(OPEN)
    for _ in range(5):
        post(door, microsoft, activity)
    answered(door, microsoft, anna.writes("help"), "Ask me about an alarm")
    microsoft.wait(lambda one: "above 90 °C" in one.said)
    assert sum("above 90 °C" in one.said for one in microsoft.sent) == 1


def test_a_stranger_is_told_what_to_do(door: TestClient, microsoft: Microsoft) -> None:
    stranger = Somebody(microsoft, TENANT, "00000000-0000-0000-0000-00000000000f")
    answered(door, microsoft, stranger.writes(OPEN), "users link NAME --teams 00000000-0000-0000-0000-00000000000f")
    forged = stranger.writes(OPEN) | {"from": {"id": "29:x", "name": "anna"}}
    assert "E0712" not in answered(door, microsoft, forged, "--teams ?").said


def test_another_company_is_not_answered(door: TestClient, microsoft: Microsoft) -> None:
    elsewhere = Somebody(microsoft, APP, ANNA)
    assert "90 °C" not in answered(door, microsoft, elsewhere.writes(OPEN), "one company only").said


def test_in_a_channel_what_everybody_may_see_is_posted(
    door: TestClient, microsoft: Microsoft, ben: Somebody, channel: str
) -> None:
    answered(door, microsoft, ben.writes("Was bedeutet der Alarm E0712?", channel=channel), "above 90 °C", channel)


def test_what_not_everybody_may_see_goes_to_the_asker_alone(
    door: TestClient, microsoft: Microsoft, anna: Somebody, channel: str
) -> None:
    answered(door, microsoft, anna.writes(SECRET, channel=channel), "to you alone", channel)
    microsoft.wait(lambda one: one.conversation == anna.alone and "kept by security" in one.said)
    posted = "".join(one.said for one in microsoft.sent if one.conversation == channel)
    assert "security" not in posted
    assert "Vault" not in posted


def test_where_nobody_can_be_written_to_alone_the_channel_learns_nothing(
    door: TestClient, microsoft: Microsoft, anna: Somebody, channel: str
) -> None:
    microsoft.members[CHANNEL] = [BEN]
    microsoft.closed.add(anna.alone)
    sent = answered(door, microsoft, anna.writes(SECRET, channel=channel), "Add me for yourself", channel)
    microsoft.closed.clear()
    assert "Vault" not in sent.said


def test_a_page_is_shown_to_who_presses_and_may_see_it(
    door: TestClient, microsoft: Microsoft, anna: Somebody, ben: Somebody
) -> None:
    sent = answered(door, microsoft, anna.writes(SECRET), "kept by security", anna.alone)
    shows = button(sent, "page")
    answered(door, microsoft, ben.presses(shows), "Diese Seite dürfen Sie nicht sehen", ben.alone)
    picture = answered(door, microsoft, anna.presses(shows), "data:image/png;base64", anna.alone)
    assert "Vault manual · page 1" in picture.activity["text"]


def test_an_opinion_is_kept_of_who_asked(
    door: TestClient, microsoft: Microsoft, copilot: Copilot, anna: Somebody, ben: Somebody
) -> None:
    sent = answered(door, microsoft, anna.writes(OPEN), "above 90 °C", anna.alone)
    worse = button(sent, "rate", verdict="down")
    assert "nur, wer gefragt hat" in post(door, microsoft, ben.presses(worse, reason="wrong")).json()["value"]
    told = post(door, microsoft, anna.presses(worse, reason="wrong", comment="Another gearbox")).json()["value"]
    kept = copilot.feedback(verdict="down")["feedback"]
    assert [(one["reason"], one["comment"], one["by"]) for one in kept] == [("wrong", "Another gearbox", "anna")]
    assert kept[0]["code"] in told


def test_a_draft_is_changed_and_approved_by_who_may(
    door: TestClient, microsoft: Microsoft, copilot: Copilot, anna: Somebody
) -> None:
    dictated = anna.writes("Create a work order for P-101: the seal leaks")
    draft = answered(door, microsoft, dictated, '"verb": "decide"', anna.alone)
    changes = anna.presses(button(draft, "decide", choice="edit"), field_priority="1", field_title="P-101: leak")
    again = answered(door, microsoft, changes, "P-101: leak", anna.alone)
    assert again.how == "PUT"
    microsoft.sent.clear()
    answered(door, microsoft, anna.presses(button(again, "decide", choice="approve")), "approved", anna.alone)
    (one,) = copilot.drafts.list()["drafts"]
    assert (one["state"], one["decided_by"], one["fields"]["priority"]) == ("approved", "A. Berg", "1")


def test_who_has_no_role_for_it_decides_nothing(
    door: TestClient, microsoft: Microsoft, copilot: Copilot, ben: Somebody
) -> None:
    dictated = ben.writes("Create a work order for P-101: the motor is hot")
    draft = answered(door, microsoft, dictated, '"verb": "decide"', ben.alone)
    answered(
        door,
        microsoft,
        ben.presses(button(draft, "decide", choice="approve")),
        "not known here with such a role",
        ben.alone,
    )
    assert "approved" not in {one["state"] for one in copilot.drafts.list()["drafts"] if "hot" in one["text"]}


def test_drafts_that_wait_are_listed_and_decided_on(
    door: TestClient, microsoft: Microsoft, copilot: Copilot, anna: Somebody
) -> None:
    made = copilot.drafts.create("P-101 leaks at the coupling", by="somebody")["draft"]
    sent = answered(door, microsoft, anna.writes("/Drafts"), f'"mark": {made}', anna.alone)
    rejected = anna.presses(button(sent, "draft", mark=made, choice="reject"))
    answered(door, microsoft, rejected, f"Draft {made} is rejected", anna.alone)
    assert copilot.drafts.show(made)["state"] == "rejected"


@pytest.mark.parametrize("verb", ["rate", "format"])
def test_a_button_nobody_made_does_nothing(door: TestClient, microsoft: Microsoft, anna: Somebody, verb: str) -> None:
    forged = anna.presses({"type": "Action.Execute", "verb": verb, "data": {"token": "made-up", "mark": 1}})
    assert "too old" in post(door, microsoft, forged).json()["value"]
