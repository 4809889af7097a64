"""How a search slows down as a library grows, on our index, on LanceDB and on qdrant-client's local mode.

Run as a module it does one part of a run in a process of its own: ``embed``, ``build`` or ``ask``, with an engine, a
folder and the number of passages; it prints JSON.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from plant_copilot.errors import WrongUse
from plant_evals.casebook import read_cases
from plant_evals.costs import measured
from plant_evals.figures import percentile
from plant_evals.multiplied import multiplied, originals
from plant_knowledge_ingest.embedding.e5 import E5Embedder
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.edge import EdgeIndex
from plant_knowledge_ingest.index.protocol import Index, Scope
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.search import Searcher

BAR = 20
"""Milliseconds that the index may take for one question of twenty (p95)."""

ENGINES = {"ours": "qdrant_edge", "lancedb": "lancedb", "local mode": "qdrant_client"}
"""What is compared, and the module that each needs."""

_PART = (sys.executable, "-m", "plant_evals.scale")
_BATCH = 500
_WARM = 10
# qdrant-client's local mode takes seconds for a question of a large library.
_QUESTIONS = {"ours": 111, "lancedb": 111, "local mode": 12}


def run_scale(sizes: Sequence[int], engines: Sequence[str], tell: Callable[[str], None]) -> dict[str, Any]:
    """Search libraries of ``sizes`` passages with each of ``engines``, in turn.

    Returns {"rows": [{engine, passages, questions, build_seconds, disk_mb, peak_mb, index, index_cpu, search, asked}],
    "load", "bar"}; ``index``, ``search`` and ``asked`` are [p50, p95] in milliseconds of the calls of the index, of
    these with the ranking, and of all with the question's embedding. Raises ``WrongUse`` where an engine is missing.
    """
    for engine in engines:
        if engine not in ENGINES:
            raise WrongUse(f"There is no engine {engine!r}.", remedy=f"There are {', '.join(ENGINES)}.")
        if find_spec(ENGINES[engine]) is None:
            raise WrongUse(f"{ENGINES[engine]} is not installed.", remedy="make with-extras with-scale")
    rows = []
    with TemporaryDirectory() as folder:
        place = Path(folder)
        tell("Embedding the sample plant")
        measured([*_PART, "embed", "", folder, "0"])
        for size in sizes:
            for engine in engines:
                tell(f"{engine}: {size:,} passages")
                rows.append({"engine": engine, "passages": size, **_run(engine, place, size)})
    return {"rows": rows, "load": [round(value, 1) for value in os.getloadavg()], "bar": BAR}


def _run(engine: str, place: Path, size: int) -> dict[str, Any]:
    cost, told = measured([*_PART, "build", engine, str(place), str(size)])
    asking, answered = measured([*_PART, "ask", engine, str(place), str(size)])
    return {
        **json.loads(told),
        **json.loads(answered),
        "build_cpu_seconds": cost.cpu_seconds,
        "build_peak_mb": cost.peak_mb,
        "peak_mb": asking.peak_mb,
    }


def embed(_: str, place: Path, __: int) -> dict[str, int]:
    """Embed the sample plant, and keep what becomes of it for the other parts."""
    seeds = originals(E5Embedder(place / "cache"), Glossary.read())
    (place / "seeds").write_bytes(pickle.dumps(seeds))
    return {"originals": len(seeds)}


def build(engine: str, place: Path, size: int) -> dict[str, float]:
    """Store ``size`` passages; making them up is not counted."""
    made = multiplied(pickle.loads((place / "seeds").read_bytes()), size)  # noqa: S301 - written by ourselves
    folder = place / f"{engine}-{size}"
    index = _opened(engine, folder)
    seconds = 0.0
    issues: dict[str, None] = {}
    while batch := list(islice(made, _BATCH)):
        issues |= {stored.document.issue: None for stored in batch}
        started = time.perf_counter()
        index.add(batch)
        seconds += time.perf_counter() - started
    started = time.perf_counter()
    if engine == "lancedb":
        cast("Any", index).finish()
    else:
        for issue in issues:
            index.publish(issue)
        index.flush()
    index.close()
    seconds += time.perf_counter() - started
    disk = sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file())
    return {"build_seconds": round(seconds, 1), "disk_mb": round(disk / 1e6)}


def ask(engine: str, place: Path, size: int) -> dict[str, Any]:
    """Ask the questions of the sample plant, once each, after some to warm up."""
    questions = [case["question"] for case in read_cases("sample_plant")]
    chosen = questions[:: -(-len(questions) // _QUESTIONS[engine])]
    clocked = Clocked(_opened(engine, place / f"{engine}-{size}"))
    searcher = Searcher(cast("Index", clocked), E5Embedder(place / "cache"), Glossary.read())
    spans = list(_asked(searcher, clocked, [*questions[-_WARM:][: len(chosen)], *chosen]))[-len(chosen) :]
    index, cpu, search, asked = zip(*spans, strict=True)
    return {
        "questions": len(chosen),
        "index": _percentiles(index),
        "index_cpu": _percentiles(cpu),
        "search": _percentiles(search),
        "asked": _percentiles(asked),
    }


def _asked(searcher: Searcher, clocked: Clocked, questions: Sequence[str]) -> Iterator[tuple[float, ...]]:
    """Yield for each question the seconds of the index, its CPU, the search, and everything."""
    scope = Scope(Principal("eval"))
    for question in questions:
        started = time.perf_counter()
        query = searcher.query(question)
        clocked.seconds = clocked.cpu_seconds = 0.0
        prepared = time.perf_counter()
        searcher.search(query, scope)
        done = time.perf_counter()
        yield clocked.seconds, clocked.cpu_seconds, done - prepared, done - started


class Clocked:
    """An index that adds up what its calls take, in wall time and in CPU time of all threads."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.seconds = 0.0
        self.cpu_seconds = 0.0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._index, name)

        def clocked(*arguments: Any) -> Any:
            started, worked = time.perf_counter(), time.process_time()
            try:
                return method(*arguments)
            finally:
                self.seconds += time.perf_counter() - started
                self.cpu_seconds += time.process_time() - worked

        return clocked


def _opened(engine: str, folder: Path) -> Index:
    if engine == "ours":
        return EdgeIndex(folder, size=384, fingerprint="scale")
    if engine == "lancedb":
        from plant_evals.baselines.lance import LanceIndex

        return cast("Index", LanceIndex(folder))
    from plant_evals.baselines.local_mode import local_index

    return local_index(folder)


def _percentiles(seconds: Sequence[float]) -> list[float]:
    return [round(1000 * percentile(seconds, percent), 1) for percent in (50, 95)]


if __name__ == "__main__":
    part = {"embed": embed, "build": build, "ask": ask}[sys.argv[1]]
    sys.stdout.write(json.dumps(part(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))))
