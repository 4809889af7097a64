"""Questions about the records whose answers are known, asked as typed queries: right, wrong, and rightly refused."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from math import isclose
from pathlib import Path
from typing import Any

from plant_copilot.errors import WrongUse

Json = dict[str, Any]
Ask = Callable[[str, Json], Json]


def read_questions(questions: Path, queries: Path) -> list[Json]:
    """Return the questions, each with its typed ``query``. Raises ``WrongUse`` for one that has none."""
    asked = json.loads(questions.read_text(encoding="utf-8"))
    asked = asked["questions"] if isinstance(asked, dict) else asked
    typed = json.loads(queries.read_text(encoding="utf-8"))
    typed = typed.get("queries", typed)
    if missing := [question["id"] for question in asked if question["id"] not in typed]:
        raise WrongUse(f"{queries.name} has no query for {', '.join(missing)}.")
    return [question | {"query": typed[question["id"]]} for question in asked]


def run_history(call_tool: Ask, questions: Sequence[Json]) -> Json:
    """Ask each question's query: {questions, right, seconds, answers: [{id, right, expected, value, gap, seconds}]}."""
    started, answers = time.perf_counter(), []
    for question in questions:
        began = time.perf_counter()
        finding = call_tool("history", question["query"])
        evidence = finding["evidence"][0] if finding["evidence"] else None
        answers.append(
            {
                "id": question["id"],
                "right": is_right(question, evidence),
                "expected": question["answer"],
                "value": evidence["value"] if evidence else None,
                "gap": finding["gap"],
                "seconds": round(time.perf_counter() - began, 4),
            }
        )
    return {
        "questions": len(answers),
        "right": sum(answer["right"] for answer in answers),
        "seconds": round(time.perf_counter() - started, 3),
        "answers": answers,
    }


def is_right(question: Mapping[str, Any], evidence: Mapping[str, Any] | None) -> bool:
    """Compare what was found with the expected answer; nothing must be found where that begins with NO_DATA.

    An expected list is [group, value], a list of those, or the fields of one record, whatever their order.
    """
    expected = question["answer"]
    if isinstance(expected, str) and expected.startswith("NO_DATA"):
        return evidence is None
    if evidence is None:
        return False
    value = evidence["value"]
    if not isinstance(expected, list):
        return _same(expected, value, question)
    if isinstance(value, str):
        record = evidence["details"]["rows"][0].values()
        return all(any(_same(part, field, question) for field in record) for part in expected)
    if isinstance(expected[0], list):
        return sorted(map(str, expected)) == sorted(map(str, value[: len(expected)]))
    return expected == (value[0] if isinstance(value[0], list) else value)


def _same(expected: Any, value: Any, question: Mapping[str, Any]) -> bool:
    """Compare numbers within the question's tolerance, relative where its unit says so; dates to the day."""
    if isinstance(expected, str) or isinstance(value, str) or value is None:
        return str(value).startswith(str(expected))
    tolerance = question.get("tolerance")
    tolerance = tolerance if isinstance(tolerance, int | float) else 0
    if "relative" in str(question.get("unit")):
        return isclose(expected, value, rel_tol=tolerance)
    return isclose(expected, value, abs_tol=tolerance + 1e-9)
