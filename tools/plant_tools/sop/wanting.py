"""What is to be drafted, read from words: the task, its asset, the language of whoever asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from plant_knowledge_ingest.language import LANGUAGES, detect
from plant_knowledge_ingest.tokens import asset_codes
from plant_tools.sop.drafting.choosing import Place
from plant_tools.sop.drafting.what import Wanted
from plant_tools.sop.errors import SopInvalid
from plant_tools.sop.ordering import ordered, tag_in, without_asset
from plant_tools.sop.wording import spoken

LONGEST = 500


def wanted_of(  # noqa: PLR0913 - what a draft may be asked with
    text: str,
    tags: Sequence[str],
    sheets: Mapping[str, Mapping[str, Any]],
    *,
    asset: str,
    language: str,
    by: str,
    work: str,
    document: str = "",
    merge: Sequence[Place] = (),
) -> Wanted:
    """Return what ``text`` wants drafted; ``tags`` are of the assets that there are, ``sheets`` by their tags.

    ``document``: where the procedure stands, "NAME" or "NAME:PAGE"; ``merge``: others that are to be one with it.
    Raises ``SopInvalid`` for an empty text, an asset that neither a document nor a sheet is about, or two assets.
    """
    text = told_in(text)
    if work not in {"", "intervention", "operation"}:
        raise SopInvalid(f"work is {work!r}; it is intervention or operation.")
    order = ordered(text)
    told = order.task if order and order.task else text
    named = asset or tag_in(told)
    tag = _known(named, tags) if named else ""
    task = without_asset(told, named) or told
    read = language if language in LANGUAGES else spoken(detect(text, "en"))
    name, page = name_and_page(document)
    others = tuple(_of_asset(place, tag, task) for place in merge)
    return Wanted(task, tag, spoken(read), by, sheets.get(tag), work, name, page, others)


def told_in(text: str) -> str:
    """Return a task on one line. Raises ``SopInvalid`` for none, or one that is too long."""
    text = " ".join(text.split())
    if not 0 < len(text) <= LONGEST:
        raise SopInvalid(
            f"A task is told in 1 to {LONGEST} characters.", remedy='Say what is done: "changing the oil of K-110".'
        )
    return text


def name_and_page(document: str) -> tuple[str, int]:
    """Return the name and the page of "NAME:PAGE", 0 where none is given.

    >>> name_and_page("P-101 Betriebsanleitung:4"), name_and_page("SOP-009")
    (('P-101 Betriebsanleitung', 4), ('SOP-009', 0))
    """
    name, colon, page = document.strip().rpartition(":")
    return (name.strip(), int(page)) if colon and page.strip().isdecimal() else (document.strip(), 0)


def _of_asset(place: Place, asset: str, task: str) -> Place:
    """Return a place with a task of its own, without the tag. Raises ``SopInvalid`` for the tag of another asset."""
    named = tag_in(place.task)
    if named and asset and asset_codes((named,)) != asset_codes((asset,)):
        raise SopInvalid(f"One procedure is of one asset: {asset} or {named}.", remedy="Draft each for itself.")
    return replace(place, task=without_asset(place.task, named) or task)


def _known(asset: str, tags: Sequence[str]) -> str:
    """Return the tag as documents or sheets write it."""
    meant = asset_codes((asset,))
    for tag in tags:
        if asset_codes((tag,)) & meant:
            return tag
    there = ", ".join(sorted(set(tags))[:12])
    raise SopInvalid(
        f"No document and no energy sheet is about {asset}.",
        remedy=f"There are: {there}." if there else "Ingest its manual: plant-copilot ingest FILE",
    )
