"""FMEA sheets: columns in three languages, rows refused one by one, and their causes beside the other sources."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook
from sqlalchemy import text
from typer.testing import CliRunner

import plant_copilot.sample_plant
from databases import shelf_of
from plant_copilot import Copilot
from plant_copilot.errors import WrongUse
from plant_copilot.fmea import Fmea
from plant_copilot.settings import Settings
from plant_copilot.wiring import build_copilot
from plant_knowledge_ingest.principal import Principal
from plant_tools.evidence import RecordsCitation
from plant_tools.fmea.errors import FmeaInvalid, UnknownFmea
from plant_tools.fmea.fitting import FmeaRows
from plant_tools.rca.tool import RcaTool
from plant_tools.records.door import RecordsDoor
from plant_tools.tool import ToolError
from plant_ui.api.app import build_app
from plant_ui.cli.app import app
from records_files import write_csv
from upkeep import ALL

SAMPLE = Path(plant_copilot.sample_plant.__file__).parent / "fmea" / "fmea-brunnental.csv"
ENGLISH = (
    "Item",
    "Potential Failure Mode",
    "Effect(s)",
    "S",
    "Potential Cause(s)",
    "O",
    "Current Controls",
    "D",
    "RPN",
)

ROWS: list[tuple[str, ...]] = [
    ("Pump P-101", "Seal leaks", "Floor wet", "7", "Seal worn", "5", "Change yearly", "4", "140"),
    ("", "", "", "", "Dry running; cavitation", "3", "", "2", "42"),
    ("Pump P-102", "Seal leaks", "Floor wet", "9", "Wrong seal", "1", "", "", ""),
]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[RecordsDoor]:
    opened = RecordsDoor(shelf_of(tmp_path / "home"))
    yield opened
    opened.close()


@pytest.fixture
def fmea(door: RecordsDoor) -> Fmea:
    return Fmea(door, Principal("local"))


def sheet(tmp_path: Path, rows: list[tuple[str, ...]], headings: tuple[str, ...] = ENGLISH) -> Path:
    return write_csv(tmp_path / "pump.csv", rows, headings)


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (
            ("Funktion", "Mögliche Fehlerart", "Fehlerfolge", "B", "Fehlerursache", "A", "Entdeckungsmaßnahme", "E"),
            "de",
        ),
        (
            (
                "功能",
                "潜在失效模式",
                "潜在失效后果",
                "严重度(S)",
                "潜在失效起因",
                "频度(O)",
                "现行探测控制",
                "探测度(D)",
            ),
            "zh",
        ),
        (("功能", "潛在失效模式", "失效影響", "嚴重度", "失效原因", "發生度", "探測控制", "探測度"), "zh-Hant"),
    ],
)
def test_headings_in_german_and_chinese_are_recognised(
    fmea: Fmea, tmp_path: Path, headings: tuple[str, ...], row: str
) -> None:
    told = fmea.load(sheet(tmp_path, [(row, "mode", "effect", "7", "cause", "5", "look", "2")], headings))
    fields = ("function", "mode", "effect", "severity", "cause", "occurrence", "detecting", "detection")
    assert told["columns"] == dict(zip(fields, headings, strict=True))
    assert (told["loaded"], told["left_over"], told["warnings"]) == (1, [], [])


def test_what_stands_in_a_merged_cell_goes_on_below_it(fmea: Fmea, tmp_path: Path) -> None:
    fmea.load(sheet(tmp_path, ROWS))
    second = next(row for row in fmea.list()["rows"] if row["sheet_row"] == 3)
    assert (second["item"], second["mode"], second["severity"]) == ("Pump P-101", "Seal leaks", 7)
    assert (second["controls"], second["occurrence"]) == ("", 3)


def test_rows_that_cannot_be_used_are_named_with_their_reason(fmea: Fmea, tmp_path: Path) -> None:
    wrong = [*ROWS, ("", "Motor hot", "", "11", "Fan", "1", "", "", ""), ("", "Motor cold", "", "", "", "", "", "", "")]
    told = fmea.load(sheet(tmp_path, wrong))
    assert (told["rows"], told["loaded"]) == (5, 3)
    assert told["refused"] == [
        {"row": 5, "field": "severity", "reason": "'11' is no whole number from 1 to 10"},
        {"row": 6, "field": "cause", "reason": "no cause"},
    ]


def test_the_severest_come_first_and_rpn_only_if_asked(fmea: Fmea, tmp_path: Path) -> None:
    fmea.load(sheet(tmp_path, ROWS))
    plain, asked = fmea.list()["rows"], fmea.list(rpn=True)["rows"]
    assert [row["severity"] for row in plain] == [9, 7, 7]
    assert "rpn" not in plain[0]
    assert [row["rpn"] for row in asked] == [None, 140, 42]


def test_a_sheet_loaded_again_replaces_itself_and_can_be_forgotten(fmea: Fmea, tmp_path: Path) -> None:
    fmea.load(sheet(tmp_path, ROWS))
    assert fmea.load(sheet(tmp_path, ROWS[:1]))["replaced"] == 3
    assert fmea.forget("plant", file="pump.csv")["rows"] == 1
    with pytest.raises(UnknownFmea, match="No FMEA sheet"):
        fmea.forget("plant")


def test_a_sheet_without_a_column_of_causes_says_which_it_has(fmea: Fmea, tmp_path: Path) -> None:
    made = sheet(tmp_path, [("Seal leaks", "worn")], ("Failure mode", "Why so"))
    with pytest.raises(FmeaInvalid, match=r"recognised for cause; its columns are 'Failure mode', 'Why so'"):
        fmea.load(made)
    assert fmea.load(made, columns={"cause": "Why so"})["loaded"] == 1


def test_a_workbook_with_a_title_and_merged_cells_is_read(fmea: Fmea, tmp_path: Path) -> None:
    book = Workbook()
    page = book.active or book.create_sheet()
    for row in (("Process FMEA",), (), ENGLISH, *ROWS[:2]):
        page.append(row)
    page.merge_cells("B4:B5")
    book.save(tmp_path / "book.xlsx")
    told = fmea.load(tmp_path / "book.xlsx")
    assert (told["sheet"], told["loaded"]) == ("Sheet", 2)


def test_priorities_are_those_that_the_plant_loads(fmea: Fmea, tmp_path: Path) -> None:
    fmea.load(sheet(tmp_path, ROWS))
    assert {row["priority"] for row in fmea.list()["rows"]} == {""}
    fmea.load_priorities(write_csv(tmp_path / "ap.csv", [("7-10", "4-10", "1-10", "H")], ("S", "O", "D", "AP")))
    assert [row["priority"] for row in fmea.list()["rows"]] == ["", "H", ""]
    with pytest.raises(FmeaInvalid, match=r"row 2: severity is 'high'"):
        fmea.load_priorities(write_csv(tmp_path / "no.csv", [("high", "1", "1", "H")], ("S", "O", "D", "AP")))


def test_rows_that_fit_are_cited_with_the_query_that_gives_them(fmea: Fmea, door: RecordsDoor, tmp_path: Path) -> None:
    fmea.load(sheet(tmp_path, ROWS))
    found = FmeaRows(door, None)("the seal leaks", "P-101", ALL)
    assert [one.details["fmea_row"]["causes"] for one in found] == [["Seal worn"], ["Dry running", "cavitation"]]
    cited = found[0].citations[0]
    assert isinstance(cited, RecordsCitation)
    assert cited.record_ids == ("pump.csv, row 2",)
    with door().reading(ALL) as connection:
        assert connection.execute(text(cited.query)).mappings().one()["cause"] == "Seal worn"


def test_another_machine_or_another_failure_has_no_rows(fmea: Fmea, door: RecordsDoor, tmp_path: Path) -> None:
    fmea.load(sheet(tmp_path, ROWS))
    rows = FmeaRows(door, None)
    assert rows("the seal leaks", "K-110", ALL) == ()
    assert rows("wheels squeak", "P-101", ALL) == ()


def test_without_any_history_the_fmea_speaks_alone(fmea: Fmea, door: RecordsDoor, tmp_path: Path) -> None:
    fmea.load(sheet(tmp_path, ROWS))
    tool = RcaTool(door, None, foreseen=FmeaRows(door, None))
    found = tool.call({"symptom": "seal leaks", "asset": "P-101"}, Principal("a"))
    assert (found.gap, found.values["basis"]) == ("no coded orders; causes cannot be ranked", "none")
    assert found.values["combined"][0] == {"cause": "Seal worn", "score": 0.5, "sources": {"fmea": 0.5}}
    with pytest.raises(ToolError, match="No records are loaded"):
        tool.call({"symptom": "wheels squeak"}, Principal("a"))


@pytest.mark.slow
def test_the_sample_sheet_is_read_whole_and_stands_beside_history(tiny_home: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").symlink_to(tiny_home / "cache")
    with build_copilot(Settings.read({}, home=tmp_path)) as copilot:
        copilot.records.load(SAMPLE.parents[1] / "records" / "work-orders.csv", dataset="brunnental")
        assert copilot.fmea.load(SAMPLE)["refused"] == []
        _stand_apart(copilot)
        answer = copilot.ask("Was ist die wahrscheinlichste Ursache: Dichtung leckt an P-101?", language="de")
        assert "In einer FMEA: Dry running / Trockenlauf" in answer["answer"]


def _stand_apart(copilot: Copilot) -> None:
    found = copilot.causes("Dichtung leckt", asset="P-101", wait=True)
    assert [row["cause"] for row in found["fmea"]] == [
        "Seal faces worn / Gleitflächen verschlissen",
        "Dry running / Trockenlauf",
    ]
    sources = [set(one["sources"]) for one in found["combined"]]
    assert {"history"} in sources
    assert {"fmea"} in sources
    assert found["citations"][found["fmea"][0]["mark"] - 1]["record_ids"] == ["fmea-brunnental.csv, row 3"]
    begun = copilot.investigations.begin("P-101: Dichtung leckt", by="Anna")
    assert "fmea" in {one["source"] for one in begun["candidates"]}


def test_which_data_set_is_asked_for_where_there_are_two(fmea: Fmea, door: RecordsDoor, tmp_path: Path) -> None:
    with door().writing() as connection:
        for name in ("a", "b"):
            made = "INSERT INTO dataset (name, time_zone, created_utc) VALUES (:name, '', '2025-01-01')"
            connection.execute(text(made), {"name": name})
    with pytest.raises(WrongUse, match="more than one data set"):
        fmea.load(sheet(tmp_path, ROWS))


def test_command_line_and_http_load_and_list(tmp_path: Path) -> None:
    run, home, made = CliRunner(), ["--home", str(tmp_path / "home")], sheet(tmp_path, ROWS)
    assert "Loaded 3 of 3 rows of pump.csv into plant." in run.invoke(app, [*home, "fmea", "load", str(made)]).stdout
    assert "S 9  O 1  D -" in run.invoke(app, [*home, "fmea", "list"]).stdout
    assert json.loads(run.invoke(app, [*home, "fmea", "list", "--rpn", "--json"]).stdout)["rows"][1]["rpn"] == 140
    with (
        build_copilot(Settings.read({}, home=tmp_path / "home")) as copilot,
        TestClient(build_app(copilot), base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client,
    ):
        assert client.post("/api/fmea/load", json={"path": str(made)}).json()["replaced"] == 3
        assert len(client.get("/api/fmea", params={"asset": "", "rpn": True}).json()["rows"]) == 3
        assert client.delete("/api/fmea/plant").json()["rows"] == 3
        assert client.delete("/api/fmea/plant").status_code == 404
