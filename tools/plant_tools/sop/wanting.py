"""What is to be drafted, read from words: the task, its asset, the language of whoever asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from plant_knowledge_ingest.language import LANGUAGES, detect
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.tokens import asset_codes
from plant_tools.sop import energy_sheet
from plant_tools.sop.asked import drafted_as
from plant_tools.sop.drafting.choosing import Place
from plant_tools.sop.drafting.composing import Composer
from plant_tools.sop.drafting.what import Wanted
from plant_tools.sop.errors import SopInvalid
from plant_tools.sop.ordering import ordered, tag_in, without_asset
from plant_tools.sop.wording import spoken

if TYPE_CHECKING:
    from plant_knowledge_ingest.library import Library

LONGEST = 500


class Reading:
    """Reads words by what a library has: assets, documents, procedures that were drafted."""

    def __init__(self, library: Library, composer: Composer) -> None:
        self._library, self._composer = library, composer

    def of(
        self,
        connection: Connection,
        text: str,
        principal: Principal,
        merge: Sequence[str],
        asked: Mapping[str, str],
    ) -> Wanted:
        """Return what ``text`` wants, a task or the id of a procedure, made one with each of ``merge``.

        ``asked``: the other arguments of ``wanted_of``. Raises ``SopInvalid``.
        """
        sheets = {sheet["asset"]: sheet for sheet in energy_sheet.listed(connection)}
        tags = [tag for entry in self._library.documents(principal) for tag in entry.document.assets]
        own = drafted_as(connection, text, principal)
        task = own.task if own else text
        others = (place for one in merge for place in self._places(connection, one, task, principal))
        merged = (*(own.merge if own else ()), *others)
        given = dict(asked) | ({"document": own.where, "asset": own.asset} if own else {})
        wanted = wanted_of(task, [*sheets, *tags], sheets, merge=merged, **given)
        if wanted.asset or not (meant := self._composer.asset_of(wanted, principal)):
            return wanted
        return wanted_of(task, [*sheets, *tags], sheets, merge=merged, **(given | {"asset": meant}))

    def _places(self, connection: Connection, one: str, task: str, principal: Principal) -> tuple[Place, ...]:
        """Return the places that a word of ``merge`` means: of a procedure, a document, or else a task."""
        if own := drafted_as(connection, one, principal):
            return own.places
        name, page = name_and_page(told_in(one))
        current = {entry.document.name.casefold(): entry.document.name for entry in self._library.documents(principal)}
        if document := current.get(name.casefold()):
            return (Place(task, document, page),)
        return (Place(told_in(one)),)


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
