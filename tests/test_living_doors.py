"""Dates, descriptions and watched folders through the command line, HTTP and Python."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from commands import plant_copilot
from copies import copy_home
from papers import manual
from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.errors import WrongUse
from plant_ui.api.jobs import Jobs
from plant_ui.remote import RemoteCopilot
from plant_ui.running import find
from plant_ui.server.watching import keeping_up
from tiny_plant import serving

OLD, NEW = "The torque of flange FX-9 is 18 Nm.", "The torque of flange FX-9 is 21 Nm."
QUESTION = "What is the torque of flange FX-9?"


@pytest.fixture(scope="module")
def dated_home(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which a manual has two revisions that were described where they were named."""
    folder = tmp_path_factory.mktemp("dated")
    home = copy_home(tiny_home, folder / "home")
    with build_copilot(Settings.read({}, home=home)) as copilot:
        for mark, effective, fact in (("A", "2020-01-01", OLD), ("B", "2024-01-01", NEW)):
            path = manual(folder / f"{mark}.pdf", fact)
            said = {"document": "Flange manual", "revision": mark, "effective": effective, "assets": ["FX-9"]}
            assert copilot.ingest([path], described=said)["documents"] == 1
    return home


@pytest.fixture(scope="module")
def dated(dated_home: Path) -> Iterator[Copilot]:
    with build_copilot(Settings.read({}, home=dated_home)) as copilot:
        yield copilot


def test_an_answer_of_an_earlier_day_quotes_its_revision_and_says_so(dated: Copilot) -> None:
    today, then = dated.ask(QUESTION), dated.ask(QUESTION, as_of="2021-05-01")
    assert ("21 Nm" in today["answer"], "18 Nm" in then["answer"]) == (True, True)
    assert {citation["revision"] for citation in then["citations"]} == {"A"}
    assert [notice["code"] for notice in then["notices"]] == ["as_of"]
    assert today["notices"] == []


def test_a_search_of_an_earlier_day_finds_its_revision(dated: Copilot) -> None:
    (hit,) = [hit for hit in dated.search("FX-9", as_of="2021-05-01")["hits"] if "FX-9" in hit["text"]]
    assert (hit["text"], hit["revision"]) == (OLD, "A")


@pytest.mark.parametrize("wrong", ["yesterday", "2021-13-01", "1.5.2021"])
def test_a_day_that_is_none_is_wrong_use(dated: Copilot, wrong: str) -> None:
    for asked in (dated.ask, dated.search):
        with pytest.raises(WrongUse, match="must be a date like 2024-05-01"):
            asked(QUESTION, as_of=wrong)


@pytest.mark.parametrize(
    ("described", "told"),
    [
        ({"effective": "1.3.2025"}, 'is "effective" from 1.3.2025, which is no date like 2025-03-01'),
        ({"assets": "P-101"}, 'has "assets" that are no list'),
        ({"rigths": ["few"]}, r"has unknown fields \['rigths'\]"),
        ({"revision": "B"}, "revision: a description is of one file"),
    ],
)
def test_a_wrong_description_is_refused_by_its_field(
    dated: Copilot, tmp_path: Path, described: dict[str, Any], told: str
) -> None:
    with pytest.raises(WrongUse, match=told):
        dated.ingest([tmp_path], described=described)


@pytest.mark.slow
def test_files_are_described_and_days_asked_through_a_server(
    tiny_home: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("through") / "home")
    path = manual(tmp_path / "x.pdf", OLD)
    with serving(home):
        said = ("--document", "Flange manual", "--revision", "A", "--effective", "2020-01-01", "--asset", "FX-9")
        assert plant_copilot(home, "ingest", str(path), *said).returncode == 0
        found = plant_copilot(home, "search", "FX-9", "--as-of", "2021-01-01", "--json")
        assert json.loads(found.stdout)["hits"][0]["text"] == OLD
        server = find(home)
        assert server
        listed = RemoteCopilot(server).documents()
        assert [d["assets"] for d in listed["documents"] if d["document"] == "Flange manual"] == [["FX-9"]]
        refused = plant_copilot(home, "ask", "FX-9?", "--as-of", "soon")
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)


@pytest.mark.slow
def test_a_watching_command_takes_in_what_comes_and_ends_with_ctrl_c(tiny_home: Path, tmp_path: Path) -> None:
    home = copy_home(tiny_home, tmp_path / "home")
    folder = tmp_path / "watched"
    folder.mkdir()
    manual(folder / "a.pdf", NEW)
    words = ["--home", str(home), "ingest", str(folder), "--watch", "--json"]
    command = [sys.executable, "-m", "plant_ui.cli", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watching:
        assert watching.stdout
        first = json.loads(watching.stdout.readline())
        manual(folder / "b.pdf", OLD)
        second = json.loads(watching.stdout.readline())
        time.sleep(0.5)
        watching.send_signal(signal.SIGINT)
        _, complaints = watching.communicate(timeout=60)
    assert [change["report"]["documents"] for change in (first, second)] == [1, 1]
    assert (watching.returncode, complaints.splitlines()[-1]) == (
        0,
        "plant-copilot: Stopped watching. What was finished before stays.",
    )


@pytest.mark.slow
def test_a_server_keeps_up_with_the_folder_of_its_settings(tiny_home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    manual(folder / "flange.pdf", NEW)
    environment = {"PLANT_WATCH": str(folder)}
    home = copy_home(tiny_home, tmp_path / "home")
    with build_copilot(Settings.read(environment, home=home)) as copilot:
        jobs = Jobs(copilot)
        with keeping_up(copilot.settings.watch, copilot, jobs):
            for _ in range(300):
                if any(listed["document"] == "flange" for listed in copilot.documents()["documents"]):
                    break
                time.sleep(0.1)
        jobs.stop()
        jobs.wait()
        assert "21 Nm" in copilot.ask(QUESTION)["answer"]


@pytest.mark.parametrize("words", [("missing", "--watch"), (".", "--prune", "--revision", "B")])
def test_watching_needs_one_folder_and_no_description(tiny_home: Path, words: tuple[str, ...]) -> None:
    refused = plant_copilot(tiny_home, "ingest", *words)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
