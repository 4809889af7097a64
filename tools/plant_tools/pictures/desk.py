"""Photos at the plant: read in a process with limits, compared with what is on record, told as JSON."""

from __future__ import annotations

import base64
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from sqlalchemy import select

from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.readers import ocr
from plant_knowledge_ingest.readers.photo import Photo
from plant_knowledge_ingest.reading.apart import Apart
from plant_knowledge_ingest.reading.desk import shared_desks
from plant_knowledge_ingest.reading.messages import Limits
from plant_tools.assets.card import registered
from plant_tools.history.known import loosely
from plant_tools.pictures.errors import RecognitionMissing
from plant_tools.pictures.listed import Listed
from plant_tools.pictures.marked import marked
from plant_tools.pictures.orders import Order, order_of
from plant_tools.pictures.reading import Reading, Record, reading
from plant_tools.pictures.register import Known
from plant_tools.pictures.view import view
from plant_tools.records.door import RecordsDoor
from plant_tools.records.tables import Asset
from plant_tools.tool import ToolError

Json = dict[str, Any]

_LIMITS = Limits(open_seconds=90.0)
_AT_ONCE = 2
"""Photos read at once; each costs seconds of CPU and a gigabyte of memory."""
_asset: Any = Asset.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it


class PictureDesk:
    """Reads photos of nameplates, alarm displays and delivery labels. Safe to share between threads."""

    def __init__(self, library: Library, records: RecordsDoor) -> None:
        self._library = library
        self._records = records
        self._listed = Listed(library)
        self._turn = BoundedSemaphore(_AT_ONCE)

    def read(  # noqa: PLR0913 - what a photo may come with
        self,
        path: Path,
        principal: Principal,
        *,
        called: str = "",
        asset: str = "",
        order: str = "",
        language: str = "en",
        image: bool = False,
    ) -> Json:
        """Return what the photo at ``path`` shows, as ``view`` describes it; errors name it ``called``.

        ``asset`` is what is asked about, ``order`` the work order that a delivery is for; with ``image`` the picture
        comes along, its fields marked. Raises ``UnreadableDocument``, ``RecognitionMissing``, ``ToolError``.
        """
        if not ocr.is_installed():
            raise RecognitionMissing("Text in pictures cannot be read here.", remedy=f"Install: {ocr.INSTALL}")
        named = self.order(order, principal) if order else None
        photo = self._photo(path, Path(called or path))
        told = reading(photo, self.record(principal), asset, named)
        if named is None and (read := told.value("order")):
            named = self.order(read, principal, must=False)
            told = reading(photo, self.record(principal), asset, named) if named else told
        return view(told, language, asset, named) | {"image": _encoded(told) if image else ""}

    def _photo(self, path: Path, called: Path) -> Photo:
        if not path.is_file():
            raise UnreadableDocument(called, "there is no such file")
        with self._turn, Apart(shared_desks(), _LIMITS) as apart:
            return apart.photo(path, called)

    def record(self, principal: Principal) -> Record:
        """Return what pictures are compared with: assets, alarms and parts that ``principal`` may see."""
        return Record(self._assets(principal), self._listed.alarms(principal), self._listed.parts(principal))

    def _assets(self, principal: Principal) -> list[Known]:
        """Return the assets of the records, each tag once, then those that only documents know."""
        c = _asset.c
        chosen = select(c.tag, c.name, c.maker, c.model, c.serial)
        with self._records().reading(principal) as connection:
            rows = {row.tag: row for row in connection.execute(chosen)}
        order = [one.tag for one in registered(self._records(), principal)]
        known: dict[str, Known] = {}
        for tag in order:
            row = rows[tag]
            told = (row.name, row.maker, row.model, row.serial)
            known.setdefault(loosely(tag), Known(tag, *(value or "" for value in told)))
        for entry in self._library.documents(principal):
            for tag in entry.document.assets:
                known.setdefault(loosely(tag), Known(tag))
        return list(known.values())

    def order(self, number: str, principal: Principal, *, must: bool = True) -> Order | None:
        """Return a work order and the parts it names. Raises ``ToolError`` where it ``must`` be there and is not."""
        numbers = [part.number for part in self._listed.parts(principal)]
        found = order_of(self._records(), principal, number, numbers)
        if found is None and must:
            raise ToolError(
                f"There is no work order {number!r} on record.", remedy="Leave it out, or load its records."
            )
        return found


def _encoded(told: Reading) -> str:
    return base64.b64encode(marked(told.photo, [field.rectangle for field in told.fields])).decode()
