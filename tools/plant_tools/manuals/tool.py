"""The manuals tool: what the documents say, quoted, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.facts.card import ALARM
from plant_knowledge_ingest.hazards import NOTICE, hazards, severity
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.tokens import for_search
from plant_tools.evidence import Evidence
from plant_tools.manuals.asking import Asked
from plant_tools.manuals.candidates import candidates
from plant_tools.manuals.counting import Counted, counted
from plant_tools.manuals.fact import Sayer
from plant_tools.manuals.fitting import Fit, fits, is_number, led_by
from plant_tools.manuals.passed_over import passed_over
from plant_tools.manuals.procedures import best_way, own_ways
from plant_tools.manuals.select import Quote, asks_how, choose
from plant_tools.manuals.signs import gives
from plant_tools.manuals.support import by_support, nearest, unsupported
from plant_tools.manuals.told import Shelf
from plant_tools.manuals.wanted import Wanted
from plant_tools.tool import Finding, ToolError

_LONGEST_QUESTION = 2_000
# As many facts are compared before a value that was asked about is said to be right.
_RIVALS = 8


class ManualsTool:
    """Looks up the manuals of one library."""

    name = "manuals"
    description = (
        "What the plant's manuals and instructions say: alarms, values, procedures, parts, each quoted with its page."
    )
    schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "question": {"type": "string", "minLength": 1, "maxLength": _LONGEST_QUESTION},
            "language": {"type": "string", "description": "language of the question, found out if absent"},
            "asset": {"type": "string", "description": "only documents about this asset tag"},
            "as_of": {"type": "string", "format": "date", "description": "the revisions of this day, not today's"},
            "limit": {"type": "integer", "minimum": 1, "maximum": 10, "default": 3},
        },
        "required": ["question"],
        "additionalProperties": False,
    }

    def __init__(self, library: Library) -> None:
        self._library = library
        self._shelf = Shelf()

    def call(self, arguments: Mapping[str, Any], principal: Principal) -> Finding:
        """Return the quotes that answer, best first, hazards that stand with them before them."""
        question = str(arguments.get("question", "")).strip()
        if not 0 < len(question) <= _LONGEST_QUESTION:
            raise ToolError(f"A question has 1 to {_LONGEST_QUESTION:,} characters, this one {len(question):,}.")
        result = self._library.search(
            question,
            principal,
            limit=8,
            spoken=str(arguments.get("language") or ""),
            asset=arguments.get("asset") or None,
            as_of=_day(str(arguments.get("as_of") or "")),
        )
        glossary = self._library.glossary
        listed = self._library.documents(principal)
        documents = {entry.document.issue: entry.document for entry in listed}
        asked = Asked.of(result.query, glossary)
        found = own_ways(by_support(result, asked, documents, glossary), result.query, documents)
        hits = [hit for hit, _ in found]
        entries = {entry.document.issue: entry for entry in listed}
        wanted = Wanted.of(result.query, asked, glossary)
        places = candidates(result.query, asked, hits, entries, self._library.contents, glossary)
        fitting = fits(wanted, places, documents, self._shelf, glossary)
        fit = fitting[0] if fitting and (fitting[0].card.kind == ALARM or not asks_how(question)) else None
        way = best_way(wanted, places, documents, self._shelf, glossary) if asks_how(question) and not fit else None
        given = fit is not None and fit.sure and is_number(fit.card)
        count = None if given else counted(wanted, places, documents, self._shelf, glossary)
        gap = unsupported(result, found)
        if gap and (gap.codes or not (way or count or (fit and fit.sure))):
            return Finding(gap=gap.codes, nearest=nearest(found), rejected=passed_over(found))
        most = int(arguments.get("limit", 3))
        first = led_by(fit.hit, fit.card.span, hits) if fit else led_by(way, way.best, hits) if way else hits
        chosen = choose("" if fit else question, first, self._library.section, most, gives(asked, glossary))
        spoken = str(arguments.get("language") or result.query.language or "en")
        rivals = tuple(other.card for other in fitting if other.sure)[:_RIVALS]
        sayer = Sayer(result.query, asked, glossary, spoken, documents, wanted.value, rivals)
        told = _all_evidence(chosen, None if count else fit, sayer)
        if count:
            told = (*_of_rows(count, sayer), *_warnings(told))
        return Finding(told, rejected=passed_over(found, chosen))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ToolError(f"as_of is {text!r}; it must be a date like 2024-05-01.") from error


def _all_evidence(quotes: Sequence[Quote], fit: Fit | None, sayer: Sayer) -> tuple[Evidence, ...]:
    """Return the evidence of the quotes, each once, the first with the fact that answers."""
    told: dict[Evidence, None] = {}
    for quote in quotes:
        fact = None if told else _fact(quote, fit, sayer)
        told |= dict.fromkeys(_evidence(quote, fact))
    return tuple(told)


def _of_rows(count: Counted, sayer: Sayer) -> tuple[Evidence, ...]:
    """Return the rows that were counted, each in its place; with the first their number, which rests on all places."""
    places = [(passage, range(at, at + 1)) for passage, at in count.rows]
    rows = [said(*place) for place in places]
    fact = {"fact": sayer.of_rows(count, rows)}
    first = Evidence(ManualsTool.name, rows[0], count.citations, value=len(rows), unit="rows", details=fact)
    others = zip(rows[1:], places[1:], strict=True)
    return (first, *(Evidence(ManualsTool.name, row, (PageCitation.of(*place),)) for row, place in others))


def _warnings(told: Sequence[Evidence]) -> Iterator[Evidence]:
    return (evidence for evidence in told if evidence.kind == "hazard")


def _fact(quote: Quote, fit: Fit | None, sayer: Sayer) -> dict[str, Any] | None:
    """Return the fact of a card that stands in ``quote``; without a card the first step, if it has steps."""
    if fit is None:
        return sayer.of_steps(quote)
    return sayer.of_card(fit) if (fit.hit.passage.id, fit.card.span) in quote.spans else None


def _evidence(quote: Quote, fact: dict[str, Any] | None) -> list[Evidence]:
    """Return the safety messages of the passages quoted, then the quote with the ``fact`` in it."""
    warnings = [
        Evidence(ManualsTool.name, said(passage, message), (PageCitation.of(passage, message),), kind="hazard")
        for passage, spans in quote.parts
        for message in hazards(passage)
        if message.start not in spans and severity(passage.text[passage.spans[message.start].start :]) != NOTICE
    ]
    text = "\n".join(said(passage, spans) for passage, spans in quote.parts)
    details = {"fact": fact} if fact else {}
    return [*warnings, Evidence(ManualsTool.name, text, quote.citations, details=details)]


def said(passage: Passage, spans: range) -> str:
    """Return spans of a passage, one line a sentence; a table row as "column: cell" pairs."""
    lines = []
    for i in spans:
        span = passage.spans[i]
        cells = [for_search(passage.text[start:end]) for start, end in span.cells]
        if not cells:
            lines.append(for_search(passage.text[span.start : span.end]))
            continue
        columns = span.columns or ("",) * len(cells)
        pairs = dict.fromkeys((column, cell) for column, cell in zip(columns, cells, strict=True) if cell)
        lines.append(" · ".join(f"{column}: {cell}" if column else cell for column, cell in pairs))
    return "\n".join(lines)
