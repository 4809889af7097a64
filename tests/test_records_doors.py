"""Records through every door: Python, the command line, HTTP, with one payload; and the example of the how-to."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from plant_copilot import Copilot, Settings, build_copilot
from plant_knowledge_ingest.errors import PlantError
from plant_ui.api import records_models
from plant_ui.api.app import build_app
from plant_ui.cli.app import app
from records_files import ORDERS, write_csv

HOW_TO = Path(__file__).parents[1] / "docs" / "how-to" / "records.md"


@pytest.fixture
def copilot(tmp_path: Path) -> Iterator[Copilot]:
    with build_copilot(Settings.read({}, home=tmp_path / "home")) as opened:
        yield opened


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "orders.csv", [*ORDERS, ("WO-4", "", "no asset", "CM", "", "", "", "")])


@pytest.fixture
def api(copilot: Copilot) -> TestClient:
    return TestClient(build_app(copilot), base_url="http://localhost", client=("127.0.0.1", 1))


def command(home: Path, *arguments: str) -> tuple[int, str, str]:
    told = CliRunner().invoke(app, ["--home", str(home), "records", *arguments])
    return told.exit_code, told.stdout, told.stderr


def timeless(report: dict[str, Any]) -> dict[str, Any]:
    return report | {"seconds": 0}


def test_the_report_of_a_load_is_that_of_the_interface(copilot: Copilot, orders: Path) -> None:
    report = copilot.records.load(orders)
    assert {name: report[name] for name in ("rows", "loaded", "refused_rows", "warnings")} == {
        "rows": 4,
        "loaded": 3,
        "refused_rows": 1,
        "warnings": [],
    }
    reason = "it names no asset_tag or asset_name or location_code or location_name"
    assert report["refused"] == [{"row": 5, "field": "asset_tag", "reason": reason}]
    assert report["mapping"]["columns"]["finished"] == "finished_at"


def test_python_command_line_and_http_tell_the_same(
    api: TestClient, copilot: Copilot, orders: Path, tmp_path: Path
) -> None:
    over_http = api.post("/api/records/load", json={"path": str(orders)}).json()
    status, printed, _ = command(tmp_path / "other", "load", str(orders), "--json")
    assert status == 0
    assert timeless(json.loads(printed)) == timeless(over_http)
    assert api.get("/api/records/check").json() == copilot.records.check()
    assert api.get("/api/records/datasets").json() == copilot.records.datasets()
    proposed = api.post("/api/records/propose", json={"path": str(orders)}).json()
    assert proposed == copilot.records.propose(orders)


def test_what_http_returns_is_what_it_describes(api: TestClient, orders: Path) -> None:
    records_models.Loaded.model_validate(api.post("/api/records/load", json={"path": str(orders)}).json())
    records_models.Proposal.model_validate(api.post("/api/records/propose", json={"path": str(orders)}).json())
    records_models.Checked.model_validate(api.get("/api/records/check").json())
    records_models.Datasets.model_validate(api.get("/api/records/datasets").json())
    records_models.ForgottenDatasets.model_validate(api.delete("/api/records/datasets/plant").json())


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/api/records/load", {"path": "orders.csv"}, 422),
        ("POST", "/api/records/load", {"path": "/no/such/orders.csv"}, 422),
        ("POST", "/api/records/load", {"path": "/x.csv", "mapping": {"columns": {"a": "nothing"}}}, 422),
        ("GET", "/api/records/check?dataset=nowhere", None, 404),
        ("DELETE", "/api/records/datasets/nowhere", None, 404),
    ],
)
def test_a_request_that_cannot_be_answered_is_a_problem_with_a_remedy(
    api: TestClient, method: str, path: str, body: dict[str, Any] | None, status: int
) -> None:
    answer = api.request(method, path, json=body)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.json()["detail"]


def test_another_machine_may_look_but_not_load_or_forget(copilot: Copilot, orders: Path) -> None:
    elsewhere = TestClient(build_app(copilot), base_url="http://localhost", client=("192.0.2.1", 1))
    assert elsewhere.post("/api/records/load", json={"path": str(orders)}).status_code == 403
    assert elsewhere.delete("/api/records/datasets/plant").status_code == 403
    assert elsewhere.get("/api/records/datasets").json() == {"datasets": []}


def test_a_forgotten_data_set_is_gone_with_all_its_rows(copilot: Copilot, orders: Path) -> None:
    copilot.records.load(orders, dataset="north")
    held = {"work_orders": 3, "assets": 2}
    assert copilot.records.forget("north") == {"forgotten": [{"dataset": "north", "held": held}]}
    assert copilot.records.datasets() == {"datasets": []}


@pytest.mark.parametrize(
    "arguments", [{"dataset": " "}, {"mapping": {"columns": {"wo_id": "source_id"}, "table": "x"}}]
)
def test_arguments_that_cannot_be_meant_are_refused(copilot: Copilot, orders: Path, arguments: dict[str, Any]) -> None:
    with pytest.raises(PlantError, match=r"needs a name|table is 'x'"):
        copilot.records.load(orders, **arguments)


def test_a_proposal_printed_is_a_mapping_that_can_be_given_back(orders: Path, tmp_path: Path) -> None:
    _, printed, _ = command(tmp_path, "load", str(orders), "--propose")
    (tmp_path / "map.yaml").write_text(printed, encoding="utf-8")
    status, printed, _ = command(tmp_path, "load", str(orders), "--mapping", str(tmp_path / "map.yaml"))
    assert (status, printed.splitlines()[0][:46]) == (0, "3 of 4 rows loaded into work_orders of 'plant'")


def test_an_option_says_what_a_date_is(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "o.csv", [("1", "P-101", "seal", "03/04/2025")], ("id", "asset", "text", "finished"))
    assert command(tmp_path, "load", str(file))[0] == 1
    status, printed, _ = command(tmp_path, "load", str(file), "--date-order", "mdy", "--json")
    assert (status, json.loads(printed)["mapping"]["date_order"]) == (0, "mdy")


def test_a_file_of_which_nothing_can_be_loaded_fails_with_one_line(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "o.csv", [("1", "", "", "", "", "", "", "")])
    status, _, error = command(tmp_path, "load", str(file))
    assert status == 1
    assert re.fullmatch(r"plant-copilot: Nothing was loaded: row 2, asset_tag: .+\.\n", error)


def test_records_can_be_loaded_while_another_process_has_the_home_open(copilot: Copilot, orders: Path) -> None:
    assert copilot.records.datasets() == {"datasets": []}
    status, _, _ = command(copilot.settings.home, "load", str(orders))
    assert status == 0
    assert [one["held"]["work_orders"] for one in copilot.records.datasets()["datasets"]] == [3]


def test_the_records_lie_where_the_setting_says(tmp_path: Path, orders: Path) -> None:
    url = f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"
    with build_copilot(Settings.read({"PLANT_RECORDS": url}, home=tmp_path / "home")) as copilot:
        copilot.records.load(orders)
    assert (tmp_path / "elsewhere.sqlite").exists()
    assert not (tmp_path / "home" / "records").exists()


def test_the_example_of_the_documentation_prints_what_it_says(tmp_path: Path) -> None:
    text = HOW_TO.read_text(encoding="utf-8").partition("<!-- executed")[2]
    example, wanted = re.findall(r"```\n(.*?)```", text, re.DOTALL)[:2]
    (tmp_path / "auftraege.csv").write_text(example, encoding="cp1252")
    _, printed, _ = command(tmp_path, "load", str(tmp_path / "auftraege.csv"))
    told = [re.sub(r" in [\d.]+ s$", "", line) for line in printed.splitlines()]
    assert [line for line in told if "taken for cp1252" not in line] == wanted.splitlines()


def test_the_command_line_starts_without_the_database() -> None:
    import subprocess

    code = "import sys, plant_ui.cli.app; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert {"sqlalchemy", "sqlmodel", "alembic", "openpyxl"}.isdisjoint(loaded)


def test_a_preview_says_what_loading_would_do_and_writes_nothing(copilot: Copilot, orders: Path) -> None:
    copilot.records.load(write_csv(orders.with_name("assets.csv"), [("P-101", "Pump")], ("tag", "name")))
    before = copilot.records.datasets()
    seen = copilot.records.preview(orders)
    assert copilot.records.datasets() == before
    first, *_, last = seen["rows"]
    assert (first["cells"]["finished"], first["read"]["finished_at"]) == ("2025-02-03 09:40", "2025-02-03 09:40:00")
    assert (last["read"], last["reason"]) == (
        None,
        "it names no asset_tag or asset_name or location_code or location_name",
    )
    assert seen["unlisted"] == [{"field": "asset_tag", "count": 1, "rows": 1, "values": ["FL-303"]}]
    loaded = copilot.records.load(orders, mapping=seen["mapping"])
    assert timeless(loaded) == timeless(seen["report"])


def test_a_preview_asks_what_nothing_in_the_file_decides(copilot: Copilot, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "o.csv", [("1", "P-101", "seal", "03/04/2025")], ("id", "asset", "text", "finished"))
    asked = copilot.records.preview(file)
    assert (asked["report"], asked["rows"][0]["read"]) == (None, None)
    assert "may be read in two ways" in asked["problem"]["text"]
    said = copilot.records.preview(file, mapping=asked["mapping"], date_order="dmy")
    assert (said["problem"], said["rows"][0]["read"]["finished_at"]) == (None, "2025-04-03 00:00:00")
    assert copilot.records.preview(file, table="parts")["problem"]["text"].startswith("No column was recognised for")


def test_a_preview_and_orders_are_the_same_through_every_door(api: TestClient, copilot: Copilot, orders: Path) -> None:
    over_http = api.post("/api/records/preview", json={"path": str(orders)}).json()
    records_models.Preview.model_validate(over_http)
    status, printed, _ = command(copilot.settings.home, "preview", str(orders), "--json")
    assert (status, without_seconds(json.loads(printed))) == (0, without_seconds(over_http))
    copilot.records.load(orders)
    shown = api.get("/api/records/orders", params={"id": ["WO-1", "WO-9"]}).json()
    assert json.loads(command(copilot.settings.home, "show", "WO-1", "WO-9", "--json")[1]) == shown
    assert (shown["orders"][0]["file"], shown["orders"][0]["row"], shown["missing"]) == ("orders.csv", 2, ["WO-9"])


def without_seconds(seen: dict[str, Any]) -> dict[str, Any]:
    return seen | {"report": timeless(seen["report"])}


def test_a_sent_file_is_looked_at_and_given_up(api: TestClient, copilot: Copilot, orders: Path) -> None:
    sent = api.post("/api/records/files", files={"file": ("../orders.csv", orders.read_bytes())})
    path = sent.json()["path"]
    assert (sent.status_code, Path(path).name) == (201, "orders.csv")
    assert api.post("/api/records/preview", json={"path": path}).json()["report"]["inserted"] == 3
    assert api.delete("/api/records/files", params={"path": str(copilot.settings.home)}).status_code == 422
    assert api.delete("/api/records/files", params={"path": path}).json() == {"removed": [path]}
    assert not Path(path).parent.exists()


def test_rights_are_set_and_shown_by_every_door_and_entered_in_the_audit_log(
    copilot: Copilot, api: TestClient, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "orders.csv", ORDERS)
    api.post("/api/records/load", json={"path": str(file), "dataset": "linz", "groups": ["everyone"], "site": "Linz"})
    wanted = {"dataset": "linz", "groups": ["maintenance", "everyone"], "site": ""}
    told = api.put("/api/records/rights", json=wanted).json()
    assert told == {"dataset": "linz", "rights": ["everyone", "maintenance"], "site": "", "row_groups": []}
    assert api.get("/api/records/rights", params={"dataset": "linz"}).json() == copilot.records.rights("linz") == told
    assert command(tmp_path / "home", "rights", "linz", "--site", "Linz")[0] == 0
    shown = "linz: seen by everyone, maintenance at Linz\n"
    assert command(tmp_path / "home", "rights", "linz")[1] == shown
    assert [one["subject"] for one in copilot.audit.list()["entries"] if one["what"] == "rights of records set"]
    assert api.put("/api/records/rights", json={"dataset": "linz", "groups": []}).status_code == 422
    assert "not for you to see" in command(tmp_path / "home", "load", str(file), "--dataset", "x", "--groups", "hr")[1]
