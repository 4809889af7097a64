"""Assets at a glance, from the sample plant's records and manuals, through Python, the command line and HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pymupdf
import pytest
import segno
from fastapi.testclient import TestClient
from PIL import Image
from typer.testing import CliRunner

from plant_copilot import Copilot
from plant_copilot.errors import UnknownAsset, WrongUse
from plant_copilot.settings import Settings
from plant_copilot.wiring import build_copilot
from plant_ui.api.app import build_app
from plant_ui.cli.app import app
from upkeep import ALL

ASSETS = "tag,name,class,maker,location\nP-101,Feed pump,pump,Nordhafen,H2\nP-101A,Its motor,motor,,H2\n"
ORDERS = """wo_id,asset,type,problem_code,cause,status,reported_at,finished_at,description,priority
1,P-101,corrective,SEAL,WEAR,closed,2024-01-03 08:00,2024-01-03 10:00,Seal leaks,2
2,P-101,corrective,SEAL,,closed,2024-03-03 08:00,2024-03-04 10:30,Seal leaks again,1
3,P-101,corrective,,,open,2024-05-01 06:00,,Loud at the drive end,1
4,P-101,preventive,,,closed,2024-04-01 06:00,2024-04-01 07:00,Oil changed,
5,P 101,corrective,,,closed,2024-04-02 06:00,2024-04-02 07:00,Leaks,
"""


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = tmp_path_factory.mktemp("assets")
    (home / "assets.csv").write_text(ASSETS)
    (home / "orders.csv").write_text(ORDERS)
    (home / "pump.md").write_text("# P-101 manual\n\nThe oil is changed every 2,000 h.\n")
    with build_copilot(Settings.read({}, home=home)) as copilot:
        copilot.ingest([home / "pump.md"], described={"assets": ["P-101"], "document": "P-101 manual"})
        for name in ("assets.csv", "orders.csv"):
            copilot.records.load(home / name, dataset="works")
        yield copilot


def test_open_orders_and_the_last_failures_stand_beside_each_other(plant: Copilot) -> None:
    record = plant.asset("P-101")["record"]
    assert [order["order"] for order in record["open_orders"]] == ["3"]
    assert [(one["order"], one["at"]) for one in record["failures"]] == [
        ("2", "2024-03-04 10:30"), ("1", "2024-01-03 10:00"),
    ]  # fmt: skip
    assert [one["cause"]["code"] for one in record["failures"]] == ["", "WEAR"]


def test_the_sql_of_a_card_gives_its_rows_again(plant: Copilot) -> None:
    found = plant.asset("P-101")["record"]
    with plant._records().reading(ALL) as connection:  # noqa: SLF001 - the database itself is asked
        rows = connection.exec_driver_sql(found["queries"]["failures"]).all()
    assert [row.source_id for row in rows] == [one["order"] for one in found["failures"]]


@pytest.mark.parametrize("written", ["p-101", "P_101", "p101"])
def test_a_tag_may_be_written_in_several_ways(plant: Copilot, written: str) -> None:
    assert plant.asset(written)["asset"] == "P-101"


def test_other_spellings_are_named_because_their_orders_are_not_shown(plant: Copilot) -> None:
    assert plant.asset("P-101")["also_written"] == ["P 101"]


def test_the_documents_about_an_asset_are_listed_with_it(plant: Copilot) -> None:
    assert [one["document"] for one in plant.asset("P-101")["documents"]] == ["P-101 manual"]


def test_an_unknown_asset_is_refused_with_those_like_it(plant: Copilot) -> None:
    with pytest.raises(UnknownAsset) as refused:
        plant.asset("P-102")
    assert "P-101" in refused.value.remedy


def test_the_code_on_a_label_opens_the_chat_on_its_asset(plant: Copilot) -> None:
    pdf = plant.labels("https://copilot.plant/chat", ["P-101"])
    with pymupdf.open("pdf", pdf) as document:
        page = document[0]
        assert "P-101" in page.get_text()
        assert "Feed pump" in page.get_text()
        printed = document.extract_image(page.get_images()[0][0])["image"]
    drawn = np.asarray(Image.open(BytesIO(printed)).convert("1").resize((35, 35)))
    wanted = segno.make("https://copilot.plant/chat/?asset=P-101", error="q").matrix_iter(border=1)
    assert drawn.tolist() == [[not dark for dark in row] for row in wanted]


def test_a_machine_whose_tag_is_written_in_two_ways_gets_one_label(plant: Copilot) -> None:
    with pymupdf.open("pdf", plant.labels("https://copilot.plant/chat")) as document:
        words = document[0].get_text().split()
    assert [word for word in words if word.startswith("P-")] == ["P-101", "P-101A"]


def test_a_label_needs_an_address_that_a_phone_can_reach(plant: Copilot) -> None:
    with pytest.raises(WrongUse, match="no address"):
        plant.labels("copilot.plant")


def test_http_returns_what_python_does(plant: Copilot) -> None:
    browser = TestClient(build_app(plant), base_url="http://127.0.0.1", client=("127.0.0.1", 1))
    assert browser.get("/api/assets/P-101").json() == plant.asset("P-101")
    assert browser.get("/api/assets").json() == plant.assets()
    assert browser.get("/api/assets/P-999").status_code == 404


def test_the_command_shows_an_empty_list_and_says_what_to_do(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["--home", str(tmp_path), "assets"])
    assert "records load" in told.stdout
    empty = CliRunner().invoke(app, ["--home", str(tmp_path), "assets", "--json"])
    assert json.loads(empty.stdout) == {"assets": []}
