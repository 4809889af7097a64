"""Broken files and bombs: each is read or refused with a reason, and always the same files are made."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from plant_evals.baselines.whole_files import seeds
from plant_evals.hostile import report, run_hostile
from plant_evals.hostile_bombs import bombs
from plant_evals.hostile_files import mutants

MANUALS = Path(str(files("plant_copilot.sample_plant") / "manuals"))


def test_the_same_seed_breaks_the_same_files_and_another_one_others() -> None:
    whole = {".md": [b"# Pump\n\nTighten to 12 Nm.\n" * 50]}
    assert list(mutants(whole, 20, 1)) == list(mutants(whole, 20, 1))
    assert list(mutants(whole, 20, 1)) != list(mutants(whole, 20, 2))
    assert all(content != whole[".md"][0] for _, content in mutants(whole, 20, 1))


def test_there_are_a_dozen_bombs_none_larger_than_a_photo() -> None:
    sizes = {name: len(content) for name, content in bombs().items()}
    assert len(sizes) == 12
    assert {name for name, size in sizes.items() if size > 4_000_000} == {"long-line.md"}


@pytest.mark.slow
def test_no_file_is_lost_and_none_ends_the_process() -> None:
    assert set(seeds(MANUALS)) == {".pdf", ".html", ".md", ".docx", ".xlsx", ".pptx", ".png"}
    result = run_hostile(6, 3, lambda _: None)
    assert (result["unreported"], result["ended"], result["slow"]) == ([], [], [])
    assert result["read"] + result["refused"] == result["files"] == 18
    assert result["refused"] >= 12
    assert "not reported: 0; processes of the ingestion that died: 0" in report(result)
