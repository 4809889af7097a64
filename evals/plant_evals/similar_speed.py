"""How fast similar cases are found among many texts that all differ.

The texts are made. Some of them are embedded, which gives the speed of that; the vectors of the rest are mixed from
those, for how long a question takes does not depend on what the vectors mean.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from plant_evals.similar import read_similar
from plant_knowledge_ingest.embedding.protocol import Embedder, Encodable, Encoded, Vector
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal
from plant_tools.cases.tool import CasesTool
from plant_tools.records.load import load
from plant_tools.records.store import Store

if TYPE_CHECKING:
    from plant_copilot.settings import Settings

Json = dict[str, Any]

_EMBEDDED, _QUESTIONS, _ASSETS = 512, 40, 500
_PARTS = (
    ("Pump", "Förderband", "输送带", "Gearbox", "Ventil", "减速机", "Fan", "Lager", "密封", "Valve", "Motor", "轴承"),
    ("leaks", "klemmt", "异响", "is hot", "undicht", "漏油", "vibrates", "verschmutzt", "过热", "does not start"),
    ("at the drive end", "nach Reinigung", "在启动时", "after CIP", "im Dauerlauf", "夜班", "again", "schon wieder"),
)


class MixedEmbedder:
    """Embeds the first texts as ``embedder`` does and mixes the vectors of the others from those."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder, self._random = embedder, np.random.default_rng(0)
        self._known: list[Vector] = []
        self.seconds = 0.0
        self.fingerprint, self.size = f"mixed-{embedder.fingerprint}", embedder.size

    def query(self, text: str) -> Vector:
        """Return the vector of a question."""
        return self._embedder.query(text)

    def passages(self, passages: Sequence[Encodable], on_done: Callable[[int], None] | None = None) -> list[Encoded]:
        """Return vectors, of the first texts their own."""
        if len(self._known) < _EMBEDDED:
            began = time.perf_counter()
            encoded = self._embedder.passages(passages, on_done)
            self.seconds += time.perf_counter() - began
            self._known += [one.passage for one in encoded]
            return encoded
        known = np.stack(self._known)
        pairs = self._random.integers(0, len(known), (len(passages), 2))
        mixed = known[pairs[:, 0]] + known[pairs[:, 1]] + self._random.normal(0, 0.02, (len(passages), self.size))
        mixed = (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)
        return [Encoded(vector, vector[None]) for vector in mixed]

    @property
    def embedded_per_second(self) -> float:
        """How many texts the embedder itself took a second."""
        return len(self._known) / self.seconds


def run_similar_speed(settings: Settings, folder: Path, number: int) -> Json:
    """Return {texts, taken_seconds, embedded_per_second, questions, p50_ms, p95_ms} for ``number`` texts."""
    from plant_knowledge_ingest.embedding.choosing import open_embedder

    mixed = MixedEmbedder(open_embedder(settings.embedder, settings.home / "cache", settings.threads or None))
    library, store = Library(folder / "library", lambda: mixed), Store(f"sqlite:///{folder / 'records.sqlite'}")
    load(store, _written(folder / "orders.csv", number), dataset="made")
    tool = CasesTool(library, lambda: store, folder / "cases")
    began = time.perf_counter()
    asked = [{"text": question["question"]} for question in read_similar()[:_QUESTIONS]]
    everyone = Principal("evaluation")
    tool.call({**asked[0], "wait": True}, everyone)
    taken = time.perf_counter() - began
    seconds = []
    for arguments in asked:
        began = time.perf_counter()
        tool.call(arguments, everyone)
        seconds.append(1000 * (time.perf_counter() - began))
    library.close()
    store.close()
    return {
        "texts": number,
        "taken_seconds": round(taken, 1),
        "embedded_per_second": round(mixed.embedded_per_second, 1),
        "questions": len(seconds),
        "p50_ms": round(float(np.percentile(seconds, 50)), 1),
        "p95_ms": round(float(np.percentile(seconds, 95)), 1),
    }


def _written(file: Path, number: int) -> Path:
    """Write orders whose texts all differ."""
    random = Random(0)  # noqa: S311 - the same texts every time
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(("order", "asset", "type", "description", "problem code", "finished"))
        for row in range(number):
            text = f"{' '.join(random.choice(part) for part in _PARTS)} {row}"
            code = random.choice(("BRG", "SEAL", "JAM"))
            day = f"20{random.randrange(15, 26)}-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}"
            writer.writerow((f"W{row}", f"A-{row % _ASSETS}", "corrective", text, code, f"{day} 08:00:00"))
    return file
