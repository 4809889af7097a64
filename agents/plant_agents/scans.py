"""What a person should know of quotes that were recognised in scans: figures in them may be misread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plant_agents.answer import Notice
from plant_agents.messages import say
from plant_knowledge_ingest.citation import PageCitation
from plant_tools.evidence import Citation

UNSURE = 0.9
"""A passage with a line less sure than this is called hard to read.

On the scans of `plant-copilot eval ocr` 5 of 17 such lines have an error, of the 684 surer ones 28; and 9 of 25
passages have such a line.
"""


def scan_notices(language: str, citations: Sequence[Citation]) -> Iterator[Notice]:
    """Yield a notice of the ``citations`` that were recognised, and one of those that were hard to read."""
    sureness = {
        mark: citation.confidence for mark, citation in enumerate(citations, 1) if isinstance(citation, PageCitation)
    }
    hard = [mark for mark, sure in sureness.items() if sure < UNSURE]
    others = [mark for mark, sure in sureness.items() if UNSURE <= sure < 1]
    for code, marks in (("hard_to_read", hard), ("recognised", others)):
        if marks:
            yield Notice(code, say(language, code, marks="".join(f"[{mark}]" for mark in marks)))
