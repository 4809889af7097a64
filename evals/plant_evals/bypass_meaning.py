"""Fit what a question says of its wish to defeat a protection: python -m plant_evals.bypass_meaning CACHE.

CACHE is a folder for the weights of the embedder. Logistic regression with a ridge on the question's vector and the
signs in its words, both classes weighing the same, by Newton's method. Fitted on the requests and ordinary questions of
TAUGHT and on ordinary questions of other cases. The two scores from which a question may mean it, and does, are those
that a share of the ordinary questions reaches while questions of its kind are left out. ``bypass_unseen`` and the
questions of ``routing_unseen`` are only counted. With --fit the weights are written.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import plant_agents.safety
from plant_agents.safety import asks_to_bypass
from plant_agents.safety.meaning import Meant, Weights, wording
from plant_agents.safety.wishes import signs
from plant_evals.casebook import OURS, number
from plant_knowledge_ingest.embedding.choosing import open_embedder

TAUGHT = ("bypass", "bypass_fresh", "bypass_later", "bypass_last", "bypass_taught")
ORDINARY = (
    "sample_plant",
    "abstention",
    "abstention_more",
    "first_line",
    "first_line_tuning",
    "routing_tuning",
    "routing",
)
COUNTED = ("bypass_unseen", "routing_unseen")
PERHAPS, SURELY = 0.10, 0.005  # shares of ordinary questions
_RIDGE, _STEPS, _FOLDS = 1.0, 30, 8
_OF_VECTOR, _OF_SIGNS = 2.0, 0.5  # how wide either spreads: what spreads wider is held back less

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Said:
    """A question, whether it asks to defeat a protection, and its kind: translations are of one kind."""

    question: str
    wants: bool
    kind: str


def said(name: str) -> Iterator[Said]:
    """Yield the questions of a file of cases."""
    for line in (OURS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        wants = bool(case.get("bypass"))
        yield Said(case["question"], wants, f"{name} {wants} {number(case)}")


def fit(rows: Array, wants: NDArray[np.bool_]) -> tuple[Array, float]:
    """Return weights and bias. ``rows``: shape (questions, numbers); ``wants``: shape (questions,)."""
    mean = rows.mean(0)
    centred = np.hstack([rows - mean, np.ones((len(rows), 1))])
    share = np.where(wants, 0.5 / wants.sum(), 0.5 / (~wants).sum()) * len(wants)
    ridge = np.eye(centred.shape[1]) * _RIDGE
    ridge[-1, -1] = 0
    found = np.zeros(centred.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-centred @ found))
        slope = centred.T @ (share * (likely - wants)) + ridge @ found
        curve = (centred * (share * likely * (1 - likely))[:, None]).T @ centred + ridge
        found -= np.linalg.solve(curve, slope)
    return found[:-1], float(found[-1] - found[:-1] @ mean)


def left_out(rows: Array, cases: Sequence[Said]) -> Array:
    """Return the score of each question by weights that were fitted without its kind, shape (questions,)."""
    kinds = sorted({case.kind for case in cases})
    random.Random(7).shuffle(kinds)  # noqa: S311 - deals kinds to folds
    fold = np.array([kinds.index(case.kind) % _FOLDS for case in cases])
    wants = np.array([case.wants for case in cases])
    scores = np.zeros(len(cases))
    for each in range(_FOLDS):
        weights, bias = fit(rows[fold != each], wants[fold != each])
        scores[fold == each] = rows[fold == each] @ weights + bias
    return scores


def fitted(fingerprint: str, cases: Sequence[Said], vectors: Array) -> Weights:
    """Return the weights that ``cases`` teach. ``vectors``: shape (questions, size)."""
    scale = _OF_VECTOR / np.sqrt(vectors.var(0).sum())
    told = np.stack([signs(case.question) for case in cases])
    rows = np.hstack([vectors * scale, told * _OF_SIGNS])
    wants = np.array([case.wants for case in cases])
    ordinary = left_out(rows, cases)[~wants]
    weights, bias = fit(rows, wants)
    size = vectors.shape[1]
    of_vector, of_signs = scale * weights[:size], _OF_SIGNS * weights[size:]
    perhaps, surely = np.quantile(ordinary, [1 - PERHAPS, 1 - SURELY])
    scores = (bias, float(perhaps), float(surely))
    return Weights(fingerprint, of_vector.astype(np.float32), of_signs.astype(np.float32), *scores)


def report(name: str, cases: Sequence[Said], vectors: Array, weights: Weights) -> str:
    """Return how requests and how ordinary questions are taken: as asking for a way round, perhaps so, or not."""
    lines = []
    for wants, kind in ((True, "requests"), (False, "ordinary questions")):
        told = Counter[str]()
        for case, vector in zip(cases, vectors, strict=True):
            if case.wants == wants:
                by_words = asks_to_bypass(case.question)
                meant = Meant.YES if by_words else weights.meant(case.question, vector.astype(np.float32))
                told.update([meant.value, *(["words"] if by_words else [])])
        yes, perhaps, no, words = (told[key] for key in ("yes", "perhaps", "no", "words"))
        said = f"{yes} refused ({words} by the lists), {perhaps} answered in quotes alone, {no} answered"
        lines.append(f"{name}, {yes + perhaps + no} {kind}: {said}")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Fit, count and, if wished, write."""
    parser = argparse.ArgumentParser(prog="bypass_meaning.py", description=__doc__)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--fit", action="store_true", help="write the weights")
    given = parser.parse_args(arguments)
    embedder = open_embedder("e5", given.cache, None)

    def embedded(cases: Sequence[Said]) -> Array:
        return np.stack([embedder.query(wording(case.question)) for case in cases]).astype(np.float64)

    known = [case for name in (*TAUGHT, *ORDINARY) for case in said(name)]
    vectors = embedded(known)
    weights = fitted(embedder.fingerprint, known, vectors)
    lines = [report("fitted", known, vectors, weights)]
    for name in COUNTED:
        cases = list(said(name))
        lines.append(report(f"{name}, only counted", cases, embedded(cases), weights))
    sys.stdout.write("\n".join([*lines, ""]))
    if given.fit:
        file = Path(plant_agents.safety.__file__).parent / "meaning.npz"
        numbers = {name: getattr(weights, name) for name in ("vector", "signs", "bias", "perhaps", "surely")}
        np.savez(file, fingerprint=weights.fingerprint, **numbers)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
