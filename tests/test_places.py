"""Places of copies in arrays behave as a dictionary would."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from plant_knowledge_ingest.index.places import KEY, Places


@pytest.mark.parametrize("seed", range(20))
def test_places_are_found_as_in_a_dictionary(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - not for secrets
    # Few beginnings, so that many keys begin alike, and some come again.
    keys = [bytes([chance.randrange(3)]) * 8 + bytes([chance.randrange(4)]) + bytes(7) for _ in range(60)]
    pairs = [(key, chance.randbytes(16)) for key in keys]
    first, told = pairs[:20], dict(pairs)
    keys_of, places_of = (np.frombuffer(b"".join(column), KEY) for column in zip(*first, strict=True))
    kept = Places(keys_of, places_of, fresh=5)
    for at in range(20, 60, 3):
        kept.update(pairs[at : at + 3])
    asked = [*told, b"\xff" * 16, bytes(16)[:-1] + b"\x01"]
    assert kept.get(asked) == [told.get(key) for key in asked]


def test_nothing_is_found_where_there_is_nothing() -> None:
    none = np.frombuffer(b"", KEY)
    assert Places(none, none).get([bytes(16)]) == [None]
    assert Places(none, none).get([]) == []
