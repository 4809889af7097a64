"""The bot against a Slack that nobody here wrote: npm's emulate 0.9.0, a stateful copy of Slack's Web API.

It runs where node and emulate are found (npm install --global emulate@0.9.0) and is skipped elsewhere.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from plant_copilot import Copilot
from plant_ui.slack.bot import Bot
from plant_ui.slack.posting import client
from slack_plant import SAFE, peopled_plant, words

VERSION, TOKEN = "0.9.0", "xoxb-emulated"
SEED = f"""
tokens: {{{TOKEN}: {{login: admin}}}}
slack:
  team: {{name: Brunnental, domain: brunnental}}
  users: [{{name: clerk}}, {{name: fitter}}]
  channels: [{{name: line-3}}]
"""
OIL = "<@U0BOT> How often is the gear oil of GR-12 changed?"
CODE = "<@U0BOT> What is the safety code of gearbox GR-99?"


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    emulate = shutil.which("emulate")
    if emulate is None or shutil.which("node") is None:
        pytest.skip(f"emulate is not installed: npm install --global emulate@{VERSION}")
    told = subprocess.run([emulate, "--version"], capture_output=True, text=True, check=True)
    if told.stdout.strip() != VERSION:
        pytest.skip(f"emulate is {told.stdout.strip()}, not {VERSION}")
    folder = tmp_path_factory.mktemp("emulate")
    (folder / "seed.yaml").write_text(SEED)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [emulate, "start", "--service", "slack", "--port", str(port), "--seed", str(folder / "seed.yaml")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=folder)
    try:
        yield _ready(f"http://127.0.0.1:{port}/api/")
    finally:
        process.terminate()
        process.wait(timeout=30)


def _ready(url: str) -> str:
    for _ in range(300):
        try:
            WebClient(TOKEN, base_url=url).auth_test()
        except (OSError, SlackApiError):
            time.sleep(0.1)
        else:
            return url
    pytest.fail("emulate did not start")


@pytest.fixture(scope="module")
def slack(api: str) -> WebClient:
    return WebClient(TOKEN, base_url=api)


@pytest.fixture(scope="module")
def people(slack: WebClient) -> dict[str, str]:
    return {one["name"]: one["id"] for one in slack.users_list()["members"]}


@pytest.fixture(scope="module")
def channel(slack: WebClient) -> str:
    found = next(one["id"] for one in slack.conversations_list()["channels"] if one["name"] == "line-3")
    return str(found)


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory, people: dict[str, str]) -> Iterator[Copilot]:
    folder = tmp_path_factory.mktemp("emulated")
    with peopled_plant(folder / "home", tiny_home, folder) as opened:
        for name in ("clerk", "fitter"):
            opened.people.users.link(name, channel="slack", external=people[name])
        yield opened


def answered(copilot: Copilot, slack: WebClient, channel: str, user: str, text: str) -> str:
    """Let the bot answer a mention, and return the timestamp of the question."""
    asked = slack.chat_postMessage(channel=channel, text=text)["ts"]
    bot = Bot(copilot, client(TOKEN, slack.base_url), None, apart=0.0)
    bot.mentioned({"user": user, "channel": channel, "text": text, "ts": asked})
    bot.deliveries.finish()
    bot.deliveries.close()
    return str(asked)


def test_an_answer_is_one_changed_message_in_the_thread_with_the_page(
    copilot: Copilot, slack: WebClient, channel: str, people: dict[str, str]
) -> None:
    asked = answered(copilot, slack, channel, people["clerk"], OIL)
    _, answer = slack.conversations_replies(channel=channel, ts=asked)["messages"]
    assert "4000 operating hours. [1]" in words(answer)
    image = next(block for block in answer["blocks"] if block["type"] == "image")
    assert slack.files_info(file=image["slack_file"]["id"])["file"]["name"] == "page-1.png"


def test_a_restricted_answer_is_in_the_direct_messages_of_the_asker_and_nowhere_else(
    copilot: Copilot, slack: WebClient, channel: str, people: dict[str, str]
) -> None:
    asked = answered(copilot, slack, channel, people["fitter"], CODE)
    _, public = slack.conversations_replies(channel=channel, ts=asked)["messages"]
    direct = slack.conversations_open(users=[people["fitter"]])["channel"]["id"]
    (private,) = slack.conversations_history(channel=direct)["messages"]
    assert "K7731" not in str(public)
    assert SAFE in words(private)


def test_a_stranger_is_told_alone_and_the_home_tab_is_published(
    copilot: Copilot, slack: WebClient, channel: str, people: dict[str, str]
) -> None:
    asked = answered(copilot, slack, channel, people["admin"], OIL)
    assert len(slack.conversations_replies(channel=channel, ts=asked)["messages"]) == 1
    bot = Bot(copilot, client(TOKEN, slack.base_url), None, apart=0.0)
    bot.home_opened({"user": people["clerk"], "event_ts": asked})
    bot.deliveries.finish()
    bot.deliveries.close()
