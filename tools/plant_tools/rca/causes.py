"""One cause written five ways is one cause: spellings are grouped by what is left without case and punctuation."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from plant_knowledge_ingest.chinese import simplified

_APART = re.compile(r"[\W_]+")
_SHORTEST, _SHORTEST_WORD = 8, 3  # letters of a name, and of its words, in which one letter may be a slip
_RARER = 2  # so many times rarer than the right spelling is a slip at least
_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause by its most frequent spelling; ``spellings`` has all of them, the most frequent first."""

    name: str
    spellings: tuple[str, ...]


def grouped(names: Sequence[str]) -> dict[str, Cause]:
    """Return the cause of each spelling in ``names``.

    Spellings are one where case, punctuation, spaces, umlauts and the script of Chinese are all that differs, and
    where a long name without digits differs by a single letter from one that is twice as frequent.

    >>> sorted(grouped(["Seal worn", "SEAL-WORN", "seal wornn", "Belt"])["SEAL-WORN"].spellings)
    ['SEAL-WORN', 'Seal worn', 'seal wornn']
    """
    counts = Counter(names)
    by_key: dict[str, list[str]] = defaultdict(list)
    for name in counts:
        by_key[folded(name)].append(name)
    weight = {key: sum(counts[name] for name in spelt) for key, spelt in by_key.items()}
    root: dict[str, str] = {}
    slips: dict[str, str] = {}
    for key in sorted(weight, key=lambda k: (-weight[k], k)):
        near = next((slips[slip] for slip in _slips(key, by_key[key]) if slip in slips), key)
        root[key] = near if weight[key] * _RARER <= weight[near] else key
        if root[key] == key:
            slips |= dict.fromkeys(_slips(key, by_key[key]), key)
    together: dict[str, list[str]] = defaultdict(list)
    for key, spelt in by_key.items():
        together[root[key]] += spelt
    made = [tuple(sorted(spelt, key=lambda n: (-counts[n], n))) for spelt in together.values()]
    return {name: Cause(spelt[0], spelt) for spelt in made for name in spelt}


def folded(name: str) -> str:
    """Return what of a name does not depend on how it was typed."""
    return _APART.sub("", simplified(name.casefold()).translate(_FOLDED)) or name.strip()


def _slips(key: str, spelt: Sequence[str]) -> list[str]:
    """Return the name, and it with each one of its letters left out; two that share one differ by a letter at most.

    A name with a short word or a digit has none: "motor A" and "motor B" are two things.
    """
    words = [word for name in spelt for word in _APART.split(name) if word]
    if len(key) < _SHORTEST or not key.isalpha() or not key.isascii() or min(map(len, words)) < _SHORTEST_WORD:
        return []
    return [key, *(f"{at}:{key[:at]}{key[at + 1 :]}" for at in range(len(key))), *_shorter(key)]


def _shorter(key: str) -> list[str]:
    return [key[:at] + key[at + 1 :] for at in range(len(key))]
