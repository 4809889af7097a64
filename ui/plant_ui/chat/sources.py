"""The sources under an answer: each page once, with all its marks; the records of one set of data together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from plant_agents.telling.holdings import records_named
from plant_copilot.payload import Json
from plant_knowledge_ingest.language import LANGUAGES, UNDETERMINED
from plant_ui.chat.links import MOST_MARKS, Place
from plant_ui.chat.messages import say
from plant_ui.chat.verbatim import verbatim

_FIRST_IDS = 5


def sources(answer: Json, root: str) -> list[str]:
    """Return a line for each source: the numbers, the document, where in it; of records the first ones."""
    cited = sorted(answer["citations"], key=lambda one: _first_of_its_place(one, answer["citations"]))
    grouped = [list(those) for _, those in groupby(cited, key=_place)]
    return [_source(answer["language"], those, root) for those in grouped]


def _source(language: str, those: list[Json], root: str) -> str:
    if those[0]["kind"] == "records":
        return _records(language, those)
    if those[0]["kind"] == "page":
        return _page(language, those, root)
    return f"**{numbers([one['mark'] for one in those])}** {verbatim(those[0]['file'])}"


def _place(citation: Json) -> tuple[object, ...]:
    """Return what makes two citations one source: the page, or single records of one set of data."""
    if citation["kind"] == "page":
        return ("page", citation["document"], citation["revision"], citation["page"])
    if citation["kind"] == "records":
        return ("records", citation["dataset"], 0 if citation["total"] == 1 else citation["mark"])
    return (citation["kind"], citation["file"])


def _first_of_its_place(citation: Json, citations: Sequence[Json]) -> int:
    return next(int(one["mark"]) for one in citations if _place(one) == _place(citation))


def _page(language: str, those: list[Json], root: str) -> str:
    """Return a link to the page with every cited place of it marked."""
    first = those[0]
    marks = tuple(mark for one in those for mark in Place.of(root, one).marks)
    place = Place(root, first["document"], first["revision"], first["page"], marks[:MOST_MARKS])
    told = f"**{numbers([one['mark'] for one in those])}** {verbatim(first['document'])}"
    return f"[{told} *{verbatim(_where(language, first))}*]({place.viewer(language)})"


def _records(language: str, those: list[Json]) -> str:
    total = sum(one["total"] for one in those)
    ids = [each for one in those for each in one["record_ids"]]
    first = ", ".join(ids[:_FIRST_IDS]) + ", …" * (total > _FIRST_IDS)
    where = verbatim(f"{records_named(language, those[0]['dataset'], total)} ({first})")
    return f"**{numbers([one['mark'] for one in those])}** {where} · {say(language, 'sql_above')}"


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


def _where(language: str, citation: Json) -> str:
    """Return revision, page and, where it is another one, the language of a cited place."""
    parts = [say(language, "rev", revision=citation["revision"])] if citation["revision"] else []
    parts.append(say(language, "at_page", page=citation["page"]))
    if citation["printed_page"] not in {"", str(citation["page"])}:
        parts.append(say(language, "printed", printed=citation["printed_page"]))
    if (spoken := citation["language"]) not in {language, UNDETERMINED}:
        named = say(language, spoken if spoken in LANGUAGES else "other")
        parts.append(say(language, "in_language", language=named))
    return " · ".join(parts)
