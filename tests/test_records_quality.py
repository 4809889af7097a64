"""What makes figures lie is found, counted and named: in made-up orders, in the sample plant, in real ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from databases import records_of
from plant_copilot.sample_plant import build_records
from plant_tools.records.errors import UnknownDataset
from plant_tools.records.quality.check import check
from plant_tools.records.quality.finding import QualityFinding
from plant_tools.records.store import Store
from records_files import HEADINGS, ORDERS, loaded, values, write_csv
from upkeep import ALL

SAMPLE = Path(build_records.__file__).parent / "records"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = records_of(tmp_path)
    yield opened
    opened.close()


def found(
    store: Store, path: Path, rows: Sequence[Sequence[object]], headings: Sequence[str] = HEADINGS
) -> dict[str, QualityFinding]:
    loaded(store, write_csv(path / "orders.csv", rows, headings))
    return {finding.code: finding for finding in check(store, ALL, "plant")}


def order(number: int, **changes: object) -> tuple[object, ...]:
    day, downtime = f"2025-{number % 12 + 1:02}-{number % 28 + 1:02} 10:{number % 60:02}", 10 + 7 * number
    usual: tuple[object, ...] = (f"WO-{number}", "P-101", f"Seal {number}", "CM", day, downtime, 100 + number, "EUR")
    return tuple(changes.get(name.split()[0], value) for name, value in zip(HEADINGS, usual, strict=True))


def test_ordinary_orders_give_no_finding(store: Store, tmp_path: Path) -> None:
    assert found(store, tmp_path, [order(n) for n in range(40)]) == {}


def test_a_default_duration_forbids_the_mean_and_weakens_the_sum(store: Store, tmp_path: Path) -> None:
    rows = [order(n, downtime=60) for n in range(18)] + [order(n) for n in (18, 19)]
    finding = found(store, tmp_path, rows)["default_duration"]
    assert (finding.count, finding.of, finding.field, finding.scope) == (18, 20, "downtime_min", "corrective")
    assert finding.bears_on("mttr", "downtime_min", "corrective") == "refuse"
    assert finding.bears_on("sum", "downtime_min") == "warn"
    assert finding.bears_on("mttr", "downtime_min", "preventive") == finding.bears_on("count", "cost") == ""


def test_orders_closed_together_are_listed_by_the_sql_of_the_finding(store: Store, tmp_path: Path) -> None:
    rows = [order(n, finished="2025-12-19 16:00") for n in range(6)] + [order(n) for n in range(6, 30)]
    finding = found(store, tmp_path, rows)["batch_closing"]
    assert (finding.count, finding.of) == (6, 30)
    assert finding.record_ids == tuple(sorted(row[0] for row in values(store, finding.query)))
    assert "mtbf" in finding.warns


@pytest.mark.parametrize(
    ("one", "other"),
    [("P-101", "p 101"), ("Halle 2", "halle-2"), ("Abfüllung Nord", "Abfülung Nord"), ("Ｐ-101", "P-101")],
)
def test_two_spellings_of_an_asset_are_one_finding(store: Store, tmp_path: Path, one: str, other: str) -> None:
    finding = found(store, tmp_path, [*(order(n, asset=one) for n in range(5)), order(5, asset=other)])[
        "spelling_variants"
    ]
    assert (finding.field, finding.count, finding.record_ids) == ("asset_tag", 1, ("WO-5",))
    assert finding.examples == (" / ".join(sorted((one, other))),)


@pytest.mark.parametrize(
    ("one", "other"), [("P-101", "P-102"), ("Conveyor belt 12", "Conveyor belt 13"), ("FL-303", "FL-304")]
)
def test_neighbours_that_differ_in_a_digit_are_two_assets(store: Store, tmp_path: Path, one: str, other: str) -> None:
    assert found(store, tmp_path, [order(1, asset=one), order(2, asset=other)]) == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cost": -5}, "negative_cost"),
        ({"cost": 0}, "zero_cost"),
        ({"cost": 1_000_000}, "giant_cost"),
        ({"finished": "2199-01-01 00:00"}, "future_date"),
        ({"finished": "1970-01-01 00:00"}, "ancient_date"),
        ({"downtime": -3}, "negative_amount"),
    ],
)
def test_an_amount_or_date_that_cannot_be_is_found(
    store: Store, tmp_path: Path, changes: dict[str, object], code: str
) -> None:
    findings = found(store, tmp_path, [*(order(n) for n in range(20)), order(20, **changes)])
    assert {name: finding.record_ids for name, finding in findings.items()} == {code: ("WO-20",)}


def test_the_same_order_under_another_number_is_a_duplicate(store: Store, tmp_path: Path) -> None:
    finding = found(store, tmp_path, [*ORDERS, ("WO-9", *ORDERS[0][1:])])["duplicates"]
    assert (finding.count, finding.record_ids) == (1, ("WO-9",))


def test_corrective_orders_with_a_code_of_planned_work_are_told_from_failures(store: Store, tmp_path: Path) -> None:
    headings = ("wo_id", "asset", "type", "failure code", "failure description", "finished")
    rows = [
        (1, "P-101", "CM", "W01", "Schmierung", "2025-01-02"),
        (2, "P-101", "CM", "F07", "Dichtung undicht", "2025-01-03"),
        (3, "P-101", "PM", "W02", "Ölwechsel", "2025-01-04"),
    ]
    finding = found(store, tmp_path, rows, headings)["maintenance_codes"]
    assert (finding.count, finding.of, finding.record_ids, finding.examples) == (1, 2, ("1",), ("W01", "W02"))


def test_an_unknown_data_set_is_told_the_known_ones(store: Store, tmp_path: Path) -> None:
    loaded(store, write_csv(tmp_path / "o.csv"))
    with pytest.raises(UnknownDataset) as unknown:
        check(store, ALL, "plants")
    assert (unknown.value.message, unknown.value.remedy) == ("There is no data set 'plants'.", "There is: plant.")


def test_every_fault_planted_in_the_sample_plant_is_found_and_no_other(store: Store) -> None:
    loaded(store, SAMPLE / "work-orders.csv")
    counts = {(finding.code, finding.field): finding.count for finding in check(store, ALL, "plant")}
    assert counts == {
        ("maintenance_codes", "problem_code"): 9,
        ("spelling_variants", "location_code"): 3,
        ("spelling_variants", "asset_tag"): 3,
        ("finish_before_start", "finished_at"): 2,
        ("finish_before_report", "finished_at"): 2,
        ("negative_cost", "cost"): 1,
        ("zero_cost", "cost"): 3,
        ("giant_cost", "cost"): 1,
        ("batch_closing", "finished_at"): 8,
        ("duplicates", "source_id"): 2,
    }


def test_the_records_of_the_sample_plant_are_what_their_program_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_records, "RECORDS", tmp_path)
    build_records.main()
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_bytes() for path in SAMPLE.glob("*.csv")}


def test_the_three_traps_of_the_chillers_are_found(store: Store, shared_data: Path) -> None:
    report = loaded(store, shared_data / "assetopsbench" / "all_wo_with_code_component_events.csv")
    assert (report.loaded, report.refused_rows) == (4_249, 0)
    counts = {(one.code, one.field, one.scope): (one.count, one.of) for one in check(store, ALL, "plant")}
    assert counts["default_duration", "duration_min", "corrective"] == (705, 720)
    assert counts["batch_closing", "finished_at", ""] == (430, 4_249)
    assert counts["maintenance_codes", "problem_code", "corrective"] == (544, 720)
