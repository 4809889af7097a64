"""Where facts are looked for: the hits, and all else in the documents they stand in that are about the machine asked.

The search brings eight passages; the right row of a machine's manual may be in the ninth. Rights, revisions and the
asset asked for were looked at by the search, so that only documents that it brought are read further.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.passage import Hit, Passage
from plant_knowledge_ingest.ranking import Query
from plant_knowledge_ingest.tokens import asset_codes
from plant_tools.manuals.asking import Asked

# A longer document is not read through for a question; nor more than so many.
_PAGES, _DOCUMENTS = 60, 3


def candidates(
    query: Query,
    asked: Asked,
    hits: Sequence[Hit],
    entries: Mapping[str, Entry],
    contents: Callable[[Entry], Sequence[Passage]],
    glossary: Glossary,
) -> list[Hit]:
    """Return ``hits`` and, with the score 0, the other passages of the documents about what ``asked`` asks of."""
    issues = dict.fromkeys(hit.passage.issue for hit in hits)
    about = [e for e in map(entries.__getitem__, issues) if e.pages <= _PAGES and _is_about(query, asked, e, glossary)]
    known = {hit.passage.id for hit in hits}
    others = (passage for entry in about[:_DOCUMENTS] for passage in contents(entry))
    return [*hits, *(Hit(passage, 0, 0.0, 0) for passage in others if passage.id not in known)]


def _is_about(query: Query, asked: Asked, entry: Entry, glossary: Glossary) -> bool:
    title = glossary.find(entry.document.title)
    if query.assets:
        return bool(query.assets & asset_codes(entry.document.assets))
    return not asked.machines or any(reading & title for reading in asked.machines)
