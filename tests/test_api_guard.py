"""Who may do what over HTTP, what browsers are told, and that every error has its status."""

from __future__ import annotations

import pkgutil
import re
import shutil
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from copies import copy_home
from plant_copilot import Settings, build_copilot
from plant_knowledge_ingest.errors import PlantError
from plant_ui.api import build_app
from plant_ui.api.problems import STATUS

HERE = ("127.0.0.1", 50_000)
ELSEWHERE = ("192.168.7.9", 50_000)
ROOMS = ("plant_ui", "plant_copilot", "plant_agents", "plant_tools", "plant_knowledge_ingest")


@pytest.fixture(scope="module")
def app(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ASGIApp]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("guard") / "home")
    with build_copilot(Settings.read({"PLANT_GROUPS": "maintenance"}, home=home)) as copilot:
        yield build_app(copilot, names=["copilot.plant.example"])


def from_host(app: ASGIApp, client: tuple[str, int] = HERE, base: str = "http://127.0.0.1:8000") -> TestClient:
    return TestClient(app, base, client=client, raise_server_exceptions=False)


def all_errors(kind: type[PlantError] = PlantError) -> set[type[PlantError]]:
    return {kind}.union(*(all_errors(below) for below in kind.__subclasses__()))


def test_every_error_has_its_http_status() -> None:
    for room in ROOMS:
        spec = find_spec(room)
        assert spec
        for module in pkgutil.walk_packages(spec.submodule_search_locations, f"{room}."):
            if module.name.rpartition(".")[2] in {"errors", "failures", "refusals", "tool", "remote", "settings"}:
                import_module(module.name)
    ours = {error for error in all_errors() if error.__module__.partition(".")[0] in ROOMS}
    # Those with an underscore never leave the file they are in.
    public = {error for error in ours if not error.__name__.startswith("_")}
    assert sorted(error.__name__ for error in public - set(STATUS)) == []


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("[::1]:8000", 200),
        ("192.168.7.4:8000", 200),
        ("copilot.plant.example", 200),
        ("evil.example", 400),
        ("127.0.0.1.evil.example:8000", 400),
        ("", 400),
        ("[", 400),
    ],
)
def test_a_host_that_is_not_the_server_is_refused(app: ASGIApp, host: str, status: int) -> None:
    answered = from_host(app).get("/health", headers={"Host": host})
    assert answered.status_code == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        ("http://127.0.0.1:8000", 200),
        ("http://evil.example", 403),
        ("http://127.0.0.1:9000", 403),
        ("null", 403),
    ],
)
def test_pages_of_other_sites_can_send_nothing(app: ASGIApp, origin: str | None, status: int) -> None:
    headers = {"Origin": origin} if origin else {}
    answered = from_host(app).post("/api/search", json={"text": "oil"}, headers=headers)
    assert answered.status_code == status


def test_no_other_site_may_read_an_answer(app: ASGIApp) -> None:
    answered = from_host(app).get("/api/documents", headers={"Origin": "http://evil.example"})
    assert "access-control-allow-origin" not in answered.headers
    assert answered.headers["cross-origin-resource-policy"] == "same-origin"


def test_json_is_taken_as_json_only(app: ASGIApp) -> None:
    answered = from_host(app).post("/api/search", content='{"text": "oil"}', headers={"Content-Type": "text/plain"})
    assert (answered.status_code, answered.json()["title"]) == (422, "Invalid request")


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/ingest"), ("GET", "/api/jobs/x"), ("DELETE", "/api/documents/GR-12 gearbox")],
)
def test_the_library_is_changed_from_the_servers_machine_only(app: ASGIApp, method: str, path: str) -> None:
    body = {"paths": ["/etc"]} if method == "POST" else None
    answered = from_host(app, ELSEWHERE).request(method, path, json=body)
    assert (answered.status_code, answered.json()["title"]) == (403, "Not from here")


