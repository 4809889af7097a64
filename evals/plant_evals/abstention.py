"""When to say nothing: python -m plant_evals.abstention HOME [--fit].

HOME must hold the sample plant's manuals. The weights of the signs are fitted on the questions of even number, by
logistic regression with a ridge and no sign against its meaning; what is needed is where an answer becomes likelier
than none. As the weights also choose which hit answers, it is chosen and fitted in turn. The questions of odd number
are only counted. With --fit the weights are written.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from importlib import resources
from pathlib import Path

import numpy as np

from plant_copilot import Settings
from plant_copilot.wiring import open_library
from plant_evals.casebook import number, read_cases
from plant_evals.figures import share, shown, table
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal
from plant_tools.manuals.asking import Asked
from plant_tools.manuals.signs import Signs
from plant_tools.manuals.support import Weighing, by_support, unknown_codes, weighing, worth

CASES = ("abstention", "sample_plant", "abstention_more")
_NAMES = tuple(field.name for field in fields(Signs))
# What a sign may mean: more of it speaks for an answer, or against.
_SIGN = np.array([1.0 if name in {"covered", "measured"} else -1.0 for name in _NAMES])
_RIDGE, _STEPS, _RATE, _TURNS = 0.3, 20_000, 0.02, 3


@dataclass(frozen=True, slots=True)
class Example:
    """A question's hits, each with its share of the best score and its signs, and what is right.

    Without hits where a code that stands in no document has decided.
    """

    hits: tuple[tuple[float, Signs], ...]
    answerable: bool
    even: bool

    def best(self, weights: Weighing) -> Signs | None:
        """Return the signs of the hit that answers."""
        listed = sorted(self.hits, key=lambda hit: worth(hit[0], weights.total(hit[1])), reverse=True)
        return listed[0][1] if listed else None


def examples(library: Library) -> list[Example]:
    """Ask all ``CASES`` of the sample plant, but for those whose page is a scan."""
    asked = [case for name in CASES for case in read_cases(name) if not case.get("scanned")]
    principal = Principal("evaluation")
    documents = {entry.document.issue: entry.document for entry in library.documents(principal)}
    found = []
    for case in asked:
        result = library.search(case["question"], principal, limit=8)
        decided = bool(unknown_codes(result))
        wanted = Asked.of(result.query, library.glossary)
        hits = [] if decided else by_support(result, wanted, documents, library.glossary)
        best = max((hit.score for hit, _ in hits), default=0.0) or 1.0
        shares = tuple((hit.score / best, signs) for hit, signs in hits)
        found.append(Example(shares, not case.get("unanswerable"), number(case) % 2 == 0))
    return found


def fit(listed: Sequence[Example]) -> Weighing:
    """Return the weights that tell those of ``listed`` apart that have an answer."""
    weights = Weighing(dict.fromkeys(_NAMES, 0.0), 0.0)
    for _ in range(_TURNS):
        told = [(found, example.answerable) for example in listed if (found := example.best(weights))]
        weights = _fitted(told)
    return weights


def _fitted(told: Sequence[tuple[Signs, bool]]) -> Weighing:
    """Fit by projected gradient descent."""
    x = np.array([[*astuple(found), 1.0] for found, _ in told])
    y = np.where([answerable for _, answerable in told], 1.0, -1.0)
    ridge = np.array([*[2 * _RIDGE] * len(_NAMES), 0.0])
    weights = np.zeros(len(_NAMES) + 1)
    for _ in range(_STEPS):
        slope = -(x * (y / (1 + np.exp(y * (x @ weights))))[:, None]).sum(axis=0) + ridge * weights
        weights -= _RATE * slope
        weights[:-1] = np.where(weights[:-1] * _SIGN > 0, weights[:-1], 0.0)
    rounded = np.round(weights[:-1], 2)
    return Weighing(dict(zip(_NAMES, rounded.tolist(), strict=True)), round(-float(weights[-1]), 2))


def figures(listed: Sequence[Example], weights: Weighing) -> list[str]:
    """Return how many are answered that have an answer, and how many refused that have none, as printed."""
    best = [(example.answerable, example.best(weights)) for example in listed]
    carried = [(answerable, found is not None and weights.carries(found)) for answerable, found in best]
    return [shown(share(yes for right, yes in carried if right)), shown(share(not y for r, y in carried if not r))]


def _written(weights: Weighing) -> str:
    pairs = ", ".join(f"{name}: {value:g}" for name, value in weights.weights.items())
    return (
        f"# Written by: python -m plant_evals.abstention HOME --fit\nweights: {{{pairs}}}\nneeded: {weights.needed:g}\n"
    )


def main() -> None:
    """Print the figures of both halves, with the weights as they are or fitted anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--fit", action="store_true", help="fit the weights anew and write them")
    given = parser.parse_args()
    library = open_library(Settings.read({}, home=given.home))
    listed = examples(library)
    library.close()
    halves = [[example for example in listed if example.even == even] for even in (True, False)]
    weights = fit(halves[0]) if given.fit else weighing()
    if given.fit:
        file = Path(str(resources.files("plant_tools.manuals") / "support.yaml"))
        file.write_text(_written(weights), encoding="utf-8")
    print(_written(weights))  # noqa: T201 - a program of its own
    rows = [
        [name, *figures(half, weights)] for name, half in zip(("fitted, even", "held out, odd"), halves, strict=True)
    ]
    print(table([["", "answered", "refused where nothing answers"], *rows]))  # noqa: T201


if __name__ == "__main__":
    main()
