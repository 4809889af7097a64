"""Ranks causes of a new case by what past cases had."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from plant_tools.rca.calibration import Calibration
from plant_tools.rca.case import PastCase, Symptoms
from plant_tools.rca.causes import grouped
from plant_tools.rca.checks import between, informative
from plant_tools.rca.features import Embed, Told
from plant_tools.rca.learnt import Learnt, learn, usually
from plant_tools.rca.loglift import LogLifts, Speaks
from plant_tools.rca.ranking import Basis, Candidate, Notice, Ranking, Support
from plant_tools.rca.tempered import Tempered

Matrix = NDArray[np.float32]
Array = NDArray[np.float64]

LEAST = 30
"""Below so many coded cases only how frequent causes are is told."""
WEAK = 0.30
"""A first candidate that is no more probable than this is weak evidence."""

_DONORS = 24  # past cases that lend what was not looked at
_COMPARED = 50
_SHOWN = 10
_NONE: NDArray[np.int64] = np.zeros(0, np.int64)
_SPEAKING = frozenset({"lifts", "evidence"})  # bases on which symptoms speak for and against
_ONCE = 1  # a cause seen so often tells of causes not seen yet


class Ranker:
    """Learns from past cases once; ranks many new ones. The same cases and ``seed`` give the same ranking.

    ``embed`` makes texts comparable across languages; ``tell`` is told of progress; without ``learns`` it is ready at
    once, and learns when it is told to.
    """

    def __init__(
        self, cases: Sequence[PastCase], *, embed: Embed | None = None, seed: int = 0,
        tell: Callable[[str], None] | None = None, learns: bool = True,
    ) -> None:  # fmt: skip
        self.cases = sorted((case for case in cases if case.cause.strip()), key=lambda case: case.at)
        spelt = grouped([case.cause for case in self.cases])
        self.spelt = {cause.name: cause for cause in spelt.values()}
        self.causes = tuple(sorted(self.spelt))
        numbers = {name: at for at, name in enumerate(self.causes)}
        self._y = np.array([numbers[spelt[case.cause].name] for case in self.cases], np.int64)
        past = [case.symptoms for case in self.cases]
        self._speaks = any(one.text for one in past)
        self.lifts = LogLifts(past, self._y, len(self.causes))
        self._prior = usually(self.lifts.sizes)
        self._tempered: Tempered | None = None
        self.learnt: Learnt | None = None
        if learns:
            self.learn(embed, seed=seed, tell=tell)

    @property
    def basis(self) -> Basis:
        """What a ranking stands on: "none" without history or with one cause, "prior" with few cases, "evidence".

        "lifts" as long as nothing is learnt yet: tempered log-lifts of symptoms and words.
        """
        return self._basis(self.learnt)

    def _basis(self, learnt: Learnt | None) -> Basis:
        if len(self.causes) < 2:
            return "none"
        if len(self.cases) < LEAST:
            return "prior"
        return "evidence" if learnt else "lifts"

    @property
    def calibration(self) -> Calibration:
        """How sure the ranking may be."""
        return self.learnt.calibration if self.learnt else Calibration()

    def learn(
        self, embed: Embed | None = None, *, seed: int = 0, tell: Callable[[str], None] | None = None
    ) -> Learnt | None:
        """Learn from the cases, which takes seconds to minutes; until then log-lifts rank. None where none is due."""
        if self.basis in {"lifts", "evidence"}:
            past, at = [case.symptoms for case in self.cases], [case.at for case in self.cases]
            self.learnt = learn(past, at, self._y, len(self.causes), embed, seed=seed, tell=tell)
        return self.learnt

    def rank(self, symptoms: Symptoms, limit: int = 10) -> Ranking:
        """Return the candidate causes of a new case, at most ``limit``."""
        learnt = self.learnt  # may be set by another thread meanwhile
        basis = self._basis(learnt)
        p, near = self._foretold(learnt, symptoms) if basis in _SPEAKING else (self._prior, _NONE)
        compared = near[:_COMPARED]
        ordered = np.argsort(-p, kind="stable")
        order = ordered[:limit]
        speaks = self.lifts.speaks(symptoms) if basis in _SPEAKING else []
        made = [self._candidate(int(c), p, compared, speaks) for c in order]
        apart = self._told_apart(made, order, p, symptoms)
        checks = informative(self.lifts, p, symptoms.seen, 5) if basis in _SPEAKING else []
        return Ranking(
            candidates=tuple(apart),
            basis=basis,
            cases=len(self.cases),
            causes=len(self.causes),
            distribution=tuple((self.causes[c], round(float(p[c]), 4)) for c in ordered),
            compared=len(compared),
            notices=tuple(self._notices(basis, symptoms, p)),
            checks=tuple(checks),
            tested=self.tested(),
        )

    def probabilities(self, symptoms: Sequence[Symptoms]) -> Matrix:
        """Return calibrated probabilities of cases in which everything was looked at, shape (cases, causes)."""
        if not self.learnt:
            return np.tile(self._prior, (len(symptoms), 1)).astype(np.float32)
        features = self.learnt.features
        told = features.read([one.text or "" for one in symptoms])
        return self._sure(self.learnt, self.learnt.blend.probabilities(features.columns(symptoms, told)))

    def _foretold(self, learnt: Learnt | None, symptoms: Symptoms) -> tuple[Array, NDArray[np.int64]]:
        """Return probabilities, and past cases with the most similar first; none while nothing is learnt."""
        says = self._says(symptoms)
        if learnt is None:
            return self._plain.probabilities(symptoms) if says else self._prior, _NONE
        told = learnt.features.read([symptoms.text or ""])
        near = self._nearest(learnt, symptoms, told)
        return self._probable(learnt, symptoms, told, near) if says else self._prior, near

    @property
    def _plain(self) -> Tempered:
        if self._tempered is None:
            self._tempered = Tempered([case.symptoms for case in self.cases], self._y, self.lifts)
        return self._tempered

    def _sure(self, learnt: Learnt, p: Matrix) -> Matrix:
        """Return calibrated probabilities; the share of causes seen once goes to those never seen (Good-Turing)."""
        unseen = float((self.lifts.sizes == _ONCE).sum()) / len(self.cases)
        return np.asarray((1 - unseen) * learnt.calibration.calibrated(p, self._prior), np.float32)

    def _probable(self, learnt: Learnt, symptoms: Symptoms, told: Told, near: NDArray[np.int64]) -> Array:
        """Return probabilities; what was not looked at is lent by the most similar cases, each in turn."""
        features = learnt.features
        missing = [name for name in self.lifts.names if name not in symptoms.seen]
        silent = features.speaks and symptoms.text is None
        donors = near[:_DONORS] if missing or silent else near[:1]
        lent = [self._lent(symptoms, self.cases[at].symptoms, missing) for at in donors]
        words = features.told.of(donors) if silent else told.of(np.zeros(len(donors), np.int64))
        p = learnt.blend.probabilities(features.columns(lent, words)).mean(0, keepdims=True)
        return np.asarray(self._sure(learnt, p)[0], np.float64)

    def _lent(self, symptoms: Symptoms, donor: Symptoms, missing: list[str]) -> Symptoms:
        lent = {name: donor.seen[name] for name in missing if name in donor.seen}
        place = {"asset": symptoms.asset or donor.asset, "kind": symptoms.kind or donor.kind}
        return replace(symptoms, seen={**symptoms.seen, **lent}, **place)

    def _nearest(self, learnt: Learnt, symptoms: Symptoms, told: Told) -> NDArray[np.int64]:
        """Return all past cases, the most similar first (symptoms, words, meaning); of equals the latest."""
        shared = self.lifts.shared(symptoms)
        words = learnt.features.told.words @ told.words[0] / 2
        meaning = learnt.features.told.meaning @ told.meaning[0]
        return np.asarray(np.lexsort((-np.arange(len(self.cases)), -(shared + words + meaning))))

    def _says(self, symptoms: Symptoms) -> bool:
        known = any(self.lifts.knows(name, value) for name, value in symptoms.seen.items())
        placed = bool(self.lifts.places(symptoms))
        return known or placed or bool(self._speaks and symptoms.text)

    def _candidate(self, c: int, p: Array, compared: NDArray[np.int64], speaks: Sequence[Speaks]) -> Candidate:
        mine = [self.cases[at] for at in compared if self._y[at] == c]
        of_cause = [case for case, y in zip(self.cases, self._y, strict=True) if y == c]
        share = len(of_cause) / len(self.cases)
        says = sorted((_support(said, c) for said in speaks if said.tells(c)), key=lambda s: -abs(np.log(s.lift)))
        name = self.causes[c]
        return Candidate(
            cause=name,
            probability=round(float(p[c]), 4) if self.basis != "none" else None,
            cases=len(of_cause),
            similar=len(mine),
            ids=tuple(case.id for case in (mine or of_cause[::-1])[:_SHOWN]),
            lift=round(float(p[c]) / share, 2) if self.basis in _SPEAKING else None,
            last_seen=of_cause[-1].when or (f"{of_cause[-1].at:g}" if of_cause[-1].at else ""),
            spellings=self.spelt[name].spellings,
            speaks_for=tuple(s for s in says if s.lift > 1),
            speaks_against=tuple(s for s in says if s.lift < 1),
        )

    def _told_apart(
        self, made: list[Candidate], order: NDArray[np.int64], p: Array, given: Symptoms
    ) -> list[Candidate]:
        if self.basis not in _SPEAKING:
            return made
        nexts = [int(order[min(at + 1, len(order) - 1)]) for at in range(len(order))]
        nexts[-1] = int(order[0])
        return [
            replace(one, check=between(self.lifts, p, int(c), other, given.seen)) if other != c else one
            for one, c, other in zip(made, order, nexts, strict=True)
        ]

    def _notices(self, basis: Basis, symptoms: Symptoms, p: Array) -> list[Notice]:
        found = [*self._of_basis(basis)]
        if strange := sorted(set(symptoms.seen) - set(self.lifts.names)):
            found.append(Notice("unknown_symptoms", {"names": strange, "known": list(self.lifts.names)}))
        seen = {name: value for name, value in symptoms.seen.items() if name not in strange and value is not None}
        if new := {name: value for name, value in seen.items() if not self.lifts.knows(name, value)}:
            found.append(Notice("unknown_values", {"values": new}))
        if basis in _SPEAKING:
            found += [Notice("nothing_known")] if not self._says(symptoms) else []
            found += [Notice("weak_evidence", {"most": round(float(p.max()), 4)})] if p.max() <= WEAK else []
        if several := {c.name: list(c.spellings) for c in self.spelt.values() if len(c.spellings) > 1}:
            found.append(Notice("spellings", {"causes": several}))
        return found

    def _of_basis(self, basis: Basis) -> Iterator[Notice]:
        if not self.cases:
            yield Notice("no_history")
        elif basis == "none":
            yield Notice("one_cause", {"cause": self.causes[0], "cases": len(self.cases)})
        elif basis == "prior":
            yield Notice("prior_only", {"cases": len(self.cases), "least": LEAST})
        elif basis == "lifts":
            yield Notice("still_learning", {"cases": len(self.cases)})

    def tested(self) -> dict[str, float]:
        """Return how rankings of past cases did, foretold from those before them; nothing while it has not learnt."""
        c = self.calibration
        if not c.cases:
            return {}
        return {"cases": c.cases, "hit@1": round(c.hits[1], 3), "hit@3": round(c.hits[3], 3), "ece": round(c.ece, 3)}

    def frequencies(self) -> Counter[str]:
        """Return how many past cases had each cause."""
        return Counter({name: int(n) for name, n in zip(self.causes, self.lifts.sizes, strict=True)})


def _support(said: Speaks, c: int) -> Support:
    lift = float(np.exp(said.lifts[c]))
    having, told = int(said.having[c]), int(said.told[c])
    return Support(said.name, said.value, round(lift, 2) or 0.01, having, told, round(said.share, 4), said.level)
