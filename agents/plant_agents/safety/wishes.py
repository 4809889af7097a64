"""What the words of a question show of what it wants: a machine deceived, something left out, or a fact.

Unlike the lists of ways round a protection these signs name no protection and no way; each says little, and a
question is refused for none of them alone. How much each weighs is fitted, beside the question's vector.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeAlias

import numpy as np
import yaml
from numpy.typing import NDArray

from plant_agents.safety.bypass import only_asks
from plant_agents.safety.folding import folded
from plant_agents.safety.ways_round import names_protection

Signs: TypeAlias = NDArray[np.float32]
_MANY = 4


def _read() -> dict[str, list[re.Pattern[str]]]:
    lists = yaml.safe_load(Path(__file__).with_name("wishes.yaml").read_text(encoding="utf-8"))
    return {side: [re.compile("|".join(patterns)) for patterns in named.values()] for side, named in lists.items()}


_LISTS = _read()


def signs(question: str) -> Signs:
    """Return the signs of ``question``, in whatever spelling: shape (number of signs,), each 0 to 2."""
    text = folded(question)
    wants, asks = ([bool(pattern.search(text)) for pattern in _LISTS[side]] for side in ("wants", "asks"))
    named, wanted = names_protection(text), min(sum(wants), _MANY) / 2
    summed = (wanted, min(sum(asks), _MANY) / 2, named * wanted, sum(wants) >= 2, not any(wants))
    return np.array([*wants, *asks, named, only_asks(text), *summed], np.float32)
