"""What a person reads of a measurement of the history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_evals.figures import table

_LONGEST = 60


def of_history(result: Mapping[str, Any]) -> str:
    """Return how many questions were answered right, and each with what was expected and found."""
    heads = ["question", "right", "expected", "found", "ms"]
    rows = [
        [
            answer["id"],
            "yes" if answer["right"] else "NO",
            _short(answer["expected"]),
            _short(answer["value"] if answer["value"] is not None else answer["gap"]),
            f"{1000 * answer['seconds']:.0f}",
        ]
        for answer in result["answers"]
    ]
    return f"{result['right']} of {result['questions']} right.\n\n{table([heads, *rows])}"


def of_words(result: Mapping[str, Any]) -> str:
    """Return how many questions in words were answered right in each language, and those that were not."""
    heads = ["language", "questions", "right", "wrong", "abstained"]
    tallies = [[name or "-", str(sum(t.values())), *map(str, t.values())] for name, t in result["languages"].items()]
    missed = [
        [a["id"], a["language"], a["outcome"], _short(a["question"]), _short(a["expected"]), _short(a["value"])]
        for a in result["answers"]
        if a["outcome"] != "right"
    ]
    named = ["id", "language", "outcome", "question", "expected", "found"]
    parts = [table([heads, *tallies]), *([table([named, *missed])] if missed else [])]
    return "\n\n".join(parts)


def of_history_speed(result: Mapping[str, Any]) -> str:
    """Return the milliseconds of each kind of question: ours, also of somebody who sees half, and those of pandas."""
    heads = [f"{result['orders']:,} orders in {result['database']}, ms", "p50", "p95", f"bar {result['bar_ms']}"]
    heads += ["of half p50", "p95", "pandas p50", "p95", "same"]
    rows = [
        [
            found["name"],
            f"{found['p50_ms']:.1f}",
            f"{found['p95_ms']:.1f}",
            "held" if found["p95_ms"] <= result["bar_ms"] else "MISSED",
            f"{found['some_p50_ms']:.1f}",
            f"{found['some_p95_ms']:.1f}",
            f"{found['pandas_p50_ms']:.1f}",
            f"{found['pandas_p95_ms']:.1f}",
            "yes" if found["same"] else "NO",
        ]
        for found in result["questions"]
    ]
    return table([heads, *rows])


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
