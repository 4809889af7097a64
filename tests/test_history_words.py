"""Questions about the history in words: dates, names, figures, and what is asked back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from asked_plant import sample_records, tool_of
from databases import records_of
from plant_evals.history import is_right, read_asked, run_words
from plant_evals.made_plant import write_made_plant
from plant_knowledge_ingest.principal import Principal
from plant_tools.history.tool import HistoryTool
from plant_tools.history.words.asking import Asking
from plant_tools.history.words.moments import periods
from plant_tools.history.words.reading import Clarification, NoHistory, Understood
from plant_tools.history.words.sentence import Sentence
from plant_tools.records.load import load
from upkeep import ALL

CASES = Path(__file__).parents[1] / "evals" / "plant_evals" / "cases" / "history.jsonl"
TODAY = date(2024, 8, 15)


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HistoryTool]:
    store = sample_records(tmp_path_factory.mktemp("asked"))
    yield tool_of(store)
    store.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HistoryTool]:
    folder = tmp_path_factory.mktemp("made")
    store = records_of(folder)
    for path in write_made_plant(folder):
        load(store, path, dataset="pressshop")
    yield tool_of(store)
    store.close()


@pytest.fixture
def asking(tool: HistoryTool) -> Asking:
    return tool.asking


def query(asking: Asking, question: str, language: str = "en") -> dict[str, Any]:
    read = asking.read(question, language, TODAY, ALL)
    assert isinstance(read, Understood), read
    return dict(read.query)


# Dates and stretches of time


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("how many in 2015?", "2015-01-01", "2015-12-31"),
        ("between 2013 and 2015", "2013-01-01", "2015-12-31"),
        ("vom 01.01.2013 bis 31.12.2016 an", "2013-01-01", "2016-12-31"),
        ("2013-01-01 至 2016-12-31 期间", "2013-01-01", "2016-12-31"),
        ("过去30天", "2024-07-17", "2024-08-15"),
        ("in den letzten drei Monaten", "2024-05-16", "2024-08-15"),
        ("im dritten Quartal 2022", "2022-07-01", "2022-09-30"),
        ("2021年第三季度", "2021-07-01", "2021-09-30"),
        ("2021年上半年", "2021-01-01", "2021-06-30"),
        ("seit März 2022", "2022-03-01", None),
        ("since 5 March 2021", "2021-03-05", None),
        ("after March 5, 2021", "2021-03-06", None),
        ("2015年以来", "2015-01-01", None),
        ("Stand 31.12.2020: wann", None, "2020-12-31"),
        ("截至 2020-12-31", None, "2020-12-31"),
        ("before 2021", None, "2020-12-31"),
        ("until the end of 2022", None, "2022-12-31"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("letzte Woche", "2024-08-05", "2024-08-11"),
        ("上个月", "2024-07-01", "2024-07-31"),
        ("last year in March", "2023-03-01", "2023-03-31"),
        ("from January to March 2021", "2021-01-01", "2021-03-31"),
        ("2022年3月至5月", "2022-03-01", "2022-05-31"),
        ("in May", "2024-05-01", "2024-05-31"),
        ("KW 12 2021", "2021-03-22", "2021-03-28"),
        ("two weeks ago", "2024-08-01", "2024-08-01"),
        ("2013-2015", "2013-01-01", "2015-12-31"),
    ],
)
def test_a_stretch_of_time_is_read_as_it_is_meant(question: str, since: str | None, until: str | None) -> None:
    found = [piece.value for piece in periods(Sentence.of(question), TODAY, "en")]
    assert [(p.since and p.since.isoformat(), p.until and p.until.isoformat()) for p in found] == [(since, until)]


@pytest.mark.parametrize("question", ["2021-13-40", "within 30 days", "the last day", "it took 2015 hours", "P-2015"])
def test_what_is_no_stretch_of_time_is_not_taken_for_one(question: str) -> None:
    assert periods(Sentence.of(question), TODAY, "en") == []


def test_a_date_that_may_be_two_is_asked_back(asking: Asking) -> None:
    read = asking.read("How often did P-101 fail since 03/04/2022?", "en", TODAY, ALL)
    assert read == Clarification("which_date", ("2022-04-03", "2022-03-04"))


# Names


@pytest.mark.parametrize(
    ("question", "assets"),
    [
        ("How often did p101 fail?", ["P-101"]),
        ("How often did P 101 fail?", ["P-101"]),
        ("How often did FL-303 fail?", ["FL-303", "FL 303"]),  # both spellings are on record
        ("Wie oft ist der Palettierer ausgefallen?", ["PL-307"]),
        ("码垛机故障了多少次？", ["PL-307"]),
        ("碼垛機故障了多少次？", ["PL-307"]),
        ("How often did the air compressor fail?", ["Air compressor"]),
        ("How often did P-999 fail?", ["P-999"]),  # the tool says that there is none
        ("availability of XY-1", ["XY-1"]),
    ],
)
def test_assets_are_found_however_they_are_written(asking: Asking, question: str, assets: list[str]) -> None:
    assert query(asking, question)["assets"] == assets


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("How many orders with BRG?", ["Bearing failure"]),
        ("Wie viele Lagerschäden gab es?", ["Bearing failure"]),
        ("轴承故障有多少次？", ["Bearing failure"]),
        ("How often was the seal of P-101 leaking?", ["Seal leaking"]),
        ("How often did alarm E0451 occur?", ["E0451"]),
    ],
)
def test_codes_are_found_by_key_and_by_what_they_mean(asking: Asking, question: str, codes: list[str]) -> None:
    assert query(asking, question)["codes"] == codes


def test_a_word_in_small_letters_is_no_code_of_letters(asking: Asking) -> None:
    assert "codes" not in query(asking, "How many orders say 'heat' in the text?")


def test_a_class_with_several_assets_is_asked_back(made: HistoryTool) -> None:
    read = made.asking.read("When did the press last fail?", "en", TODAY, ALL)
    assert isinstance(read, Clarification)
    assert read.choices == ("PR-01 Press 1", "PR-02 Press 2", "PR-03 Press 3")


def test_a_number_that_no_asset_has_is_kept_so_that_the_tool_can_refuse_it(made: HistoryTool) -> None:
    asked = query(made.asking, "Wann ist Presse 9 zuletzt ausgefallen?", "de")
    finding = made.call(asked, Principal("local"))
    assert (finding.refusal, finding.evidence) == ("unknown_asset", ())
    assert "Press 1" in finding.exists


def test_columns_of_the_plant_are_grouped_and_filtered_by(made: HistoryTool) -> None:
    assert query(made.asking, "How many failures per Schicht?")["group_by"] == ["Schicht"]
    night = query(made.asking, "How many failures on the shift Nacht?")
    assert night["where"] == [{"field": "Schicht", "one_of": ["Nacht"]}]


def test_of_two_data_sets_the_one_that_is_named_or_knows_the_asset_is_asked(tmp_path: Path) -> None:
    store = sample_records(tmp_path)
    load(store, write_made_plant(tmp_path)[0], dataset="pressshop")
    asking = tool_of(store).asking
    assert query(asking, "How many failures were there on Press 1?")["dataset"] == "pressshop"
    assert query(asking, "How many failures in pressshop in 2023?")["dataset"] == "pressshop"
    back = asking.read("How many failures were there in 2023?", "en", TODAY, ALL)
    assert back == Clarification("which_dataset", ("brunnental", "pressshop"))
    store.close()


# Figures


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is P-101 getting worse?", {"metric": "trend", "types": ["corrective"]}),
        ("Wann fällt P-101 als nächstes aus, wann ist der nächste Ausfall?", {"metric": "weibull"}),
        ("Wie hoch ist die Verfügbarkeit von P-101?", {"metric": "availability"}),
        ("Pareto of failure codes", {"metric": "pareto", "group_by": ["code"]}),
        ("average cost of a corrective order on P-101", {"metric": "mean", "field": "cost"}),
        ("Which asset had the longest downtime?", {"metric": "ranking", "field": "downtime", "group_by": ["asset"]}),
        ("Welcher Techniker hatte die meisten Aufträge?", {"metric": "ranking", "group_by": ["assigned_to"]}),
        ("重复故障在 14 天内有多少次？", {"metric": "repeat_failures", "within_days": 14}),
        ("How many failures per month on average on P-101?", {"metric": "rate", "per": "month"}),
        ("How many different assets failed in 2022?", {"metric": "distinct", "field": "asset"}),
        ("List the orders of P-101 in 2022", {"metric": "list", "assets": ["P-101"]}),
        ("Did P-101 or K-110 fail more often?", {"metric": "difference", "group_by": ["asset"]}),
    ],
)
def test_a_figure_is_chosen_by_its_words(asking: Asking, question: str, expected: dict[str, Any]) -> None:
    found = query(asking, question)
    assert {name: found.get(name) for name in expected} == expected


def test_what_was_left_out_is_left_out(asking: Asking) -> None:
    found = query(asking, "Without PM10 and PM20, which failure codes are most frequent?")
    assert found["not_codes"] == ["PM10", "PM20"]


def test_limits_are_conditions_in_hours_and_money(asking: Asking) -> None:
    assert query(asking, "How many orders had over 90 minutes of downtime?")["where"] == [
        {"field": "downtime", "at_least": 1.5}
    ]
    assert query(asking, "Wie viele Aufträge kosteten mehr als 1.500 EUR?")["where"] == [
        {"field": "cost", "at_least": 1500.0}
    ]


def test_a_word_that_no_record_says_gives_no_figure(asking: Asking) -> None:
    read = asking.read("How many orders of P-101 concern the flibbergibbet?", "en", TODAY, ALL)
    assert isinstance(read, Understood)
    assert (read.on_record, read.searched) == (False, ("concern", "flibbergibbet"))


@pytest.mark.parametrize("question", ["Good morning", "", "???", "的", "Guten Tag"])
def test_what_asks_nothing_is_no_history(asking: Asking, question: str) -> None:
    assert asking.read(question, "en", TODAY, ALL) == NoHistory()


@pytest.mark.parametrize(
    "question", ["'; DROP TABLE work_order; --", "how many %s orders \x00", "how many " * 200, "最" * 900]
)
def test_hostile_questions_do_no_harm(asking: Asking, tool: HistoryTool, question: str) -> None:
    read = asking.read(question, "en", TODAY, ALL)
    if isinstance(read, Understood):
        tool.call(read.query, Principal("local"))
    assert tool.call({"metric": "count"}, Principal("local")).evidence[0].value == 387


# Measured


@pytest.mark.parametrize(("half", "fewest"), [("seen", 0.95), ("unseen", 0.9), ("fresh", 0.9)])
def test_questions_of_two_plants_are_answered_in_three_languages(
    tool: HistoryTool, made: HistoryTool, half: str, fewest: float
) -> None:
    cases = [case for case in read_asked(CASES) if case["half"] == half]
    right = []
    for case in cases:
        of = tool if case["data"] == "brunnental" else made
        for language, text in case["question"].items():
            right.append(is_right(case, _asked(of, text, language, case["today"])))
    assert sum(right) >= fewest * len(right)


def test_published_questions_are_answered_from_their_words(chillers: HistoryTool, shared_data: Path) -> None:
    questions = read_asked(shared_data / "assetopsbench" / "history_questions.json")

    def ask(text: str, _: dict[str, Any]) -> dict[str, Any]:
        found = _asked(chillers, text, "en", "2024-01-15")
        return {"evidence": [found] if found else [], "answer": ""}

    languages = run_words(ask, questions)["languages"]
    assert {name: tally["right"] for name, tally in languages.items()} == {"en": 13, "de": 13, "zh": 13}


@pytest.fixture(scope="module")
def chillers(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HistoryTool]:
    store = records_of(tmp_path_factory.mktemp("chillers"))
    for name in ("all_wo_with_code_component_events.csv", "event.csv"):
        load(store, shared_data / "assetopsbench" / name, dataset="chillers")
    yield tool_of(store)
    store.close()


def _asked(tool: HistoryTool, text: str, language: str, today: str) -> dict[str, Any] | None:
    read = tool.asking.read(text, language, date.fromisoformat(today), ALL)
    finding = tool.call(read.query, Principal("local")) if isinstance(read, Understood) else None
    if finding is None or not finding.evidence:
        return None
    found = finding.evidence[0]
    plain = json.dumps({"tool": "history", "value": found.value, "details": found.details}, default=str)
    as_read: dict[str, Any] = json.loads(plain)
    return as_read
