"""What a ranking says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from plant_tools.rca.checks import Check

Basis: TypeAlias = Literal["none", "prior", "lifts", "evidence"]


@dataclass(frozen=True, slots=True)
class Support:
    """What one symptom says of one cause: ``having`` of ``told`` cases of the cause had it, ``share`` of all cases.

    ``lift``: e^|log-lift| above 1 speaks for the cause, below 1 against it; ``level``: "asset", "class", "fleet".
    """

    symptom: str
    value: str
    lift: float
    having: int
    told: int
    share: float
    level: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate cause; no cause until a person has confirmed it.

    ``probability``: None where nothing supports a figure; ``cases``: past cases with it; ``similar``: those among the
    ``ranking.compared`` most similar cases, ``ids`` the most similar of them, first; ``lift``: probability over the
    share of all cases; ``spellings``: how the cause was written; ``check``: what would tell it from the next one.
    """

    cause: str
    probability: float | None
    cases: int
    similar: int
    ids: tuple[str, ...]
    lift: float | None
    last_seen: str
    spellings: tuple[str, ...]
    speaks_for: tuple[Support, ...] = ()
    speaks_against: tuple[Support, ...] = ()
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What must be said beside a ranking, by its short name and what belongs to it."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidate causes, the most probable first. ``basis``: see ``Ranker.basis``.

    ``compared``: how many of the ``cases`` count as similar; ``checks``: symptoms nobody looked at, the most telling
    first; ``distribution``: all causes with their probabilities in order; ``tested``: how rankings of
    past cases did, predicted from those before them.
    """

    candidates: tuple[Candidate, ...]
    basis: Basis
    cases: int
    causes: int
    distribution: tuple[tuple[str, float], ...] = ()
    compared: int = 0
    notices: tuple[Notice, ...] = ()
    checks: tuple[Check, ...] = ()
    tested: Mapping[str, Any] = field(default_factory=dict, hash=False)
