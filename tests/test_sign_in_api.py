"""Signing in over HTTP: who has to, what each role may, restricted manuals, keys, and proxies that vouch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from copies import copy_home
from plant_copilot import Copilot, Settings, build_copilot
from plant_ui.api import build_app

HERE, ELSEWHERE, PROXY = ("127.0.0.1", 50_000), ("192.168.7.9", 50_000), ("10.0.0.5", 50_000)
PASSWORD, SECRET = "vier gute Worte hier", "a word of the proxy's"
WHO = {"name": "anna", "password": PASSWORD}
ENVIRONMENT = {"PLANT_PROXIES": "10.0.0.0/24", "PLANT_PROXY_SECRET": SECRET, "PLANT_GROUPS": "maintenance"}


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("people") / "home")
    with build_copilot(Settings.read(ENVIRONMENT, home=home)) as copilot:
        copilot.user("add", "root", {"roles": ["admin"], "password": PASSWORD})
        copilot.user("add", "anna", {"roles": ["technician"], "password": PASSWORD, "shown": "A. Huber"})
        copilot.user("add", "paul", {"roles": ["planner"], "password": PASSWORD})
        restricted = home.parent / "RG-77 drive.md"
        restricted.write_text("# Drive RG-77\n\nThe gear oil of RG-77 is ISO VG 4617.\n")
        copilot.ingest([restricted], described={"rights": ["engineer"]})
        yield copilot


class Visit:
    """Browsers of the plant."""

    def __init__(self, copilot: Copilot) -> None:
        self.app = build_app(copilot)

    def __call__(self, name: str = "", client: tuple[str, int] = ELSEWHERE) -> TestClient:
        """Return a browser, signed in as ``name``."""
        browser = TestClient(self.app, "http://127.0.0.1:8000", client=client, raise_server_exceptions=False)
        if name:
            assert browser.post("/api/session", json={"name": name, "password": PASSWORD}).status_code == 200
        return browser


@pytest.fixture(scope="module")
def visit(copilot: Copilot) -> Visit:
    return Visit(copilot)


def test_without_a_session_nothing_is_answered_not_even_on_this_machine(visit: Visit) -> None:
    for client in (HERE, ELSEWHERE):
        refused = visit(client=client).get("/api/documents")
        assert (refused.status_code, refused.json()["title"]) == (401, "Sign in needed")
        assert refused.headers["www-authenticate"] == "Bearer"
    assert visit().get("/health").status_code == 200
    assert visit().get("/api/session").json()["kind"] == "nobody"


def test_a_command_on_this_machine_is_known_by_the_word_in_the_home(visit: Visit) -> None:
    word = {"Authorization": f"Bearer {visit.app.state.word}"}
    assert visit().get("/api/session", headers=word).json()["kind"] == "local"


def test_one_is_told_who_one_is(visit: Visit) -> None:
    told = visit("anna").get("/api/session").json()
    assert told == {
        "name": "anna",
        "shown": "A. Huber",
        "kind": "user",
        "roles": ["technician"],
        "groups": ["everyone", "technician"],
        "sites": [],
        "must_sign_in": True,
    }


def test_the_cookie_of_a_session_is_for_this_server_alone(visit: Visit) -> None:
    given = visit().post("/api/session", json=WHO).headers.get_list("set-cookie")[0]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(given.split("; "))
    proxied = {"X-Forwarded-Proto": "https"}
    signed = visit(client=PROXY).post("/api/session", json=WHO, headers=proxied)
    assert "Secure" in signed.headers.get_list("set-cookie")[0].split("; ")


def test_a_token_is_worth_nothing_after_signing_out(visit: Visit) -> None:
    browser = visit("anna")
    cookie = {"Cookie": f"plant_session={browser.cookies['plant_session']}"}
    assert visit().get("/api/documents", headers=cookie).status_code == 200
    browser.delete("/api/session")
    assert visit().get("/api/documents", headers=cookie).status_code == 401


def test_a_disabled_user_is_out_at_once(visit: Visit, copilot: Copilot) -> None:
    browser = visit("paul")
    assert browser.get("/api/documents").status_code == 200
    copilot.user("change", "paul", {"disabled": True})
    assert browser.get("/api/documents").status_code == 401
    copilot.user("change", "paul", {"disabled": False})


def test_wrong_tries_are_slowed_down_and_it_is_said_for_how_long(visit: Visit) -> None:
    stranger = visit(client=("192.168.7.66", 1))
    said = [stranger.post("/api/session", json={"name": "root", "password": "x"}) for _ in range(5)]
    assert [each.status_code for each in said[:3]] == [403, 403, 403]
    late = [each for each in said if each.status_code == 429]
    assert late
    assert "try again" in late[0].json()["remedy"]
    assert int(late[0].headers["retry-after"]) >= 1


def test_restricted_manuals_stay_with_those_who_may_read_them(visit: Visit, copilot: Copilot) -> None:
    copilot.user("add", "eva", {"roles": ["engineer"], "password": PASSWORD})
    anna, eva = visit("anna"), visit("eva")
    for browser, may in ((anna, False), (eva, True)):
        assert ("RG-77 drive" in browser.get("/api/documents").text) is may
        assert ("4617" in browser.post("/api/search", json={"text": "gear oil of RG-77"}).text) is may
        assert ("4617" in browser.post("/api/ask", json={"text": "Which gear oil does RG-77 take?"}).text) is may
        assert browser.get("/api/pages/RG-77 drive/1.png").status_code == (200 if may else 404)


def test_conversations_belong_to_whom_began_them(visit: Visit) -> None:
    asked = {"text": "What does alarm E0712 mean?", "thread": "early-shift"}
    assert visit("anna").post("/api/ask", json=asked).status_code == 200
    assert visit("anna").get("/api/threads/early-shift").status_code == 200
    assert visit("paul").get("/api/threads/early-shift").status_code == 403
    assert visit("root").delete("/api/threads/early-shift").status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "roles"),
    [
        ("GET", "/api/users", {"root"}),
        ("DELETE", "/api/documents/nothing", {"root"}),
        ("POST", "/api/drafts/77/approve", {"paul"}),
        ("POST", "/api/sops/SOP-1/approve", set()),
    ],
)
def test_a_role_is_asked_for_what_changes_something(visit: Visit, method: str, path: str, roles: set[str]) -> None:
    for name in ("anna", "paul", "root"):
        answered = visit(name).request(method, path, json={})
        refused = answered.json().get("title") == "Not allowed"
        assert refused is (name not in roles), (name, answered.text)


def test_a_key_is_shown_once_and_asks_in_its_users_name(visit: Visit) -> None:
    root = visit("root")
    made = root.post("/api/users/anna/keys", json={"label": "line display"})
    assert made.status_code == 201
    program = {"Authorization": f"Bearer {made.json()['key']}"}
    assert visit().get("/api/session", headers=program).json()["name"] == "anna"
    assert made.json()["key"] not in root.get("/api/users/anna/keys").text
    root.delete(f"/api/users/anna/keys/{made.json()['id']}")
    assert visit().get("/api/documents", headers=program).status_code == 403


def test_only_the_proxy_may_say_who_asks(visit: Visit) -> None:
    named, secret = {"X-Forwarded-User": "root"}, {"X-Plant-Proxy-Secret": SECRET}
    for client, headers in (
        (ELSEWHERE, named),
        (ELSEWHERE, named | secret),
        (HERE, named | secret),
        (PROXY, named),
        (PROXY, named | {"X-Plant-Proxy-Secret": "guessed"}),
    ):
        forged = visit(client=client).get("/api/documents", headers=headers)
        assert (forged.status_code, forged.json()["title"]) == (403, "Sign in refused"), client
    told = visit(client=PROXY).get("/api/session", headers={"X-Forwarded-User": "h.koch"} | secret).json()
    assert (told["name"], told["roles"]) == ("h.koch", ["technician"])


def test_a_proxy_cannot_make_somebody_of_another_source(visit: Visit) -> None:
    headers = {"X-Forwarded-User": "root", "X-Plant-Proxy-Secret": SECRET}
    assert visit(client=PROXY).get("/api/documents", headers=headers).status_code == 403


def test_users_are_kept_by_admins(visit: Visit) -> None:
    root = visit("root")
    wanted = {"name": "new", "roles": ["technician"], "password": PASSWORD, "groups": ["night"]}
    assert root.post("/api/users", json=wanted).json()["groups"] == ["night"]
    assert PASSWORD not in root.get("/api/users").text
    assert root.patch("/api/users/new", json={"roles": ["engineer"]}).json()["roles"] == ["engineer"]
    assert root.patch("/api/users/new", json={"disabled": True}).json()["disabled"]
    assert root.delete("/api/users/new/sessions").json()["sessions"] == 0
    assert root.patch("/api/users/nobody", json={}).status_code == 404


def test_at_the_endpoint_for_programs_of_openai_a_key_stands_for_its_person(visit: Visit, copilot: Copilot) -> None:
    asked = {"model": "plant-copilot", "messages": [{"role": "user", "content": "Which gear oil does RG-77 take?"}]}
    nobody = visit().post("/v1/chat/completions", json=asked, headers={"Authorization": "Bearer made-up"})
    anna = copilot.user("key", "anna", {"label": "Open WebUI"})["key"]
    told = visit().post("/v1/chat/completions", json=asked, headers={"Authorization": f"Bearer {anna}"}).json()
    assert (nobody.status_code, nobody.json()["error"]["code"]) == (401, "invalid_api_key")
    assert "4617" not in told["choices"][0]["message"]["content"]
    assert copilot.kept.owner(told["plant_copilot"]["thread"]) == "anna"