def test_who_asks_from_elsewhere_sees_what_everyone_may_see(
    tmp_path: Path, tiny_home: Path, tiny_manuals: Path
) -> None:
    home = copy_home(tiny_home, tmp_path / "home")
    folder = Path(shutil.copytree(tiny_manuals, tmp_path / "manuals"))
    (folder / "documents.yaml").write_text(
        "documents:\n  - {file: GR-12 gearbox.pdf, rights: [maintenance]}\n", encoding="utf-8"
    )
    with build_copilot(Settings.read({"PLANT_GROUPS": "maintenance"}, home=home)) as copilot:
        copilot.ingest([folder / "GR-12 gearbox.pdf"])
        app = build_app(copilot)
        here, elsewhere = from_host(app), from_host(app, ELSEWHERE)
        assert len(here.get("/api/documents").json()["documents"]) == 3
        assert len(elsewhere.get("/api/documents").json()["documents"]) == 2
        assert here.get("/api/pages/GR-12 gearbox/1.png").status_code == 200
        assert elsewhere.get("/api/pages/GR-12 gearbox/1.png").status_code == 404
        assert elsewhere.get("/api/documents/GR-12 gearbox.pdf").status_code == 404
        assert "GR-12" not in elsewhere.post("/api/search", json={"text": "gear oil of GR-12"}).text


def test_the_page_of_the_api_asks_nothing_of_other_machines(app: ASGIApp) -> None:
    api = from_host(app)
    page = api.get("/docs")
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert [address for address in addresses if address.startswith(("http:", "https:", "//"))] == []
    assert {api.get(address).status_code for address in addresses if address.startswith("/")} == {200}
    assert "script-src 'self';" in page.headers["content-security-policy"]


def test_the_first_address_leads_to_where_people_start(app: ASGIApp) -> None:
    assert from_host(app).get("/", follow_redirects=False).headers["location"] == "/docs"


def test_every_response_tells_the_browser_to_be_careful(app: ASGIApp) -> None:
    headers = from_host(app).get("/api/nothing").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]


def test_every_call_is_described_with_its_answer(app: ASGIApp) -> None:
    described = from_host(app).get("/openapi.json").json()
    calls = {path: call for path, methods in described["paths"].items() for call in methods.values()}
    assert [call["operationId"] for call in calls.values() if not call.get("description")] == []
    assert [name for name in described["components"]["schemas"] if "__" in name] == []  # two of one name
    for path, call in calls.items():
        kind = "application/json" if path.startswith("/v1/") else "application/problem+json"
        assert list(call["responses"]["default"]["content"]) == [kind]


def test_guests_have_threads_of_their_own(app: ASGIApp) -> None:
    asked = {"text": "What does alarm E0712 mean?", "thread": "night"}
    one, other = from_host(app, ELSEWHERE), from_host(app, ELSEWHERE)
    assert one.post("/api/ask", json=asked).json()["thread"] == "night"
    assert [each["thread"] for each in one.get("/api/threads").json()["threads"]] == ["night"]
    assert other.get("/api/threads").json()["threads"] == []
    for refused in (
        other.post("/api/ask", json=asked),
        other.get("/api/threads/night"),
        other.get("/api/threads/night/why"),
    ):
        assert (refused.status_code, refused.json()["title"]) == (403, "Thread of another")
    assert len(one.get("/api/threads/night").json()["turns"]) == 1


@pytest.mark.parametrize("made_up", ["", "x", "a" * 44, "é" * 43])
def test_a_cookie_that_is_none_of_ours_is_replaced_and_scripts_cannot_read_it(app: ASGIApp, made_up: str) -> None:
    cookie = [(b"cookie", f"plant_guest={made_up}".encode())]
    given = from_host(app, ELSEWHERE).get("/health", headers=cookie).headers["set-cookie"]
    assert given.startswith("plant_guest=")
    assert {"HttpOnly", "SameSite=Strict"} <= set(given.split("; "))
    kept = from_host(app, ELSEWHERE).get("/health", headers={"Cookie": given.split(";")[0]})
    assert "set-cookie" not in kept.headers
