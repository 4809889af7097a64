"""JSON: a list of objects, an object that holds such a list, or one object a line. Read piece by piece."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from plant_tools.records.errors import RecordsUnreadable
from plant_tools.records.reading.encoding import encoding_of
from plant_tools.records.reading.source import Cell, Row

_PIECE = 1 << 20
_LONGEST = 1 << 24
_BETWEEN = re.compile(r"[\s,]*")
# {"page": 1, "items": [ and the like: simple members before the list
_OPENING = re.compile(
    r'\s*(?:\{(?:\s*"[^"]*"\s*:\s*(?:"[^"]*"|[-\w.+]+)\s*,)*\s*"[^"]*"\s*:\s*\[(?=\s*[\{\]])|\[)?', re.DOTALL
)


class JsonFile:
    """Objects as rows; inner objects become columns with a dot ("asset.name"), inner lists become text."""

    def __init__(self, path: Path, *, encoding: str = "") -> None:
        self._path = path
        self._encoding = encoding or encoding_of(path)
        self.facts = {"encoding": self._encoding}
        self.remarks: list[str] = []
        names: dict[str, None] = {}
        for record in self._records():
            names |= dict.fromkeys(record)
        self.headings = list(names)
        if not names:
            raise RecordsUnreadable(f"{path} holds no records.", remedy="A list of objects is wanted: [{...}, {...}].")

    def rows(self) -> Iterator[Row]:
        """Give the objects in their order, counted from 1."""
        for number, record in enumerate(self._records(), 1):
            yield number, [record.get(name) for name in self.headings]

    def _records(self) -> Iterator[dict[str, Cell]]:
        number = 0
        try:
            with self._path.open(encoding=self._encoding) as file:
                for number, record in enumerate(_objects(file), 1):
                    if not isinstance(record, dict):
                        raise RecordsUnreadable(f"{self._path}, record {number} is not an object: {str(record)[:40]}.")
                    yield dict(_flat(record))
        except (UnicodeError, json.JSONDecodeError) as error:
            raise RecordsUnreadable(
                f"{self._path} breaks off or is not JSON after record {number}: {error}.",
                remedy="Export it again, or give one JSON object a line.",
            ) from error


def _objects(file: TextIO) -> Iterator[Any]:
    """Give the objects of a list one by one, with no more of the file in memory than a piece."""
    text = file.read(_PIECE)
    opening = _OPENING.match(text)
    at = opening.end() if opening else 0
    decode = json.JSONDecoder().raw_decode
    while True:
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing at least
        if text[at : at + 1] in {"]", "}"}:
            return
        try:
            record, at = decode(text, at)
        except json.JSONDecodeError:
            piece = file.read(_PIECE)
            text, at = text[at:] + piece, 0
            if len(text) > _LONGEST or (text and not piece):
                raise
            if not piece:
                return
            continue
        yield record


def _flat(record: dict[str, Any], above: str = "") -> Iterator[tuple[str, Cell]]:
    for name, value in record.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        elif isinstance(value, list):
            yield f"{above}{name}", json.dumps(value, ensure_ascii=False) if value else None
        else:
            yield f"{above}{name}", value
