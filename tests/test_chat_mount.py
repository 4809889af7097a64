"""Chainlit at home in one folder: it reads nothing lying around, opens no doors of its own, and asks who is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

SCRIPT = """
import json, os, pathlib, sys
from uuid import uuid4
from fastapi.testclient import TestClient
from plant_copilot import Settings, build_copilot
from plant_ui.api import build_app
from plant_ui.chat.mount import mount_chat

home = pathlib.Path(sys.argv[1])
copilot = build_copilot(Settings.read({}, home=home))
app = build_app(copilot)
mount_chat(app, copilot)
POLL = "/chat/ws/socket.io/?EIO=4&transport=polling"

def connect(auth):
    sid = json.loads(client.get(POLL).text[1:])["sid"]
    client.post(f"{POLL}&sid={sid}", content="40" + json.dumps(auth))
    return client.get(f"{POLL}&sid={sid}").text

def second_chat():
    try:
        mount_chat(app, copilot, path="/other")
    except RuntimeError as error:
        return str(error)

from chainlit.data import get_data_layer
from opentelemetry.trace import get_tracer_provider
with TestClient(app, base_url="http://127.0.0.1") as client:
    told = {
        "lying around": sorted(os.listdir()),
        "from .env": os.environ.get("PLANTED"),
        "own folder": sorted(path.name for path in (home / "chat").iterdir()),
        "data layer": type(get_data_layer()).__name__,
        "telemetry": type(get_tracer_provider()).__name__,
        "config": client.get("/chat/auth/config").json(),
        "who": client.get("/chat/user").json()["identifier"],
        "shared": client.get("/chat/project/settings").json()["threadSharing"],
        "named": connect({"sessionId": str(uuid4()), "clientType": "webapp"}),
        "misnamed": connect({"sessionId": "../../outside", "clientType": "webapp"}),
        "foreign": client.get(POLL, headers={"Origin": "https://elsewhere.example"}).status_code,
        "cors": [
            client.get(path, headers={"Origin": "https://elsewhere.example"}).headers.get("access-control-allow-origin")
            for path in ("/chat/auth/config", "/chat/project/settings", "/chat/", "/api/documents", "/health")
        ],
        "page": client.get("/chat/").text,
        "second": second_chat(),
        "page of nothing": client.get("/chat/page?document=x&page=1&language=de").text,
        "piece of nothing": client.get("/chat/cutout.png?document=x&page=1").status_code,
        "nonsense": client.get("/chat/page?document=x&page=1&mark=1,2,3").status_code,
    }
os.write(1, json.dumps(told).encode())
os._exit(0)
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a process says that has mounted a chat where Chainlit would find a lot to read."""
    here, home = tmp_path_factory.mktemp("here"), tmp_path_factory.mktemp("home")
    (here / ".env").write_text("PLANTED=1\nLITERAL_API_KEY=planted\n")
    lying = {"LITERAL_API_KEY": "x", "DATABASE_URL": "postgresql://x", "CHAINLIT_CUSTOM_AUTH": "1", "CHAINLIT_URL": "x"}
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(home)],
        cwd=here,
        env={**os.environ, **lying},  # noqa: TID251 - what the person who starts it may have set
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def test_nothing_is_read_from_or_left_in_the_working_directory(told: dict[str, Any]) -> None:
    assert told["lying around"] == [".env"]
    assert told["from .env"] is None
    assert ".chainlit" in told["own folder"]


def test_no_data_layer_login_or_telemetry_is_started_by_the_environment(told: dict[str, Any]) -> None:
    assert told["data layer"] == "History"
    assert not any(told["config"][name] for name in ("passwordAuth", "headerAuth", "oauthProviders"))
    assert not told["shared"]
    assert told["telemetry"] == "ProxyTracerProvider"


def test_who_asks_is_what_the_gate_says(told: dict[str, Any]) -> None:
    assert told["who"].startswith("guest-")  # the test client comes from no address of this machine


def test_a_session_that_is_no_uuid_is_refused(told: dict[str, Any]) -> None:
    assert told["named"].startswith('40{"sid":')
    assert told["misnamed"].startswith('44{"message":"Connection refused')


def test_a_page_of_another_site_cannot_open_a_socket(told: dict[str, Any]) -> None:
    assert told["foreign"] in {400, 403}


def test_no_other_site_may_read_an_answer(told: dict[str, Any]) -> None:
    assert told["cors"] == [None] * 5


def test_the_page_of_the_chat_names_only_this_server(told: dict[str, Any]) -> None:
    assert "/chat/public/chat.css" in told["page"]
    assert "http" not in told["page"].replace("http-equiv", "")


def test_a_process_has_one_chat(told: dict[str, Any]) -> None:
    assert told["second"] == "a process has one chat"


def test_a_page_that_is_gone_is_said_in_the_language_of_the_person(told: dict[str, Any]) -> None:
    assert told["page of nothing"] == "Diese Seite ist nicht mehr in der Bibliothek."
    assert told["piece of nothing"] == 404
    assert told["nonsense"] == 422
