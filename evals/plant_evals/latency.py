"""How long an answer takes on the sample plant: in a warm process, from the shell, and through a server.

Run as a module with a home, it asks all cases in this process and prints the milliseconds of each as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from plant_evals.casebook import read_cases
from plant_evals.costs import COMMAND, Cost, RunFailed, measured
from plant_evals.figures import percentile

BARS = {"warm_p95_ms": 150, "cold_seconds": 4.0, "cold_peak_mb": 600, "served_seconds": 0.5}
"""What each figure may be at most."""

_SHELL_QUESTIONS = 7


def run_latency(tell: Callable[[str], None]) -> dict[str, Any]:
    """Bring the sample plant into a temporary home and ask; ``tell`` hears what is being done.

    Returns {"warm": {questions, p50_ms, p95_ms, max_ms}, "cold": figures, "served": figures, "bars"}, where figures
    are {runs, seconds, seconds_max, cpu_seconds, peak_mb} of the command ``plant-copilot ask``.
    """
    cases = read_cases("sample_plant")
    questions = [case["question"] for case in cases[:: len(cases) // _SHELL_QUESTIONS]]
    with TemporaryDirectory() as folder:
        home = ("--home", folder)
        tell("Ingesting the sample plant")
        measured([*COMMAND, *home, "ingest", str(files("plant_copilot.sample_plant").joinpath("manuals"))])
        tell("Asking from the shell")
        cold = [measured([*COMMAND, *home, "ask", question])[0] for question in questions]
        tell(f"Asking {len(cases)} questions in one process")
        warm = json.loads(measured([sys.executable, "-m", "plant_evals.latency", folder])[1])
        tell("Asking through a server")
        with _server(home):
            served = [measured([*COMMAND, *home, "ask", question])[0] for question in questions]
    return {
        "warm": {
            "questions": len(warm),
            "p50_ms": percentile(warm, 50),
            "p95_ms": percentile(warm, 95),
            "max_ms": max(warm),
        },
        "cold": _shell(cold),
        "served": _shell(served),
        "bars": BARS,
    }


def ask_all(home: Path) -> list[float]:
    """Ask every case in this process, after start; return the milliseconds of each answer."""
    from plant_copilot import Settings, build_copilot

    with build_copilot(Settings.read({}, home=home)) as copilot:
        copilot.warm_up()
        answers = [copilot.ask(case["question"]) for case in read_cases("sample_plant")]
        return [round(1000 * answer["seconds"], 1) for answer in answers]


def _shell(costs: Sequence[Cost]) -> dict[str, float]:
    middle = Cost.middle(costs)
    return {
        "runs": len(costs),
        "seconds": middle.seconds,
        "seconds_max": max(cost.seconds for cost in costs),
        "cpu_seconds": middle.cpu_seconds,
        "peak_mb": max(cost.peak_mb for cost in costs),
    }


@contextmanager
def _server(home: Sequence[str]) -> Iterator[None]:
    command = [*COMMAND, *home, "serve", "--port", "0", "--no-chat"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own command
    try:
        if process.stdout is None or not any(line.startswith("Ctrl-C") for line in process.stdout):
            raise RunFailed("The server did not start.")
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(ask_all(Path(sys.argv[1]))))
