"""What exports do to a reader: encodings, marks, dates, merged cells, formulas, rows that are not what they seem."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from databases import records_of
from plant_tools.records.errors import MappingInvalid, RecordsUnreadable
from plant_tools.records.store import Store
from records_files import HEADINGS, ORDERS, loaded, values, write_csv

CHINESE = ("工单编号", "设备编号", "故障描述", "工单类型", "完成时间", "停机时间(分钟)")
GERMAN = ("Auftragsnummer", "Anlage", "Fehlerbeschreibung", "Auftragsart", "Ende", "Stillstandszeit (min)")
WHEN = ("id", "asset", "text", "finished")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = records_of(tmp_path)
    yield opened
    opened.close()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_chinese_is_read_in_every_encoding(store: Store, tmp_path: Path, encoding: str) -> None:
    rows = [("1", "P-101", "机械密封泄漏，已更换", "故障维修", "2025年2月3日 09:40", "210")]
    loaded(store, write_csv(tmp_path / "o.csv", rows, CHINESE, encoding=encoding))
    wanted = ("P-101", "机械密封泄漏，已更换", "corrective", "2025-02-03 09:40:00", 210.0)
    assert values(store, "SELECT asset_tag, description, wo_type, finished_at, downtime_min FROM work_order") == [
        wanted
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_german_with_semicolons_and_decimal_commas_is_read(store: Store, tmp_path: Path, encoding: str) -> None:
    rows = [("1", "P-101", "Überhitzung, Öl trübe", "Störung", "03.02.2025 09:40", "1.210,5")]
    loaded(store, write_csv(tmp_path / "o.csv", rows, GERMAN, encoding=encoding, delimiter=";"))
    wanted = ("Überhitzung, Öl trübe", "corrective", "2025-02-03 09:40:00", 1210.5)
    assert values(store, "SELECT description, wo_type, finished_at, downtime_min FROM work_order") == [wanted]


def test_utf16_without_a_mark_is_noticed_in_text_that_is_nearly_all_chinese(store: Store, tmp_path: Path) -> None:
    rows = [(str(n), "一号循环水泵", "机械密封泄漏" * 40, "故障维修", "2025年2月3日", "5") for n in range(9)]
    loaded(store, write_csv(tmp_path / "o.csv", rows, CHINESE, encoding="utf-16-le"))
    assert values(store, "SELECT DISTINCT asset_tag FROM work_order") == [("一号循环水泵",)]


def test_traditional_chinese_in_big5_is_not_taken_for_gb18030(store: Store, tmp_path: Path) -> None:
    headings = ("工單編號", "設備編號", "故障描述", "工單類型", "完成時間")
    rows = [("1", "K-110", "空壓機排氣溫度過高，清潔冷卻器", "故障維修", "2025-02-03")]
    loaded(store, write_csv(tmp_path / "o.csv", rows, headings, encoding="big5"))
    assert values(store, "SELECT description FROM work_order") == [("空壓機排氣溫度過高，清潔冷卻器",)]


@pytest.mark.parametrize(
    ("days", "read"), [(("03/04/2025", "25/04/2025"), "2025-04-03"), (("03/04/2025", "04/25/2025"), "2025-03-04")]
)
def test_one_date_of_the_file_decides_what_the_others_are(
    store: Store, tmp_path: Path, days: tuple[str, ...], read: str
) -> None:
    rows = [(n, "P-101", "seal", day) for n, day in enumerate(days)]
    loaded(store, write_csv(tmp_path / "o.csv", rows, WHEN))
    assert values(store, "SELECT finished_at FROM work_order WHERE source_id = '0'") == [(f"{read} 00:00:00",)]


def test_the_deciding_date_may_stand_at_the_end_of_the_file(store: Store, tmp_path: Path) -> None:
    rows = [*((n, "P-101", "seal", "03/04/2025") for n in range(12_000)), (12_000, "P-101", "seal", "25/04/2025")]
    report = loaded(store, write_csv(tmp_path / "o.csv", rows, WHEN))
    assert report.refused_rows == 0
    assert {day[:7] for (day,) in values(store, "SELECT DISTINCT finished_at FROM work_order")} == {"2025-04"}


def test_dates_that_nothing_decides_are_asked_about_and_nothing_is_loaded(store: Store, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "o.csv", [("1", "P-101", "seal", "03/04/2025")], WHEN)
    with pytest.raises(MappingInvalid, match="'03/04/2025', which may be read in two ways") as asked:
        loaded(store, file)
    assert asked.value.remedy == "Say which: --date-order dmy or --date-order mdy, in a mapping date_order: dmy or mdy."
    assert values(store, "SELECT count(*) FROM dataset") == [(0,)]
    columns = {"id": "source_id", "asset": "asset_tag", "text": "description", "finished": "finished_at"}
    loaded(store, file, {"table": "work_orders", "columns": columns, "date_order": "mdy"})
    assert values(store, "SELECT finished_at FROM work_order") == [("2025-03-04 00:00:00",)]


def test_in_a_column_of_both_orders_the_dates_that_may_be_either_are_refused(store: Store, tmp_path: Path) -> None:
    days = ("25/04/2025", "04/26/2025", "03/04/2025")
    report = loaded(store, write_csv(tmp_path / "o.csv", [(n, "P-101", "seal", d) for n, d in enumerate(days)], WHEN))
    assert [(one.row, one.reason) for one in report.refused] == [(4, "03/04/2025 may be day/month or month/day")]
    assert "written in two ways" in report.warnings[0]
    assert values(store, "SELECT finished_at FROM work_order ORDER BY source_id") == [
        ("2025-04-25 00:00:00",),
        ("2025-04-26 00:00:00",),
    ]


def test_a_thousand_or_a_fraction_is_asked_about(store: Store, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "o.csv", [("1", "P-101", "seal", "1,234")], ("id", "asset", "text", "cost"))
    with pytest.raises(MappingInvalid, match="Column 'cost' holds '1,234'"):
        loaded(store, file)


def test_rows_of_the_wrong_width_are_refused_by_number_and_the_rest_is_loaded(store: Store, tmp_path: Path) -> None:
    report = loaded(store, write_csv(tmp_path / "o.csv", [ORDERS[0], ORDERS[1][:5], (*ORDERS[2], "too", "much")]))
    assert [(one.row, one.reason) for one in report.refused] == [
        (3, "it has 5 cells, but there are 8 headings"),
        (4, "it has 10 cells, but there are 8 headings"),
    ]
    assert report.loaded == 1


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        (4, "2025-02-30", "'2025-02-30' is no date: day is out of range for month"),
        (4, "soon", "'soon' is no date"),
        (5, "a while", "'a while' is no number"),
        (6, "free", "'free' is no number"),
        (6, "#REF!", "holds an error of the spreadsheet, #REF!"),
        (1, "", "it names no asset_tag or asset_name or location_code or location_name"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(store: Store, tmp_path: Path, column: int, cell: str, reason: str) -> None:
    bad = [*ORDERS[0][:column], cell, *ORDERS[0][column + 1 :]]
    report = loaded(store, write_csv(tmp_path / "o.csv", [bad, *ORDERS[1:]]))
    assert (report.loaded, [(one.row, one.reason) for one in report.refused]) == (2, [(2, reason)])
    assert report.refused[0].field in {HEADINGS[column], "asset_tag"}


def test_a_quotation_mark_that_is_not_closed_is_told_with_the_lines_it_swallowed(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "o.csv"
    lines = [
        "id,asset,text,finished",
        "1,P-1,fine,2025-01-01",
        '2,P-1,"5 inch pipe,2025-01-02',
        "3,P-1,lost,2025-01-03",
    ]
    file.write_text("\n".join([*lines, '4,P-1,"closed",2025-01-04', "5,P-1,fine,2025-01-05"]))
    report = loaded(store, file)
    assert [(one.row, one.reason) for one in report.refused] == [(3, "a quotation mark is not closed, lines 3 to 5")]
    assert values(store, "SELECT source_id FROM work_order ORDER BY 1") == [("1",), ("5",)]


def test_a_text_of_several_lines_is_kept_whole(store: Store, tmp_path: Path) -> None:
    text = "Seal leaks, pump stopped.\nSeal replaced, tested, ok.\nHandover to shift 2"
    loaded(store, write_csv(tmp_path / "o.csv", [(*ORDERS[0][:2], text, *ORDERS[0][3:])]))
    assert values(store, "SELECT description FROM work_order") == [(text,)]


def test_sql_in_every_text_is_only_text(store: Store, tmp_path: Path) -> None:
    evil = "'); DROP TABLE work_order; --"
    row = (evil, evil, evil, evil, "2025-01-01", "5", "1", evil)
    file = write_csv(tmp_path / "o.csv", [row], (*HEADINGS[:7], "currency"))
    loaded(store, file, dataset=evil)
    assert values(store, "SELECT source_id, asset_tag, description, type_word, currency FROM work_order") == [
        (evil,) * 5
    ]
    assert values(store, "SELECT name FROM dataset") == [(evil,)]


def test_lines_above_the_headings_and_blank_lines_are_passed_over(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "o.csv"
    text = "Work orders of line 3\n\n" + write_csv(file).read_text() + "\n,,,,,,,\n"
    file.write_text(text)
    report = loaded(store, file)
    assert (report.rows, report.loaded) == (3, 3)
    assert values(store, "SELECT min(source_row) FROM work_order") == [(4,)]


def test_two_hundred_columns_are_kept(store: Store, tmp_path: Path) -> None:
    others = [f"U_FIELD_{n}" for n in range(192)]
    file = write_csv(tmp_path / "wide.csv", [(*ORDERS[0], *range(192))], (*HEADINGS, *others))
    assert len(loaded(store, file).left_over) == 192
    assert len(json.loads(values(store, "SELECT extra FROM work_order")[0][0])) == 192


def test_a_list_printed_by_sap_is_read(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "iw39.txt"
    lines = ["|Order |Equipment|Description |Bas. start|", "-" * 40, "|400001|10000123 |Seal leaking|03.02.2025|"]
    file.write_text("\n".join([lines[1], lines[0], *lines[1:]]), encoding="utf-16")
    assert loaded(store, file).loaded == 1
    assert values(store, "SELECT source_id, asset_tag, description FROM work_order") == [
        ("400001", "10000123", "Seal leaking")
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\xd0\xcf\x11\xe0old", "is an old Excel file"),
        (b"<html><table>", "is a web page or XML"),
        (b"1;2;3\n4;5;6\n", "no row of headings"),
        (b'[{"id": 1}, {"id": ', "breaks off or is not JSON after record 1"),
        (b"PK\x03\x04nothing", "is not a workbook that can be read"),
    ],
)
def test_a_file_that_holds_no_records_is_told_why(store: Store, tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(content)
    with pytest.raises(RecordsUnreadable, match=reason):
        loaded(store, file)


def workbook(path: Path, rows: list[list[object]], merged: tuple[str, ...] = ()) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    book.save(path)
    return path


def test_excel_dates_and_numbers_are_read_as_they_are(store: Store, tmp_path: Path) -> None:
    row = [4711, "P-101", "seal", dt.datetime(2025, 2, 3, 9, 40), dt.timedelta(hours=3, minutes=30), 12.5]  # noqa: DTZ001
    file = workbook(tmp_path / "o.xlsx", [["Order", "Asset", "Text", "Finished", "Downtime", "Cost"], row])
    assert loaded(store, file).refused == ()
    wanted = ("4711", "2025-02-03 09:40:00", 210.0, 12.5)
    assert values(store, "SELECT source_id, finished_at, downtime_min, cost FROM work_order") == [wanted]


def test_headings_of_merged_cells_are_put_together(store: Store, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Order", "Asset", "Text", "Actual", None],
        [None, None, None, "Start", "Finish"],
        ["1", "P-101", "seal", "2025-02-03 06:10", "2025-02-03 09:40"],
    ]
    file = workbook(tmp_path / "o.xlsx", rows, ("A1:A2", "B1:B2", "C1:C2", "D1:E1"))
    report = loaded(store, file)
    assert list(report.mapping.columns) == ["Order", "Asset", "Text", "Actual Start", "Actual Finish"]
    assert values(store, "SELECT started_at, finished_at, source_row FROM work_order") == [
        ("2025-02-03 06:10:00", "2025-02-03 09:40:00", 3)
    ]


def test_a_formula_that_was_never_computed_is_refused_and_told(store: Store, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Order", "Asset", "Text", "Cost"],
        ["1", "P-101", "a", 5],
        ["2", "P-101", "b", "=D2*2"],
    ]
    report = loaded(store, workbook(tmp_path / "o.xlsx", rows))
    assert [(one.row, one.field) for one in report.refused] == [(3, "Cost")]
    assert report.warnings[0].startswith("Formulas without a stored value were found")


def test_an_error_of_a_workbook_is_refused_and_its_days_and_numbers_are_kept(store: Store, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Order", "Asset", "Text", "Finished", "Cost", "Bin"],
        [4711, "P-101", "a", dt.date(2025, 2, 3), "#REF!", 7],
        [4712, "P-101", "b", dt.date(2025, 2, 4), 12.5, 8],
    ]
    report = loaded(store, workbook(tmp_path / "o.xlsx", rows))
    assert [(one.row, one.field) for one in report.refused] == [(2, "Cost")]
    kept = values(store, "SELECT source_id, finished_at, cost, extra FROM work_order")
    assert kept == [("4712", "2025-02-04 00:00:00", 12.5, '{"Bin":8}')]


@pytest.mark.parametrize("form", ["list", "wrapped", "lines"])
def test_json_is_read_as_a_list_in_a_page_or_line_by_line(store: Store, tmp_path: Path, form: str) -> None:
    records = [
        {"id": n, "description": "Dichtung undicht", "asset": {"name": "P-101"}, "createdAt": "2025-02-03T08:40:00Z"}
        for n in (1, 2)
    ]
    texts = {
        "list": json.dumps(records),
        "wrapped": json.dumps({"page": 1, "content": records, "total": 2}),
        "lines": "\n".join(map(json.dumps, records)),
    }
    file = tmp_path / "orders.json"
    file.write_text(texts[form])
    report = loaded(store, file)
    assert report.loaded == 2
    assert "Times carry an offset, such as '2025-02-03T08:40:00Z'" in " ".join(report.warnings)
    assert values(store, "SELECT asset_tag, reported_at FROM work_order LIMIT 1") == [("P-101", "2025-02-03 08:40:00")]


def test_a_time_with_an_offset_becomes_the_plants_clock(store: Store, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "o.csv", [("1", "P-101", "seal", "2025-07-03T08:40:00Z")], WHEN)
    columns = {"id": "source_id", "asset": "asset_tag", "text": "description", "finished": "finished_at"}
    loaded(store, file, {"table": "work_orders", "columns": columns, "time_zone": "Europe/Berlin"})
    assert values(store, "SELECT finished_at FROM work_order") == [("2025-07-03 10:40:00",)]
