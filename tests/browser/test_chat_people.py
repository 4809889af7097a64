"""People in the chat: signing in and out, the history, and what is said when a session, a tab or the server goes."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from copies import copy_home
from databases import shelf_of, to_processes
from plant_copilot.people.people import People
from plant_copilot.people.settings import SignInSettings

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

Opens = Callable[..., Page]
Asks = Callable[[Page, str], object]
PASSWORD, QUESTION = "vier gute Worte hier", "What does alarm E0712 mean?"
SCRIPT = """
import json, pathlib, sys, time
import uvicorn
from plant_copilot import Copilot, Settings, build_copilot
from plant_ui.api import build_app
from plant_ui.chat.mount import mount_chat

class Slow(Copilot):
    def ask(self, text, **options):
        with self.kept.asking(options["thread"], options["principal"], text):
            time.sleep(100)

copilot = build_copilot(Settings.read(json.loads(sys.argv[4]), home=pathlib.Path(sys.argv[1])))
if sys.argv[3] == "slow":
    copilot.__class__ = Slow
app = build_app(copilot)
mount_chat(app, copilot)
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
"""


class Plant:
    """A server with users, on a port that it keeps when it is started anew."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.people = People(shelf_of(home), SignInSettings())

    def start(self, pace: str = "") -> None:
        command = [sys.executable, "-c", SCRIPT, str(self.home), str(self.port), pace, json.dumps(to_processes())]
        self.server = subprocess.Popen(command, cwd=self.home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 90
        while self.server.poll() is None and time.monotonic() < until:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.2)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        self.server.kill()
        self.server.wait()


def sign_in(page: Page, name: str) -> None:
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("button")
    expect(page.locator("#chat-settings-open-modal")).to_be_visible()  # which the socket brings


