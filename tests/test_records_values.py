"""Dates, numbers and durations as exports write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plant_tools.records.values.numbers import Decimal, read_flag, read_minutes, read_number
from plant_tools.records.values.times import Order, read_time


@pytest.mark.parametrize(
    ("cell", "order", "wanted"),
    [
        ("4/6/16 14:00", "mdy", "2016-04-06 14:00:00"),
        ("4/6/2016", "dmy", "2016-06-04 00:00:00"),
        ("2020-06-26T12:00:05.123", "", "2020-06-26 12:00:05"),
        ("26.06.2020 14:05", "", "2020-06-26 14:05:00"),
        ("26.6.20", "", "2020-06-26 00:00:00"),
        ("3. März 2021", "", "2021-03-03 00:00:00"),
        ("Apr 3, 2021 3:05 PM", "", "2021-04-03 15:05:00"),
        ("12/25/2020 12:30 am", "mdy", "2020-12-25 00:30:00"),
        ("2021年4月3日 14时30分", "", "2021-04-03 14:30:00"),
        ("2021/4/3 下午 2:30", "", "2021-04-03 14:30:00"),
        ("20210403143000", "", "2021-04-03 14:30:00"),
        ("2021-04-03 24:00", "", "2021-04-04 00:00:00"),
        ("43831.5", "", "2020-01-01 12:00:00"),
        ("00.00.0000", "", None),
        ("  ", "", None),
    ],
)
def test_a_time_is_read(cell: str, order: Order, wanted: str | None) -> None:
    assert read_time(cell, order) == wanted


@pytest.mark.parametrize("cell", ["31/02/2021", "2021-13-03", "4/6/2016 25:00", "yesterday", "12"])
def test_what_is_no_time_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"no date|no time of day"):
        read_time(cell, "dmy")


@given(st.datetimes(), st.sampled_from(["%d/%m/%Y %H:%M", "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M", "%d/%m/%y %H:%M"]))
def test_a_time_that_was_written_is_read_again(moment: object, form: str) -> None:
    from datetime import datetime

    assert isinstance(moment, datetime)
    moment = moment.replace(year=1970 + moment.year % 90, day=min(moment.day, 28))
    assert read_time(moment.strftime(form), "dmy") == moment.strftime("%Y-%m-%d %H:%M:00")


@pytest.mark.parametrize(
    ("cell", "decimal", "wanted"),
    [
        ("1.234,56", "", 1234.56),
        ("1,234.56", "", 1234.56),
        ("1,234", ".", 1234.0),
        ("1,234", ",", 1.234),
        ("€ 12,50", "", 12.5),
        ("EUR 1.250,00", "", 1250.0),
        ("12.00-", "", -12.0),
        ("(12.5)", "", -12.5),
        ("1 234,5", "", 1234.5),
        ("1'234.50", "", 1234.5),
        ("0,001", "", 0.001),
        ("-", "", None),
    ],
)
def test_a_number_is_read(cell: str, decimal: Decimal, wanted: float | None) -> None:
    assert read_number(cell, decimal) == wanted


@pytest.mark.parametrize("cell", ["1,234", "12.3.4", "nan", "inf", "five", "1,23.4"])
def test_what_is_no_number_or_may_be_two_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"no number|whole number or a fraction"):
        read_number(cell)


@pytest.mark.parametrize(
    ("cell", "unit", "wanted"),
    [
        ("3:00", "", 180),
        ("40:00:00", "", 2400),
        ("1 day, 3:00", "", 1620),
        ("2 h 15 min", "", 135),
        ("2 Std. 30 Min", "", 150),
        ("2小时15分钟", "", 135),
        ("1,5", "hours", 90),
        ("90", "minutes", 90),
        ("120", "seconds", 2),
    ],
)
def test_a_duration_is_read_in_minutes(cell: str, unit: str, wanted: float) -> None:
    assert read_minutes(cell, unit) == wanted


def test_a_duration_without_a_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="90 has no unit"):
        read_minutes("90")


@pytest.mark.parametrize(("cell", "wanted"), [("X", True), ("ja", True), ("否", False), ("0", False), ("", None)])
def test_yes_and_no_are_read(cell: str, wanted: bool | None) -> None:
    assert read_flag(cell) is wanted
