"""Whether what was delivered is what is wanted: the number on the label against the lists of parts.

Right, another one (which), one that was replaced (by which), or one that is listed nowhere; each with its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plant_knowledge_ingest.citation import PageCitation
from plant_tools.evidence import RecordsCitation
from plant_tools.history.known import loosely
from plant_tools.pictures.alike import Likeness, likeness
from plant_tools.pictures.listed import Part
from plant_tools.pictures.orders import Order, Wanted

RIGHT, OTHER, SUPERSEDED, LISTED, UNKNOWN = VERDICTS = ("right", "other", "superseded", "listed", "unknown")
_MOST = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the number on a label is; ``part`` is None where no document lists it, ``instead`` what is wanted instead.

    ``exact`` tells whether it was read as it is listed, ``near`` is a listed number one character apart, ``quantity``
    what the order wants, None where it does not say.
    """

    verdict: str
    read: str
    part: Part | None = None
    exact: bool = True
    instead: tuple[str, ...] = ()
    near: str = ""
    quantity: float | None = None
    citations: tuple[PageCitation | RecordsCitation, ...] = ()


def judged(read: str, parts: Sequence[Part], asset: str = "", order: Order | None = None) -> Verdict:
    """Return what the part number that was ``read`` is to ``asset`` and ``order``, "" and None where none is named."""
    like = max((likeness(read, one.number) for one in parts), default=Likeness.NONE)
    found = [one for one in parts if likeness(read, one.number) is like] if like >= Likeness.ALIKE else []
    line = _ordered(read, order)
    if order and line:
        part = found[0] if found else None
        same = likeness(read, line.number) is Likeness.EXACT
        citations = (part.citation, order.citation) if part else (order.citation,)
        return Verdict(RIGHT, read, part, same, quantity=line.quantity, citations=citations)
    if not found:
        near = next((one for one in parts if likeness(read, one.number) is Likeness.NEAR and one.current), None)
        return Verdict(UNKNOWN, read, near=near.number if near else "", citations=(near.citation,) if near else ())
    told = _of_list(read, found, parts, asset or (order.asset if order else ""), order)
    return replace(told, exact=like is Likeness.EXACT)


def _ordered(read: str, order: Order | None) -> Wanted | None:
    lines = order.parts if order else ()
    return next((one for one in lines if likeness(read, one.number) >= Likeness.ALIKE), None)


def _of_list(read: str, found: Sequence[Part], parts: Sequence[Part], wanted: str, order: Order | None) -> Verdict:
    """Return what a listed part is to the asset that is ``wanted``, and to an ``order`` that does not name it."""
    here = [one for one in found if _is_of(one, wanted)]
    part = max(here or found, key=lambda one: (one.current, bool(one.instead)))
    successor = _successor(part, parts, found)
    if successor or part.instead or not any(one.current for one in found):
        instead = (successor.number,) if successor else (part.instead,) if part.instead else ()
        places = (part.citation, successor.citation) if successor else (part.citation,)
        return Verdict(SUPERSEDED, read, part, instead=instead, citations=tuple(dict.fromkeys(places)))
    if order and order.parts:
        numbers = tuple(one.number for one in order.parts[:_MOST])
        return Verdict(OTHER, read, part, instead=numbers, citations=(part.citation, order.citation))
    verdict = LISTED if not wanted else RIGHT if here else OTHER
    return Verdict(verdict, read, part, citations=(part.citation,))


def _is_of(part: Part, asset: str) -> bool:
    return any(loosely(one) == loosely(asset) for one in part.assets)


def _successor(part: Part, parts: Sequence[Part], found: Sequence[Part]) -> Part | None:
    """Return what stands in the current revision in place of a part that only an old one lists."""
    if part.instead:
        return next((one for one in parts if one.current and loosely(one.number) == loosely(part.instead)), None)
    if any(one.current for one in found):
        return None
    same = (one for one in parts if one.current and one.name == part.name)
    return next((one for one in same if one.citation.document == part.citation.document), None)
