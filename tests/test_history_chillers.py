"""The history on real records: eleven chillers from 2010 to 2023, with questions whose answers others computed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from databases import pasted, records_of
from plant_evals.history import read_questions, run_history
from plant_knowledge_ingest.principal import Principal
from plant_tools.history.execute import History
from plant_tools.history.query import HistoryQuery
from plant_tools.history.result import Result
from plant_tools.history.tool import HistoryTool
from plant_tools.records.load import load
from plant_tools.records.store import Store
from upkeep import ALL

QUERIES = Path(__file__).parents[1] / "evals" / "plant_evals" / "cases" / "chillers_queries.json"


@pytest.fixture(scope="module")
def chillers(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The work orders and events, as the importer reads them without any mapping."""
    store = records_of(tmp_path_factory.mktemp("chillers"))
    for name in ("all_wo_with_code_component_events.csv", "event.csv"):
        load(store, shared_data / "assetopsbench" / name, dataset="chillers")
    yield store
    store.close()


@pytest.fixture
def history(chillers: Store) -> History:
    return History(chillers)


def asked(history: History, **query: Any) -> Result:
    return history.answer(HistoryQuery.read(query), ALL)


def test_all_published_questions_are_answered_right(chillers: Store, shared_data: Path) -> None:
    tool = HistoryTool(lambda: chillers)

    def call(_: str, query: Any) -> dict[str, Any]:
        finding = tool.call(query, Principal("local"))
        found = [{"value": e.value, "details": e.details} for e in finding.evidence]
        return {"evidence": found, "gap": finding.gap}

    report = run_history(call, read_questions(shared_data / "assetopsbench" / "history_questions.json", QUERIES))
    assert [answer["id"] for answer in report["answers"] if not answer["right"]] == []
    assert report["right"] == 13


@pytest.mark.parametrize("name", [f"H{number:02}" for number in range(1, 13)])
def test_pasted_sql_gives_the_first_value_again(chillers: Store, name: str) -> None:
    query = json.loads(QUERIES.read_text())["queries"][name]
    result = History(chillers).answer(HistoryQuery.read(query), ALL)
    first, listed = pasted(chillers.url, result.sql)[0], pasted(chillers.url, result.records_sql)
    assert len(listed) == result.total
    if isinstance(result.value, int | float):
        assert first == (pytest.approx(result.value),)
    elif isinstance(result.value, str):
        assert str(first[1]).replace(" ", "T") == result.value


# Scenarios published with the data; the numbers are theirs


IN_2017 = {"assets": "CWC04013", "since": 2017, "until": 2017}
BY_KIND = {"metric": "count", "records": "events", "assets": "CWC04009", "group_by": "kind", "order": "group"}
DAYS = {"metric": "distinct", "field": "day", "records": "events", "assets": "CWC04009"}
SYMPTOMS = {"kinds": ["alarm", "anomaly"]}
MAY_2020, JUNE_2020 = ({"since": month, "until": month} for month in ("2020-05", "2020-06"))
FIRST_WEEK = {"since": "2020-06-01", "until": "2020-06-07"}
THREE_YEARS = {"assets": "CWC04009", "types": "corrective", "since": 2017, "until": 2019}


@pytest.mark.parametrize(
    ("scenario", "query", "expected"),
    [
        (400, {"metric": "list", **IN_2017}, 33),
        (402, {"metric": "list", "types": "preventive", **IN_2017}, 31),
        (403, {"metric": "list", "types": "corrective", **IN_2017}, 2),
        (404, BY_KIND | {"since": 2019, "until": 2019}, [["work_order", 14]]),
        (405, BY_KIND | JUNE_2020, [["alarm", 30], ["anomaly", 30], ["work_order", 3]]),
        (406, BY_KIND | JUNE_2020, [["alarm", 30], ["anomaly", 30], ["work_order", 3]]),
        (407, DAYS | SYMPTOMS | {"since": 2021, "until": 2021}, 82),
        (408, DAYS | SYMPTOMS | MAY_2020, 26),
        (409, DAYS | MAY_2020, 26),
        (410, BY_KIND | FIRST_WEEK, [["alarm", 6]]),
        (424, {"metric": "bundles", "within_days": 14, **THREE_YEARS}, [15, 6, 2]),
    ],
)
def test_a_published_scenario_is_reproduced(
    history: History, scenario: int, query: dict[str, Any], expected: Any
) -> None:
    assert asked(history, **query).value == expected, scenario


def test_scenario_401_publishes_four_of_the_33_orders_of_its_year(history: History) -> None:
    """It names MT010 three times and MT013 once; routine maintenance, 28 orders, is left out, and so is one MT002."""
    found = asked(history, metric="ranking", assets="CWC04013", since=2017, until=2017, group_by="code")
    counts = {row["code"]: row["value"] for row in found.rows}
    assert counts == {"MT001": 28, "MT010": 3, "MT013": 1, "MT002": 1}
    assert found.total == 33


def test_scenario_411_publishes_bundles_that_no_reading_of_two_weeks_gives(history: History) -> None:
    """It says 10 and 3. By the rule of scenario 424, which holds there, 2017 has one bundle, of 15 orders.

    Counted from the first order of each bundle, two weeks hold 5, 2 and 8 of them.
    """
    query = {"metric": "bundles", "assets": "CWC04009", "types": "corrective", "since": 2017, "until": 2017}
    assert asked(history, **query, within_days=14).value == [15]
    assert all(asked(history, **query, within_days=days).value != [10, 3] for days in range(1, 61))


# The traps in these records


def test_mttr_is_refused_where_repair_times_are_defaults(history: History) -> None:
    refused = asked(history, metric="mttr", types="corrective").refused
    assert refused is not None
    assert refused.reason.startswith("705 of 720 work orders have the same duration, 3")


def test_codes_of_planned_work_weaken_what_is_said_of_failures(history: History) -> None:
    pareto = {"metric": "pareto", "types": "corrective", "group_by": "code"}
    told = "544 of 720 corrective orders carry a code of planned work"
    assert any(told in str(warning) for warning in asked(history, **pareto).warnings)
    assert asked(history, **pareto, not_codes="MT*").warnings == ()


def test_a_trend_that_is_none_is_not_called_one(history: History) -> None:
    result = asked(history, metric="trend", assets="Chiller 6", types="corrective")
    assert result.details["beta_low"] < 1 < result.details["beta_high"]
    assert result.details["verdict"] == "no clear trend"


def test_no_weibull_distribution_is_fitted_under_a_trend(history: History) -> None:
    trending, refused = set(), set()
    for chiller in (asset.label for asset in history.known("", ALL).assets):
        query = {"assets": chiller, "types": "corrective"}
        z = asked(history, metric="trend", **query).details["laplace_z"]
        fit = asked(history, metric="weibull", **query)
        trending |= {chiller} if abs(z) > 1.96 else set()
        refused |= {chiller} if fit.refused and fit.refused.code == "trend" else set()
    assert refused == trending != set()
