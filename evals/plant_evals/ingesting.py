"""Whole ingestion against a plain pipeline on the same weights, in turn, each in a process of its own.

The plain pipeline is PyMuPDF's text, LlamaIndex's SentenceSplitter, sentence-transformers and qdrant-client's local
mode; see ``baselines/plain_pipeline.py``. It needs torch: ``make with-torch``.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from plant_copilot.errors import WrongUse
from plant_evals.costs import COMMAND, Cost, measured

BARS = {"times_faster": 2.0, "share_of_memory": 0.5}
"""At least so many times faster, with at most this share of the memory."""

_BASELINES = "plant_evals.baselines"


def run_ingesting(file: Path, *, pages: int, rounds: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Ingest the middle ``pages`` of ``file`` both ways, ``rounds`` times.

    Returns {pages, rounds: [{ours, plain}], ours, plain, times_faster, times_less_cpu, share_of_memory, bars}; costs
    are {seconds, cpu_seconds, peak_mb}. Writing out the weights for either side is not counted. Raises ``WrongUse``
    where torch is missing.
    """
    if find_spec("sentence_transformers") is None or find_spec("qdrant_client") is None:
        raise WrongUse("The plain pipeline needs torch and qdrant-client.", remedy="make with-torch with-extras")
    with TemporaryDirectory() as folder:
        place = Path(folder)
        tell("Writing out the weights for both sides")
        _, taken = excerpt_of(file, pages, place)
        measured(_module("exported", str(place / "weights")))
        _ours(place)
        costs = []
        for number in range(1, rounds + 1):
            tell(f"Round {number} of {rounds}")
            costs.append((_ours(place), _plain(place)))
    ours, plain = (Cost.middle(cost for cost, _ in column) for column in zip(*costs, strict=True))
    return {
        "pages": taken,
        "passages": {"ours": costs[0][0][1], "plain": costs[0][1][1]},
        "rounds": [{"ours": asdict(one), "plain": asdict(other)} for (one, _), (other, _) in costs],
        "ours": asdict(ours),
        "plain": asdict(plain),
        "times_faster": round(plain.seconds / ours.seconds, 2),
        "times_less_cpu": round(plain.cpu_seconds / ours.cpu_seconds, 2),
        "share_of_memory": round(ours.peak_mb / plain.peak_mb, 2),
        "bars": BARS,
    }


def excerpt_of(file: Path, pages: int, place: Path) -> tuple[Path, int]:
    """Write the middle ``pages`` of a PDF into ``place``; return the file, and how many there are."""
    _, told = measured(_module("excerpt", str(file), str(pages), str(place / "excerpt.pdf")))
    return place / "excerpt.pdf", int(json.loads(told)["pages"])


def _ours(place: Path) -> tuple[Cost, int]:
    """Ingest into an empty library; the home's cache of the exported model stays."""
    shutil.rmtree(place / "home" / "library", ignore_errors=True)
    command = [*COMMAND, "--home", str(place / "home"), "ingest", str(place / "excerpt.pdf"), "--json"]
    cost, told = measured(command)
    return cost, json.loads(told)["passages"]


def _plain(place: Path) -> tuple[Cost, int]:
    shutil.rmtree(place / "store", ignore_errors=True)
    paths = [str(place / name) for name in ("excerpt.pdf", "weights", "store")]
    cost, told = measured(_module("plain_pipeline", *paths))
    return cost, json.loads(told)["passages"]


def _module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"{_BASELINES}.{name}", *arguments]
