"""What a process loads with the copilot: nothing that takes seconds and is not asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("numba", "pymupdf", "scipy", "torch", "sentence_transformers", "rapidocr", "chainlit", "openpyxl")


def loaded_with(modules: str) -> set[str]:
    told = f"import sys, {modules}; print(*(n for n, m in sys.modules.items() if m))"
    done = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules that are there once a copilot could answer."""
    return loaded_with("plant_copilot.wiring, plant_copilot.declared")


@pytest.mark.parametrize("name", HEAVY)
def test_a_question_loads_no_library_that_only_other_work_needs(loaded: set[str], name: str) -> None:
    assert name not in loaded
    assert {"qdrant_edge", "langgraph"} <= loaded  # no question does without: this is what answers


def test_reading_a_manual_loads_no_model_of_page_layouts() -> None:
    loaded = loaded_with("plant_knowledge_ingest.readers.pdf")
    assert "pymupdf.layout" not in loaded
    assert "pymupdf" in loaded
