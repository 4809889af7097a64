"""When the copilot fails, the person reads one sentence with a code, and the log has the rest under it."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TRACE = "what only the log may say"
SCRIPT = f"""
import pathlib, sys
import uvicorn
from plant_copilot import Copilot, Settings, build_copilot
from plant_ui.api import build_app
from plant_ui.chat.mount import mount_chat

class Failing(Copilot):
    def ask(self, text, **options):
        options["on_step"]("gate")
        raise RuntimeError("{TRACE}")

copilot = build_copilot(Settings.read({{}}, home=pathlib.Path(sys.argv[1])))
copilot.__class__ = Failing
app = build_app(copilot)
mount_chat(app, copilot)
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
"""


@pytest.fixture
def failing_plant(tmp_path: Path) -> Iterator[str]:
    """The address of a server whose copilot fails at every question."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (tmp_path / "log").open("wb") as log:
        command = [sys.executable, "-c", SCRIPT, str(tmp_path / "home"), str(port)]
        server = subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=subprocess.STDOUT)
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.2)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(20)


def test_the_person_gets_a_code_and_the_log_the_trace(
    failing_plant: str, tmp_path: Path, open_chat: Callable[..., Page], ask: Callable[[Page, str], object]
) -> None:
    page = open_chat(failing_plant, "de-DE")
    expect(page.locator(".message-content")).to_contain_text("noch keine Dokumente")
    ask(page, "Was bedeutet Alarm E0451?")
    told = page.locator(".ai-message", has_text="Beim Nachsehen ist etwas schiefgegangen")
    expect(told).to_be_visible()
    code = re.search(r"\b[0-9A-F]{8}\b", told.inner_text())
    assert code is not None
    assert TRACE not in page.locator("body").inner_text()
    log = (tmp_path / "log").read_text()
    assert code[0] in log
    assert TRACE in log
