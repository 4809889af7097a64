"""What is to be drafted, read from words: the task, its asset, the language of whoever asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from plant_knowledge_ingest.language import LANGUAGES, detect
from plant_knowledge_ingest.tokens import asset_codes
from plant_tools.sop.drafting.composing import Wanted
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
) -> Wanted:
    """Return what ``text`` wants drafted; ``tags`` are of the assets that there are, ``sheets`` by their tags.

    Raises ``SopInvalid`` for an empty text, or an asset that neither a document nor a sheet is about.
    """
    text = " ".join(text.split())
    if not 0 < len(text) <= LONGEST:
        raise SopInvalid(
            f"A task is told in 1 to {LONGEST} characters.", remedy='Say what is done: "changing the oil of K-110".'
        )
    if work not in {"", "intervention", "operation"}:
        raise SopInvalid(f"work is {work!r}; it is intervention or operation.")
    order = ordered(text)
    told = order.task if order and order.task else text
    named = asset or tag_in(told)
    tag = _known(named, tags) if named else ""
    task = without_asset(told, named) or told
    read = language if language in LANGUAGES else spoken(detect(text, "en"))
    return Wanted(task, tag, spoken(read), by, sheets.get(tag), work)


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
