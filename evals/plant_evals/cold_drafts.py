"""Drafts each in a process of its own: python -m plant_evals.cold_drafts HOME TASK ASSET LANGUAGE.

Prints {seconds, cpu_seconds, steps} as JSON: from the opened library to the finished draft, loading what it needs.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from plant_evals.costs import measured
from plant_evals.drafting import read_dictations

BAR = 2.0
"""Seconds of a draft."""


def run_cold(home: Path, cases: str, number: int) -> dict[str, Any]:
    """Draft ``number`` cases, spread over all, each in a new process over ``home``.

    Returns {drafts, bar, draft, draft_cpu, whole, whole_cpu, slowest}: of the draft alone and of the whole process
    {median, slowest} in seconds and in CPU seconds, and the id of the slowest case.
    """
    read = read_dictations(cases)
    chosen = read[:: max(1, len(read) // number)][:number]
    costs = [measured([sys.executable, "-m", "plant_evals.cold_drafts", str(home), *_words(case)]) for case in chosen]
    told = [json.loads(printed) for _, printed in costs]
    alone = [float(one["seconds"]) for one in told]
    return {
        "drafts": len(costs),
        "bar": BAR,
        "draft": _figures(alone),
        "draft_cpu": _figures([float(one["cpu_seconds"]) for one in told]),
        "whole": _figures([cost.seconds for cost, _ in costs]),
        "whole_cpu": _figures([cost.cpu_seconds for cost, _ in costs]),
        "slowest": chosen[alone.index(max(alone))]["id"],
    }


def report_cold(result: dict[str, Any]) -> str:
    """Return the figures as lines."""
    names = {"draft": "draft", "draft_cpu": "draft, CPU", "whole": "with its start", "whole_cpu": "with start, CPU"}
    head = f"{result['drafts']} drafts, each in a new process; bar {result['bar']:g} s; slowest {result['slowest']}"
    rows = (
        f"{told:<16}{result[name]['median']:>8.2f} s  (slowest {result[name]['slowest']:.2f})"
        for name, told in names.items()
    )
    return "\n".join((head, *rows))


def _words(case: dict[str, Any]) -> list[str]:
    return [case["task"], case.get("asset", ""), case["language"]]


def _figures(seconds: Sequence[float]) -> dict[str, float]:
    return {"median": round(statistics.median(seconds), 2), "slowest": round(max(seconds), 2)}


def _drafted(home: str, task: str, asset: str, language: str) -> dict[str, Any]:
    from plant_copilot.settings import Settings
    from plant_copilot.wiring import open_library
    from plant_knowledge_ingest.principal import ANY_SITE, Principal
    from plant_tools.records.store import Store
    from plant_tools.sop.desk import SopDesk

    settings = Settings.read(home=Path(home))
    with TemporaryDirectory() as folder:
        library, store = open_library(settings), Store.in_home(Path(folder))
        try:
            started, used = time.perf_counter(), time.process_time()
            desk = SopDesk(lambda: store, library)
            asker = Principal("local", settings.groups, frozenset({ANY_SITE}))
            one = desk.draft(task, asker, asset=asset, language=language)
            seconds, used = time.perf_counter() - started, time.process_time() - used
            return {"seconds": seconds, "cpu_seconds": used, "steps": len(one["procedure"]["steps"])}
        finally:
            store.close()
            library.close()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_drafted(*sys.argv[1:5])))
