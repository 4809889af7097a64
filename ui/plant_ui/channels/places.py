"""The sources under an answer: each page once, with all its marks; the records of one set of data together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from plant_agents.messages import say as agents_say
from plant_agents.telling.holdings import records_named
from plant_knowledge_ingest.language import LANGUAGES, UNDETERMINED
from plant_ui.channels.parts import Json, Source
from plant_ui.channels.plain import plain
from plant_ui.channels.words import say

_FIRST_IDS = 5


def sources(language: str, citations: Sequence[Json]) -> tuple[Source, ...]:
    """Return the sources of ``citations``, in the order of their first marks; no citation is left out."""
    return tuple(_source(language, those) for those in grouped(citations))


def grouped(citations: Sequence[Json]) -> list[tuple[Json, ...]]:
    """Return citations by their places: those of one page together, and single records of one set of data."""
    cited = sorted(citations, key=lambda one: _first_of_its_place(one, citations))
    return [tuple(those) for _, those in groupby(cited, key=_place)]


def where(language: str, citation: Json) -> str:
    """Return revision, page and, where it is another one, the language of a cited page."""
    parts = [say(language, "rev", revision=citation["revision"])] if citation["revision"] else []
    parts.append(say(language, "at_page", page=citation["page"]))
    if citation["printed_page"] not in {"", str(citation["page"])}:
        parts.append(say(language, "printed", printed=citation["printed_page"]))
    if (spoken := citation["language"]) not in {language, UNDETERMINED}:
        named = agents_say(language, spoken if spoken in LANGUAGES else "other")
        parts.append(say(language, "in_language", language=named))
    return " · ".join(parts)


def records(language: str, those: Sequence[Json]) -> str:
    """Return the name of a set of records, how many are meant, and the first of them."""
    total = sum(one["total"] for one in those)
    ids = [each for one in those for each in one["record_ids"]]
    first = ", ".join(ids[:_FIRST_IDS]) + ", …" * (total > _FIRST_IDS)
    return f"{records_named(language, those[0]['dataset'], total)} ({first})"


def numbers(marks: Sequence[int]) -> str:
    """Return marks as one reads them out.

    >>> numbers([1, 2, 3, 7])
    '1–3, 7'
    """
    runs: list[list[int]] = []
    for mark in marks:
        if runs and mark == runs[-1][-1] + 1:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _source(language: str, those: tuple[Json, ...]) -> Source:
    kind = those[0]["kind"]
    label = {"page": _page, "records": records}.get(kind, _kept)(language, those)
    return Source(tuple(one["mark"] for one in those), plain(label), those, kind == "page")


def _place(citation: Json) -> tuple[object, ...]:
    """Return what makes two citations one source: the page, or single records of one set of data."""
    if citation["kind"] == "page":
        return ("page", citation["document"], citation["revision"], citation["page"])
    if citation["kind"] == "records":
        return ("records", citation["dataset"], 0 if citation["total"] == 1 else citation["mark"])
    return (citation["kind"], citation["file"])


def _first_of_its_place(citation: Json, citations: Sequence[Json]) -> int:
    return next(int(one["mark"]) for one in citations if _place(one) == _place(citation))


def _page(language: str, those: tuple[Json, ...]) -> str:
    return f"{those[0]['document']} · {where(language, those[0])}"


def _kept(_: str, those: tuple[Json, ...]) -> str:
    return str(those[0]["file"])
