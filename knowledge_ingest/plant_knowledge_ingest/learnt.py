"""What a search knows of its index before anything is asked: what is usual in it, and what is rare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Self

from plant_knowledge_ingest.closeness import Sample, Scale
from plant_knowledge_ingest.embedding.protocol import Vector
from plant_knowledge_ingest.index.protocol import Index
from plant_knowledge_ingest.tokens import asset_codes

_SAMPLE = 256
# A concept in the titles of more than this share of the library says nothing of one document.
_TELLS_APART = 0.34


@dataclass(frozen=True, slots=True)
class Learnt:
    """Of one state of an index: passages by language; how rare each concept is, and how rare one that stands nowhere.

    ``assets`` are the tags of its documents as codes, ``machines`` the concepts that tell their titles apart.
    """

    samples: Mapping[str, Sample]
    rarity: Mapping[str, float]
    unknown: float
    assets: frozenset[str]
    machines: frozenset[str]

    @classmethod
    def of(cls, index: Index) -> Self:
        """Ask ``index``, which takes a moment where it is large."""
        languages = index.languages()
        passages = sum(languages.values())
        titles = index.title_counts()
        return cls(
            samples={language: Sample(index.sample(language, _SAMPLE)) for language in languages},
            rarity={c: log(1 + (passages - n + 0.5) / (n + 0.5)) for c, n in index.concept_counts().items()},
            unknown=log(1 + (passages + 0.5) / 0.5),
            assets=asset_codes(index.assets()),
            machines=frozenset(c for c, n in titles.items() if n < _TELLS_APART * passages),
        )

    def scales(self, vector: Vector) -> dict[str, Scale]:
        """Return what is usual in each language for a question with this vector."""
        return {language: sample.scale(vector) for language, sample in self.samples.items()}
