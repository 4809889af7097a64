"""The sources under an answer: each page once, with all its marks; the records of one set of data together."""

from __future__ import annotations

from collections.abc import Sequence

from plant_copilot.payload import Json
from plant_ui.channels.places import grouped, numbers, records, where
from plant_ui.chat.links import MOST_MARKS, Place
from plant_ui.chat.messages import say
from plant_ui.chat.verbatim import verbatim


def sources(answer: Json, root: str) -> list[str]:
    """Return a line for each source: the numbers, the document, where in it; of records the first ones."""
    return [_source(answer["language"], those, root) for those in grouped(answer["citations"])]


def _source(language: str, those: Sequence[Json], root: str) -> str:
    marks = f"**{numbers([one['mark'] for one in those])}**"
    if those[0]["kind"] == "records":
        return f"{marks} {verbatim(records(language, those))} · {say(language, 'sql_above')}"
    if those[0]["kind"] == "page":
        return _page(language, those, root)
    return f"{marks} {verbatim(those[0]['file'])}"


def _page(language: str, those: Sequence[Json], root: str) -> str:
    """Return a link to the page with every cited place of it marked."""
    first = those[0]
    marks = tuple(mark for one in those for mark in Place.of(root, one).marks)
    place = Place(root, first["document"], first["revision"], first["page"], marks[:MOST_MARKS])
    told = f"**{numbers([one['mark'] for one in those])}** {verbatim(first['document'])}"
    return f"[{told} *{verbatim(where(language, first))}*]({place.viewer(language)})"
