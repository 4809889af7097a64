"""The page to sign in on, and the way to an OpenID provider and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.testclient import TestClient

from plant_copilot import BadSetting, Copilot, Settings, build_copilot
from plant_ui.api import build_app
from tiny_oidc import TinyProvider, running

PASSWORD, WRONG = "vier gute Worte hier", "x"


@pytest.fixture(scope="module")
def provider() -> Iterator[TinyProvider]:
    with running(TinyProvider("plant-copilot", "a secret of the two")) as provider:
        yield provider


@pytest.fixture(scope="module")
def copilot(provider: TinyProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    known = {"PLANT_OIDC_URL": provider.issuer, "PLANT_OIDC_CLIENT": provider.client}
    settings = Settings.read(known | {"PLANT_OIDC_SECRET": provider.secret}, home=tmp_path_factory.mktemp("page"))
    with build_copilot(settings) as copilot:
        copilot.user("add", "root", {"roles": ["admin"], "password": PASSWORD})
        yield copilot


@pytest.fixture(scope="module")
def mapped(provider: TinyProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """A copilot to which the provider's groups mean something."""
    known = {"PLANT_OIDC_URL": provider.issuer, "PLANT_OIDC_CLIENT": provider.client}
    known |= {"PLANT_OIDC_SECRET": provider.secret, "PLANT_OIDC_GROUPS": "realm_access.roles"}
    known |= {"PLANT_OIDC_MAP": "cn=maint,ou=plant=technician; /engineering=engineer; /engineering=safety"}
    with build_copilot(Settings.read(known, home=tmp_path_factory.mktemp("mapped"))) as copilot:
        yield copilot


@pytest.fixture
def browser(copilot: Copilot, provider: TinyProvider) -> TestClient:
    return browser_at(copilot, provider)


def browser_at(copilot: Copilot, provider: TinyProvider) -> TestClient:
    provider.claims, provider.key = {}, provider.published
    app = build_app(copilot)
    there = {"Accept": "text/html", "Accept-Language": "de"}
    return TestClient(app, "http://127.0.0.1:8000", headers=there, follow_redirects=False)


def to_the_provider_and_back(browser: TestClient) -> str:
    """Begin here, let the provider answer, come back with what it says, and return where that leads."""
    there = browser.get("/sign-in/oidc?next=/chat/thread/1").headers["location"]
    back = httpx.get(there).headers["location"]
    return str(browser.get(back).headers["location"])


def test_a_browser_is_led_to_the_page_and_back_to_where_it_wanted(browser: TestClient) -> None:
    led = browser.get("/docs?x=1")
    assert (led.status_code, led.headers["location"]) == (303, "/sign-in?next=%2Fdocs%3Fx%3D1")
    page = browser.get(led.headers["location"])
    assert 'lang="de"' in page.text
    assert "Anmelden" in page.text
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert "<script" not in page.text
    done = browser.post(led.headers["location"], data={"name": "root", "password": PASSWORD})
    assert (done.status_code, done.headers["location"]) == (303, "/docs?x=1")
    assert browser.get("/docs").status_code == 200


@pytest.mark.parametrize("page", ["/admin", "/sop/SOP-P-101-1", "/layouts/1/plan", "/investigations/1/diagram"])
def test_pages_of_a_server_without_a_chat_are_reached_by_signing_in(browser: TestClient, page: str) -> None:
    led = browser.get(page)
    assert led.headers["location"] == f"/sign-in?next={page.replace('/', '%2F')}"
    done = browser.post(led.headers["location"], data={"name": "root", "password": PASSWORD})
    assert "<script" in browser.get(done.headers["location"]).text
    again = browser.get("/sign-in").headers["location"]
    assert browser.get(again).headers["location"] == "/docs"


def test_the_page_says_what_is_wrong_and_how_long_to_wait(browser: TestClient) -> None:
    said = [browser.post("/sign-in", data={"name": "<b>x", "password": WRONG}) for _ in range(4)]
    assert [each.status_code for each in said] == [403, 403, 403, 429]
    assert "Name oder Passwort ist falsch" in said[0].text
    assert "warten Sie" in said[3].text
    assert "<b>x" not in said[0].text


