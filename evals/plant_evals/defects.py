"""How often the comparison of defects takes chance for a finding, and finds what is there: made inspections."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from plant_tools.defects.analysis import Analysis, analyse
from plant_tools.defects.factors import factors_of
from plant_tools.defects.inspections import FIELDS, Inspections

Floats: TypeAlias = NDArray[np.float64]

_PLANTED, _LEVEL = "asset_tag", "3"
_START = datetime(2024, 1, 1)  # noqa: DTZ001 - a plant's wall clock
_BATCH = 12


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of plant: ``share`` of defects, ``runs`` how unlike inspections are (0 not at all), pieces of each.

    ``shared``: the pieces of a batch have their ups and downs in common, which nothing on record says.
    """

    name: str
    inspections: int
    pieces: tuple[int, int]
    share: float
    runs: float = 0.0
    shared: bool = False


KINDS = (
    Kind("single pieces", 2_000, (1, 1), 0.05),
    Kind("single pieces, few defects", 600, (1, 1), 0.03),
    Kind("samples of 50 to 200", 400, (50, 200), 0.02),
    Kind("samples, defects in runs", 400, (20, 400), 0.02, 1.0),
    Kind("single pieces, runs by batch", 2_000, (1, 1), 0.05, 0.5, shared=True),
)


@dataclass(frozen=True, slots=True)
class Scored:
    """What was found in ``sets`` of one kind, with so many ``tests`` in one of them on average.

    ``chance``: share of sets without anything planted in which anything was found. With one level ``times`` as bad:
    how often it is found (``power``), how often it is the first (``first``), and which share of what is found is of
    other factors (``false``).
    """

    name: str
    sets: int
    tests: float
    chance: float
    times: float
    power: float
    first: float
    false: float


def run_defects(sets: int, times: float = 2.0, seed: int = 0) -> dict[str, Any]:
    """Make ``sets`` of each kind twice, without and with a level ``times`` as bad, and count what is found."""
    started = time.perf_counter()
    scored = [asdict(_scored(kind, sets, times, np.random.default_rng(seed))) for kind in KINDS]
    return {"kinds": scored, "seconds": round(time.perf_counter() - started, 1)}


def report(told: Mapping[str, Any]) -> str:
    """Return the figures as a table."""
    lines = [f"{'':32}{'sets':>6}{'tests':>7}{'chance':>8}{'times':>7}{'power':>7}{'first':>7}{'false':>7}"]
    for one in told["kinds"]:
        cells = f"{one['sets']:>6}{one['tests']:>7.0f}{one['chance']:>8.3f}{one['times']:>7g}"
        lines.append(f"{one['name']:32}{cells}{one['power']:>7.2f}{one['first']:>7.2f}{one['false']:>7.3f}")
    return "\n".join([*lines, f"{told['seconds']} s"])


def _scored(kind: Kind, sets: int, times: float, random: np.random.Generator) -> Scored:
    chance = found = first = 0
    tests, false = list[int](), list[float]()
    for _ in range(sets):
        null, planted = _analysed(kind, 1.0, random), _analysed(kind, times, random)
        tests.append(null.tests)
        chance += any(one.found for one in null.compared)
        names = [(one.factor.name, one.level.name) for one in planted.compared if one.found]
        others = sum(name != _PLANTED for name, _ in names)
        false.append(others / len(names) if names else 0.0)
        found += (_PLANTED, _LEVEL) in names
        best = [(one.factor.name, one.level.name) for one in planted.found[:1]]
        first += best == [(_PLANTED, _LEVEL)]
    means = float(np.mean(tests)), float(np.mean(false))
    return Scored(kind.name, sets, means[0], chance / sets, times, found / sets, first / sets, means[1])


def _analysed(kind: Kind, times: float, random: np.random.Generator) -> Analysis:
    inspections = made(kind, times, random)
    return analyse(inspections, list(factors_of(inspections)))


def made(kind: Kind, times: float, random: np.random.Generator) -> Inspections:
    """Make inspections by chance; at the planted level defects are ``times`` as frequent."""
    n = kind.inspections
    values = _circumstances(n, random)
    pieces = random.integers(kind.pieces[0], kind.pieces[1] + 1, n)
    batches = np.arange(n) // _BATCH
    luck = random.gamma(1 / kind.runs, kind.runs, n) if kind.runs else np.ones(n)
    luck = luck[batches] if kind.shared else luck
    planted = np.where(np.array(values[_PLANTED]) == _LEVEL, times, 1.0)
    defective = random.binomial(pieces, np.clip(kind.share * luck * planted, 0, 1))
    parameters = {f"parameter {at}": [f"{value:.2f}" for value in random.normal(100, 8, n)] for at in range(6)}
    parameters["tool"] = [str(value) for value in random.integers(1, 9, n)]
    days = tuple(_START + timedelta(hours=4 * at) for at in range(n))
    ids = tuple((str(at),) for at in range(n))
    return Inspections(pieces.astype(float), defective.astype(float), days, values, parameters, ids, 0)


def _circumstances(n: int, random: np.random.Generator) -> dict[str, list[str | None]]:
    """Return the fields: shifts by the time, batches of twelve, a supplier for each batch, the rest by chance."""
    batches = np.arange(n) // _BATCH
    supplier = random.integers(1, 4, batches[-1] + 1)[batches]
    levels = {"asset_tag": 6, "location_code": 3, "product": 5, "material": 4}
    told: dict[str, list[str | None]] = {name: [None] * n for name in FIELDS}
    told |= {name: [str(value) for value in random.integers(1, size + 1, n)] for name, size in levels.items()}
    told["batch"] = [f"B{value}" for value in batches]
    told["supplier"] = [f"S{value}" for value in supplier]
    told["shift"] = [("early", "late", "night")[(4 * at // 8) % 3] for at in range(n)]
    return told
