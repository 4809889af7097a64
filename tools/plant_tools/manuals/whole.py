"""What a quote needs to be understood: the list after its lead-in, the explanation over the page, the number asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.steps import is_step
from plant_knowledge_ingest.tokens import for_search

Part = tuple[Passage, range]
Section = Callable[[Passage], Sequence[Passage]]
# Whether a sentence has what was asked for; no sentence lacks anything when no number was asked.
Answers = Callable[[str], bool]

_LEAD_IN = re.compile(r"[:：]$")
_ITEM = re.compile(r"[•·●▪◦*–—-]\s?\S|[a-z]\)\s")
_ENDED = re.compile(r"[.!?。！？)”\"]$")
# The most items of a list, the sentences of an explanation over the page, those in which a number is looked for.
_ITEMS, _EXPLANATION, _NEAR = 12, 3, 2


def whole(passage: Passage, spans: range, section: Section, answers: Answers) -> tuple[Part, ...]:
    """Return ``spans`` of ``passage`` and what follows them in its section, as far as they call for it."""
    if passage.spans[spans[-1]].cells:
        return ((passage, spans),)
    flat = [(p, at) for p in section(passage) for at in range(len(p.spans))]
    last = next((n for n, (p, at) in enumerate(flat) if p.id == passage.id and at == spans[-1]), None)
    after = [] if last is None else flat[last + 1 :]
    more = _called_for(passage, spans, after, answers)
    return _joined(passage, spans, after[:more])


def _called_for(passage: Passage, spans: range, after: Sequence[tuple[Passage, int]], answers: Answers) -> int:
    """Return how many of the spans that follow belong to the quote."""
    said = _text(passage, spans[-1])
    if _LEAD_IN.search(said):
        items = next((n for n, (p, at) in enumerate(after) if not _is_item(p, at)), len(after))
        return min(items or 1, _ITEMS, len(after))
    if after and after[0][0].page > passage.page and not _ENDED.search(said):
        return min(_EXPLANATION, sum(p.id == after[0][0].id for p, _ in after))
    if not any(answers(_text(passage, at)) for at in spans):
        near = [n for n, (p, at) in enumerate(after[:_NEAR], 1) if p.id == passage.id and answers(_text(p, at))]
        return min(near, default=0)
    return 0


def _is_item(passage: Passage, at: int) -> bool:
    said = _text(passage, at)
    return bool(passage.spans[at].cells) or is_step(said) or _ITEM.match(said) is not None


def _joined(passage: Passage, spans: range, more: Sequence[tuple[Passage, int]]) -> tuple[Part, ...]:
    parts = [(passage, spans)]
    for other, at in more:
        before, so_far = parts[-1]
        if other.id == before.id:
            parts[-1] = (before, range(so_far.start, at + 1))
        else:
            parts.append((other, range(at, at + 1)))
    return tuple(parts)


def _text(passage: Passage, at: int) -> str:
    return for_search(passage.text[passage.spans[at].start : passage.spans[at].end])
