"""Exports of plants that were not looked at: loaded without a mapping, asked in three languages."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from asked_plant import tool_of
from databases import records_of
from plant_evals.made_elsewhere import ELSEWHERE, write_elsewhere
from plant_knowledge_ingest.principal import Principal
from plant_tools.history.tool import HistoryTool
from plant_tools.history.words.reading import Understood
from plant_tools.records.load import load
from upkeep import ALL

CASES = Path(__file__).parents[1] / "evals" / "plant_evals" / "cases" / "elsewhere.jsonl"
METRICS = CASES.with_name("elsewhere_metrics.jsonl")


@pytest.mark.parametrize("name", ELSEWHERE)
def test_an_unknown_export_is_loaded_and_asked_without_a_mapping(tmp_path: Path, name: str) -> None:
    store = records_of(tmp_path)
    assert load(store, write_elsewhere(tmp_path, name), dataset=name).loaded == 400
    tool = tool_of(store)
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    mine = [case for case in cases if (case["data"], case["half"]) == (name, "elsewhere")]
    asked = [(text, case) for case in mine for text in case["question"].values()]
    wrong = [text for text, case in asked if not _agrees(case["answer"], _value(tool, text, case["today"]))]
    store.close()
    assert len(wrong) <= 1, wrong


@pytest.mark.slow
def test_metrics_groups_and_verbs_are_read_into_the_query_that_was_meant(tmp_path: Path) -> None:
    cases = [json.loads(line) for line in METRICS.read_text(encoding="utf-8").splitlines()]
    wrong: list[str] = []
    for name in ELSEWHERE:
        store = records_of(tmp_path / name)
        load(store, write_elsewhere(tmp_path, name), dataset=name)
        tool = tool_of(store)
        mine = [case for case in cases if case["data"] == name]
        wrong += [case["question"] for case in mine if not _meant(tool, case)]
        store.close()
    assert len(wrong) <= 3, wrong


def test_a_key_of_a_fault_is_the_code_and_its_meaning_the_text(tmp_path: Path) -> None:
    store = records_of(tmp_path)
    load(store, write_elsewhere(tmp_path, "buses"), dataset="buses")
    finding = tool_of(store).call({"metric": "count", "codes": "T10"}, Principal("tester"))
    store.close()
    assert finding.evidence
    assert finding.evidence[0].details["query"]["codes"] == ["T10"]


def test_a_type_that_no_file_says_is_refused_not_counted_as_none(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("Job no,Asset,Text,Finished\n1,P-1,seal,2024-01-05 06:00\n2,P-1,belt,2024-02-05 06:00\n")
    store = records_of(tmp_path)
    load(store, file, dataset="bare")
    finding = tool_of(store).call({"metric": "count", "types": "corrective"}, Principal("tester"))
    store.close()
    assert (finding.refusal, finding.evidence) == ("not_loaded", ())


def _meant(tool: HistoryTool, case: dict[str, Any]) -> bool:
    """Tell whether the words give what the typed query gives: of groups the first, of a refusal none."""
    wanted = tool.call(case["query"], Principal("tester"))
    value = wanted.evidence[0].value if wanted.evidence else None
    found = _value(tool, case["question"], case["today"])
    return bool(found[:1] == value[:1]) if isinstance(found, list) and isinstance(value, list) else bool(found == value)


def _value(tool: HistoryTool, text: str, today: str) -> Any:
    read = tool.asking.read(text, "en", date.fromisoformat(today), ALL)
    finding = tool.call(read.query, Principal("tester")) if isinstance(read, Understood) else None
    return finding.evidence[0].value if finding and finding.evidence else None


def _agrees(answer: Any, value: Any) -> bool:
    """Tell whether a value is the answer: of a ranking the first name, of an amount to the cent."""
    if isinstance(answer, list):
        return bool(value) and isinstance(value, list) and value[0][0] in answer
    return bool(value == (pytest.approx(answer, abs=0.01) if isinstance(answer, int | float) else answer))
