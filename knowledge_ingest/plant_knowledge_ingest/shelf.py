"""Where the books of a plant stand: as SQLite files in its home, or in one schema of a PostgreSQL database."""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from plant_knowledge_ingest.errors import LibraryWriteFailed

_NAME = "database-schema"
_AS_THE_ADDRESS_SAYS = "."


@dataclass(frozen=True, slots=True)
class Shelf:
    """The place of all books of a plant.

    ``url`` is SQLAlchemy's of the database, "" for files in ``home``; ``named`` is the schema, "" for one of the home's
    own, whose name is kept there: two homes on one server stay apart. Replicas that share no home share a name.
    """

    home: Path
    url: str = field(default="", repr=False)
    named: str = ""

    @classmethod
    def elsewhere(cls, home: Path, url: str) -> Self:
        """Return the shelf of an address that says all by itself: its tables are where it leads."""
        return cls(home, url, _AS_THE_ADDRESS_SAYS)

    @property
    def schema(self) -> str:
        """The schema of the tables; a home without one is given one. "" for files, and for what the address says.

        Raises ``LibraryWriteFailed`` where the home cannot be written.
        """
        if not self.url or self.named == _AS_THE_ADDRESS_SAYS:
            return ""
        return self.named or self._own()

    @property
    def is_made(self) -> bool:
        """Whether it is known where its books stand: a home on a server has a schema, or was given one."""
        return not self.url or bool(self.named) or (self.home / _NAME).is_file()

    @property
    def address(self) -> str:
        """The URL of the database with the schema in it, for whoever opens tables there without a book. "" for files.

        Raises ``LibraryWriteFailed`` where the home cannot be written.
        """
        if not self.url or not (schema := self.schema):
            return self.url
        from sqlalchemy.engine import make_url

        parsed = make_url(self.url)
        told = parsed.query.get("options", ())
        options = " ".join([*((told,) if isinstance(told, str) else told), f"-csearch_path={schema}"])
        return parsed.update_query_dict({"options": options}).render_as_string(hide_password=False)

    def _own(self) -> str:
        """Return the name that the home keeps; of two processes that make one, the first has it."""
        file = self.home / _NAME
        try:
            if not file.is_file():
                _make(file)
            return file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise LibraryWriteFailed(
                f"Cannot write {file}, which keeps the name of the schema: {error.strerror}.",
                remedy="Give one: PLANT_DATABASE_SCHEMA.",
            ) from error


def _make(file: Path) -> None:
    """Write a new name into ``file``, all of it at once, unless somebody else was quicker."""
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_name(f".{_NAME}.{uuid.uuid4().hex}")
    made.write_text(f"plant_{uuid.uuid4().hex[:12]}", encoding="utf-8")
    try:
        os.link(made, file)
    except FileExistsError:
        return
    finally:
        made.unlink()
