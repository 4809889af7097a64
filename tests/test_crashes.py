"""Killing work in the middle, as the evaluation does it: what it finds, and that it would find something."""

from __future__ import annotations

from typing import Any

import pytest

from plant_evals.crashes import _between, _compared, _tallied, of_crashes, run_crashes

WHOLE: dict[str, Any] = {"documents": [4, "a"], "records": [425, "b"]}


def silent(_: str) -> None:
    return None


@pytest.mark.slow
def test_an_import_and_an_approval_that_are_killed_leave_nothing_behind() -> None:
    result = run_crashes(silent, kills=4, full_disks=0, kinds=("import", "approve"))
    assert [result["kills"][name] for name in ("lost", "doubled", "half_written")] == [0, 0, 0]
    assert result["kills"]["kinds"] == {"import": 2, "approve": 2}
    assert "kills: 4" in of_crashes(result)


def test_what_is_lost_doubled_or_in_between_is_told() -> None:
    assert _compared({"documents": [3, "c"], "records": [425, "b"]}, WHOLE) == (["documents"], [])
    assert _compared({"documents": [4, "a"], "records": [850, "c"]}, WHOLE) == ([], ["records"])
    assert _compared({"documents": [4, "c"], "records": [425, "b"]}, WHOLE) == (["documents"], [])
    assert _compared(None, WHOLE) == (["everything"], [])
    before = {"documents": [2, "z"], "records": [33, "y"]}
    assert _between({"documents": [2, "z"], "records": [200, "x"]}, before, WHOLE) == ["records"]
    assert _between(before, before, WHOLE) == _between(WHOLE, before, WHOLE) == []


def test_a_process_that_died_by_itself_is_counted_as_such() -> None:
    one = {"kind": "ingest", "half_written": ["index: lost"], "lost": [], "doubled": []}
    tally = _tallied([{**one, "told": "None"}, {**one, "told": "refused: no room"}], silent)
    assert (tally["died"], tally["refused"], tally["half_written"]) == (1, 1, 2)
