"""Problem, cause and remedy codes proposed from the plant's own: by past orders that were coded, and by their names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from plant_knowledge_ingest.embedding.protocol import Embedder
from plant_tools.drafts.likeness import Likeness
from plant_tools.history.known import Known, Named
from plant_tools.records.tables import WorkOrder

KINDS = ("problem", "cause", "remedy")
LEAST = 0.35
"""A proposal that scores less is not made: the text is like nothing that was coded."""

_LATEST = 20_000  # orders that are read
_TEXTS = 2_000  # different texts that are compared
_NEIGHBOURS = 8
_SHOWN = 3
_OTHER_ASSET = 0.85  # what was written of another asset counts less
_OTHER_TYPE = 0.3
_IDS = 5
_NAME_COUNTS = 0.9  # the mere name of a code beside what was written when it was used


@dataclass(frozen=True, slots=True)
class Proposal:
    """A code with its text and score from 0 to 1; ``similar``: coded orders behind it, the latest of them by id."""

    code: str
    text: str
    score: float
    similar: int
    order_ids: tuple[str, ...]


@dataclass(slots=True)
class _Written:
    """A text that was written of one asset, in orders of one type, and the codes that they carry."""

    text: str
    asset: str
    type: str
    ids: list[str] = field(default_factory=list)
    codes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


class Coding:
    """The coded orders of one data set, read once."""

    def __init__(self, written: Sequence[_Written], known: Known, embedder: Callable[[], Embedder] | None) -> None:
        self._written = written
        self.vocabulary = "plant" if known.codes["work_order"] else "ISO 14224"
        own = {kind: [n for n in known.codes["work_order"] if n.kind == kind] for kind in KINDS}
        self._names = own if known.codes["work_order"] else {**own, "problem": failure_modes()}
        self._texts = {(kind, n.key): n.name for kind, names in self._names.items() for n in names}
        named = [f"{n.label} {n.place}".strip() for names in self._names.values() for n in names]
        self.likeness = Likeness([*(one.text for one in written), *named], embedder)

    @classmethod
    def read(cls, connection: Connection, known: Known, embedder: Callable[[], Embedder] | None) -> Coding:
        """Read the latest coded orders; equal texts of one asset are one."""
        found: dict[tuple[str, str, str], _Written] = {}
        for row in connection.execute(_coded(known.dataset_id)):
            text = " ".join(part for part in (row.title, row.description, row.resolution) if part)
            key = (text, row.asset_tag or "", row.wo_type or "")
            one = found.setdefault(key, _Written(*key))
            one.ids.append(row.source_id)
            for kind in KINDS:
                if code := getattr(row, f"{kind}_code"):
                    one.codes[kind][code] += 1
        return cls(sorted(found.values(), key=lambda w: -len(w.ids))[:_TEXTS], known, embedder)

    def propose(self, text: str, asset: str, wo_type: str) -> dict[str, list[Proposal]]:
        """Return up to three proposals of each kind, best first; none that scores below ``LEAST``."""
        if not self.likeness.texts:
            return {kind: [] for kind in KINDS}
        likeness = self.likeness.of(text)
        by_order = self._by_order(likeness[: len(self._written)], asset, wo_type)
        by_name = self._by_name(likeness[len(self._written) :])
        return {kind: self._ranked(kind, by_order, by_name[kind]) for kind in KINDS}

    def type_of(self, text: str) -> tuple[str, list[str]]:
        """Return the type of the orders most like ``text`` and their ids; ("", []) where none is like it."""
        likeness = self.likeness.of(text)[: len(self._written)]
        if not len(likeness) or likeness.max() < LEAST:
            return "", []
        best = self._written[int(likeness.argmax())]
        return best.type, best.ids[:_IDS]

    def _by_order(self, likeness: NDArray[np.float64], asset: str, wo_type: str) -> list[tuple[float, _Written]]:
        weighed = [
            like
            * (1 if one.asset == asset or not asset else _OTHER_ASSET)
            * (1 if one.type == wo_type else _OTHER_TYPE)
            for like, one in zip(likeness, self._written, strict=True)
        ]
        best = np.argsort(-np.array(weighed), kind="stable")[:_NEIGHBOURS]
        return [(float(weighed[place]), self._written[place]) for place in best]

    def _by_name(self, likeness: NDArray[np.float64]) -> dict[str, dict[str, float]]:
        scores: dict[str, dict[str, float]] = {}
        at = 0
        for kind, names in self._names.items():
            scores[kind] = {n.key: _NAME_COUNTS * float(likeness[at + i]) for i, n in enumerate(names)}
            at += len(names)
        return scores

    def _ranked(
        self, kind: str, by_order: Sequence[tuple[float, _Written]], by_name: Mapping[str, float]
    ) -> list[Proposal]:
        """Score each code by the likeliest text it was used for, times its share there; or by its own name."""
        best: dict[str, float] = dict(by_name)
        behind: dict[str, list[str]] = defaultdict(list)
        for score, code, share, ids in _votes(kind, by_order):
            best[code] = max(best.get(code, 0.0), score * share)
            behind[code] += ids if score >= LEAST else []
        ranked = sorted(best.items(), key=lambda pair: (-pair[1], -len(behind[pair[0]]), pair[0]))
        return [
            Proposal(
                code, self._texts.get((kind, code), ""), round(score, 3), len(behind[code]), tuple(behind[code][:_IDS])
            )
            for code, score in ranked[:_SHOWN]
            if score >= LEAST
        ]


@cache
def failure_modes() -> list[Named]:
    """Return the failure modes of ISO 14224, for a plant without codes; ``place`` holds their other names."""
    file = resources.files("plant_tools.drafts") / "iso14224.yaml"
    read: dict[str, list[str]] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return [Named(code, names[0], kind="problem", place=", ".join(names[1:])) for code, names in read.items()]


def _votes(kind: str, by_order: Sequence[tuple[float, _Written]]) -> Iterator[tuple[float, str, float, list[str]]]:
    for score, one in by_order:
        whole = one.codes[kind].total()
        for code, count in one.codes[kind].items():
            yield score, code, count / whole, one.ids


def _coded(dataset_id: int) -> Any:
    c = WorkOrder.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
    columns = ("source_id", "asset_tag", "wo_type", "title", "description", "resolution")
    coded = c.problem_code.is_not(None) | c.cause_code.is_not(None) | c.remedy_code.is_not(None)
    codes = (c[f"{kind}_code"] for kind in KINDS)
    chosen = select(*(c[name] for name in columns), *codes).where(c.dataset_id == dataset_id, coded)
    return chosen.order_by(c.id.desc()).limit(_LATEST)
