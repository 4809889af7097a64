"""What is to be drafted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plant_knowledge_ingest.language import detect
from plant_tools.sop.drafting.choosing import Place


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be drafted: the ``task`` in words, the ``asset`` or "", the language of whoever reads it.

    ``work``: "intervention", "operation", or "" to read it from the manual. ``sheet``: the asset's energy sheet. The
    task may be in another language than the reader's. ``document`` and ``page`` name where the procedure stands;
    ``merge`` are others that are to be one with it.
    """

    task: str
    asset: str
    language: str
    author: str
    sheet: Mapping[str, Any] | None = None
    work: str = ""
    document: str = ""
    page: int = 0
    merge: tuple[Place, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """What it is made of, one or several."""
        return (Place(self.task, self.document, self.page), *self.merge)

    @property
    def where(self) -> str:
        """The document with its page, as a person writes it."""
        return f"{self.document}:{self.page}" if self.page else self.document

    @property
    def tasks(self) -> str:
        """The tasks of all places, each once."""
        return " + ".join(dict.fromkeys(place.task for place in self.places))

    @property
    def spoken(self) -> str:
        """The language of the task, the reader's where the words do not tell."""
        return detect(self.task, self.language)
