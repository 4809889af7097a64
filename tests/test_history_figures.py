"""Mean times, availability, trends, Weibull fits and associations from records, and when they are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from history_plant import event, order, records
from plant_agents.proof import unfounded
from plant_knowledge_ingest.principal import Principal
from plant_tools.evidence import RecordsCitation
from plant_tools.history.execute import History
from plant_tools.history.query import HistoryQuery
from plant_tools.history.result import Result
from plant_tools.history.tool import HistoryTool
from plant_tools.records.tables import Meter, MeterReading
from plant_tools.reliability.trend import crow_amsaa, laplace
from plant_tools.reliability.weibull import fit_weibull
from plant_tools.tool import ToolError
from upkeep import ALL

START = datetime.fromisoformat("2020-01-01T00:00")
Ask = Callable[..., Result]


def failures(days: Sequence[float], **fields: Any) -> list[dict[str, Any]]:
    """Orders that finished so many days after the beginning of 2020."""
    tag = fields.get("asset_tag", "P-101")
    return [order(f"{tag}-{n}", None, finished_at=START + timedelta(days=d), **fields) for n, d in enumerate(days)]


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Callable[..., Ask]]:
    """Make a plant of some records and get a function that asks it."""
    stores = []

    def made(*given: Any, **more: Any) -> Ask:
        stores.append(records(tmp_path, *given, **more))
        history = History(stores[-1])
        return lambda **query: history.answer(HistoryQuery.read(query), ALL)

    yield made
    for store in stores:
        store.close()


def refusal(result: Result) -> str:
    assert result.refused is not None
    assert result.value is None
    return result.refused.code


# Mean times


def test_mtbf_names_its_formula_and_gives_each_its_own_value(ask: Callable[..., Ask]) -> None:
    pump = ask(failures([10, 40, 100]))
    window = {"since": "2020-01-01", "until": "2020-12-31"}
    gaps, whole = pump(metric="mtbf", **window), pump(metric="mtbf", formula="window", **window)
    assert (gaps.value, str(gaps.formula)) == (45, "MTBF = (last failure - first failure) / (n - 1)")
    assert whole.value == pytest.approx(366 / 3)
    assert str(whole.formula) == "MTBF = length of the window / n: 366 days, 1 asset(s)"


def test_mtbf_of_several_assets_adds_up_their_windows(ask: Callable[..., Ask]) -> None:
    plant = ask([*failures([10, 40]), *failures([20, 30], asset_tag="K-7")])
    window = {"metric": "mtbf", "since": 2020, "until": 2020}
    assert plant(formula="window", **window).value == pytest.approx(2 * 366 / 4)
    by_asset = plant(formula="window", group_by="asset", **window).value
    assert sorted(by_asset) == [["Feed pump", 183], ["Kühler Süd", 183]]
    assert "2 assets together" in str(plant(**window).warnings[-1])


def test_mtbf_by_operating_time_counts_the_meters(ask: Callable[..., Ask]) -> None:
    readings = [(0, 100.0), (50, 400.0), (90, 900.0)]
    meter = {"code": "RUN-1", "name": "Running hours", "asset_tag": "P-101", "unit": "h"}
    others: dict[Any, Any] = {
        Meter: [meter],
        MeterReading: [
            {"source_id": f"R{day}", "meter_code": "RUN-1", "asset_tag": "P-101", "value": value, "unit": "h"}
            | {"read_at": START + timedelta(days=day)}
            for day, value in readings
        ],
    }
    pump = ask(failures([1, 40, 60, 95]), others=others)
    found = pump(metric="mtbf", formula="operating", since="2020-01-01", until="2020-12-31")
    assert (found.value, found.unit) == (200, "h")
    assert refusal(pump(metric="mtbf", formula="operating", meter="RUN-2")) == "unknown_meter"


def test_mean_times_of_too_few_or_simultaneous_failures_are_refused(ask: Callable[..., Ask]) -> None:
    pump = ask([*failures([10]), *failures([5, 5, 5], asset_tag="K-7")])
    assert refusal(pump(metric="mtbf", assets="P-101")) == "too_few"
    assert refusal(pump(metric="mtbf", assets="K-7")) == "data_quality"


def test_mttr_is_the_mean_of_repair_times_with_its_interval(ask: Callable[..., Ask]) -> None:
    hours = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    orders = [order(f"W{h}", f"2020-01-{h + 1:02}", duration_min=60.0 * h) for h in hours]
    found = ask([*orders, order("W0", "2020-02-01")])(metric="mttr")
    assert (found.value, found.unit, found.total) == (6, "h", 11)
    assert found.details["low"] < 6 < found.details["high"]
    assert [str(note) for note in found.warnings] == ["1 of 12 work orders have no value and do not count."]


def test_mttr_of_defaults_is_refused_with_their_number(ask: Callable[..., Ask]) -> None:
    orders = [order(f"W{n}", f"2020-01-{n + 1:02}", duration_min=180.0 if n else 15.0) for n in range(12)]
    found = ask(orders)(metric="mttr")
    assert refusal(found) == "default_values"
    assert found.refused is not None
    assert found.refused.reason.startswith("11 of 12 work orders have the same duration, 3")


def test_availability_by_both_formulas(ask: Callable[..., Ask]) -> None:
    downtimes = zip([10, 50, 90], [600.0, 1200.0, 1080.0], strict=True)
    pump = ask([order(f"W{d}", None, finished_at=START + timedelta(days=d), downtime_min=m) for d, m in downtimes])
    year = {"metric": "availability", "since": 2020, "until": 2020}
    hours, down = 366 * 24, 48
    assert pump(**year).value == pytest.approx(100 * (hours - down) / hours)
    assert pump(formula="inherent", **year).value == pytest.approx(100 * hours / (hours + down))


def test_more_downtime_than_there_was_time_is_refused(ask: Callable[..., Ask]) -> None:
    pump = ask([order("W1", "2020-02-20", downtime_min=60 * 48.0)])
    assert refusal(pump(metric="availability", since="2020-02-20", until="2020-02-20")) == "data_quality"


# Trend and Weibull


def test_a_trend_is_that_of_the_times_since_the_window_began(ask: Callable[..., Ask]) -> None:
    days = [120.0, 220, 300, 350, 390, 420, 440, 455, 465, 470]
    plant = ask([*failures([0, 480], asset_tag="K-7"), *failures(days)])
    found = plant(metric="trend", assets="P-101")
    assert found.value == pytest.approx(crow_amsaa(days, 480).beta)
    assert found.details["laplace_z"] == pytest.approx(laplace(days, 480))
    assert found.details["verdict"] == "worsening"
    assert refusal(plant(metric="weibull", assets="P-101")) == "trend"
    assert refusal(plant(metric="trend", assets="K-7")) == "too_few"


def test_a_weibull_fit_takes_the_gaps_of_each_asset_and_censors_the_last(ask: Callable[..., Ask]) -> None:
    pump, cooler = [30.0, 100, 180, 220, 330, 400], [20.0, 150, 260, 350]
    plant = ask([*failures(pump), *failures(cooler, asset_tag="K-7"), *failures([0, 420], asset_tag="P-102")])
    found = plant(metric="weibull", assets=["P-101", "K-7"])
    gaps = [float(gap) for days in (pump, cooler) for gap in np.diff(days)]
    expected = fit_weibull(gaps, [20, 70])
    assert found.value == pytest.approx(expected.shape)
    assert found.details["b10_life"] == pytest.approx(expected.life(0.1))


# Association and bearings of the data


def test_what_follows_an_alarm_is_counted_and_compared_with_chance(ask: Callable[..., Ask]) -> None:
    alarms = [event(f"A{n}", f"{START + timedelta(days=30 * n):%Y-%m-%d}", code="HOT") for n in range(12)]
    orders = failures([0, *(30.0 * n + 2 for n in range(1, 11)), 364], problem_code="LEK")
    plant = ask(orders, alarms)
    found = plant(metric="association", records="events", codes="HOT", then={"codes": "LEK"}, within_days=5)
    assert found.details["firsts"] == 11
    assert found.details["followed"] == 11
    assert found.value > 5
    assert found.details["p_value"] < 1e-6


def test_orders_closed_in_a_batch_weaken_what_is_said_of_times(ask: Callable[..., Ask]) -> None:
    found = ask(failures([10] * 6 + [20, 30, 40, 50, 60, 70]))(metric="mtbf")
    assert str(found.warnings[0]).startswith("6 of 12 work orders have the very time of another")


# The tool


@pytest.fixture
def tool(tmp_path: Path) -> Iterator[HistoryTool]:
    orders = [*failures([10, 40, 100, 170, 200, 260, 300], problem_code="LEK", labour_h=2.5), order("W9", "2021-01-01")]
    store = records(tmp_path, orders)
    yield HistoryTool(lambda: store)
    store.close()


@pytest.mark.parametrize(
    "query",
    [
        {"metric": "count", "assets": "Feed pump", "codes": "LEK", "since": 2020},
        {"metric": "last", "codes": "LEK"},
        {"metric": "list", "limit": 3},
        {"metric": "sum", "field": "labour"},
        {"metric": "share", "part": {"codes": "LEK"}},
        {"metric": "rate", "per": "week"},
        {"metric": "pareto", "group_by": "code"},
        {"metric": "ranking", "group_by": ["month"], "limit": 2},
        {"metric": "bundles", "within_days": 35},
        {"metric": "mtbf", "codes": "LEK"},
        {"metric": "trend"},
        {"metric": "weibull"},
    ],
    ids=lambda query: query["metric"],
)
def test_every_figure_of_a_statement_is_proven_by_its_citation(tool: HistoryTool, query: dict[str, Any]) -> None:
    (found,) = tool.call(query, Principal("local")).evidence
    (cited,) = found.citations
    assert isinstance(cited, RecordsCitation)
    assert not unfounded(found.statement, [cited.quote])
    assert str(found.formula)
    assert cited.query.startswith("SELECT")


def test_a_gap_says_what_was_not_found_or_why_it_cannot_be_said(tool: HistoryTool) -> None:
    local = Principal("local")
    assert tool.call({"metric": "last", "assets": "K-7"}, local).gap == "work orders of K-7 in plant"
    assert "no asset 'P-9'" in tool.call({"metric": "count", "assets": "P-9"}, local).gap
    with pytest.raises(ToolError, match="metric is missing"):
        tool.call({}, local)
