"""What `plant-copilot ask` prints of the records behind a figure."""

from __future__ import annotations

from typing import Any

import pytest

from plant_ui.cli import show

QUERY = f"SELECT count(*) AS value \nFROM work_order \nWHERE {' AND '.join(f'column_{n} = {n}' for n in range(20))}"
RECORDS = {"mark": 1, "kind": "records", "dataset": "plant", "record_ids": [f"W{n}" for n in range(7)], "total": 7}
ANSWER: dict[str, Any] = {
    "answer": "7 work orders [1]",
    "notices": [],
    "suggestions": [],
    "pending": None,
    "citations": [RECORDS | {"query": QUERY}],
}


def test_the_first_records_and_the_beginning_of_the_sql_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    show.answer(ANSWER, "", {})
    printed = capsys.readouterr().out
    assert " 1  plant, 7 records: W0, W1, W2, W3, W4, …" in printed
    assert "SELECT count(*) AS value FROM work_order WHERE column_0" in printed
    assert "column_19" not in printed
    assert "add --sql" in printed


def test_the_whole_sql_is_shown_when_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    show.answer(ANSWER, "", {}, sql=True)
    printed = capsys.readouterr().out
    assert "column_19 = 19" in printed
    assert "add --sql" not in printed
