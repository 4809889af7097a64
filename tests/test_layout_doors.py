"""Layouts through chat, HTTP and command line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from copies import copy_home
from laid_out import at, two_machines
from plant_copilot import Copilot
from plant_copilot.settings import Settings
from plant_copilot.wiring import build_copilot
from plant_tools.layout.desk import with_options
from plant_tools.layout.reading import project_of
from plant_tools.tool import ToolError
from plant_ui.api.app import build_app
from plant_ui.cli.app import app


@pytest.fixture
def copilot(tiny_home: Path, tmp_path: Path) -> Iterator[Copilot]:
    home = copy_home(tiny_home, tmp_path / "home")
    with build_copilot(Settings.read({}, home=home)) as opened:
        yield opened


def plant() -> dict[str, object]:
    today = [at("press", 14000, 6500), at("saw", 2500, 500)]
    return two_machines(current=today, options={"iterations": 3000})


@pytest.mark.timeout(300)  # the first search of a fresh checkout compiles it, on a slow processor for two minutes
def test_a_conversation_keeps_swaps_and_multiplies(copilot: Copilot) -> None:
    assert "layout solve FILE" in copilot.ask("Optimize the layout", language="en")["answer"]
    copilot.layouts.solve(plant())
    kept = copilot.ask("Keep the press where it is", language="en", thread="t")
    assert copilot.layouts.show()["project"]["items"][0]["fixed_at"]["x"] == 14000
    assert "certified" in kept["answer"]
    assert kept["citations"][0]["kind"] == "layout"
    assert kept["citations"][0]["file"] == "layout-2.json"
    doubled = copilot.ask("Was, wenn sich die Nachfrage nach B verdoppelt?", language="de", thread="t")
    assert "Vor dieser Änderung" in doubled["answer"]
    swapped = copilot.ask("交换 press 和 saw", language="zh-Hans", thread="t")
    assert "无法实现" in swapped["answer"] or "布局 4" in swapped["answer"]


def test_a_search_that_takes_long_says_how_far_it_is_in_the_language_of_the_question(copilot: Copilot) -> None:
    copilot.layouts.solve(plant())
    told: list[str] = []
    copilot.ask("Optimiere das Layout", language="de", on_progress=told.append)
    assert told
    assert re.fullmatch(r"Suche nach einem besseren Layout: bisher [\d.,]+ am Tag, nach \d+ s", told[-1])


def test_a_stream_has_the_progress_among_its_events(copilot: Copilot) -> None:
    copilot.layouts.solve(plant())
    api = TestClient(build_app(copilot), "http://127.0.0.1:8000", client=("127.0.0.1", 50_000))
    asked = {"text": "Optimize the layout", "language": "en"}
    events = api.post("/api/v1/ask", json=asked, headers={"Accept": "text/event-stream"}).text
    assert 'event: progress\ndata: {"text": "Searching for a better layout: ' in events
    assert events.index("event: progress") < events.index("event: answer")


def test_what_has_nothing_to_do_with_a_layout_is_left_to_others(copilot: Copilot) -> None:
    copilot.layouts.solve(plant())
    for text in (
        "Keep the oil clean: how often is it changed?",
        "Show the layout of the control panel",
        "How do I lock out the press?",
        "Lock out the press before the saw is cleaned",
        "Wie kann ich die press freigeben?",
    ):
        assert "layout" not in copilot.ask(text)["tools"], text


def test_http_solves_as_a_job_and_serves_plans(copilot: Copilot) -> None:
    with TestClient(build_app(copilot), base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        job = client.post("/api/layouts", json={"project": plant(), "seconds": 0.5}).json()
        lines = [json.loads(line) for line in client.get(f"/api/jobs/{job['id']}/progress").iter_lines()]
        assert lines[-1]["state"] == "done"
        assert lines[-1]["report"]["certificate"]["ok"]
        assert client.get("/api/layouts").json()["layouts"][0]["number"] == 1
        assert client.get("/api/layouts/1/plan.svg").headers["content-type"] == "image/svg+xml"
        assert client.get("/api/layouts/9").status_code == 404
        there = {"project": plant(), "layout": [at("saw", 0, 0), at("press", 0, 0)]}
        wrong = client.post("/api/layouts/check", json=there, headers={"Accept-Language": "de"}).json()["certificate"]
        assert wrong["ok"] is False
        assert "saw und press überlappen sich" in [found["text"] for found in wrong["violations"]]
        assert client.get("/api/layouts/1/plan.json").json()["views"][0]["wrong"] == []


def test_the_command_writes_all_files_and_says_why_nothing_fits(tmp_path: Path) -> None:
    file, out = tmp_path / "plant.json", tmp_path / "out"
    file.write_text(json.dumps(plant()))
    home = ["--home", str(tmp_path / "home"), "layout"]
    done = CliRunner().invoke(app, [*home, "solve", str(file), "--iterations", "2000", "--out", str(out), "--json"])
    assert json.loads(done.stdout)["certificate"]["ok"]
    assert {path.name for path in out.iterdir()} >= {"layout.json", "plan.svg", "plan.dxf", "comparison.html"}
    assert CliRunner().invoke(app, [*home, "check", str(file)]).exit_code == 0
    changed = CliRunner().invoke(app, [*home, "change", "keep the saw where it is", "--seconds", "0.3"])
    assert changed.stdout.startswith("Layout 2:")
    assert CliRunner().invoke(app, [*home, "list"]).stdout.count("\n") == 2


def test_the_tool_answers_typed_arguments_with_evidence(copilot: Copilot) -> None:
    found = copilot.tool("layout", {"project": plant()})
    assert found["evidence"][0]["unit"] == "EUR/d"
    assert found["citations"][0] == found["citations"][0] | {"kind": "layout", "id": ""}


@pytest.mark.parametrize("name", ["layout", "seconds"])
def test_the_tool_takes_no_words_for_a_number(copilot: Copilot, name: str) -> None:
    with pytest.raises(ToolError, match=f"{name} is 'soon'; it must be a number"):
        copilot.tool("layout", {name: "soon"})


def test_the_page_of_a_plan_has_what_its_script_asks_for(copilot: Copilot) -> None:
    copilot.layouts.solve(plant())
    with TestClient(build_app(copilot), base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        page = client.get("/layouts/1/plan")
        assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
        for asked in re.findall(r'(?:src|href)="(/[^"]+)"', page.text):
            assert client.get(asked).status_code == 200
        told = client.get("/api/layouts/1/plan.json").json()
    kinds = [view["kind"] for view in told["views"]]
    assert (kinds[0], kinds[-1]) == ("proposal", "today")
    moved = next(item for item in told["views"][0]["items"] if item["move"])
    assert moved["was"]["floor"] == "hall"
    assert moved["move"]["worth"] == copilot.layouts.show()["moves"][0]["worth"]


def test_seconds_take_the_place_of_the_iterations_of_the_plant() -> None:
    given = project_of(plant())
    assert with_options(given, seconds=2).options.iterations == 0
    assert with_options(given, seconds=2, iterations=70).options.iterations == 70
    assert with_options(given, seconds=None, seed=3).options.iterations == 3000
