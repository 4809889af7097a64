"""The admin page: who reaches it, what it is allowed to load, and that it speaks four languages alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from plant_copilot import Settings, build_copilot
from plant_knowledge_ingest.language import LANGUAGES
from plant_ui.api import build_app
from plant_ui.api.admin_page import texts_in

FOLDER = resources.files("plant_ui.api") / "admin"
SCRIPTS = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(".js"))
PASSWORD = "drei blaue Ventile"  # noqa: S105 - of nobody


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    with build_copilot(Settings.read({}, home=tmp_path_factory.mktemp("admin"))) as copilot:
        yield build_app(copilot)


def browser(app: FastAPI, host: str = "127.0.0.1") -> TestClient:
    return TestClient(app, "http://localhost", client=(host, 1), follow_redirects=False)


def flat(said: Any, above: str = "") -> dict[str, str]:
    if not isinstance(said, dict):
        return {above: str(said)}
    return {key: text for name, below in said.items() for key, text in flat(below, f"{above}.{name}").items()}


def test_the_page_may_load_nothing_but_its_own_files_and_has_nothing_inside(app: FastAPI) -> None:
    page = browser(app).get("/admin")
    rules = dict(rule.split(" ", 1) for rule in page.headers["content-security-policy"].split("; "))
    assert (rules["default-src"], rules["script-src"], rules["style-src"]) == ("'none'", "'self'", "'self'")
    assert re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", page.text) == []
    assert {*re.findall(r'(?:src|href)="([^"#]+)"', page.text)} >= {"/admin/files/page.css", "/admin/files/page.js"}


@pytest.mark.parametrize("name", ["page.css", *SCRIPTS])
def test_its_files_come_from_here_and_ask_nothing_of_other_machines(app: FastAPI, name: str) -> None:
    served = browser(app).get(f"/admin/files/{name}")
    assert served.headers["content-type"].startswith("text/css" if name.endswith(".css") else "text/javascript")
    assert re.findall(r"https?://|innerHTML|insertAdjacentHTML|\beval\(", served.text) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_with_the_same_values(language: str) -> None:
    english, said = flat(texts_in("en")), flat(texts_in(language))
    assert said.keys() == english.keys()
    wrong = [
        key for key in english if sorted(re.findall(r"{\w+}", said[key])) != sorted(re.findall(r"{\w+}", english[key]))
    ]
    assert wrong == []


def test_whatever_a_script_says_has_a_text() -> None:
    scripts = [(FOLDER / name).read_text(encoding="utf-8") for name in (*SCRIPTS, "page.html")]
    said = {key for text in scripts for key in re.findall(r'(?:\bsay\(|data-(?:say|name)=)"(\w+)"', text)}
    assert len(said) > 100
    assert said - texts_in("en").keys() == set()


def test_from_another_machine_it_says_no_in_four_languages(app: FastAPI) -> None:
    page = browser(app, "192.0.2.7").get("/admin")
    assert (page.status_code, re.findall(r'<p lang="([\w-]+)"', page.text)) == (403, list(LANGUAGES))
    assert browser(app, "192.0.2.7").get("/admin/files/page.js").status_code == 403


def test_once_people_sign_in_only_admins_reach_it(tmp_path: Path) -> None:
    with build_copilot(Settings.read({}, home=tmp_path)) as copilot:
        for name, role in (("ada", "admin"), ("tom", "technician")):
            copilot.people.users.add(name, roles=[role], password=PASSWORD)
        app, reached = build_app(copilot), {}
        for name in ("ada", "tom", ""):
            client = browser(app, "192.0.2.7" if name else "127.0.0.1")
            if name:
                assert client.post("/api/session", json={"name": name, "password": PASSWORD}).status_code == 200
            reached[name] = [client.get(path).status_code for path in ("/admin", "/admin/files/page.js", "/api/jobs")]
    assert reached == {"ada": [200, 200, 200], "tom": [403, 403, 403], "": [401, 401, 401]}
