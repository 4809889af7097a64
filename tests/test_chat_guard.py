"""What stands before Chainlit: few addresses, its page without other machines, headers, and ids that are UUIDs."""

from __future__ import annotations

import base64
import hashlib
import re
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from chainlit.auth.jwt import decode_jwt
from fastapi import FastAPI, Request, Response, WebSocket, WebSocketDisconnect
from fastapi.testclient import TestClient
from starlette.middleware.base import RequestResponseEndpoint

from plant_knowledge_ingest.principal import Principal
from plant_ui.api.guard import Guard as OuterGuard
from plant_ui.api.sign_in_page import inside
from plant_ui.chat.folder import write_folder
from plant_ui.chat.guard import Guard
from plant_ui.chat.ids import well_named
from plant_ui.chat.index_page import at_home, content_policy
from plant_ui.picture_kind import picture_kind
from plant_ui.visitor import Visitor

PAGE = '<html lang="en"><script>go()</script><link href="https://cdn.example/x.css"/></html>'


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A guard before an application that tells which address was asked, and with which pass."""
    monkeypatch.setenv("CHAINLIT_AUTH_SECRET", "of this test, and thirty-two bytes long")
    inner, outer = FastAPI(), FastAPI()

    @inner.api_route("/{path:path}", methods=["GET", "POST", "PUT", "DELETE"])
    def told(request: Request) -> dict[str, str]:
        asked = f"{request.method} {request.url.path}?{request.url.query}"
        return {"asked": asked, "name": decode_jwt(request.cookies["access_token"]).identifier}

    @outer.middleware("http")
    async def known(request: Request, go_on: RequestResponseEndpoint) -> Response:
        request.state.visitor = Visitor(Principal("anna"), "user")
        return await go_on(request)

    outer.mount("/chat", Guard(inner, PAGE))
    return TestClient(outer)


def chainlit_page() -> str:
    package = find_spec("chainlit")
    assert package is not None
    assert package.origin is not None
    return (Path(package.origin).parent / "frontend" / "dist" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/mcp"),
        ("PUT", "/project/element"),
        ("GET", "/project/file/x"),
        ("POST", "/login"),
        ("POST", "/auth/jwt"),
        ("GET", "/auth/oauth/x"),
        ("POST", "/slack/events"),
        ("GET", "/copilot/index.js"),
        ("GET", "/thread/x"),
        ("GET", "/project/share/0d5e4b4e-52a5-4d8b-8ef8-7ca02e5c2a53"),
        ("PUT", "/project/thread/share"),
        ("PUT", "/feedback"),
        ("POST", "/auth/header"),
        ("DELETE", "/public/chat.css"),
    ],
)
def test_what_the_chat_does_not_need_is_not_there(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, f"/chat{path}").status_code == 404


@pytest.mark.parametrize("path", ["/public/chat.css", "/assets/index.js", "/user", "/favicon", "/ws/socket.io/"])
def test_what_the_chat_needs_is_passed_on(client: TestClient, path: str) -> None:
    assert client.get(f"/chat{path}").json() == {"asked": f"GET /chat{path}?", "name": "anna"}


def test_a_pass_that_the_browser_sends_itself_is_taken_out(client: TestClient) -> None:
    forged = {"Cookie": "access_token=forged; access_token_0=x; plant_asset=P-101", "Authorization": "Bearer forged"}
    assert client.get("/chat/user", headers=forged).json()["name"] == "anna"


@pytest.mark.parametrize(
    ("content", "said", "status"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png", 200),
        (b"\xff\xd8\xff\xe0", "image/jpeg", 200),
        (b"<script>alert(1)</script>", "image/png", 415),
        (b"MZ\x90", "image/jpeg", 415),
        (b"\x89PNG\r\n\x1a\n", "text/html", 415),
        (b"", "image/png", 415),
    ],
)
def test_an_upload_is_what_it_begins_with_whatever_the_browser_says(
    client: TestClient, content: bytes, said: str, status: int
) -> None:
    sent = client.post("/chat/project/file?session_id=x", files={"file": ("photo.png", content, said)})
    assert sent.status_code == status
    assert picture_kind(b"\0\0\0\x18ftypheic") == "image/heic"


@pytest.mark.parametrize(
    ("language", "content", "told"),
    [
        ("de", b"", "Die Datei ist leer."),
        ("zh-TW", b"MZ", "此處只能傳送照片"),
        ("en", b"\x89PNG\r\n\x1a\n", "The name of the file does not fit what is in it."),
    ],
)
def test_a_refused_upload_is_told_in_the_language_of_the_browser(
    client: TestClient, language: str, content: bytes, told: str
) -> None:
    sent = client.post(
        "/chat/project/file?session_id=x",
        files={"file": ("x.jpg", content, "image/jpeg")},
        headers={"Accept-Language": language},
    )
    assert sent.json()["detail"].startswith(told)


def test_an_upload_has_an_end(client: TestClient) -> None:
    sent = client.post("/chat/project/file?session_id=x", files={"file": ("x.png", bytes(26_000_001), "image/png")})
    assert sent.status_code == 413


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere", "x", ""])
def test_nobody_is_led_to_another_site_after_signing_in(elsewhere: str) -> None:
    assert inside(elsewhere) == "/"
    assert inside("/chat/thread/1?x=2") == "/chat/thread/1?x=2"


def test_chainlit_is_asked_for_a_language_it_has(client: TestClient) -> None:
    asked = client.get("/chat/project/translations?language=zh-Hant-HK").json()["asked"]
    assert asked == "GET /chat/project/translations?language=zh-TW"


def test_the_page_is_in_the_language_of_the_browser(client: TestClient) -> None:
    page = client.get("/chat/", headers={"Accept-Language": "de-AT,en;q=0.5"})
    assert page.text.startswith('<html lang="de" data-signed-in>')


def test_every_answer_carries_the_policy_also_a_refusal(client: TestClient) -> None:
    for path in ("/chat/", "/chat/mcp", "/chat/public/chat.css"):
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_chainlits_page_names_no_other_machine() -> None:
    assert "https://" in chainlit_page()
    assert "https://" not in at_home(chainlit_page())


def test_each_inline_script_is_allowed_by_its_hash_and_no_other() -> None:
    policy = content_policy(at_home(chainlit_page()))
    scripts = re.findall(r"<script>(.*?)</script>", chainlit_page(), re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert len(hashes) > 0
    assert re.findall(r"'sha256-(.*?)'", policy) == hashes
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize(
    ("auth", "accepted"),
    [
        ({"sessionId": str(uuid4())}, True),
        ({"sessionId": str(uuid4()), "threadId": ""}, True),
        ({"sessionId": str(uuid4()), "threadId": str(uuid4())}, True),
        ({"sessionId": "../../etc"}, False),
        ({"sessionId": str(uuid4()), "threadId": "../x"}, False),
        ({"sessionId": f"{{{uuid4()}}}"}, False),
        ({"sessionId": 7}, False),
        ({}, False),
        (None, False),
    ],
)
def test_session_and_thread_are_named_by_uuids(auth: Any, accepted: bool) -> None:
    assert well_named(auth) is accepted


def test_what_chainlit_could_do_and_shall_not_is_switched_off(tmp_path: Path) -> None:
    write_folder(tmp_path / "chat")
    settings = tomllib.loads((tmp_path / "chat" / ".chainlit" / "config.toml").read_text())
    features = settings["features"]
    off = ("unsafe_allow_html", "allow_thread_sharing", "user_message_markdown", "edit_message", "latex")
    assert not any(features[name] for name in off)
    assert not any(features[name]["enabled"] for name in ("audio", "mcp"))
    assert features["spontaneous_file_upload"]["accept"] == ["image/jpeg", "image/png", "image/webp", "image/heic"]
    assert features["mcp"]["user_servers"] == {"enabled": False}
    assert settings["project"]["allow_origins"] == []


def test_nothing_left_in_the_folder_has_a_say(tmp_path: Path) -> None:
    planted = tmp_path / "chat" / "public" / "chat.js"
    planted.parent.mkdir(parents=True)
    planted.write_text("alert(1)")
    (tmp_path / "chat" / "public" / "theme.html").write_text("<script>")
    write_folder(tmp_path / "chat")
    assert "alert(1)" not in planted.read_text()
    assert not (tmp_path / "chat" / "public" / "theme.html").exists()


def test_chainlits_words_are_ours_where_it_matters(tmp_path: Path) -> None:
    write_folder(tmp_path / "chat")
    german = (tmp_path / "chat" / ".chainlit" / "translations" / "de-DE.json").read_text(encoding="utf-8")
    assert "Alarm, Wert, Schritt?" in german
    assert "LLMs können Fehler machen" not in german
    assert "Zu jedem Satz" in (tmp_path / "chat" / "public" / "chat.css").read_text(encoding="utf-8")


def test_a_socket_is_opened_for_a_page_of_this_server_only() -> None:
    inner = FastAPI()

    @inner.websocket("/chat/ws")
    async def opened(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text("welcome")

    client, where = TestClient(OuterGuard(inner), "http://127.0.0.1"), "ws://127.0.0.1/chat/ws"
    with client.websocket_connect(where, headers={"Origin": "http://127.0.0.1"}) as socket:
        assert socket.receive_text() == "welcome"
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect(where, headers={"Origin": "https://elsewhere.example"}),
    ):
        pass
