"""Pictures and files of history results: what they show, and that no spreadsheet runs what a record says."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from history_plant import order, records
from plant_tools.history.drawing import svg
from plant_tools.history.execute import History
from plant_tools.history.export import csv_of, xlsx_of
from plant_tools.history.files import file_of
from plant_tools.history.plots import figure
from plant_tools.history.query import HistoryQuery
from plant_tools.history.result import Result
from plant_tools.reliability.weibull import fit_weibull
from plant_tools.tool import ToolError
from upkeep import ALL

START = datetime.fromisoformat("2020-01-01T06:00")
DAYS = [10, 45, 70, 130, 150, 230, 260, 330]
DRAWN: list[dict[str, Any]] = [
    {"metric": "list"},
    {"metric": "bundles", "within_days": 30},
    {"metric": "pareto", "group_by": "code"},
    {"metric": "trend"},
    {"metric": "weibull"},
    {"metric": "count", "group_by": ["month", "asset"]},
    {"metric": "last", "group_by": "asset"},
]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    orders = [
        order(
            f"W{n}", None, finished_at=START + timedelta(days=day), asset_tag="K-7", problem_code=("LEK", "MT1")[n % 2]
        )
        for n, day in enumerate(DAYS)
    ]
    store = records(tmp_path_factory.mktemp("plant"), [*orders, order("W9", "2020-12-31", title='=HYPERLINK("x")')])
    yield History(store)
    store.close()


def asked(history: History, **query: Any) -> Result:
    return history.answer(HistoryQuery.read(query), ALL)


def result_of(rows: list[dict[str, Any]]) -> Result:
    return Result("list", "plant", len(rows), rows=tuple(rows))


# Pictures


@pytest.mark.parametrize("query", DRAWN, ids=lambda query: query["metric"])
def test_a_picture_is_json_for_plotly_and_a_drawing_for_others(history: History, query: dict[str, Any]) -> None:
    if query["metric"] == "last":
        query = query | {"metric": "ranking"}
    drawn = figure(asked(history, **query))
    assert drawn is not None
    assert json.loads(json.dumps(drawn, allow_nan=False)) == drawn
    marks = ET.fromstring(svg(drawn)).iter()  # noqa: S314 - our own drawing
    assert sum(mark.tag.endswith(("rect", "circle", "polyline")) for mark in marks) > 1


def test_a_pareto_ends_at_a_hundred_percent(history: History) -> None:
    drawn = figure(asked(history, metric="pareto", group_by="code"))
    assert drawn is not None
    bars, line = drawn["data"]
    assert (bars["x"], bars["y"]) == (["Leakage", "Oil change", "None"], [4, 4, 1])
    assert line["y"][-1] == 100


def test_the_fitted_line_of_a_weibull_plot_is_the_fit(history: History) -> None:
    drawn = figure(asked(history, metric="weibull", assets="K-7"))
    assert drawn is not None
    days = sorted(DAYS)
    gaps = [float(b - a) for a, b in pairwise(days)]
    fit = fit_weibull(gaps, [364.75 - 330])
    points, line = drawn["data"]
    assert sorted(points["x"]) == sorted(gaps)
    assert line["x"] == pytest.approx([fit.life(0.01), fit.life(0.99)], rel=1e-3)


def test_a_single_number_has_no_picture_and_a_refusal_no_file(history: History) -> None:
    with pytest.raises(ToolError, match="A single count has no picture"):
        file_of(asked(history, metric="count"), "png")
    with pytest.raises(ToolError, match="no asset 'P-9'"):
        file_of(asked(history, metric="count", assets="P-9"), "csv")
    with pytest.raises(ToolError, match="There are csv, xlsx, json, svg, png"):
        file_of(asked(history, metric="count"), "exe")


def test_a_picture_can_be_had_as_png(history: History) -> None:
    picture = pymupdf.Pixmap(file_of(asked(history, metric="trend"), "png"))
    assert (picture.width, picture.height) == (1600, 900)
    assert not picture.is_unicolor


# Files for spreadsheets


@given(st.lists(st.text(max_size=12), min_size=1, max_size=5))
def test_no_cell_of_a_csv_begins_a_formula(texts: list[str]) -> None:
    rows = [{"id": f"W{n}", "title": text} for n, text in enumerate(texts)]
    written = csv_of(result_of(rows)).decode("utf-8-sig")
    cells = [line[1] for line in list(csv.reader(StringIO(written, newline="")))[1:]]
    assert [cell.removeprefix("'") for cell in cells] == [text.removeprefix("'") for text in texts]
    assert not [cell for cell in cells if cell.strip(" ")[:1] in {*"=+-@\t\r\n＝＋－＠"} - {""}]


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", "plain", "=\x07"])
def test_a_workbook_holds_texts_as_texts(text: str) -> None:
    book = load_workbook(BytesIO(xlsx_of(result_of([{"id": "W1", "title": text, "hours": -2.5}]))))
    _, title, hours = next(iter(book["rows"].iter_rows(min_row=2)))
    assert (title.value, title.data_type) == (text.replace("\x07", ""), "s")
    assert (hours.value, hours.data_type) == (-2.5, "n")


def test_a_workbook_says_where_its_rows_come_from(history: History, tmp_path: Path) -> None:
    result = asked(history, metric="pareto", group_by="code")
    (tmp_path / "pareto.xlsx").write_bytes(file_of(result, "xlsx"))
    book = load_workbook(tmp_path / "pareto.xlsx")
    origin = {row[0].value: row[1].value for row in book["origin"].iter_rows()}
    assert origin["SQL"] == result.sql
    assert origin["records"] == 9
    assert [cell.value for cell in book["rows"][1]] == ["code", "code_name", "value", "share", "cumulative"]
