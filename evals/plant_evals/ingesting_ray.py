"""Ingestion on workers of Ray against ingestion in one process, in turn: the same index, and what it costs.

On a machine that others use, wall time says little; so CPU seconds of all processes are counted as well.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from plant_copilot.errors import WrongUse
from plant_copilot.settings import Settings
from plant_copilot.wiring import open_library
from plant_evals.costs import COMMAND
from plant_evals.costs_family import measured_family
from plant_evals.ingesting import excerpt_of
from plant_knowledge_ingest.principal import ANY_SITE, Principal

BAR = 0.15
"""Ray may take this share more time than one process on the same cores."""


def run_ray(file: Path, *, pages: int, rounds: int, workers: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Ingest the middle ``pages`` of ``file`` in one process and on ``workers`` of Ray, ``rounds`` times.

    Returns {pages, passages, workers, same_index, local: [seconds], ray: [seconds], cpu: {local, ray: [seconds]},
    overhead, overhead_cpu, load, bar}; each overhead is the median of the rounds' ratios less 1. Raises ``WrongUse``
    where Ray is not installed.
    """
    if find_spec("ray") is None:
        raise WrongUse("Ray is not installed.", remedy="make with-ray")
    with TemporaryDirectory() as folder:
        place = Path(folder)
        excerpt, number = excerpt_of(file, pages, place)
        engines = {"local": (), "ray": ("--engine", "ray", "--workers", str(workers))}
        seconds: dict[str, list[float]] = {name: [] for name in engines}
        cpu: dict[str, list[float]] = {name: [] for name in engines}
        held: dict[str, set[str]] = {name: set() for name in engines}
        passages = 0
        for round_ in range(rounds + 1):
            tell(f"Round {round_} of {rounds}" if round_ else "Writing out the weights")
            for name, options in engines.items():
                home = place / name
                shutil.rmtree(home / "library", ignore_errors=True)
                cost, worked, told = measured_family(
                    [*COMMAND, "--home", str(home), "ingest", str(excerpt), *options, "--json"]
                )
                passages = json.loads(told)["passages"]
                if round_:  # the first one of each writes the weights out, which no later one does
                    seconds[name].append(cost.seconds)
                    cpu[name].append(worked)
                held[name].add(_content(home))
    return {
        "pages": number,
        "passages": passages,
        "workers": workers,
        "same_index": len(held["local"] | held["ray"]) == 1,
        **seconds,
        "cpu": cpu,
        "overhead": _overhead(seconds),
        "overhead_cpu": _overhead(cpu),
        "load": [round(value, 1) for value in os.getloadavg()],
        "bar": BAR,
    }


def _overhead(took: Mapping[str, Sequence[float]]) -> float:
    return round(median(ray / local for local, ray in zip(took["local"], took["ray"], strict=True)) - 1, 3)


def _content(home: Path) -> str:
    """Return a hash of the ids and texts of all passages in a library."""
    settings = Settings.read({}, home=home)
    library = open_library(settings)
    try:
        entries = library.documents(Principal("local", settings.groups, frozenset({ANY_SITE})))
        held = sorted((passage.id, passage.text) for entry in entries for passage in library.contents(entry))
    finally:
        library.close()
    return hashlib.sha256(json.dumps(held).encode()).hexdigest()


def report_ray(result: dict[str, Any]) -> str:
    """Return the figures as lines."""
    lines = [f"{result['pages']} pages, {result['passages']} passages, {result['workers']} workers"]
    lines += [f"{name:<6} {', '.join(f'{each:.1f}' for each in result[name])} s" for name in ("local", "ray")]
    lines.append(f"the same ids and texts: {'yes' if result['same_index'] else 'NO'}")
    lines += [f"{name:<6} {', '.join(f'{each:.1f}' for each in took)} s of CPU" for name, took in result["cpu"].items()]
    lines.append(f"more time on Ray: {100 * result['overhead']:+.0f} % (bar: {100 * result['bar']:.0f} %)")
    lines.append(f"more CPU on Ray: {100 * result['overhead_cpu']:+.0f} %; load {result['load'][0]}")
    return "\n".join(lines)
