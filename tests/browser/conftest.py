"""A real server on a real library, and Chromium to look at it with. Started once for all browser tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, ViewportSize, expect, sync_playwright

import plant_copilot.sample_plant
from copies import copy_home
from late import make_late
from made_once import made_once
from plant_ui.running import find
from standing import stand_still

MANUALS = Path(plant_copilot.sample_plant.__file__).parent / "manuals"
RECORDS = MANUALS.parent / "records"
COMMAND = [sys.executable, "-c", "from plant_ui.cli import main; main()"]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
ALONE = ["--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
expect.set_options(timeout=45_000)
DESKTOP, PHONE = (1280, 900), (390, 844)
# A manual that wants more than to be read.
HOSTILE = """# Dosing unit Z-900

The stroke of the dosing unit Z-900 is 42 mm. <img src="https://elsewhere.example/pixel.png" onerror="alert(1)">
![plan](https://elsewhere.example/plan.png) [manual](https://elsewhere.example/) https://elsewhere.example
"""


def start(home: Path, log: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start the server of ``home`` on a free port; return it and its address once it answers."""
    with log.open("wb") as written:
        command = [*COMMAND, "--home", str(home), "serve", "--port", "0"]
        server = subprocess.Popen(command, cwd=home, stdout=written, stderr=subprocess.STDOUT)
    deadline = time.monotonic() + 300  # seconds, on a machine that does much else
    while server.poll() is None and time.monotonic() < deadline:
        if note := find(home):
            return server, note.url
        time.sleep(0.2)
    server.kill()
    server.wait()
    raise AssertionError(f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}")


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server as Ctrl-C would, or by force."""
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _untraced() -> dict[str, str]:
    """Return the environment without the measuring of coverage: other tests cover reading in, and it takes half."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}  # noqa: TID251


@pytest.fixture(scope="session")
def log(lasting: Path) -> Path:
    """Where the server of the sample plant writes what it does."""
    return lasting / "server.log"


@pytest.fixture(scope="session")
def plant(lasting: Path, log: Path) -> Iterator[str]:
    """The address of a server that holds the sample plant and one hostile manual."""

    def read_in(home: Path) -> None:
        hostile = lasting / "Z-900.md"
        hostile.write_text(HOSTILE)
        command = [*COMMAND, "--home", str(home), "ingest", str(MANUALS), str(hostile)]
        subprocess.run(command, cwd=home, check=False, capture_output=True, env=_untraced())

    home = copy_home(made_once(lasting, "plant-made", read_in), lasting / "plant")
    server, address = start(home, log)
    yield address
    stop(server)


@pytest.fixture(scope="session")
def recorded_plant(lasting: Path) -> Iterator[str]:
    """The address of a server that holds the records of the sample plant and no manuals."""

    def load(home: Path) -> None:
        for name in ("assets.csv", "failure-codes.csv", "work-orders.csv"):
            words = ["records", "load", str(RECORDS / name), "--dataset", "brunnental"]
            subprocess.run([*COMMAND, "--home", str(home), *words], cwd=home, check=True, env=_untraced())

    home = copy_home(made_once(lasting, "recorded-made", load), lasting / "recorded")
    server, address = start(home, home / "server.log")
    yield address
    stop(server)


@pytest.fixture(scope="session")
def procedure(plant: str) -> str:
    """The address of a drafted procedure, which may be walked for training."""
    asked = {"text": "Gleitringdichtung tauschen an P-101", "by": "Anna", "key": "walked"}
    headers = {"Content-Type": "application/json"}
    with urlopen(Request(f"{plant}/api/sops", json.dumps(asked).encode(), headers)) as answered:  # noqa: S310 - our own
        return f"{plant}/sop/{json.load(answered)['sop']}"


@pytest.fixture
def empty_plant(tmp_path: Path) -> Iterator[str]:
    """The address of a server that holds nothing yet."""
    server, address = start(tmp_path, tmp_path / "server.log")
    yield address
    stop(server)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, which can reach nothing but this machine. Its event loop ends with the file: others run their own."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET.split(), *ALONE])
        yield chromium
        chromium.close()


@pytest.fixture
def addresses() -> list[str]:
    """Every address that the browsers of a test have asked for."""
    return []


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What went wrong in the browser. A test that expects something takes it out."""
    heard: list[str] = []
    yield heard
    assert heard == []


def _complaint(said: ConsoleMessage) -> list[str]:
    """Return an error with its address. A socket that is closed while it is polled for is not one: nobody sees it."""
    told = f"{said.text} ({said.location['url']})"
    # Chainlit takes another connection when a conversation is not the reader's; the poll under way is then refused.
    closed = "status of 400" in said.text and "/ws/socket.io/" in said.location["url"] and "&sid=" in told
    return [told] if said.type == "error" and not closed else []


@pytest.fixture
def new_page(
    browser: Browser, addresses: list[str], complaints: list[str], pytestconfig: pytest.Config
) -> Iterator[Callable[..., Page]]:
    """A page in a browser of its own: ``new_page(language, phone=False, **options)`` of Playwright."""
    with ExitStack() as opened:

        def new_page(language: str, *, phone: bool, **options: Any) -> Page:
            width, height = PHONE if phone else DESKTOP
            viewport = ViewportSize(width=width, height=height)
            context = browser.new_context(viewport=viewport, locale=language, has_touch=phone, **options)
            opened.callback(context.close)
            context.set_default_timeout(45_000)
            context.on("request", lambda request: addresses.append(request.url))
            context.on("weberror", lambda error: complaints.append(str(error.error)))
            context.on("console", lambda said: complaints.extend(_complaint(said)))
            if late := pytestconfig.getoption("late"):
                make_late(context, late)
            return context.new_page()

        yield new_page


@pytest.fixture
def open_chat(new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open a chat: ``open_chat(address, language="de-DE", phone=False, asset="", at="")``; ``at``: another page."""

    def open_chat(address: str, language: str = "de-DE", *, phone: bool = False, asset: str = "", at: str = "") -> Page:
        page = new_page(language, phone=phone, is_mobile=phone, device_scale_factor=2 if phone else 1)
        page.goto(address + (at or f"/chat/{asset and f'?asset={asset}'}"))
        if not at:
            expect(page.locator("#chat-input")).to_be_visible()
            expect(page.locator("#chat-settings-open-modal")).to_be_visible()  # the server knows of the page
        return page

    return open_chat


@pytest.fixture
def ask() -> Callable[[Page, str], Locator]:
    """Send a question, wait for the whole answer and return it."""

    def ask(page: Page, question: str) -> Locator:
        answers = page.locator("[data-step-type=assistant_message] .message-content")
        before = answers.count()
        page.locator("#chat-input").click()
        page.keyboard.insert_text(question)
        page.locator("#chat-submit").click()
        expect(answers.nth(before)).to_be_visible()
        expect(page.locator("#stop-button")).to_have_count(0)
        stand_still(page)
        return answers.last

    return ask
