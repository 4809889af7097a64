"""The history through every door: Python, the command line and HTTP give one payload."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import DateTime, column
from sqlalchemy.dialects import postgresql
from starlette.testclient import TestClient

from commands import plant_copilot
from copies import copy_home
from history_plant import order, records
from plant_copilot import Copilot, Settings, build_copilot
from plant_tools.history.clock import PARTS, DayNumber, Number
from plant_tools.tool import ToolError
from plant_ui.api.app import build_app

PARETO = {"metric": "pareto", "group_by": "code"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    codes = ["LEK", "LEK", "MT1"]
    orders = [order(f"W{n}", f"2020-05-0{n + 1}", problem_code=code) for n, code in enumerate(codes)]
    records(home, orders).close()
    return home


@pytest.fixture
def copilot(home: Path, tmp_path: Path) -> Iterator[Copilot]:
    with build_copilot(Settings.read({}, home=copy_home(home, tmp_path / "home"))) as copilot:
        yield copilot


def test_evidence_carries_value_formula_ids_and_sql(copilot: Copilot) -> None:
    finding = copilot.tool("history", PARETO)
    (evidence,), (citation,) = finding["evidence"], finding["citations"]
    assert evidence["value"] == [["Leakage", 2], ["Oil change", 1]]
    assert evidence["formula"] == "number of records"
    assert [row["cumulative"] for row in evidence["details"]["rows"]] == [66.67, 100.0]
    assert {name: citation[name] for name in ("mark", "kind", "dataset", "record_ids", "total")} == {
        "mark": 1,
        "kind": "records",
        "dataset": "plant",
        "record_ids": ["W2", "W1", "W0"],
        "total": 3,
    }
    assert citation["query"].startswith("SELECT")


def test_http_gives_what_python_gives(copilot: Copilot) -> None:
    client = TestClient(build_app(copilot), base_url="http://127.0.0.1")
    assert client.post("/api/tools/history", json=PARETO).json() == copilot.tool("history", PARETO)
    picture = client.post("/api/history.png", json=PARETO)
    assert (picture.headers["content-type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    refused = client.post("/api/history.png", json={"metric": "count"})
    assert (refused.status_code, refused.json()["detail"]) == (422, "A single count has no picture.")


@pytest.mark.slow
def test_the_command_prints_the_same_and_saves_rows(home: Path, tmp_path: Path, copilot: Copilot) -> None:
    done = plant_copilot(home, "history", json.dumps(PARETO), "--json", "--save", str(tmp_path / "pareto.csv"))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == copilot.tool("history", PARETO)
    assert (tmp_path / "pareto.csv").read_bytes() == copilot.history_file(PARETO, "csv")


@pytest.mark.parametrize(
    ("query", "told"),
    [('{"metric": "sum"}', "sum needs field"), ("{", "not JSON"), ('["count"]', "must be a JSON object")],
)
def test_wrong_use_is_one_clear_line(home: Path, query: str, told: str) -> None:
    done = plant_copilot(home, "history", query)
    assert done.returncode != 0
    assert told in done.stderr
    assert done.stdout == ""


def test_without_records_it_says_how_to_load_some(tmp_path: Path) -> None:
    with build_copilot(Settings.read({}, home=tmp_path)) as empty, pytest.raises(ToolError, match="records load FILE"):
        empty.tool("history", {"metric": "count"})


def test_who_asks_about_manuals_does_not_wait_for_a_database() -> None:
    code = "import sys, plant_copilot.wiring, plant_tools.history.tool; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert {"alembic", "sqlalchemy"}.isdisjoint(loaded)


@pytest.mark.parametrize("expression", [*PARTS.values(), DayNumber, Number], ids=lambda made: made.__name__)
def test_every_function_of_ours_is_spelt_for_postgresql_too(expression: Any) -> None:
    written = str(expression(column("t", DateTime)).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
    assert "to_char(t" in written or "extract(epoch" in written or "::float8" in written
    assert "julianday" not in written


@pytest.mark.slow
def test_known_answers_are_counted_as_right_or_wrong(home: Path, tmp_path: Path) -> None:
    questions = [
        {"id": "A", "question": {"en": "How many?"}, "answer": 3, "tolerance": 0},
        {"id": "B", "question": {"en": "Which code most?"}, "answer": ["Leakage", 2]},
        {"id": "C", "question": {"en": "When last?"}, "answer": "2020-05-04"},
        {"id": "D", "question": {"en": "P-9?"}, "answer": "NO_DATA: there is no P-9"},
    ]
    queries = {
        "A": {"metric": "count"},
        "B": PARETO,
        "C": {"metric": "last"},
        "D": {"metric": "count", "assets": "P-9"},
    }
    (tmp_path / "questions.json").write_text(json.dumps(questions))
    (tmp_path / "queries.json").write_text(json.dumps(queries))
    options = ["--questions", str(tmp_path / "questions.json"), "--queries", str(tmp_path / "queries.json"), "--json"]
    done = json.loads(plant_copilot(home, "eval", "history", *options).stdout)
    assert {answer["id"]: answer["right"] for answer in done["answers"]} == {
        "A": True,
        "B": True,
        "C": False,
        "D": True,
    }
