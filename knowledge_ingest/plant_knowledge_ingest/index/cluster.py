"""How an index lies on the nodes of a cluster."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Over how many shards a new collection is spread, and on how many nodes each of them is kept."""

    shards: int = 1
    copies: int = 1


ALONE = Spread()
