"""A few seconds of what ``eval soak`` does for hours: people on a running server, and what is written down of them."""

from __future__ import annotations

import json
import subprocess
import sys
from math import isnan
from pathlib import Path

import pytest

from copies import copy_home
from plant_evals.soak_watch import Taken, growth


def sample(minute: float, rss: float) -> Taken:
    return Taken(minute, rss, rss, 10, 10, 0.0, 0, 0.0)


def test_growth_compares_the_end_with_what_comes_after_the_warm_up() -> None:
    samples = [sample(minute, 900 if minute < 15 else 1000 if minute < 100 else 1200) for minute in range(1, 121)]
    assert growth(samples, 120, lambda one: one.rss) == pytest.approx(0.2)
    assert isnan(growth(samples[:10], 120, lambda one: one.rss))


@pytest.mark.slow
@pytest.mark.sqlite("it lets people use a copy of the files of a home")
def test_people_use_a_server_and_a_line_is_written_of_each_while(tiny_home: Path, tmp_path: Path) -> None:
    home, out = copy_home(tiny_home, tmp_path / "home"), tmp_path / "soak.jsonl"
    options = ["--minutes", "0.05", "--users", "2", "--pause", "0.2", "--dialogues", "3", "--out", str(out), "--json"]
    command = [sys.executable, "-m", "plant_ui.cli", "--home", str(home), "eval", "soak", *options]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result = json.loads(done.stdout)
    assert (result["people"], result["errors"], result["what"]) == (2, 0, [])
    assert {"ask", "questions", "session", "sign in", "socket", "thread"} <= result["done"].keys()
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 16
    assert sum(len(line["waits"]) for line in lines) <= result["done"]["questions"]


@pytest.mark.slow
@pytest.mark.sqlite("it lets people use a copy of the files of a home")
def test_a_home_without_documents_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "plant_ui.cli", "--home", str(tmp_path), "eval", "soak", "--dialogues", "2"]
    done = subprocess.run([*command, "--users", "2"], check=False, capture_output=True, text=True)
    assert done.returncode != 0
    assert "The library of this home is empty" in done.stderr
