"""Photos of nameplates, alarm displays and delivery labels, as Python sees them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_copilot import payload
from plant_copilot.errors import WrongUse
from plant_copilot.readable import readable
from plant_knowledge_ingest.language import LANGUAGES
from plant_knowledge_ingest.principal import Principal

if TYPE_CHECKING:
    from plant_knowledge_ingest.library import Library
    from plant_tools.pictures.desk import PictureDesk
    from plant_tools.records.door import RecordsDoor

Json = dict[str, Any]


class Pictures:
    """What photos show, compared with what is on record. ``language`` is that of whoever says none."""

    def __init__(self, library: Library, records: RecordsDoor, local: Principal, language: str) -> None:
        self._library, self._records, self._local, self._language = library, records, local, language
        self._opened: PictureDesk | None = None

    def read(  # noqa: PLR0913 - what a photo may come with
        self,
        path: str | Path,
        *,
        called: str = "",
        asset: str = "",
        order: str = "",
        language: str = "",
        image: bool = False,
        principal: Principal | None = None,
    ) -> Json:
        """Return what a photo shows: {kind, text, asset, outcome, fields, question, choices, citations, ...}.

        The whole is described at ``plant_tools.pictures.view``. ``asset`` is what is asked about: a plate of another
        one is warned of; ``order`` the work order that a delivery is for. Nothing is asked or kept: ``question`` is
        for a person to edit and send. With ``image`` the picture comes along (JPEG, base64), its fields marked.
        ``called`` is the name that errors give the file. Raises ``UnreadableDocument``, ``RecognitionMissing``,
        ``ToolError``, ``WrongUse``.
        """
        if language and language not in LANGUAGES:
            raise WrongUse(f"language is {language!r}; it must be one of {', '.join(LANGUAGES)}.")
        started = time.perf_counter()
        told = self._desk.read(
            Path(path),
            principal or self._local,
            called=readable(called),
            asset=readable(asset),
            order=readable(order),
            language=language or self._language,
            image=image,
        )
        citations = [payload.citation_json(mark, one) for mark, one in enumerate(told["citations"], 1)]
        return told | {"citations": citations, "seconds": round(time.perf_counter() - started, 4)}

    @property
    def _desk(self) -> PictureDesk:
        if self._opened is None:
            from plant_tools.pictures.desk import PictureDesk

            self._opened = PictureDesk(self._library, self._records)
        return self._opened
