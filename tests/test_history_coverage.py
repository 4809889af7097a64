"""Figures of time that the records do not cover: refused, warned of, and said in four languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from asked_plant import sample_records, tool_of
from history_plant import event, order, records
from plant_agents.crew import Call
from plant_agents.gaps import Gap, gap_text
from plant_agents.telling.remarks import remark_text
from plant_knowledge_ingest.principal import Principal
from plant_tools.history.execute import History
from plant_tools.history.query import HistoryQuery
from plant_tools.history.result import Result
from plant_tools.history.tool import HistoryTool
from plant_tools.history.words.reading import Understood
from plant_tools.records.store import Store
from upkeep import ALL

SEEN_FROM = date(2026, 11, 22)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    orders = [order("W1", "2020-03-01"), order("W2", "2020-09-15", asset_tag="P-102"), order("W3", "2021-06-30")]
    store = records(tmp_path, [{"labour_h": 1.0, "problem_code": "LEK"} | row for row in orders])
    yield store
    store.close()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HistoryTool]:
    store = sample_records(tmp_path_factory.mktemp("covered"))
    yield tool_of(store)
    store.close()


def ask(store: Store, **query: Any) -> Result:
    return History(store).answer(HistoryQuery.read(query), ALL)


METRICS: list[dict[str, Any]] = [
    *({"metric": name} for name in ("count", "last", "first", "list", "rate", "repeat_failures", "bundles", "mtbf")),
    *({"metric": name, "field": "labour"} for name in ("sum", "mean", "median", "mttr", "availability")),
    {"metric": "ranking", "group_by": "asset"},
    {"metric": "pareto", "group_by": "code"},
    {"metric": "share", "part": {"codes": "LEK"}},
    {"metric": "distinct", "field": "asset"},
    {"metric": "trend"},
]


@pytest.mark.parametrize("query", METRICS, ids=lambda query: str(query["metric"]))
@pytest.mark.parametrize("window", [{"since": 2022}, {"until": 2019}, {"since": 2025, "until": 2025}])
def test_time_that_no_record_covers_has_no_figure(store: Store, query: dict[str, Any], window: dict[str, Any]) -> None:
    refused = ask(store, **query, **window).refused
    assert refused is not None
    assert (refused.code, refused.exists) == ("outside_records", ("2020-03-01", "2021-06-30"))


@pytest.mark.parametrize("query", METRICS[:-1], ids=lambda query: str(query["metric"]))
def test_time_that_the_records_cover_in_part_is_warned_of(store: Store, query: dict[str, Any]) -> None:
    found = ask(store, **query, since=2020, until=2021)
    assert [note.code for note in found.warnings].count("beyond") == 1


def test_zero_within_the_records_stays_zero(store: Store) -> None:
    found = ask(store, metric="count", since="2020-10", until="2020-11")
    assert (found.value, found.warnings, found.refused) == (0, (), None)


def test_years_that_are_compared_must_both_be_covered(store: Store) -> None:
    years = {"field": "year", "one_of": ["2020", "2025"]}
    refused = ask(store, metric="difference", group_by="year", where=[years]).refused
    assert refused is not None
    assert refused.reason.startswith("Work orders run from 2020-03-01 to 2021-06-30; nothing can be said of 2025.")


def test_records_that_were_never_loaded_are_not_counted_as_none(store: Store, tmp_path: Path) -> None:
    refused = ask(store, metric="count", records="events").refused
    assert refused is not None
    assert refused.code == "no_records"
    (tmp_path / "alarms").mkdir()
    other = records(tmp_path / "alarms", events=[event("E1", "2020-01-05")])
    assert ask(other, metric="count", records="events", assets="P-102").value == 0
    other.close()


@pytest.mark.parametrize(
    ("language", "question", "said"),
    [
        ("en", "How often did FL-303 fail in 2025?", "nothing can be said of 2025"),
        ("en", "How often did FL-303 fail in the last 12 months?", "nothing can be said of 2025-11-23 – 2026-11-22"),
        ("en", "What did the failures cost this year?", "nothing can be said of 2026"),
        ("de", "Wie oft ist FL-303 letztes Jahr ausgefallen?", "über 2025 lässt sich nichts sagen"),
        ("zh-Hans", "FL-303 去年故障了多少次？", "关于 2025 无法给出任何结论"),
        ("zh-Hant", "FL-303 去年故障了多少次？", "關於 2025 無法給出任何結論"),
    ],
)
def test_relative_time_is_refused_in_the_askers_words(
    sample: HistoryTool, language: str, question: str, said: str
) -> None:
    read = sample.asking.read(question, language, SEEN_FROM, ALL)
    assert isinstance(read, Understood)
    finding = sample.call(read.query, Principal("tester"))
    told = gap_text(language, [Gap(Call("history", dict(read.query)), finding)])
    assert said in told
    assert all(year in told for year in ("2021", "2024"))


@pytest.mark.parametrize(
    ("language", "note", "formula"),
    [
        ("en", "run from 2021-01-08 to 2024-12-31", "MTBF = length of the window / n: 731 days, assets: 2"),
        ("de", "die von 08.01.2021 bis 31.12.2024 gehen", "MTBF = Länge des Zeitraums / n: 731 Tage, Anlagen: 2"),
        ("zh-Hans", "记录从 2021年1月8日 到 2024年12月31日", "MTBF = 时段长度 / n ： 731 天，设备数： 2"),
        ("zh-Hant", "記錄從 2021年1月8日 到 2024年12月31日", "MTBF = 時段長度 / n ： 731 天，設備數： 2"),
    ],
)
def test_notes_and_formulas_are_said_in_the_askers_words(
    sample: HistoryTool, language: str, note: str, formula: str
) -> None:
    asked = {"metric": "mtbf", "formula": "window", "types": "corrective", "assets": ["FL-303", "P-101"]}
    (found,) = sample.call(asked | {"since": 2024, "until": 2025}, Principal("tester")).evidence
    notes = [remark_text(language, told) for told in found.details["notes"]]
    assert any(note in told for told in notes)
    assert remark_text(language, found.details["formula"]) == formula
    assert found.details["warnings"][0].startswith("The window reaches beyond the records")


@pytest.mark.parametrize(("typo", "year"), [("2042-03-01", 2023), ("2199-01-01", 2023), ("1899-12-30", 2018)])
def test_one_mistyped_year_does_not_make_the_records_reach_to_it(tmp_path: Path, typo: str, year: int) -> None:
    store = records(
        tmp_path, [order(f"W{n}", f"20{20 + n % 2}-0{1 + n % 9}-11") for n in range(120)] + [order("X", typo)]
    )
    refused = ask(store, metric="count", since=year, until=year).refused
    assert refused is not None
    assert refused.exists == ("2020-01-11", "2021-09-11")
    note = next(note for note in ask(store, metric="count", since=2021).warnings if note.code == "stray")
    assert typo in str(note)
    store.close()


def test_a_few_records_years_apart_are_all_believed(tmp_path: Path) -> None:
    store = records(tmp_path, [order("W1", "2015-01-11"), order("W2", "2018-01-11"), order("W3", "2022-01-11")])
    assert ask(store, metric="count", since=2016, until=2016).value == 0
    store.close()


def test_two_spellings_of_a_tag_count_as_one_asset_in_an_mtbf(tmp_path: Path) -> None:
    rows = [order("W1", "2020-01-11", asset_tag="FL-303"), order("W2", "2020-05-11", asset_tag="FL 303")]
    store = records(tmp_path, rows)
    found = ask(store, metric="mtbf", assets=["FL-303", "FL 303"])
    assert "together" not in [note.code for note in found.warnings]
    store.close()
