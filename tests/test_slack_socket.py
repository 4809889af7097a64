"""Socket Mode, what people send, and the home tab: against a small Slack with a socket of its own."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

from plant_copilot import Copilot
from plant_copilot.hearing import Heard
from plant_copilot.slack_settings import SlackSettings
from plant_evals.channels.pretended_slack import pretended_slack
from plant_evals.channels.workspace import APP_TOKEN, TOKEN, Workspace
from plant_ui.slack.mount import bot_of
from plant_ui.voice import open_ears
from slack_plant import CLERK, FITTER, LINE, PLANNER, a_workspace, peopled_plant, rehearsing, words

OIL = "<@UBOT> How often is the gear oil of GR-12 changed?"


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    folder = tmp_path_factory.mktemp("socket")
    with peopled_plant(folder / "home", tiny_home, folder) as opened:
        yield opened


@pytest.fixture
def slack() -> Workspace:
    return a_workspace()


class Socket:
    """Slack's end of a socket: sends events, and keeps what is acknowledged."""

    def __init__(self, events: list[dict[str, Any]]) -> None:
        self.events, self.acknowledged, self.seconds = events, list[str](), list[float]()

    async def hold(self, socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_json({"type": "hello", "num_connections": 1})
        try:
            for event in self.events:
                told = {"type": "event_callback", "team_id": "T1", "event": event, "event_id": event["ts"]}
                began = time.monotonic()
                await socket.send_json({"type": "events_api", "envelope_id": event["ts"], "payload": told})
                self.acknowledged.append(json.loads(await socket.receive_text())["envelope_id"])
                self.seconds.append(time.monotonic() - began)
            while True:
                await socket.receive_text()
        except WebSocketDisconnect:
            return


@contextmanager
def listening(socket: Socket) -> Iterator[str]:
    app = FastAPI()
    app.add_api_websocket_route("/link", socket.hold)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", lifespan="off", ws="websockets-sansio"))
    running = Thread(target=server.run, daemon=True)
    running.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"ws://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/link"
    finally:
        server.should_exit = True
        running.join(30)


def test_by_socket_mode_a_mention_is_acknowledged_at_once_and_answered(copilot: Copilot, slack: Workspace) -> None:
    socket = Socket([slack.say(LINE, CLERK, OIL) for _ in range(3)])
    with listening(socket) as link, pretended_slack(slack) as url:
        slack.socket = link
        settings = replace(copilot.settings, slack=SlackSettings(TOKEN, APP_TOKEN, "", url))
        before, copilot.settings = copilot.settings, settings
        with bot_of(None, copilot, open_ears(settings)):
            while len([one for one in slack.by_bot(LINE) if "4000" in words(one)]) < 3:
                time.sleep(0.02)
        copilot.settings = before
    assert socket.acknowledged == [event["ts"] for event in socket.events]
    assert max(socket.seconds) < 3


class Ears:
    """Understands one thing, whatever is said."""

    name = "one thing"

    def __init__(self, text: str) -> None:
        self._text = text

    def hear(self, recording: bytes | Path, *, language: str, usual: str, hotwords: Any) -> Heard:
        assert recording == b"a recording"
        return Heard(self._text, (), language or usual, 3.0 + len(hotwords) * 0, 2.0)


@pytest.mark.parametrize(
    ("heard", "told"),
    [
        ("What does alarm E0712 mean?", "oil temperature is above 90"),
        ("What does alarm E0745 mean?", "What was meant by"),
    ],
    ids=["beyond doubt", "not exact"],
)
def test_a_voice_clip_is_answered_once_its_codes_are_beyond_doubt(
    copilot: Copilot, slack: Workspace, heard: str, told: str
) -> None:
    slack.sent["a.m4a"] = b"a recording"
    with rehearsing(copilot, slack, Ears(heard)) as there:
        file = {"name": "a.m4a", "mimetype": "audio/mp4", "url_private": f"{slack.url}sent/a.m4a"}
        there.ask(LINE, CLERK, "<@UBOT>", files=[file])
    assert told in " ".join(words(one) for one in slack.by_bot(LINE) if one["blocks"])


def test_the_home_tab_has_the_open_drafts_and_buttons_for_who_may_decide(copilot: Copilot, slack: Workspace) -> None:
    draft = copilot.drafts.create("Report: pump P-101 leaks at the seal, stopped for 20 minutes")["draft"]
    with rehearsing(copilot, slack) as there:
        for user in (FITTER, PLANNER):
            there.bot.home_opened({"user": user, "tab": "home", "event_ts": slack.stamp()})
        there.bot.deliveries.finish()
        assert "actions" not in [block["type"] for block in slack.homes[FITTER]["blocks"]]
        there.press(PLANNER, "", slack.homes[PLANNER], f"draft:{draft}:approve")
    assert copilot.drafts.show(draft)["state"] == "approved"
    assert f"Draft {draft}" not in str(slack.homes[PLANNER])


def test_the_assistants_pane_greets(copilot: Copilot, slack: Workspace) -> None:
    at = slack.say("D-fitter", FITTER, "opened")["ts"]
    with rehearsing(copilot, slack) as there:
        thread = {"user_id": FITTER, "channel_id": "D-fitter", "thread_ts": at}
        there.bot.assistant_opened({"assistant_thread": thread})
    assert "Fragen Sie mich" in words(slack.by_bot("D-fitter")[0])
