"""Drafts timed in processes of their own, and a whole ingestion timed against the embedding alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from copies import copy_home
from papers import running, write_pdf
from plant_evals.cold_drafts import report_cold, run_cold
from plant_evals.ingesting_whole import report_whole, run_whole

CASE = {"id": "oil", "language": "en", "task": "changing the oil"}


def test_a_cold_draft_is_timed_alone_and_with_its_start(tiny_home: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(json.dumps(CASE), encoding="utf-8")
    timed = run_cold(copy_home(tiny_home, tmp_path / "home"), str(cases), 3)
    assert (timed["drafts"], timed["slowest"]) == (1, "oil")
    assert 0 < timed["draft"]["median"] < timed["whole"]["median"]
    assert report_cold(timed).splitlines()[0] == "1 drafts, each in a new process; bar 2 s; slowest oil"


@pytest.mark.slow
def test_a_whole_ingestion_is_timed_against_the_embedding_of_the_same_passages(tmp_path: Path) -> None:
    paper = write_pdf(
        tmp_path / "m.pdf", *(running(f"{n} Oil", f"Fill gearbox {n} with {n}.5 l of oil.") for n in (1, 2))
    )
    timed = run_whole(paper, tmp_path / "home", number=2, tell=print)
    assert (timed["pages"], timed["plain"]["passages"]) == (2, 2)
    assert timed["times_faster"] < 1  # two passages do not make up for the start of a process
    assert "times as fast" in report_whole(timed)
