"""The commands without a server: each opens the home itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from commands import plant_copilot
from copies import copy_home
from plant_copilot import Settings, build_copilot


def alone(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    command = [sys.executable, "-m", "plant_ui.cli", "--home", str(home), *words]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.fixture(scope="module")
def home(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_home(tiny_home, tmp_path_factory.mktemp("alone") / "home")


@pytest.mark.slow
def test_a_question_is_answered_in_a_new_process(home: Path) -> None:
    asked = alone(home, "ask", "What does alarm E0712 mean?")
    assert (asked.returncode, asked.stderr) == (0, "")
    assert "▌ Alarm E0712 means that the oil temperature is above 90 °C." in asked.stdout
    assert "See the pages with the places marked: add --pages DIR, or use plant-copilot serve." in asked.stdout


def test_a_document_that_was_forgotten_is_gone(tiny_home: Path, tmp_path: Path) -> None:
    home = copy_home(tiny_home, tmp_path / "home")
    assert plant_copilot(home, "forget", "GR-12 gearbox").stdout == "Removed GR-12 gearbox: 2 pages.\n"
    left = json.loads(plant_copilot(home, "search", "gear oil", "--json").stdout)
    assert {hit["document"] for hit in left["hits"]} == {"VP-7 Vakuumpumpe", "BM-3 吹瓶机"}


@pytest.mark.slow
def test_a_home_that_is_open_elsewhere_is_told_in_one_line(home: Path) -> None:
    with build_copilot(Settings.read({}, home=home)) as copilot:
        copilot.warm_up()
        asked = alone(home, "ask", "What does alarm E0712 mean?")
    assert (asked.returncode, asked.stdout) == (1, "")
    assert asked.stderr.count("\n") == 1
    assert "is open in another process" in asked.stderr


def test_an_empty_library_says_what_to_do(tmp_path: Path) -> None:
    listed = plant_copilot(tmp_path, "documents")
    assert listed.stdout == "The library is empty. Bring documents in with: plant-copilot ingest FOLDER\n"


def test_a_home_that_is_a_file_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", encoding="utf-8")
    listed = plant_copilot(tmp_path / "home", "documents")
    assert (listed.returncode, listed.stderr.count("\n")) == (1, 1)
    assert "Cannot write" in listed.stderr


def test_a_setting_with_a_wrong_value_is_told_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "plant_ui.cli", "--home", str(tmp_path), "documents"]
    wrong = {**os.environ, "PLANT_THREADS": "many"}  # noqa: TID251 - a process of its own
    listed = subprocess.run(command, check=False, capture_output=True, text=True, env=wrong)
    assert (listed.returncode, listed.stderr.count("\n")) == (2, 1)
    assert "PLANT_THREADS is 'many'" in listed.stderr


def test_a_reader_that_goes_away_is_no_fault(home: Path) -> None:
    command = [sys.executable, "-m", "plant_ui.cli", "--home", str(home), "documents", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_fault_of_the_program_is_one_line_and_a_report(tmp_path: Path) -> None:
    code = "from plant_ui.cli import main; import plant_ui.cli.door as d; d.opened = None; main(['documents'])"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        capture_output=True,
        text=True,
        env={"TMPDIR": str(tmp_path), "PATH": ""},
    )
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "A fault of the program (TypeError" in ended.stderr
    assert "Traceback" in next(tmp_path.glob("plant-copilot-*.log")).read_text(encoding="utf-8")


def test_a_full_disk_is_told_in_one_line_and_leaves_nothing_half_done(tiny_manuals: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", disk], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        ended = plant_copilot(disk / "home", "ingest", str(tiny_manuals))
        listed = plant_copilot(disk / "home", "documents", "--json")
    finally:
        subprocess.run(["umount", disk], check=True)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert "MB are free for" in ended.stderr
    assert json.loads(listed.stdout) == {"documents": [], "hidden": False}
