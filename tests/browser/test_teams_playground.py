"""The bot in Microsoft's own Agents Playground, which draws cards as Teams does: npm's m365agentsplayground 0.2.28.

Skipped where the command ``agentsplayground`` is not installed. The playground signs nothing, so what it sends is given
a token on the way, and the tenant of the tests.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request, Response
from playwright.sync_api import Browser, expect

from copies import copy_home
from plant_copilot import Settings, build_copilot
from plant_ui.api import build_app
from plant_ui.teams import PATH
from plant_ui.teams.mount import bot_of
from plant_ui.teams.rehearsal import Microsoft, rehearsing

APP, TENANT = "6a3f1c52-0b9e-4c7d-9a57-2f0f6f0f4d11", "6a3f1c52-0b9e-4c7d-9a57-2f0f6f0f4d12"
SET = {"PLANT_TEAMS_APP": APP, "PLANT_TEAMS_SECRET": "s", "PLANT_TEAMS_TENANT": TENANT}
PLAYGROUND = shutil.which("agentsplayground")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not PLAYGROUND, reason="npm's @microsoft/m365agentsplayground is not installed"),
]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def relay(target: str, microsoft: Microsoft) -> FastAPI:
    app = FastAPI()

    @app.post("/relay")
    def relayed(request: Request, activity: dict[str, object]) -> Response:
        conversation = activity["conversation"]
        assert request.method == "POST"
        assert isinstance(conversation, dict)
        conversation["tenantId"] = TENANT
        signed = {"Authorization": f"Bearer {microsoft.token(serviceurl=activity['serviceUrl'])}"}
        sent = httpx.post(f"{target}{PATH}", json=activity, headers=signed, timeout=60)
        return Response(sent.content, sent.status_code, media_type=sent.headers.get("content-type"))

    return app


@pytest.fixture(scope="module")
def playground(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("playground")
    home = copy_home(tiny_home, folder / "home")
    with rehearsing(APP) as microsoft, build_copilot(Settings.read(SET, home=home)) as copilot:
        copilot.warm_up()
        app = build_app(copilot)
        bot = bot_of(app, copilot, cloud=microsoft.cloud, token=lambda *_: microsoft.token(aud="bot"))
        with bot, served(app) as target, served(relay(target, microsoft)) as endpoint:
            port = free_port()
            command = [str(PLAYGROUND), "start", "-e", f"{endpoint}/relay", "-c", "msteams", "-p", str(port), "--dt"]
            process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                yield waited_for(f"http://127.0.0.1:{port}/")
            finally:
                process.terminate()
                process.wait(20)


def waited_for(address: str) -> str:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        try:
            httpx.get(address)
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return address
    raise AssertionError("the playground did not start")


def test_a_question_is_drawn_as_a_card_whose_buttons_answer(playground: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(playground)
    page.get_by_role("textbox").last.click()
    page.keyboard.type("What does alarm E0712 mean?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("above 90 °C").first).to_be_visible()
    expect(page.get_by_text("GR-12 gearbox · page 2").first).to_be_visible()
    page.get_by_role("button", name="That worked").last.click()
    expect(page.get_by_text("Noted, thank you.").last).to_be_visible()
    page.close()
