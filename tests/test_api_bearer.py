"""Programs with a token of the OpenID provider: the person it names, with that person's rights, and nobody else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi.testclient import TestClient

from copies import copy_home
from plant_copilot import Settings, build_copilot
from plant_ui.api.app import build_app
from tiny_oidc import TinyProvider, running

QUESTION = {"text": "What does alarm E0712 mean?"}


@pytest.fixture(scope="module")
def provider() -> Iterator[TinyProvider]:
    with running(TinyProvider("plant", "a secret of the provider")) as answering:
        yield answering


@pytest.fixture(scope="module")
def api(provider: TinyProvider, tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("bearer") / "home")
    known = {"PLANT_OIDC_URL": provider.issuer, "PLANT_OIDC_CLIENT": provider.client}
    known |= {"PLANT_OIDC_GROUPS": "groups", "PLANT_OIDC_MAP": "/engineering=engineer"}
    with build_copilot(Settings.read(known, home=home)) as copilot:
        yield TestClient(build_app(copilot), "http://127.0.0.1:8000", client=("10.0.0.9", 50_000))


def token(provider: TinyProvider, key: Any = None, **claims: Any) -> dict[str, str]:
    now = int(time.time())
    told = {"iss": provider.issuer, "aud": provider.client, "sub": "person-1", "iat": now, "exp": now + 300}
    told |= {"preferred_username": "c.huber", "groups": ["/engineering"], **claims}
    signed = jwt.encode(told, key or provider.key, "RS256", headers={"kid": "1"})
    return {"Authorization": f"Bearer {signed}"}


def test_a_token_is_the_person_it_names_with_the_roles_of_today(api: TestClient, provider: TinyProvider) -> None:
    assert api.post("/api/v1/ask", json=QUESTION).status_code == 401
    assert api.post("/api/v1/ask", json=QUESTION, headers=token(provider)).status_code == 200
    assert api.get("/api/v1/session", headers=token(provider)).json()["name"] == "c.huber"
    roles = [
        api.get("/api/v1/session", headers=token(provider, groups=groups)).json()["roles"]
        for groups in (["/engineering"], [])
    ]
    assert roles == [["engineer"], ["technician"]]


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another"},
        {"iss": "http://127.0.0.1:1"},
        {"exp": 1_000_000_000},
        {"sub": None},
    ],
    ids=["for another program", "of another provider", "expired", "of nobody"],
)
def test_a_token_that_is_not_for_us_is_refused(api: TestClient, provider: TinyProvider, claims: dict[str, Any]) -> None:
    assert api.post("/api/v1/ask", json=QUESTION, headers=token(provider, **claims)).status_code == 403


def test_a_token_that_somebody_else_signed_is_refused(api: TestClient, provider: TinyProvider) -> None:
    forged = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    answered = api.post("/api/v1/ask", json=QUESTION, headers=token(provider, forged))
    assert (answered.status_code, answered.headers["content-type"]) == (403, "application/problem+json")


def test_programs_made_for_openai_may_send_one_too(api: TestClient, provider: TinyProvider) -> None:
    assert api.get("/v1/models", headers=token(provider)).status_code == 200
    assert api.get("/v1/models", headers=token(provider, aud="another")).status_code in {401, 403}