def test_a_page_of_another_site_cannot_sign_anybody_in(browser: TestClient) -> None:
    forged = browser.post(
        "/sign-in", data={"name": "root", "password": PASSWORD}, headers={"Origin": "https://x.example"}
    )
    assert forged.status_code == 403
    assert "set-cookie" not in forged.headers


def test_a_person_of_the_provider_keeps_the_roles_given_here(browser: TestClient, copilot: Copilot) -> None:
    came = to_the_provider_and_back(browser)
    assert came == "/sign-in?next=%2Fchat%2Fthread%2F1"
    assert browser.get(came).headers["location"] == "/chat/thread/1"
    told = browser.get("/api/session").json()
    assert (told["name"], told["roles"]) == ("c.huber", ["technician"])
    copilot.user("change", "c.huber", {"roles": ["engineer"]})
    to_the_provider_and_back(browser)
    assert browser.get("/api/session").json()["roles"] == ["engineer"]


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another client"},
        {"iss": "https://elsewhere.example"},
        {"nonce": "of another sign-in"},
        {"exp": 1_000_000_000},
        {"sub": None},
        {"sub": "person-2", "preferred_username": "root"},
    ],
    ids=str,
)
def test_a_token_that_is_not_meant_for_us_lets_nobody_in(
    browser: TestClient, provider: TinyProvider, claims: dict[str, object]
) -> None:
    provider.claims = claims
    came = to_the_provider_and_back(browser)
    assert came.startswith("/sign-in?failed=")
    assert "plant_session" not in browser.cookies
    page = browser.get(came).text
    assert came.removeprefix("/sign-in?failed=") in page


def test_a_token_signed_by_another_lets_nobody_in(browser: TestClient, provider: TinyProvider) -> None:
    provider.key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    assert to_the_provider_and_back(browser).startswith("/sign-in?failed=")


def test_what_comes_back_to_another_browser_lets_nobody_in(browser: TestClient) -> None:
    there = browser.get("/sign-in/oidc").headers["location"]
    back = httpx.get(there).headers["location"]
    browser.cookies.clear()
    assert browser.get(back).headers["location"].startswith("/sign-in?failed=")


def test_a_code_is_worth_something_once(browser: TestClient) -> None:
    there = browser.get("/sign-in/oidc").headers["location"]
    back = httpx.get(there).headers["location"]
    state = parse_qs(urlsplit(there).query)["state"][0]
    assert "failed" not in browser.get(back).headers["location"]
    browser.cookies.set("plant_oidc", state)
    assert "failed" in browser.get(back).headers["location"]


def test_the_groups_of_the_provider_are_roles_and_groups_here_from_each_sign_in_on(
    mapped: Copilot, provider: TinyProvider
) -> None:
    browser = browser_at(mapped, provider)
    held: list[tuple[list[str], list[str]]] = []
    for groups in (["/engineering", "cn=maint,ou=plant", "/staff", "admin"], "cn=maint,ou=plant", None):
        provider.claims = {"sub": "g-1", "preferred_username": "eva"}
        provider.claims |= {"realm_access": {"roles": groups}} if groups else {"groups": ["/engineering"]}
        assert "failed" not in to_the_provider_and_back(browser)
        who = browser.get("/api/session").json()
        held.append((who["roles"], [group for group in who["groups"] if group not in who["roles"]]))
    assert held == [
        (["engineer", "technician"], ["everyone", "safety"]),
        (["technician"], ["everyone"]),
        (["technician"], ["everyone"]),  # a token without the claim gives nothing but the role of who comes first
    ]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"PLANT_OIDC_GROUPS": "groups"}, "PLANT_OIDC_GROUPS and PLANT_OIDC_MAP are set together"),
        ({"PLANT_OIDC_GROUPS": "groups", "PLANT_OIDC_MAP": "maint"}, "'maint' is not THEIR-GROUP=ROLE"),
        ({"PLANT_OIDC_GROUPS": "groups", "PLANT_OIDC_MAP": f"a={'x' * 65}"}, "cannot be a group"),
        ({"PLANT_OIDC_SCOPE": "profile"}, "openid must be among it"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused_at_the_start(
    values: dict[str, str], told: str, tmp_path: Path
) -> None:
    with pytest.raises(BadSetting, match=told):
        Settings.read(values, home=tmp_path)
