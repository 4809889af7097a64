"""Questions about the records whose answers are known, in words or as typed queries: right, wrong, abstained."""

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


def read_asked(questions: Path) -> list[Json]:
    """Return questions from JSON, or from JSON Lines, one a line."""
    text = questions.read_text(encoding="utf-8")
    if questions.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    asked = json.loads(text)
    listed: list[Json] = asked["questions"] if isinstance(asked, dict) else asked
    return listed


def read_questions(questions: Path, queries: Path) -> list[Json]:
    """Return the questions, each with its typed ``query``. Raises ``WrongUse`` for one that has none."""
    asked = read_asked(questions)
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


def run_words(ask: Ask, questions: Sequence[Json]) -> Json:
    """Ask the questions in words: {languages: {en: {right, wrong, abstained}}, questions, seconds, answers: [...]}.

    ``question`` is a text, or one for each language. Abstained: nothing was found, though there is an answer.
    """
    started, answers = time.perf_counter(), []
    for question in questions:
        asked = question["question"]
        for language, text in (asked if isinstance(asked, dict) else {"": asked}).items():
            answers.append(_answered(ask, question, language, text))
    languages = {name: _tally([a for a in answers if a["language"] == name]) for name in _languages(answers)}
    return {
        "questions": len(answers),
        **_tally(answers),
        "languages": languages,
        "seconds": round(time.perf_counter() - started, 3),
        "answers": answers,
    }


def _answered(ask: Ask, question: Json, language: str, text: str) -> Json:
    began = time.perf_counter()
    answer = ask(text, question)
    figures = [found for found in answer["evidence"] if found["tool"] == "history"]
    right = is_right(question, figures[0] if figures else None)
    return {
        "id": question["id"],
        "language": language,
        "half": question.get("half", ""),
        "question": text,
        "outcome": "right" if right else "wrong" if figures else "abstained",
        "expected": question["answer"],
        "value": figures[0]["value"] if figures else None,
        "answer": answer["answer"],
        "seconds": round(time.perf_counter() - began, 4),
    }


def _languages(answers: Sequence[Json]) -> list[str]:
    return list(dict.fromkeys(answer["language"] for answer in answers))


def _tally(answers: Sequence[Json]) -> Json:
    return {name: sum(a["outcome"] == name for a in answers) for name in ("right", "wrong", "abstained")}


def is_right(  # noqa: PLR0911 - one return for each kind of answer
    question: Mapping[str, Any], evidence: Mapping[str, Any] | None
) -> bool:
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
        return not isinstance(value, list) and _same(expected, value, question)
    if isinstance(value, str):
        record = evidence["details"]["rows"][0].values()
        return all(any(_same(part, field, question) for field in record) for part in expected)
    if not isinstance(value, list) or not value:
        return expected == value
    if isinstance(expected[0], list):
        found = {str(group): figure for group, figure in value[: len(expected)]}
        return all(_close(figure, found.get(str(group)), question) for group, figure in expected)
    group, figure = value[0] if isinstance(value[0], list) else value
    return str(group) == str(expected[0]) and _close(expected[1], figure, question)


def _close(expected: Any, figure: Any, question: Mapping[str, Any]) -> bool:
    return figure is not None and _same(expected, figure, question)


def _same(expected: Any, value: Any, question: Mapping[str, Any]) -> bool:
    """Compare numbers within the question's tolerance, relative where its unit says so; dates to the day."""
    if isinstance(expected, str) or isinstance(value, str) or value is None:
        return str(value).startswith(str(expected))
    tolerance = question.get("tolerance")
    tolerance = tolerance if isinstance(tolerance, int | float) else 0
    if "relative" in str(question.get("unit")):
        return isclose(expected, value, rel_tol=tolerance)
    return isclose(expected, value, abs_tol=tolerance + 1e-9)
