"""How a picture is to be seen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sight:
    """The ``language`` of its words; the branches of a tree that are ``folded``, what hangs on them left out.

    ``upright``: as narrow as a phone that is held upright.
    """

    language: str
    folded: Collection[str] = ()
    upright: bool = False
