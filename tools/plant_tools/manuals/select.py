"""From hits to quotes: the sentences, steps or table rows that answer, and nothing around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plant_knowledge_ingest.passage import Hit, Passage, Span
from plant_knowledge_ingest.search import Query
from plant_knowledge_ingest.tokens import codes, for_search, tokens
from plant_tools.manuals.hazards import severity

_STEP = re.compile(r"\(?\d{1,2}[.)]\s|[①-⑳]")
_HOW = re.compile(
    r"\b(?:how (?:do|can|should|to)\b|steps?\b|procedure|wie (?!hoch|oft|viel|lang|groß|warm|heiß|schnell|schwer)|"
    r"vorgehen|ablauf|schritte)|如何|怎么|怎样|怎麼|怎樣|步骤|步驟|流程",
    re.IGNORECASE,
)
# What an exact code, and full lexical cover, add to a cosine that varies by some hundredths inside a passage.
_CODE, _COVER = 0.2, 0.05
# Sentences of the same passage this close to the best one are quoted with it.
_CLOSE = 0.004
_MOST_STEPS = 14


@dataclass(frozen=True, slots=True)
class Quote:
    """Consecutive spans of one passage, and how well the best of them fits the question (cosine and more)."""

    passage: Passage
    spans: range
    fit: float
    rank: int


def asks_how(question: str) -> bool:
    """Tell whether the question asks for a way of doing something."""
    return _HOW.search(question) is not None


def quotes(query: Query, hits: Sequence[Hit], most: int) -> list[Quote]:
    """Return up to ``most`` quotes, one a passage, the best first."""
    chosen = [_best(query, hit) for hit in hits if hit.passage.spans]
    ordered = sorted(chosen, key=lambda pair: pair[1], reverse=True)
    return [quote for quote, _ in ordered[:most]]


def _best(query: Query, hit: Hit) -> tuple[Quote, float]:
    fits = [_fit(query, hit.passage, span, cosine) for span, cosine in zip(hit.passage.spans, hit.span_scores, strict=True)]
    best = max(range(len(fits)), key=fits.__getitem__)
    spans = _steps(hit.passage, best) if asks_how(query.text) else range(best, best + 1)
    quote = Quote(hit.passage, spans, fits[best], hit.rank)
    return quote, hit.score + 10 * (fits[best] - _mean(hit.span_scores))


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def _fit(query: Query, passage: Passage, span: Span, cosine: float) -> float:
    text = passage.text[span.start : span.end]
    shared = query.codes & codes(text)
    wanted = set(query.words)
    cover = len(wanted & set(tokens(text))) / len(wanted) if wanted else 0.0
    # A heading names what is asked; the answer stands below it.
    heading = -0.05 if _is_heading(passage, text) else 0.0
    return cosine + _CODE * len(shared) + _COVER * cover + heading


def _is_heading(passage: Passage, text: str) -> bool:
    said = for_search(text)
    return bool(passage.headings) and said.endswith(for_search(passage.headings[-1])) and len(said) < len(passage.headings[-1]) + 16


def _steps(passage: Passage, best: int) -> range:
    """Return the whole run of numbered steps around ``best``, or the first one after it."""
    numbered = [_STEP.match(passage.text[span.start : span.end]) is not None for span in passage.spans]
    if not any(numbered):
        return range(best, best + 1)
    first = best
    while not numbered[first] and first + 1 < len(numbered) and any(numbered[first:]):
        first += 1
    if not numbered[first]:
        return range(best, best + 1)
    while first > 0 and any(numbered[:first]) and severity(passage.text[passage.spans[first - 1].start :]) is None:
        first -= 1
    last = max(i for i, is_step in enumerate(numbered) if is_step)
    return range(first, min(last + 1, first + _MOST_STEPS))
