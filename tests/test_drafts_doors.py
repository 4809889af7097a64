"""Drafts through every door: Python, the command line, HTTP and conversations, with one payload."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.errors import PlantError
from plant_tools.tool import ToolError
from plant_ui.api import drafts_models
from plant_ui.api.app import build_app
from plant_ui.chat.deciding import changed
from plant_ui.cli.app import app
from test_drafts_approval import HEAD, ROWS

TEXT = "report: P-101 leaks at the seal, down 20 min"


@pytest.fixture
def copilot(tmp_path: Path) -> Iterator[Copilot]:
    (tmp_path / "orders.csv").write_text(HEAD + ROWS)
    with build_copilot(Settings.read({}, home=tmp_path / "home")) as opened:
        opened.records.load(tmp_path / "orders.csv")
        yield opened


@pytest.fixture
def api(copilot: Copilot) -> TestClient:
    return TestClient(build_app(copilot), base_url="http://localhost", client=("127.0.0.1", 1))


def command(copilot: Copilot, *arguments: str, typed: str = "") -> tuple[int, str]:
    told = CliRunner().invoke(app, ["--home", str(copilot.settings.home), "drafts", *arguments], input=typed)
    if isinstance(told.exception, PlantError):
        return 1, str(told.exception)
    return told.exit_code, told.stdout


def held(copilot: Copilot) -> int:
    return int(copilot.records.datasets()["datasets"][0]["held"]["work_orders"])


def test_a_draft_is_the_same_through_every_door(copilot: Copilot, api: TestClient) -> None:
    made = copilot.drafts.create(TEXT, key="one", now="2025-01-10 07:30")
    status, printed = command(copilot, "new", TEXT, "--key", "one", "--json")
    assert (status, json.loads(printed)) == (0, made)
    assert api.post("/api/drafts", json={"text": TEXT, "key": "one"}).json() == made
    assert drafts_models.Draft.model_validate(made).draft == made["draft"]


def test_scripts_approve_with_a_name_and_nobody_is_asked_where_nobody_is(copilot: Copilot) -> None:
    draft = str(copilot.drafts.create(TEXT)["draft"])
    status, told = command(copilot, "approve", draft)
    assert (status, "Nobody is there to ask" in told) == (1, True)
    status, printed = command(copilot, "approve", draft, "--yes", "--by", "Kim", "--json")
    assert (status, json.loads(printed)["written"]) == (0, True)


def test_only_the_servers_own_machine_decides(copilot: Copilot, api: TestClient) -> None:
    draft = copilot.drafts.create(TEXT)["draft"]
    elsewhere = TestClient(build_app(copilot), base_url="http://localhost", client=("192.0.2.7", 1))
    assert elsewhere.post(f"/api/drafts/{draft}/approve", json={"by": "Eve"}).status_code == 403
    assert api.post(f"/api/drafts/{draft}/approve", json={"by": "Kim"}).json()["decided_by"] == "Kim"
    assert api.patch(f"/api/drafts/{draft}", json={"fields": {"priority": "1"}}).status_code == 409
    assert api.get("/api/drafts/99").status_code == 404


def test_no_tool_call_writes_or_approves(copilot: Copilot) -> None:
    draft = copilot.drafts.create(TEXT)["draft"]
    for arguments in ({"draft": draft}, {"state": "pending"}):
        copilot.tool("drafts", arguments)
    for arguments in ({"approve": draft}, {"draft": draft, "state": "approved", "by": "Kim"}, {"text": TEXT}):
        with pytest.raises(ToolError) if "state" not in arguments else pytest.raises(ToolError, match="by"):
            copilot.tool("drafts", arguments)
    assert (copilot.drafts.show(draft)["state"], held(copilot)) == ("pending", 2)


def test_a_conversation_drafts_changes_and_approves(copilot: Copilot) -> None:
    asked = copilot.ask(TEXT, thread="t")
    assert (asked["pending"]["choices"], held(copilot)) == (["approve", "edit", "reject"], 2)
    again = copilot.decide("t", "edit", {"priority": "1"})
    assert again["pending"]["fields"]["priority"] == "1"
    done = copilot.decide("t", "approve", {"decided_by": "Kim"})
    assert (done["pending"], held(copilot)) == (None, 3)
    assert "approved by Kim" in done["answer"]


def test_a_conversation_without_an_asset_cannot_be_approved(copilot: Copilot) -> None:
    asked = copilot.ask("Melde: die Pumpe P-109 leckt an der Dichtung", thread="t")
    assert asked["pending"]["choices"] == ["edit", "reject"]
    with pytest.raises(WrongUse):
        copilot.decide("t", "approve")
    assert "verworfen" in copilot.decide("t", "reject")["answer"]
    assert held(copilot) == 2


def test_an_export_runs_no_formula(copilot: Copilot) -> None:
    draft: dict[str, Any] = copilot.drafts.create("=HYPERLINK(1) P-101 leaks")
    order = copilot.drafts.approve(draft["draft"], by="Kim")["order"]
    row = next(csv.DictReader(io.StringIO(copilot.drafts.file("csv").decode("utf-8-sig"))))
    assert row["title"] == "'=HYPERLINK(1) P-101 leaks"
    assert row["description"].endswith(f"[{order}]")
    assert copilot.drafts.file("xlsx")[:2] == b"PK"


def test_typed_changes_are_read_field_by_field() -> None:
    present = {"priority": None, "asset_tag": "P-101", "title": "x"}
    typed = "priority = 1; asset_tag=K-7；title=\nnonsense = 2; hello"
    assert changed(typed, present) == {"priority": "1", "asset_tag": "K-7", "title": None}
