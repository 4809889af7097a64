"""How a search slows down as a library grows, on our index, on LanceDB and on qdrant-client's local mode.

Run as a module it does one part of a run in a process of its own: ``embed``, ``build`` or ``ask``, with an engine, a
folder and the number of passages; it prints JSON.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from plant_copilot.errors import WrongUse
from plant_evals.casebook import read_cases
from plant_evals.costs import measured
from plant_evals.figures import percentile
from plant_evals.multiplied import originals
from plant_evals.scale_memory import memory_mb
from plant_evals.scale_stored import Spent, made, store, stored
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
_WARM = 10
_ROUNDS = 3
_COMPARED, _BEST = 25, 10
# qdrant-client's local mode takes seconds for a question of a large library.
_QUESTIONS = {"ours": 111, "lancedb": 111, "local mode": 12}


def run_scale(
    sizes: Sequence[int], engines: Sequence[str], tell: Callable[[str], None], folder: Path | None = None
) -> dict[str, Any]:
    """Search libraries of ``sizes`` passages with each of ``engines``, in turn.

    What is stored in ``folder`` stays, and a run that was ended goes on there. Returns {"rows": [{engine, passages,
    questions, build_seconds, disk_mb, peak_mb, memory, recall, index, index_cpu, search, search_cpu, asked}], "load",
    "bar"}; ``index``, ``search`` and ``asked`` are [p50, p95] in milliseconds of the calls of the index, of these with
    the ranking, and of all with the question's embedding, in the quietest of three rounds. Raises ``WrongUse`` where an
    engine is missing.
    """
    for engine in engines:
        if engine not in ENGINES:
            raise WrongUse(f"There is no engine {engine!r}.", remedy=f"There are {', '.join(ENGINES)}.")
        if find_spec(ENGINES[engine]) is None:
            raise WrongUse(f"{ENGINES[engine]} is not installed.", remedy="make with-extras with-scale")
    rows = []
    with nullcontext(folder) if folder else TemporaryDirectory() as kept:
        place = Path(kept)
        place.mkdir(parents=True, exist_ok=True)
        tell("Embedding the sample plant")
        measured([*_PART, "embed", "", str(place), "0"])
        for size in sizes:
            for engine in engines:
                tell(f"{engine}: {size:,} passages")
                rows.append({"engine": engine, "passages": size, **_run(engine, place, size)})
    return {"rows": rows, "load": [round(value, 1) for value in os.getloadavg()], "bar": BAR}


def _run(engine: str, place: Path, size: int) -> dict[str, Any]:
    cost, told = measured([*_PART, "build", engine, str(place), str(size)])
    asking, answered = measured([*_PART, "ask", engine, str(place), str(size)])
    return {**json.loads(told), **json.loads(answered), "build_peak_mb": cost.peak_mb, "peak_mb": asking.peak_mb}


def embed(_: str, place: Path, __: int) -> dict[str, int]:
    """Embed the sample plant, and keep what becomes of it for the other parts."""
    kept = place / "seeds"
    if not kept.exists():
        kept.write_bytes(pickle.dumps(originals(E5Embedder(place / "cache"), Glossary.read())))
    return {}


def build(engine: str, place: Path, size: int) -> dict[str, float]:
    """Store ``size`` passages; making them up is not counted."""
    folder = place / f"{engine}-{size}"
    if engine == "ours":
        seconds = stored(partial(_opened, engine, folder), place / "seeds", size, folder.with_suffix(".json"))
    else:
        seconds = _stored_otherwise(_opened(engine, folder), place / "seeds", size)
    disk = sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file())
    return {**seconds, "disk_mb": round(disk / 1e6)}


def _stored_otherwise(index: Index, seeds: Path, size: int) -> dict[str, float]:
    spent = Spent({})
    for passages in made(seeds, size):
        with spent.on("build"):
            store(index, passages)
    with spent.on("graph"):
        if isinstance(index, EdgeIndex) or not hasattr(index, "finish"):
            index.flush()
        else:
            cast("Any", index).finish()
        index.close()
    return {name: round(seconds, 1) for name, seconds in spent.seconds.items()}


def ask(engine: str, place: Path, size: int) -> dict[str, Any]:
    """Ask the questions of the sample plant, once each in every round, after some to warm up."""
    questions = [case["question"] for case in read_cases("sample_plant")]
    chosen = questions[:: -(-len(questions) // _QUESTIONS[engine])]
    index = _opened(engine, place / f"{engine}-{size}")
    clocked = Clocked(index)
    searcher = Searcher(cast("Index", clocked), E5Embedder(place / "cache"), Glossary.read())
    list(_asked(searcher, clocked, questions[-_WARM:][: len(chosen)]))
    gc.collect()
    gc.freeze()  # as the server does
    rounds = [_told(list(_asked(searcher, clocked, chosen))) for _ in range(_ROUNDS if engine == "ours" else 1)]
    quietest = min(rounds, key=lambda one: one["search"][1])
    found = {"memory": memory_mb(), "questions": len(chosen), **quietest}
    return {**found, "recall": _recall(index, searcher, chosen)} if isinstance(index, EdgeIndex) else found


def _told(spans: Sequence[Sequence[float]]) -> dict[str, list[float]]:
    names = ("index", "index_cpu", "search", "search_cpu", "asked")
    return {name: _percentiles(column) for name, column in zip(names, zip(*spans, strict=True), strict=True)}


def _recall(index: EdgeIndex, searcher: Searcher, questions: Sequence[str]) -> float:
    """Return how many of the ten nearest are found by the way that a search takes: all vectors are compared for it."""
    scope, found, wanted = Scope(Principal("eval")), 0, 0
    for question in questions[:: -(-len(questions) // _COMPARED)]:
        vector = searcher.query(question).vector
        usual, right = (
            {one.id for one in index.nearest(vector, scope, 40, exact=exact)[:_BEST]} for exact in (False, True)
        )
        found, wanted = found + len(usual & right), wanted + len(right)
    return round(found / wanted, 4)


def _asked(searcher: Searcher, clocked: Clocked, questions: Sequence[str]) -> Iterator[tuple[float, ...]]:
    """Yield for each question the seconds of the index, its CPU, of the search, its CPU, and of everything."""
    scope = Scope(Principal("eval"))
    for question in questions:
        started = time.perf_counter()
        query = searcher.query(question)
        clocked.seconds = clocked.cpu_seconds = 0.0
        prepared, worked = time.perf_counter(), time.process_time()
        searcher.search(query, scope)
        done = time.perf_counter()
        yield clocked.seconds, clocked.cpu_seconds, done - prepared, time.process_time() - worked, done - started


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
