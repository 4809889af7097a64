"""Stores a library for ``eval scale``: made up on all cores, in parts, so that a run that was ended goes on.

After every ``STAGE`` passages the index is closed, which builds the graph of what came since, and opened again.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeAlias

from plant_evals.multiplied import PER_DOCUMENT, multiplied
from plant_knowledge_ingest.index.protocol import Index, IndexedPassage

STAGE = 250_000
"""Passages after which a graph is built: what a plant would take in at once."""

PART = 25 * PER_DOCUMENT
"""Passages that are made up in one piece, whatever the size of the library."""

Passages: TypeAlias = list[IndexedPassage]


class _Piece(NamedTuple):
    """The part ``number``, which begins with the passage ``first``."""

    number: int
    first: int
    length: int


_AT_ONCE = 500
_FLUSHED = 10  # parts
_ALIKE = 5  # documents
_seeds: Passages = []


def stored(opened: Callable[[], Index], seeds: Path, size: int, progress: Path, part: int = PART) -> dict[str, float]:
    """Store what is missing of ``size`` passages and publish it; ``progress`` is the file that says what is there.

    They are stored in parts of ``part``.

    Returns {build_seconds, build_cpu_seconds, graph_seconds, graph_cpu_seconds}, of this and all earlier runs. What
    makes the passages up is not counted.
    """
    told: dict[str, Any] = json.loads(progress.read_text()) if progress.exists() else {"parts": 0, "seconds": {}}
    spent = Spent(told["seconds"])
    parts = -(-size // part)
    index = opened()
    for number, passages in enumerate(made(seeds, size, told["parts"], part), told["parts"] + 1):
        with spent.on("build"):
            store(index, passages)
        if number * part % STAGE == 0 or number == parts:
            with spent.on("graph"):
                index.close()
            index = opened()
        elif number % _FLUSHED == 0:
            with spent.on("build"):
                index.flush()
        else:
            continue
        fresh = progress.with_suffix(".fresh")
        fresh.write_text(json.dumps({"parts": number, "seconds": spent.seconds}))
        fresh.replace(progress)
    index.close()
    return {name: round(seconds, 1) for name, seconds in spent.seconds.items()}


def store(index: Index, passages: Passages) -> None:
    """Store passages and publish them."""
    for first in range(0, len(passages), _AT_ONCE):
        index.add(passages[first : first + _AT_ONCE])
    for issue in dict.fromkeys(one.document.issue for one in passages):
        index.publish(issue)


def made(seeds: Path, size: int, after: int = 0, part: int = PART) -> Iterator[Passages]:
    """Yield ``size`` passages in parts, without the first ``after`` parts; two for each process are under way."""
    numbers = range(after, -(-size // part))
    pieces = [_Piece(number, number * part, min(part, size - number * part)) for number in numbers]
    processes = min(os.cpu_count() or 1, len(pieces))
    if processes <= 1:
        _ready(seeds)
        yield from map(_passages, pieces)
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), _ready, (seeds,)) as pool:
        yield from _ahead(pool, pieces, 2 * processes)


def _ahead(pool: ProcessPoolExecutor, pieces: Sequence[_Piece], most: int) -> Iterator[Passages]:
    waiting: list[Future[Passages]] = []
    coming = iter(pieces)
    while True:
        waiting += [pool.submit(_passages, piece) for piece in islice(coming, most - len(waiting))]
        if not waiting:
            return
        yield waiting.pop(0).result()


def _ready(seeds: Path) -> None:
    _seeds[:] = pickle.loads(seeds.read_bytes())  # noqa: S301 - written by ourselves
    gc.freeze()


def _passages(piece: _Piece) -> Passages:
    before = piece.first // PER_DOCUMENT
    return list(multiplied(_seeds, piece.length, piece.number, before=before, alike=_ALIKE))


class Spent:
    """Adds up wall and CPU seconds of this process by name: ``with spent.on("build"): ...``."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds = seconds

    def on(self, name: str) -> Self:
        """Name what follows."""
        self._name = name
        return self

    def __enter__(self) -> None:
        self._began = (time.perf_counter(), time.process_time())

    def __exit__(self, *_: object) -> None:
        now = (time.perf_counter(), time.process_time())
        for what, began, ended in zip(("seconds", "cpu_seconds"), self._began, now, strict=True):
            name = f"{self._name}_{what}"
            self.seconds[name] = self.seconds.get(name, 0.0) + ended - began
