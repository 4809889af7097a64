"""What a passage is: a table, a table of alarms, a procedure, a safety message, or running text."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from plant_knowledge_ingest.alarms import roles
from plant_knowledge_ingest.hazards import hazards
from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.steps import is_step

TEXT, TABLE, PROCEDURE, HAZARD, ALARMS, FIGURE = KINDS = ("text", "table", "procedure", "hazard", "alarms", "figure")
# The share of a passage's characters that decides; captions, headings and remarks are of no kind.
_DECIDES = 0.4


def kind_of(passage: Passage) -> str:
    """Return the kind that most of ``passage`` is of, "text" where none decides. A single step is no procedure."""
    kinds = _kinds(passage)
    lengths: Counter[str] = Counter()
    for kind, span in zip(kinds, passage.spans, strict=True):
        lengths[kind] += span.end - span.start
    if ALARMS in lengths:  # its row of titles, too
        lengths[ALARMS] += lengths.pop(TABLE, 0)
    del lengths[TEXT]
    kind, length = max(lengths.items(), key=lambda pair: pair[1], default=(TEXT, 0))
    return kind if length >= _DECIDES * len(passage.text) else TEXT


def _kinds(passage: Passage) -> list[str]:
    kinds = [TEXT] * len(passage.spans)
    steps = []
    for at, span in enumerate(passage.spans):
        if span.cells:
            kinds[at] = ALARMS if any(roles(span.columns)) else TABLE
        elif is_step(passage.text[span.start : span.end]):
            steps.append(at)
    if len(steps) > 1:  # with the remarks between them
        for first, second in pairwise(steps):
            kinds[first : second + 1] = [PROCEDURE if kind == TEXT else kind for kind in kinds[first : second + 1]]
    for message in hazards(passage):
        kinds[message.start : message.stop] = [HAZARD] * len(message)
    return kinds
