"""What a person reads of a measurement: Markdown tables, as they stand in docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_evals.figures import shown, table

_SHARES = {
    "answered": "answered",
    "page_first": "page first",
    "page_cited": "page cited",
    "quoted_first": "quoted first",
    "quoted": "quoted",
    "abstained": "silent where nothing is",
    "citation_precision": "citations on the page",
}


def of_answers(result: Mapping[str, Any]) -> str:
    """Return the figures per language, and every case that was not answered from the right page first."""
    heads = ["", *_SHARES.values(), "unproven", "p50 ms", "p95 ms"]
    rows = [
        [
            language,
            *(shown(figures[key]) for key in _SHARES),
            *(str(figures[key]) for key in ("violations", "p50_ms", "p95_ms")),
        ]
        for language, figures in result["by_language"].items()
    ]
    missed = [line for case in result["cases"] for line in _miss(case)]
    return "\n".join([table([heads, *rows]), "", *(missed or ["Nothing was missed."])])


def _miss(case: Mapping[str, Any]) -> list[str]:
    """Return what went wrong with a case, in two lines, or nothing."""
    if not case["answerable"]:
        wrong = "answered, though nothing on record answers" if case["answered"] else ""
    elif not case["answered"]:
        wrong = f"not answered; the answer is in {case['expected']}"
    elif not case["page_cited"]:
        wrong = f"page not cited: {case['expected']}"
    elif not case["quoted"]:
        wrong = f"page cited, but not what answers: {case['expected']}"
    elif not case["quoted_first"]:
        wrong = f"not quoted first: {case['expected']}"
    else:
        wrong = ""
    if case["unproven"]:
        wrong = "; ".join(filter(None, [wrong, f"unproven: {', '.join(case['unproven'])}"]))
    if not wrong:
        return []
    said = f"\n    {case['first_place']}: {' '.join(case['first'].split())}" if case["first"] else ""
    return [f"{case['id']}  {case['question']}\n    {wrong}{said}"]
