"""What the agent adds to its tools: the time of an answer without that of the tools, checkpoint and ledger included."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from plant_copilot import Settings, build_copilot
from plant_evals.casebook import read_cases
from plant_evals.figures import percentile
from plant_evals.following import FILES, follow_ups, report, resolve

BAR_MS = 40.0
"""What the 95th percentile may be at most."""


def run_overhead(home: Path, tell: Callable[[str], None]) -> dict[str, Any]:
    """Bring the sample plant into ``home`` and ask its questions, then follow-ups in threads.

    Returns {answers, p50_ms, p95_ms, max_ms, bar_ms}.
    """
    with build_copilot(Settings.read({}, home=home)) as copilot:
        tell("Bringing in the sample plant")
        bring_in(copilot)
        copilot.warm_up()
        asked = [(case["question"], "") for case in read_cases("sample_plant")]
        for case in follow_ups():
            asked += [(turn, case.id) for turn in (*case.turns, case.question)]
        tell(f"Asking {len(asked)} questions")
        added = [_added(copilot, text, thread) for text, thread in asked]
    return {
        "answers": len(added),
        "p50_ms": percentile(added, 50),
        "p95_ms": percentile(added, 95),
        "max_ms": max(added),
        "bar_ms": BAR_MS,
    }


def run_follow_ups(home: Path) -> dict[str, Any]:
    """Resolve the committed follow-up questions on the sample plant's records in ``home``: {file: see ``report``}."""
    from plant_evals.routing import sample_router

    with sample_router(home) as router:
        return {name: report(list(resolve(router, follow_ups(name)))) for name in FILES}


def bring_in(copilot: Any) -> None:
    """Read the sample plant's manuals and load its records."""
    with as_file(files("plant_copilot.sample_plant") / "manuals") as manuals:
        copilot.ingest([manuals])
    _load_records(copilot)


def _load_records(copilot: Any) -> None:
    for name in ("assets", "failure-codes", "work-orders"):
        with as_file(files("plant_copilot.sample_plant") / "records" / f"{name}.csv") as file:
            copilot.records.load(file, dataset="brunnental")


def _added(copilot: Any, text: str, thread: str) -> float:
    """Return the milliseconds that an answer took beyond its tools."""
    answer = copilot.ask(text, thread=thread)
    tools = sum(tool["seconds"] for tool in copilot.why(answer["thread"])["tools"])
    return round(1000 * float(answer["seconds"] - tools), 2)
