"""Columns are recognised by name and content, in three languages and as known systems export them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from plant_tools.records.errors import MappingInvalid
from plant_tools.records.headings import comparable, distinct, unit_in
from plant_tools.records.load import propose_for
from plant_tools.records.mapping import Column, parse_mapping, read_mapping
from plant_tools.records.propose import propose
from plant_tools.records.values.words import word_for
from records_files import ORDERS, write_csv


def fields(headings: Sequence[str], cells: Sequence[str] = ()) -> dict[str, str]:
    columns = [[cell] for cell in cells] or [[] for _ in headings]
    proposed = propose(headings, columns).mapping.columns
    return {heading: column.field for heading, column in proposed.items()}


@pytest.mark.parametrize(
    ("system", "headings", "wanted"),
    [
        (
            "maximo",
            ("WONUM", "ASSETNUM", "DESCRIPTION", "WORKTYPE", "STATUS", "REPORTDATE", "ACTFINISH", "ACTLABHRS"),
            ("source_id", "asset_tag", "title", "wo_type", "status", "reported_at", "finished_at", "labour_h"),
        ),
        (
            "sap-pm",
            ("QMNUM", "EQUNR", "TPLNR", "QMTXT", "QMART", "AUSVN", "AUZTV", "MSAUS", "FECOD", "URCOD"),
            ("source_id", "asset_tag", "location_code", "title", "wo_type", "started_at", "started_at", "breakdown",
             "problem_code", "cause_code"),
        ),
        (
            "atlas",
            ("ID", "Title", "Status", "Priority", "Asset Name", "Location Name", "Completed On", "Feedback"),
            ("source_id", "title", "status", "priority", "asset_name", "location_name", "finished_at", "resolution"),
        ),
        (
            "maintainx",
            ("ID", "Title", "Work Type", "Asset", "Created on", "Completed on", "Total time (hours)"),
            ("source_id", "title", "wo_type", "asset_name", "reported_at", "finished_at", "labour_h"),
        ),
        (
            "upkeep",
            ("Work Order #", "Title", "Category", "Asset", "Date Created", "Date Completed", "Total Cost"),
            ("source_id", "title", "wo_type", "asset_name", "reported_at", "finished_at", "cost"),
        ),
    ],
)  # fmt: skip
def test_the_export_of_a_known_system_is_read_by_its_preset(
    system: str, headings: tuple[str, ...], wanted: tuple[str, ...]
) -> None:
    proposal = propose(headings, [[] for _ in headings])
    assert proposal.mapping.preset == system
    assert tuple(column.field for column in proposal.mapping.columns.values()) == wanted


@pytest.mark.parametrize(
    ("headings", "wanted"),
    [
        (("Auftrag", "Maschine", "Langtext", "Ausfallzeit (h)"), ("source_id", "asset_tag", "downtime_min")),
        (("工單號", "設備編號", "故障描述", "停機時間（分鐘）"), ("source_id", "asset_tag", "downtime_min")),
        (("工单编号", "设备", "故障代码", "维修人员"), ("source_id", "asset_tag", "problem_code", "assigned_to")),
        (("Equipment ID", "Failure Code", "Actual Finish Date"), ("asset_tag", "problem_code", "finished_at")),
    ],
)  # fmt: skip
def test_names_in_three_languages_are_recognised(headings: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    assert set(wanted) <= set(fields(headings).values())


@pytest.mark.parametrize(
    "heading", ["Estimated Hours", "Next due date", "Last modified date", "Planned start", "Target cost"]
)
def test_a_plan_is_not_taken_for_a_fact(heading: str) -> None:
    facts = {"labour_h", "finished_at", "reported_at", "started_at", "cost"}
    assert facts.isdisjoint(fields(("wo", "asset", "description", heading)).values())


def test_a_column_whose_cells_are_something_else_is_left_alone() -> None:
    assert "Finished" not in fields(("wo", "asset", "text", "Finished"), ("1", "P-101", "seal", "yes"))


def test_a_duration_without_a_unit_is_asked_about() -> None:
    proposal = propose(("wo", "asset", "text", "Duration"), (["1"], ["P-101"], ["seal"], ["90"]))
    assert "Duration" not in proposal.mapping.columns
    assert proposal.warnings[0].startswith("Column 'Duration' holds numbers without a unit")


@pytest.mark.parametrize(
    ("name", "headings", "row", "table"),
    [
        ("assets", ("Asset ID", "Name", "Manufacturer", "Serial No"), ("P-101", "Pump", "Nordhafen", "1"), "assets"),
        ("codes", ("kind", "code", "description"), ("cause", "WEAR", "Wear"), "failure_codes"),
        ("alarms", ("timestamp", "machine", "alarm code", "text"), ("2025-01-01", "P", "E07", "hot"), "events"),
        ("parts", ("Part Number", "Description", "On Hand", "Unit Cost"), ("4711", "Seal", "3", "52"), "parts"),
        ("used", ("Work Order", "Part Number", "Quantity"), ("WO-1", "4711", "2"), "part_uses"),
        ("hours", ("meter", "asset", "reading date", "reading"), ("hours", "P-101", "2025-01-01", "1200"), "readings"),
        ("places", ("Functional Location", "Description", "Parent"), ("BRB", "Site", ""), "locations"),
    ],
)  # fmt: skip
def test_the_kind_of_list_is_found_out(
    tmp_path: Path, name: str, headings: tuple[str, ...], row: tuple[str, ...], table: str
) -> None:
    proposal = propose_for(write_csv(tmp_path / f"{name}.csv", [row], headings))
    assert (proposal.mapping.table, proposal.missing, proposal.left_over) == (table, (), ())


def test_a_proposal_that_is_saved_is_read_again_as_it_was(tmp_path: Path) -> None:
    proposed = propose_for(write_csv(tmp_path / "o.csv", ORDERS)).mapping
    (tmp_path / "map.yaml").write_text(proposed.yaml(), encoding="utf-8")
    assert read_mapping(tmp_path / "map.yaml") == proposed


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"table": "orders", "columns": {}}, "table is 'orders'; it must be one of work_orders"),
        ({"columns": {"a": "asset"}}, "work_orders has no field 'asset'; it has asset_name"),
        ({"columns": {"a": "cost", "b": "cost"}}, "two columns fill cost"),
        ({"columns": {"a": {"field": "downtime_min", "unit": "weeks"}}}, "unit of 'a' is 'weeks'"),
        ({"columns": {}, "date_order": "ymd"}, "date_order is 'ymd'; it must be one of dmy, mdy"),
        ({"columns": {}, "time_zone": "Brunnental"}, "there is no time zone 'Brunnental'"),
        ({"columns": {}, "colums": {}}, "there is no colums"),
        (["table"], "a mapping has `table:` and `columns:`"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_meant_is_told_what_is_wrong(told: object, reason: str) -> None:
    with pytest.raises(MappingInvalid) as refused:
        parse_mapping(told, "map.yaml")
    assert refused.value.message.startswith(f"map.yaml: {reason}")


def test_headings_are_compared_without_case_marks_and_units() -> None:
    assert comparable("Actual_Labor-Hours (h)") == comparable("ActualLabor Hours") == "actual labor hours"
    assert [unit_in(heading) for heading in ("Dauer [min]", "停机时间(小时)", "Downtime")] == ["minutes", "hours", ""]
    assert distinct(["Note", " ", "Note"]) == ["Note", "column 2", "Note (2)"]
    assert Column("cost") == parse_mapping({"columns": {"a": "cost"}}, "m").columns["a"]


@pytest.mark.parametrize(
    ("word", "ours"),
    [("CM", "corrective"), ("Störungsmeldung", "corrective"), ("预防性维护", "preventive"), ("保養", "preventive"),
     ("nicht geplant", None), ("ZM10", None), ("非计划", "corrective")],
)  # fmt: skip
def test_a_word_for_the_type_is_read_or_left_open(word: str, ours: str | None) -> None:
    assert word_for("type", word) == ours
