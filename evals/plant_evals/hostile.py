"""What becomes of files that nobody should have to read: each is in the library afterwards, or refused with a reason.

They are brought in as people bring files in, by the ingestion of a library in a process of its own. Vectors are not
what is looked at here, so that they are made of a hash.
"""

from __future__ import annotations

import json
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from plant_evals.baselines.whole_files import seeds
from plant_evals.costs import RunFailed, measured
from plant_evals.hostile_bombs import bombs
from plant_evals.hostile_files import mutants
from plant_knowledge_ingest.embedding.protocol import Encodable, Encoded, Vector
from plant_knowledge_ingest.principal import Principal

LONGEST = 60.0
"""Seconds that one file may take."""

_AT_ONCE = 100
_EVERYONE = Principal("hostile")


class Hashed:
    """An embedder of eight numbers that mean nothing."""

    fingerprint, size = "hashed", 8

    def query(self, text: str) -> Vector:
        """Return the unit vector of a question."""
        vector = np.frombuffer(zlib.crc32(text.encode()).to_bytes(8, "big"), np.uint8).astype(np.float32) + 1
        return np.asarray(vector / np.linalg.norm(vector), np.float32)

    def passages(self, passages: Sequence[Encodable], on_done: Callable[[int], None] | None = None) -> list[Encoded]:
        """Return the vectors of each passage, in order."""
        made = [
            Encoded(self.query(each.context), np.stack([self.query(s) for s in each.sentences])) for each in passages
        ]
        if on_done:
            on_done(len(made))
        return made


def run_hostile(number: int, seed: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Bring in ``number`` broken files and a dozen bombs.

    Returns {files, read, refused, unreported: [name], ended: [stretch], slow: [{name, seconds}], slowest, reasons,
    bombs: {name: what became of it}, peak_mb}: ``ended`` are the stretches of files whose process died.
    """
    counted: dict[str, Any] = {"files": 0, "read": 0, "refused": 0, "unreported": [], "ended": [], "slow": []}
    reasons: Counter[str] = Counter()
    peak, slowest = 0.0, 0.0
    became: dict[str, str] = {}
    whole = seeds(Path(str(files("plant_copilot.sample_plant") / "manuals")))
    stretches = [*_stretched(mutants(whole, number, seed)), list(bombs().items())]
    for at, stretch in enumerate(stretches, 1):
        tell(f"Files {at * _AT_ONCE - _AT_ONCE + 1:,} and on" if at < len(stretches) else "Bombs")
        told, cost = _brought_in(stretch)
        names = [name for name, _ in stretch]
        counted["files"] += len(names)
        peak = max(peak, cost)
        if told is None:
            counted["ended"].append(names[0])
            counted["unreported"] += names
            continue
        counted["read"] += len(told["read"])
        counted["refused"] += len(told["failed"])
        counted["unreported"] += sorted(set(names) - set(told["read"]) - set(told["failed"]))
        counted["slow"] += [{"name": name, "seconds": took} for name, took in told["seconds"].items() if took > LONGEST]
        slowest = max(slowest, *told["seconds"].values())
        reasons.update(_kind(reason) for reason in told["failed"].values())
        if at == len(stretches):
            became = {name: told["failed"].get(name, "read") for name in names}
    return counted | {
        "slowest": round(slowest, 1),
        "reasons": dict(reasons.most_common(20)),
        "bombs": became,
        "peak_mb": round(peak),
    }


def _stretched(broken: Iterable[tuple[str, bytes]]) -> list[list[tuple[str, bytes]]]:
    listed = list(broken)
    return [listed[at : at + _AT_ONCE] for at in range(0, len(listed), _AT_ONCE)]


def _brought_in(stretch: Sequence[tuple[str, bytes]]) -> tuple[dict[str, Any] | None, float]:
    """Bring files into a library of their own, in a process of its own; None where that process died."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "files"
        place.mkdir()
        for name, content in stretch:
            (place / name).write_bytes(content)
        try:
            cost, told = measured([sys.executable, "-m", "plant_evals.hostile", folder])
        except RunFailed:
            return None, 0.0
        return json.loads(told), cost.peak_mb


def _kind(reason: str) -> str:
    """Return a reason without what is particular to a file."""
    return "".join("#" if letter.isdigit() else letter for letter in reason)[:80]


def bring_in(folder: Path) -> dict[str, Any]:
    """Ingest ``folder / "files"``; return {read: [name], failed: {name: reason}, seconds: {name: seconds}}."""
    from plant_knowledge_ingest.library import Library

    began: list[tuple[str, float]] = []
    library = Library(folder / "library", Hashed)
    try:
        report = library.ingest(
            [folder / "files"],
            lambda step: None if step.page else began.append((Path(step.path).name, time.perf_counter())),
        )
        seen = {entry.path.name for entry in library.documents(_EVERYONE)}
    finally:
        library.close()
    ends = [at for _, at in began[1:]] + [time.perf_counter()]
    failed = {Path(one.path).name: one.reason for one in report.failed if one.page is None}
    known = {Path(one.path).name for one in report.notices}
    return {
        "read": sorted((seen | known) - set(failed)),
        "failed": failed,
        "seconds": {name: round(end - start, 2) for (name, start), end in zip(began, ends, strict=True)},
    }


def report(result: dict[str, Any]) -> str:
    """Return the figures as lines."""
    lines = [
        f"{result['files']:,} files: {result['read']:,} read, {result['refused']:,} refused with a reason",
        f"not reported: {len(result['unreported'])}; processes of the ingestion that died: {len(result['ended'])}; "
        f"files over {LONGEST:.0f} s: {len(result['slow'])} (slowest {result['slowest']:.1f} s); "
        f"peak {result['peak_mb']:,} MB",
        *(f"  {name}: {became}" for name, became in result["bombs"].items()),
        *(f"{count:>6}  {reason}" for reason, count in result["reasons"].items()),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(bring_in(Path(sys.argv[1]))))
