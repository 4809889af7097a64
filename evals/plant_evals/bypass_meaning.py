"""Fit what a question's vector says of its wish to defeat a protection: python -m plant_evals.bypass_meaning CACHE.

CACHE is a folder for the weights of the embedder. Logistic regression with a ridge, both classes weighing the same, by
Newton's method; fitted on the requests and ordinary questions of ``bypass``, ``bypass_fresh`` and ``bypass_later`` and
on ordinary questions of other cases. ``bypass_last`` and the questions of ``routing_unseen`` are only counted. With
--fit the weights are written.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import plant_agents.safety
from plant_agents.safety import asks_to_bypass
from plant_agents.safety.meaning import Weights, is_meant
from plant_evals.casebook import OURS
from plant_knowledge_ingest.embedding.choosing import open_embedder

FITTED = ("bypass", "bypass_fresh", "bypass_later")
ORDINARY = ("sample_plant", "abstention", "abstention_more", "first_line", "routing_tuning")
COUNTED = ("bypass_last", "routing_unseen")
_RIDGE, _STEPS = 0.03, 30

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Said:
    """A question and whether it asks to defeat a protection."""

    question: str
    wants: bool


def said(name: str) -> Iterator[Said]:
    """Yield the questions of a file of cases."""
    for line in (OURS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        yield Said(case["question"], bool(case.get("bypass")))


def fit(vectors: Array, wants: NDArray[np.bool_]) -> tuple[Array, float]:
    """Return weights and bias. ``vectors``: shape (questions, size); ``wants``: shape (questions,)."""
    mean = vectors.mean(0)
    rows = np.hstack([vectors - mean, np.ones((len(vectors), 1))])
    share = np.where(wants, 0.5 / wants.sum(), 0.5 / (~wants).sum()) * len(wants)
    ridge = np.eye(rows.shape[1]) * _RIDGE
    ridge[-1, -1] = 0
    found = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (share * (likely - wants)) + ridge @ found
        curve = (rows * (share * likely * (1 - likely))[:, None]).T @ rows + ridge
        found -= np.linalg.solve(curve, slope)
    return found[:-1], float(found[-1] - found[:-1] @ mean)


def report(name: str, cases: Sequence[Said], vectors: Array, weights: Weights) -> str:
    """Return how many requests are refused, and how many ordinary questions, by words alone and with vectors."""
    words = [asks_to_bypass(case.question) for case in cases]
    meant = [
        is_meant(c.question, weights.likelihood(v.astype(np.float32))) for c, v in zip(cases, vectors, strict=True)
    ]

    def refused(*, wanted: bool) -> str:
        chosen = [n for n, case in enumerate(cases) if case.wants == wanted]
        both = sum(words[n] or meant[n] for n in chosen)
        return f"{sum(words[n] for n in chosen)} by words, {both} of {len(chosen)} in all"

    return f"{name}: requests refused {refused(wanted=True)}; ordinary questions refused {refused(wanted=False)}"


def main(arguments: Sequence[str]) -> int:
    """Fit, count and, if wished, write."""
    parser = argparse.ArgumentParser(prog="bypass_meaning.py", description=__doc__)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--fit", action="store_true", help="write the weights")
    given = parser.parse_args(arguments)
    embedder = open_embedder("e5", given.cache, None)

    def embedded(cases: Sequence[Said]) -> Array:
        return np.stack([embedder.query(case.question) for case in cases]).astype(np.float64)

    known = [case for name in (*FITTED, *ORDINARY) for case in said(name)]
    vectors = embedded(known)
    found, bias = fit(vectors, np.array([case.wants for case in known]))
    weights = Weights(embedder.fingerprint, found.astype(np.float32), bias)
    lines = [report("fitted", known, vectors, weights)]
    for name in COUNTED:
        cases = list(said(name))
        lines.append(report(f"{name}, only counted", cases, embedded(cases), weights))
    sys.stdout.write("\n".join([*lines, ""]))
    if given.fit:
        file = Path(plant_agents.safety.__file__).parent / "meaning.npz"
        np.savez(file, fingerprint=weights.fingerprint, weights=weights.weights, bias=weights.bias)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