@pytest.fixture(scope="module")
def peopled(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    plant = Plant(copy_home(tiny_home, tmp_path_factory.mktemp("peopled") / "home"))
    for name in ("anna", "paul", "lost", "both", "gone"):
        plant.people.users.add(name, roles=["technician"], password=PASSWORD)
    plant.start()
    yield plant
    plant.kill()
    plant.people.close()


@pytest.fixture
def come(open_chat: Opens, peopled: Plant) -> Callable[..., Page]:
    """Sign in: ``come("anna")``."""

    def come(name: str, language: str = "de-DE") -> Page:
        page = open_chat(peopled.address, language, at="/sign-in?next=/chat/")
        sign_in(page, name)
        return page

    return come


def test_who_signs_in_finds_the_history_again_and_nobody_elses(come: Callable[..., Page], ask: Asks) -> None:
    page = come("anna")
    ask(page, QUESTION)
    page.reload()
    page.locator("#header #sidebar-trigger-button").click()
    page.locator("a[href*='/chat/thread/']").first.click()
    expect(page.locator("[data-step-type=assistant_message] .message-content").first).to_contain_text("E0712")
    other = come("paul")
    other.goto(page.url)
    expect(other.locator("[data-step-type=assistant_message]", has_text="E0712")).to_have_count(0)


def test_signing_out_ends_it_on_the_server(come: Callable[..., Page], peopled: Plant, complaints: list[str]) -> None:
    page = come("paul")
    [cookie] = [each for each in page.context.cookies() if each["name"] == "plant_session"]
    known = {"Cookie": f"plant_session={cookie['value']}"}
    assert httpx.get(f"{peopled.address}/api/session", headers=known).json()["name"] == "paul"
    page.locator("#user-nav-button").click()
    page.get_by_role("menuitem").last.click()
    expect(page.locator("#password")).to_be_visible()
    assert httpx.get(f"{peopled.address}/api/session", headers=known).json()["kind"] == "nobody"
    complaints.clear()  # the page asks once more, and is told that nobody is signed in


AT_ONCE = """new MutationObserver((_, watch) => {
  const way = document.querySelector("a[href^='/sign-in']");
  if (way) { watch.disconnect(); way.click(); }
}).observe(document, { childList: true, subtree: true })"""


def _in_a_second(route: Route) -> None:
    time.sleep(1)
    route.continue_()


@pytest.mark.parametrize("at_once", [False, True], ids=["in a while", "at once"])
def test_an_ended_sign_in_is_said_and_what_was_typed_comes_back(
    come: Callable[..., Page], peopled: Plant, complaints: list[str], at_once: bool
) -> None:
    page = come("lost")
    page.route("**/chat/user", lambda route: route.fulfill(json={"id": "lost", "identifier": "lost", "metadata": {}}))
    peopled.people.users.revoke("lost")  # the page has not noticed yet
    page.locator("#chat-input").click()
    page.keyboard.insert_text("Drehmoment an FL-303?")
    if at_once:  # and the page that is left stays for a while
        page.route("**/sign-in?**", _in_a_second)
        page.evaluate(AT_ONCE)
        page.locator("#chat-submit").click()
        page.wait_for_url("**/sign-in?**")
    else:
        page.locator("#chat-submit").click()
        said = page.get_by_text("Ihre Anmeldung ist abgelaufen").locator("a")
        page.wait_for_timeout(500)  # what was sent has left the line for good
        said.click()
    sign_in(page, "lost")
    expect(page.locator("#chat-input")).to_have_value("Drehmoment an FL-303?")
    complaints.clear()


def test_a_page_that_notices_it_leads_to_the_sign_in_and_says_why(
    come: Callable[..., Page], peopled: Plant, complaints: list[str]
) -> None:
    page = come("lost")
    page.locator("#chat-input").click()
    page.keyboard.insert_text("Drehmoment an")
    peopled.people.users.revoke("lost")
    page.evaluate("history.pushState({}, '', '/chat/login'); document.body.append(document.createElement('i'))")
    expect(page.locator("[role=alert]")).to_contain_text("Was Sie getippt haben, bleibt erhalten")
    sign_in(page, "lost")
    expect(page.locator("#chat-input")).to_have_value("Drehmoment an")
    complaints.clear()


def test_out_of_reach_nobody_is_led_away_from_the_chat(
    come: Callable[..., Page], complaints: list[str], addresses: list[str]
) -> None:
    page = come("anna")
    who, come_back = "**/chat/user", "setInterval(() => dispatchEvent(new Event('focus')), 500)"
    for lost, asks in (
        (lambda route: route.abort(), page.reload),
        (lambda route: route.fulfill(status=502), lambda: page.evaluate(come_back)),
    ):
        page.route(who, lost)
        for begins in (asks, lambda: None):  # asked, and asked again
            with page.expect_request(who):
                begins()
        page.unroute(who)
        expect(page.locator("#chat-settings-open-modal")).to_be_visible()
    assert not [address for address in addresses if address.endswith("/chat/login")]
    complaints.clear()


def test_a_second_window_on_a_conversation_is_told_of(come: Callable[..., Page], ask: Asks) -> None:
    page = come("both")
    ask(page, QUESTION)
    second = page.context.new_page()
    second.goto(page.url.rstrip("/") + "/")
    second.locator("#header #sidebar-trigger-button").click()
    second.locator("a[href*='/chat/thread/']").first.click()
    expect(second.locator("[data-step-type=assistant_message] .message-content").first).to_contain_text("E0712")
    ask(second, "What does alarm E0455 mean?")
    ask(page, QUESTION)
    expect(page.get_by_text("in einem anderen Fenster")).to_be_visible()


def test_a_server_that_is_killed_in_mid_answer_loses_no_question(
    come: Callable[..., Page], peopled: Plant, complaints: list[str]
) -> None:
    peopled.kill()
    peopled.start("slow")
    page = come("gone")
    page.locator("#chat-input").click()
    page.keyboard.insert_text(QUESTION)
    page.locator("#chat-submit").click()
    expect(page.locator("#stop-button")).to_be_visible()
    page.wait_for_timeout(1_500)
    peopled.kill()
    expect(page.locator("#offline")).to_be_visible()
    peopled.start()
    expect(page.get_by_text("Bitte stellen Sie sie noch einmal")).to_be_visible()
    expect(page.locator("[data-step-type=user_message]")).to_contain_text(QUESTION)
    expect(page.locator("#offline")).to_be_hidden()
    complaints.clear()
