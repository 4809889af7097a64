"""Machine selection through chat, HTTP and command line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from copies import copy_home
from plant_copilot import Copilot
from plant_copilot.settings import Settings
from plant_copilot.wiring import build_copilot
from plant_tools.layout.sample import SAMPLE as PLANT
from plant_tools.phrases import SPOKEN
from plant_tools.selection.errors import SelectionUnreadable
from plant_tools.selection.reading import brief_of
from plant_tools.selection.what_if import Change, read_change
from plant_ui.api.app import build_app
from plant_ui.cli.app import app

Json = dict[str, Any]
OIL = {"document": "GR-12 gearbox", "page": 1, "quote": "Use 2.5 l of CLP 220."}


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("selection") / "home")
    with build_copilot(Settings.read({}, home=home)) as opened:
        yield opened


def brief(**more: Any) -> Json:
    gear = {"id": "GR-12", "operations": ["mill"], "cycle": 100, "size": [2000, 1000, 1500], "price": 1000}
    return {
        "products": [{"id": "P", "demand": 100_000, "route": [{"operation": "mill"}]}],
        "operations": [{"id": "mill", "replaces": "CP-303"}],
        "candidates": [gear | {"tools": {"value": 2.5, "cite": OIL}}, gear | {"id": "dear", "price": 9000}],
    } | more


def test_the_chat_tells_the_latest_selection_with_its_proof(copilot: Copilot) -> None:
    assert "plant-copilot select FILE" in copilot.ask("Which machine should we buy?", language="en")["answer"]
    made = copilot.select(brief(criteria=[{"id": "investment", "better": "less", "weight": 1}]))
    assert [cell["state"] for cell in made["datasheet"]] == ["proven"]
    told = copilot.ask("Welche Maschine sollen wir kaufen?", language="de")
    assert "GR-12" in told["answer"]
    assert {citation["kind"] for citation in told["citations"]} == {"selection", "page"}
    assert "台" in copilot.ask("显示设备选型结果", language="zh-Hans")["answer"]


def test_a_question_of_spare_parts_is_left_to_others(copilot: Copilot) -> None:
    assert "selection" not in copilot.ask("Which oil should we use for GR-12?", language="en")["tools"]


def test_http_selects_keeps_and_names_what_is_wrong(copilot: Copilot) -> None:
    with TestClient(build_app(copilot), base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        made = client.post("/api/selections", json={"brief": brief()}).json()
        assert client.get(f"/api/selections/{made['number']}").json() == made
        assert client.get("/api/selections").json()["selections"][0]["chosen"] == {"mill": ["dear", 2]}
        assert client.get("/api/selections/99").status_code == 404
        wrong = client.post("/api/selections", json={"brief": brief(operations=[{"id": "turn"}])})
        assert wrong.status_code == 422
        assert "there is no 'mill'; there are turn" in wrong.json()["detail"]


def test_the_command_prints_formulas_and_writes_the_layout(tmp_path: Path) -> None:
    file, plant, out = tmp_path / "brief.json", tmp_path / "plant.json", tmp_path / "out"
    file.write_text(json.dumps(brief()))
    plant.write_text(json.dumps(PLANT))
    home = ["--home", str(tmp_path / "home"), "select"]
    done = CliRunner().invoke(app, [*home, str(file), "--layout", str(plant), "--out", str(out)])
    assert "N = ceil(1.63) = 2" in done.stdout
    assert "not in the library: GR-12 gearbox is not there" in done.stdout
    items = {item["id"]: item for item in json.loads((out / "plant.json").read_text())["items"]}
    assert (items["CP-303"]["count"], items["CP-303"]["size"]) == (2, [2000, 1000, 1500])
    assert json.loads(CliRunner().invoke(app, [*home, "--json"]).stdout)["number"] == 1


def test_the_template_can_be_selected_from(tmp_path: Path) -> None:
    file = tmp_path / "brief.yaml"
    file.write_text(CliRunner().invoke(app, ["select", "template"]).stdout, encoding="utf-8")
    done = CliRunner().invoke(app, ["--home", str(tmp_path / "home"), "select", str(file), "--json"])
    told = json.loads(done.stdout)
    assert told["operations"][0]["chosen"] == "KR-24"
    assert told["weights"]["consistency_ratio"] < 0.1


def test_the_tool_answers_typed_arguments_with_evidence(copilot: Copilot) -> None:
    found = copilot.tool("selection", {"brief": brief()})
    assert found["evidence"][0]["unit"] == "EUR/part"
    assert found["citations"][0]["file"].startswith("selection-")


def test_why_a_machine_is_out_is_told_in_the_language_of_the_question(copilot: Copilot) -> None:
    made = brief(operations=[{"id": "mill", "height": 1400}])
    copilot.select(made)
    assert "Höhe: 1500 mm > 1400 mm" in copilot.ask("Zeig die Maschinenauswahl", language="de")["answer"]
    assert "高度：1500 mm > 1400 mm" in copilot.ask("显示设备选型结果", language="zh-Hans")["answer"]
    assert "mill：沒有候選設備" in copilot.ask("顯示設備選型結果", language="zh-Hant")["answer"]


def test_every_reason_has_words_in_all_languages() -> None:
    phrases = yaml.safe_load(resources.files("plant_tools.selection").joinpath("reasons.yaml").read_text("utf-8"))
    for key, said in phrases.items():
        named = {language: sorted(re.findall(r"{(\w+)}", text)) for language, text in said.items()}
        assert set(named) == set(SPOKEN), key
        assert len({tuple(words) for words in named.values()}) == 1, key


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("What if demand of P doubles?", Change("demand", "P", 2.0)),
        ("Was wäre, wenn die Nachfrage um 20 % sinkt?", Change("demand", "", 0.8)),
        ("What if we run three shifts?", Change("shifts", "", 3.0)),
        ("im 2-Schichtbetrieb", Change("shifts", "", 2.0)),
        ("如果两班生产呢", Change("shifts", "", 2.0)),
        ("What if cost counts twice as much?", Change("weight", "cost_per_part", 2.0)),
        ("如果成本的权重减半", Change("weight", "cost_per_part", 0.5)),
        ("What if we mix two types of machines?", Change("mix", "", 1.0)),
        ("Was wäre, wenn wir die Maschinen kombinieren?", Change("mix", "", 1.0)),
        ("如果两种设备搭配使用呢？", Change("mix", "", 1.0)),
        ("Which oil do we use?", None),
    ],
)
def test_what_if_is_read_in_three_languages(text: str, change: Change | None) -> None:
    assert read_change(text, brief_of(brief())) == change


def test_a_mix_is_the_same_at_every_door(copilot: Copilot) -> None:
    old = {"id": "old", "operations": ["mill"], "cycle": 100, "size": [2000, 1000, 1500], "price": 1000, "most": 1}
    pair = [old, old | {"id": "new", "price": 3000, "cycle": 80, "most": 2}]
    with TestClient(build_app(copilot), base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        made = client.post("/api/selections", json={"brief": brief(candidates=pair)}).json()
    assert "1 x old + 1 x new together would cost" in made["notices"][0]
    told = copilot.ask("Was wäre, wenn wir zwei Maschinentypen mischen?", language="de")["answer"]
    assert "**1 x old + 1 x new**" in told
    kept = copilot.selection()
    assert [part["count"] for part in kept["operations"][0]["machines"]] == [1, 1]
    assert [item["id"] for item in kept["items"]] == ["CP-303", "new"]
    shown = CliRunner().invoke(app, ["--home", str(copilot.settings.home), "select"]).stdout
    assert "mill: 1 x old + 1 x new" in shown
    assert copilot.tool("selection", {"brief": kept["brief"]})["evidence"][0]["statement"].startswith(
        "For mill, 1 x old + 1 x new cost"
    )


def test_what_if_selects_again_and_keeps_both(copilot: Copilot) -> None:
    first = copilot.select(brief(shifts={"per_day": 1}))
    assert first["operations"][0]["count"] == 2
    told = copilot.ask("What if we run two shifts?", language="en")
    assert f"Before (selection {first['number']}): mill 2 x dear" in told["answer"]
    assert copilot.selection()["operations"][0]["count"] == 1
    assert copilot.selection(first["number"])["operations"][0]["count"] == 2
    with pytest.raises(SelectionUnreadable, match="more than a day"):
        copilot.select_what_if("four shifts", first["number"])
    with pytest.raises(SelectionUnreadable, match="nothing that can be changed"):
        copilot.select_what_if("paint it red")
