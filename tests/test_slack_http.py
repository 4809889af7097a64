"""Slack's events over HTTP: what is let in, and that it is answered at once. Measures of ``eval channels``, small."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.errors import BadSetting, WrongUse
from plant_copilot.slack_settings import SlackSettings
from plant_evals.channels.measuring import signatures
from plant_evals.channels.pretended_slack import pretended_slack
from plant_evals.channels.report import report
from plant_evals.channels.signing import FORM, Signed, signed
from plant_evals.channels.workspace import SECRET, TOKEN, Workspace
from plant_ui.api.app import build_app
from plant_ui.channels.book import channel_book
from plant_ui.channels.once import Once
from plant_ui.cli.channels_measured import measured
from plant_ui.errors import ChannelClosed
from plant_ui.slack import PATH
from plant_ui.slack.bolt import build_app as build_bolt
from plant_ui.slack.bot import Bot
from plant_ui.slack.checking import checks
from plant_ui.slack.manifest import manifest
from plant_ui.slack.mount import bot_of, events_router
from plant_ui.slack.posting import client
from plant_ui.slack.signed import Signatures
from plant_ui.voice import open_ears
from slack_plant import CLERK, LINE, a_workspace, peopled_plant, words

Send = Callable[[Signed], Any]


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    folder = tmp_path_factory.mktemp("http")
    with peopled_plant(folder / "home", tiny_home, folder) as opened:
        yield opened


@pytest.fixture
def slack() -> Workspace:
    return a_workspace()


@pytest.fixture
def send(copilot: Copilot, slack: Workspace) -> Iterator[Send]:
    with pretended_slack(slack) as url:
        bot = Bot(copilot, client(TOKEN, url), None, apart=0.0)
        app = FastAPI()
        once = Once(channel_book(copilot.settings.shelf), "slack-http")
        app.include_router(events_router(build_bolt(bot, SECRET), Signatures(SECRET, once)))
        with TestClient(app) as served:

            def sent(told: Signed) -> Any:
                response = served.post(PATH, content=told.body, headers=told.headers)
                time.sleep(0.05)  # Slack's framework hands an event on after it has acknowledged it
                bot.deliveries.finish()
                return response

            yield sent
        bot.deliveries.close()


def test_what_slack_did_not_sign_now_for_the_first_time_is_refused(send: Send) -> None:
    counted = signatures(lambda told: int(send(told).status_code), SECRET, 12)
    assert (counted["accepted"], counted["genuine_accepted"]) == (0, 4)


def test_a_wrong_clock_is_named_in_the_log(send: Send, caplog: pytest.LogCaptureFixture) -> None:
    assert send(signed(SECRET, {"type": "event_callback"}, time.time() - 4_000)).status_code == 401
    assert re.search(r"signed 40\d\d s ago by this machine's clock", caplog.text)


def test_slack_is_told_the_word_it_asks_for(send: Send) -> None:
    asked = {"type": "url_verification", "challenge": "word", "token": "x"}
    assert send(signed(SECRET, asked, time.time())).json() == {"challenge": "word"}


def test_a_command_is_acknowledged_at_once_and_answered_to_who_gave_it(send: Send, slack: Workspace) -> None:
    command = {"command": "/plant", "text": "How often is the gear oil of GR-12 changed?", "user_id": CLERK}
    command |= {"channel_id": LINE, "trigger_id": slack.stamp(), "team_id": "T1"}
    command |= {"response_url": f"{slack.url}respond/1"}
    response = send(signed(SECRET, command, time.time(), form="="))
    assert response.text == "Looking it up …"
    assert "4000 operating hours" in words(slack.whispers[0])
    assert slack.by_bot(LINE) == []


def test_a_button_comes_as_a_form(send: Send, slack: Workspace) -> None:
    action = {"action_id": "ask:1", "type": "button", "action_ts": slack.stamp(), "value": '{"q":"What is E0712?"}'}
    message = slack.say(LINE, CLERK, "an answer")
    pressed: dict[str, Any] = {"type": "block_actions", "user": {"id": CLERK}, "channel": {"id": LINE}}
    pressed |= {"actions": [action], "message": message, "trigger_id": "1", "team": {"id": "T1"}}
    told = signed(SECRET, pressed, time.time(), form="payload")
    assert told.headers["content-type"] == FORM
    assert send(told).status_code == 200
    assert "oil temperature is above 90" in " ".join(words(one) for one in slack.by_bot(LINE) if one["blocks"])


def test_the_measures_of_the_channels_are_what_they_have_to_be(tmp_path: Path) -> None:
    with build_copilot(Settings.read({}, home=tmp_path / "home")) as empty:
        counts = {"signatures": 3, "deliveries": 20, "answers": 12, "questions": 2, "secrets": 2}
        found = measured(empty, counts)
    assert found["signatures"]["accepted"] == found["restricted"]["leaked"] == found["deliveries"]["twice"] == 0
    assert found["deliveries"]["answers"] == found["deliveries"]["questions"]
    assert found["restricted"]["told_alone"] == 2
    assert {(one["invalid"], one["missing"]) for one in found["long"].values()} == {(0, 0)}
    assert "0 of 3 let in" in report(found)


def test_the_check_says_what_slack_lets_the_bot_do(slack: Workspace) -> None:
    with pretended_slack(slack) as url:
        good = {one.name: one.ok for one in checks(SlackSettings(TOKEN, "xapp-x", "", url))}
        slack.error = "token_revoked"
        bad = {one.name: (one.ok, one.detail) for one in checks(SlackSettings(TOKEN, "", SECRET, url))}
    assert good == {"settings": True, "bot token": True, "scopes": True, "clock": True, "app token": False}
    assert bad["bot token"] == (False, "Slack says token_revoked")


def test_the_server_lets_slack_in_by_its_signature_alone_and_nobody_else(copilot: Copilot, slack: Workspace) -> None:
    before, told = copilot.settings, signed(SECRET, {"type": "url_verification", "challenge": "word"}, time.time())
    with pretended_slack(slack) as url:
        copilot.settings = replace(before, slack=SlackSettings(TOKEN, "", SECRET, url))
        app = build_app(copilot)
        with bot_of(app, copilot, app.state.ears), TestClient(app, base_url="http://127.0.0.1") as served:
            let_in = served.post(PATH, content=told.body, headers=told.headers)
            turned_away = served.post(PATH, content=told.body, headers={"content-type": "application/json"})
            closed = served.get("/api/documents", headers=told.headers)
    copilot.settings = before
    assert let_in.json() == {"challenge": "word"}
    assert (turned_away.status_code, closed.status_code) == (401, 401)


def test_a_socket_that_slack_refuses_is_told_in_a_line(slack: Workspace, tmp_path: Path) -> None:
    slack.error = "invalid_auth"
    with pretended_slack(slack) as url:
        given = {"PLANT_SLACK_BOT_TOKEN": TOKEN, "PLANT_SLACK_APP_TOKEN": "xapp-x", "PLANT_SLACK_URL": url}
        settings = Settings.read(given, home=tmp_path)
        with (
            build_copilot(settings) as closed,
            pytest.raises(ChannelClosed, match="does not let the bot in"),
            bot_of(None, closed, open_ears(settings)),
        ):
            pass


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"PLANT_SLACK_BOT_TOKEN": "xoxb-1"}, "neither PLANT_SLACK_APP_TOKEN"),
        ({"PLANT_SLACK_BOT_TOKEN": "hunter2"}, "must begin with xoxb-"),
        ({"PLANT_SLACK_SIGNING_SECRET": "hunter2"}, "PLANT_SLACK_BOT_TOKEN is not set"),
        ({"PLANT_SLACK_URL": "http://slack.example"}, "https://"),
    ],
    ids=["no way in", "no bot token", "no token", "no https"],
)
def test_settings_that_cannot_be_are_refused_without_telling_them(given: dict[str, str], told: str) -> None:
    with pytest.raises(BadSetting, match=told) as refused:
        SlackSettings.read(given)
    assert "hunter2" not in str(refused.value)


def test_the_manifest_is_for_a_socket_or_for_the_servers_address() -> None:
    assert "socket_mode_enabled: true" in manifest()
    assert manifest("https://copilot.plant.example", "ask").count("https://copilot.plant.example/slack/events") == 3
    with pytest.raises(WrongUse, match="https://"):
        manifest("http://copilot.plant.example")
