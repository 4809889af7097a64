"""The hits that a question was not answered with, for whoever asks why."""

from __future__ import annotations

from collections.abc import Sequence

from plant_knowledge_ingest.passage import Hit
from plant_tools.manuals.select import Quote
from plant_tools.manuals.signs import Signs
from plant_tools.tool import Rejected

_LONGEST = 200


def passed_over(found: Sequence[tuple[Hit, Signs]], quotes: Sequence[Quote] = ()) -> tuple[Rejected, ...]:
    """Return the hits that are in none of ``quotes``, the best first.

    The reason is "unsupported" where nothing was quoted, because none carries an answer; otherwise "below".
    """
    quoted = {passage.id for quote in quotes for passage, _ in quote.parts}
    reason = "below" if quotes else "unsupported"
    return tuple(_rejected(hit, reason) for hit, _ in found if hit.passage.id not in quoted)


def _rejected(hit: Hit, reason: str) -> Rejected:
    passage = hit.passage
    place = f"{passage.document}, page {passage.page}"
    return Rejected(place, round(hit.score, 4), reason, " ".join(passage.text.split())[:_LONGEST])
