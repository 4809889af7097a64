"""Similar cases: past orders that say what somebody says now, with real vectors, records and index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from databases import database_of, pasted
from plant_copilot import Copilot, Settings, build_copilot
from plant_tools.cases.texts import OrderText, pieces
from plant_tools.cases.wording import asks_for_cases, case_in
from plant_tools.tool import ToolError
from plant_ui.cli.similar import wait_for_all
from records_files import write_csv

HEADINGS = ("wo_id", "asset", "asset name", "description", "type", "finished", "problem code", "problem text", "cost")
ORDERS = (
    ("1", "P-101", "CIP pump", "Motorlager laut, Lager ersetzt", "CM", "2024-02-03", "BRG", "Bearing failure", "90"),
    ("2", "P-101", "CIP pump", "Motorlager laut, Lager ersetzt", "CM", "2025-02-03", "BRG", "Bearing failure", "80"),
    ("3", "FL-303", "Filler", "Filling valve drips after closing", "CM", "2024-05-01", "VALVE", "Does not close", "70"),
    ("4", "LB-305", "Labeller", "输送带打滑，已更换皮带", "CM", "2024-06-01", "BELT", "Belt slipping", "60"),
    ("5", "K-110", "Compressor", "Verschraubung undicht, nachgezogen", "CM", "2024-07-01", "LEAK", "Air leak", "50"),
    ("6", "CH-115", "Chiller", "Sensor failure", "CM", "2024-08-01", "SENS", "Sensor failure", "40"),
)


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = tmp_path_factory.mktemp("similar")
    (home / "cache").symlink_to(tiny_home / "cache")
    with build_copilot(Settings.read({}, home=home)) as opened:
        opened.records.load(write_csv(home / "orders.csv", ORDERS, HEADINGS))
        yield opened


@pytest.mark.parametrize(
    ("question", "case"),
    [
        ("Has this happened before? Pump P-101 loud and hot", "Pump P-101 loud and hot"),
        ("Gab es das schon einmal: Pumpe laut und heiß?", "Pumpe laut und heiß"),
        ("以前出现过P-101异响发热吗？", "P-101异响发热"),
        ("標籤卡在切刀，以前有過嗎？", "标签卡在切刀"),
    ],
)
def test_a_question_for_past_cases_is_told_from_what_happened(question: str, case: str) -> None:
    assert asks_for_cases(question)
    assert case_in(question) == case


@pytest.mark.parametrize(
    "question",
    ["What does E0451 mean?", "Was ist vor dem Öffnen zu tun?", "更换过滤器以前要做什么", "Isolate before opening?"],
)
def test_other_questions_are_not_taken_for_one_of_past_cases(question: str) -> None:
    assert not asks_for_cases(question)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("灌装阀关闭后滴漏", "3"),
        ("Füllventil tropft nach dem Schließen", "3"),
        ("conveyor belt slips", "4"),
        ("接头漏气", "5"),
    ],
)
def test_an_order_is_found_from_another_language(copilot: Copilot, text: str, order: str) -> None:
    assert copilot.similar(text, wait=True)["cases"][0]["order"] == order


def test_orders_with_one_text_are_one_case_told_by_the_newest(copilot: Copilot) -> None:
    found = copilot.similar("Motor bearing of P-101 is loud", wait=True)
    case = found["cases"][0]
    assert (case["order"], case["orders"], case["date"], case["where"]) == ("2", 2, "2025-02-03", "asset")
    assert found["citations"][case["mark"] - 1]["record_ids"] == ["2", "1"]


def test_the_codes_of_similar_orders_are_counted_by_sql_that_counts_them_again(copilot: Copilot) -> None:
    found = copilot.similar("Lager an P-101 laut", limit=1, wait=True)
    together = found["together"][0]
    rows = pasted(database_of(copilot.settings.home), found["citations"][together["mark"] - 1]["query"])
    assert together["closed"]["problem"] == [["BRG", "Bearing failure", 2]]
    assert [(row[0], row[-1]) for row in rows] == [("BRG", 2)]


def test_a_text_that_repeats_its_code_is_marked(copilot: Copilot) -> None:
    case = copilot.similar("Sensor failure at CH-115", wait=True)["cases"][0]
    assert case["order"] == "6"
    assert case["templated"]


def test_where_nothing_is_like_it_that_is_said_with_what_was_compared(copilot: Copilot) -> None:
    found = copilot.similar("员工滑倒受伤", wait=True)
    assert found["cases"] == []
    assert found["gap"] == "no order like it among 6 orders with 5 texts"


def test_forgotten_records_are_not_found_and_new_ones_are(copilot: Copilot, tmp_path: Path) -> None:
    rows = [("9", "X-9", "Mixer", "Agitator shaft bent", "CM", "2024-01-01", "SHAFT", "Shaft bent", "5")]
    copilot.records.load(write_csv(tmp_path / "more.csv", rows, HEADINGS), dataset="other")
    assert copilot.similar("The shaft of the agitator is bent", dataset="other", wait=True)["cases"][0]["order"] == "9"
    copilot.records.forget("other")
    with pytest.raises(ToolError, match="no data set 'other'"):
        copilot.similar("The shaft of the agitator is bent", dataset="other", wait=True)


def test_wrong_arguments_are_named(copilot: Copilot) -> None:
    with pytest.raises(ToolError, match="limit is 0"):
        copilot.similar("pump", limit=0)
    with pytest.raises(ToolError, match="1 to 2,000 characters"):
        copilot.similar(" ")


def test_endings_and_compounds_share_most_of_their_pieces() -> None:
    assert len(set(pieces("Motorlager")) & set(pieces("Lager"))) >= 2
    assert pieces("E0451") == ["e0451"]


def test_a_title_that_the_description_repeats_is_said_once() -> None:
    assert OrderText("Pump leaks", "Pump leaks at the seal").text == "Pump leaks at the seal"


def test_waiting_tells_how_many_texts_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    found = iter([{"together": [{"uncompared": rest, "texts": 300}]} for rest in (172, 44, 0)])
    wait_for_all(lambda: next(found))
    assert capsys.readouterr().err.splitlines() == [
        "Comparing past orders: 128 of 300",
        "Comparing past orders: 256 of 300",
    ]
