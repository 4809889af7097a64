"""Product defects through every door: loaded, compared, told in four languages, each count with its SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook
from typer.testing import CliRunner

from databases import database_of, pasted
from plant_copilot import Copilot
from plant_copilot.settings import Settings
from plant_copilot.wiring import build_copilot
from plant_tools.defects.vocabulary import Vocabulary
from plant_tools.defects.wording import asked
from plant_tools.records.errors import MappingInvalid
from plant_tools.tool import ToolError
from plant_ui.api.app import build_app
from plant_ui.chat.reply import reply
from plant_ui.cli.app import app
from records_files import write_csv

SAMPLE = resources.files("plant_copilot.sample_plant") / "records" / "inspections.csv"
HEADINGS = ("date", "defect", "machine", "line", "shift", "operator")


def pieces(bad: int = 60) -> list[tuple[str, ...]]:
    """Return single pieces: on line L2 every fourth of the night is scratched, elsewhere one in forty."""
    rows: list[tuple[str, ...]] = []
    for n in range(1200):
        line, shift = f"L{1 + n % 3}", ("early", "late", "night")[n // 3 % 3]
        worse = line == "L2" and shift == "night"
        scratched = n % 4 == 1 if worse else n % 40 == 0
        rows.append(
            (f"2024-0{1 + n // 200}-1{n % 9}", "scratch" if scratched else "OK", f"M{n % 3}", line, shift, "Huber")
        )
    return rows[: 20 * bad]


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = tmp_path_factory.mktemp("defects")
    (home / "cache").symlink_to(tiny_home / "cache")
    with build_copilot(Settings.read({}, home=home)) as opened:
        opened.defects.load(str(SAMPLE), dataset="bottles")
        opened.defects.load(write_csv(home / "pieces.csv", pieces(), HEADINGS), dataset="pieces")
        yield opened


def sql(copilot: Copilot, query: str) -> list[tuple[Any, ...]]:
    return pasted(database_of(copilot.settings.home), query)


def test_what_is_planted_is_found_and_its_counts_are_given_again_by_their_sql(copilot: Copilot) -> None:
    found = copilot.defects.analyse(defect="UFL", dataset="bottles")
    first = found["candidates"][0]
    assert (first["factor"], first["level"], first["parameter"]) == ("line speed (1/h)", "> 11000", True)
    for one in found["candidates"]:
        rest, level = sql(copilot, one["sql"])
        assert level[1:3] == (one["defective"], one["pieces"])
        assert rest[1:3] == (one["other_defective"], one["others"])
    assert sql(copilot, found["citations"][0]["query"])[0][0] == found["summary"]["defective"]


def test_factors_that_always_go_together_are_named_as_inseparable(copilot: Copilot) -> None:
    found = copilot.defects.analyse(question="Warum sind so viele Etiketten schief?", dataset="bottles")
    first, second = found["candidates"][:2]
    assert {first["factor"], first["beside"][0]["factor"]} == {"material", "supplier"}
    assert first["beside"][0]["kind"] == "same"
    assert {one["kind"] for one in second["beside"]} == {"explained"}
    assert "Cannot be told apart" in found["evidence"][1]["statement"]


def test_what_began_in_the_course_of_time_shows_in_the_halves(copilot: Copilot) -> None:
    lane = copilot.defects.analyse(defect="scratched", dataset="bottles")["candidates"][0]
    assert (lane["factor"], lane["level"]) == ("lane", "3")
    assert (lane["earlier"] < 1.5, lane["later"] > 4) == (True, True)


def test_chance_is_not_taken_for_a_finding(copilot: Copilot) -> None:
    found = copilot.defects.analyse(defect="CAP", dataset="bottles")
    assert (found["candidates"], found["summary"]["found"]) == ([], 0)
    assert "more than chance: 0" in found["evidence"][0]["statement"]


def test_pieces_without_quantities_are_counted_one_by_one_and_never_by_person(copilot: Copilot) -> None:
    found = copilot.defects.analyse(defect="scratch", where={"location_code": "L2"}, dataset="pieces")
    assert (found["summary"]["basis"], found["summary"]["pieces"]) == ("pieces", 400)
    assert found["candidates"][0]["level"] == "night"
    assert "person" not in found["summary"]["factors"]


@pytest.mark.parametrize(
    ("question", "theirs"),
    [
        ("Why do we get so many label defects?", True),
        ("Is the supplier to blame for the leaking caps?", True),
        ("Womit gehen schiefe Etiketten einher?", True),
        ("Welche Charge hat die meisten Fehler?", True),
        ("漏盖的问题出在哪个供应商？", True),
        ("夜班的次品是不是更多？", True),
        ("Why does the labeller stop?", False),
        ("Which errors does the display of the labeller show?", False),
        ("Warum ist das Lager kaputt?", False),
        ("What does the manual say about many defects?", False),
        ("标签机为什么停机？", False),
    ],
)
def test_a_question_of_defects_is_answered_by_the_inspections_alone(
    copilot: Copilot, question: str, theirs: bool
) -> None:
    assert (copilot.ask(question)["tools"] == ["defects"]) is theirs


@pytest.mark.parametrize(
    ("language", "question", "said"),
    [
        ("en", "Why do we get so many scratches on line 2?", "Candidate 1: shift night"),
        ("de", "Warum gibt es auf Linie 2 so viele Kratzer?", "Kandidat 1: Schicht night"),
        ("zh-Hans", "为什么2号线划痕这么多？", "候选 1：班次 night"),
        ("zh-Hant", "為什麼2號線刮痕這麼多？", "候選 1：班次 night"),
    ],
)
def test_questions_are_answered_in_their_language(copilot: Copilot, language: str, question: str, said: str) -> None:
    answer = copilot.ask(question, language=language)
    assert said in answer["answer"]
    assert (answer["tools"], answer["notices"]) == (["defects"], [])


def test_a_factor_that_is_asked_for_is_shown_as_a_table(copilot: Copilot) -> None:
    answer = copilot.ask("哪个班次废品最多？")
    assert "| night | 2,057 | 42,000 |" in answer["answer"]
    assert "差异可能出于偶然" in answer["answer"]
    level = copilot.defects.analyse(factor="shift", dataset="pieces")["levels"][0]
    assert sql(copilot, level["sql"])[1][1:3] == (level["defective"], level["pieces"])


def test_the_chat_shows_the_comparison_as_a_picture(copilot: Copilot) -> None:
    shown = "".join(reply(copilot.ask("Why so many scratches (on line 2)?"), ""))
    place = shown.partition("[![⇅](")[2].partition(")")[0]
    with TestClient(build_app(copilot), base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        assert "shift: night" in client.get(place).text
    assert "[![" not in "".join(reply(copilot.ask("Welche Maschine hat die meisten Kratzer in Linie 7?"), ""))


def test_defects_without_what_was_made_are_counted_and_not_compared(copilot: Copilot, tmp_path: Path) -> None:
    rows = [(f"2024-01-{1 + n % 28:02d}", "ABC"[n % 3], f"M{n % 2}", "L1", "night", "") for n in range(90)]
    copilot.defects.load(write_csv(tmp_path / "d.csv", rows, HEADINGS), dataset="defects only")
    found = copilot.defects.analyse(factor="asset_tag", dataset="defects only")
    assert (found["summary"]["basis"], found["summary"]["tests"]) == ("defects", 0)
    assert "shares cannot be compared" in found["evidence"][0]["statement"]
    assert [row["defective"] for row in found["levels"]] == [45, 45]


def test_too_little_is_said(copilot: Copilot, tmp_path: Path) -> None:
    copilot.defects.load(write_csv(tmp_path / "few.csv", pieces(1), HEADINGS), dataset="few")
    said = copilot.defects.analyse(dataset="few")["evidence"][0]["statement"]
    assert "too little to compare: it takes 10 defects" in said
    with pytest.raises(ToolError, match="no defect 'rust'"):
        copilot.defects.analyse(defect="rust", dataset="few")


def test_rows_that_cannot_be_are_refused_by_number_and_field(copilot: Copilot, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet(index=0)
    sheet.append(["Prüfdatum", "Fehlercode", "Maschine", "Charge", "geprüft", "fehlerhaft", "Werkzeug"])
    for row in (["2024-02-30", "K1", "M1", "C1", 50, 2, 3], ["2024-02-01", "K1", "M1", "C1", 50, 60, 3]):
        sheet.append(row)
    sheet.append(["2024-02-01", "K1", "M2", "C1", "viele", 2, 3])
    sheet.append(["2024-02-01", "K1", "M2", "C1", 50, 2, 3])
    book.save(tmp_path / "p.xlsx")
    told = copilot.defects.load(tmp_path / "p.xlsx", dataset="p")
    assert (told["loaded"], told["left_over"]) == (1, ["Werkzeug"])
    assert [(one["row"], one["field"]) for one in told["refused"]] == [
        (2, "Prüfdatum"), (3, "defective"), (4, "geprüft"),
    ]  # fmt: skip
    with pytest.raises(MappingInvalid, match="defect_code or defect_text"):
        copilot.defects.load(write_csv(tmp_path / "o.csv", [("a", "b")], ("batch", "weather")))


KNOWN = Vocabulary(1, "x", {"K1": "Kratzer", "D": "dent"}, (), {"location_code": ("Linie 2",), "shift": ("Nacht",)}, ())


@pytest.mark.parametrize(
    "question", ["How often did P-101 fail?", "Why does the pump leak?", "What is a dent?", "Wie wechsle ich den Film?"]
)
def test_what_is_no_question_of_defects_is_left_to_others(question: str) -> None:
    assert asked(question, KNOWN) is None


def test_words_are_read_across_languages() -> None:
    wanted = asked("why so many scratches on line 2 in the night shift", KNOWN)
    assert wanted is not None
    assert (wanted.defects, wanted.where) == (("K1",), {"location_code": "Linie 2", "shift": "Nacht"})


def test_http_and_the_command_line_say_the_same(copilot: Copilot) -> None:
    with TestClient(build_app(copilot), base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        asked_for = {"defect": "scratch", "dataset": "pieces"}
        told = client.post("/api/defects", json=asked_for).json()
        drawn = client.get("/api/defects/comparison.svg", params=asked_for).text
    run = ["--home", str(copilot.settings.home), "defects", "analyse", "--defect", "scratch", "--dataset", "pieces"]
    shown = json.loads(CliRunner().invoke(app, [*run, "--json"]).stdout)
    assert shown["candidates"] == told["candidates"]
    assert drawn.startswith("<svg")
    assert "shift: night" in drawn
