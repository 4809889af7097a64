"""Numbered steps of a procedure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plant_knowledge_ingest.passage import Passage

_STEP = re.compile(r"\(?(?P<number>\d{1,2})[.)]\s|(?P<circled>[①-⑳])|步骤\s*(?P<chinese>\d{1,2})")
_MOST = 24


def is_step(sentence: str) -> bool:
    """Tell whether ``sentence`` begins with the number of a step."""
    return _STEP.match(sentence) is not None


def procedure(section: Sequence[Passage], passage: Passage, at: int) -> list[tuple[Passage, range]]:
    """Return the run of steps around span ``at`` of ``passage``, or the first run after it, over its ``section``.

    Remarks between two steps belong to the run. Empty when the section has no steps there.
    """
    flat = [(p, i) for p in section for i in range(len(p.spans))]
    numbers = [_number(p, i) for p, i in flat]
    here = next(n for n, (p, i) in enumerate(flat) if p.id == passage.id and i == at)
    steps = [n for n, number in enumerate(numbers) if number is not None]
    begins = [n for n in steps if numbers[n] == 1 or n == steps[0]]
    start = next((n for n in reversed(begins) if n <= here), next((n for n in begins if n > here), None))
    if start is None:
        return []
    later = [n for n in begins if n > start]
    end = max(n for n in steps if n < (later[0] if later else len(flat)))
    if here > end + 2 and here - end > len(steps):
        return []
    return _by_passage(flat[start : end + 1][:_MOST])


def _number(passage: Passage, at: int) -> int | None:
    span = passage.spans[at]
    match = _STEP.match(passage.text[span.start : span.end])
    if match is None or span.cells:
        return None
    if match["circled"]:
        return ord(match["circled"]) - ord("①") + 1
    return int(match["number"] or match["chinese"])


def _by_passage(spans: Sequence[tuple[Passage, int]]) -> list[tuple[Passage, range]]:
    parts: list[tuple[Passage, range]] = []
    for passage, at in spans:
        if parts and parts[-1][0].id == passage.id:
            parts[-1] = (passage, range(parts[-1][1].start, at + 1))
        else:
            parts.append((passage, range(at, at + 1)))
    return parts
