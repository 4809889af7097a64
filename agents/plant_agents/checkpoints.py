"""Where threads are checkpointed: a SQLite file or a Postgres database, by LangGraph's own savers.

Types that may come back from there are listed; anything else comes back as plain data, and is taken for forgotten.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from plant_agents.crew import Call
from plant_agents.flow import Decision, Outcome, Pending
from plant_agents.question import Question
from plant_agents.remembered import Remembered
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.principal import Principal
from plant_tools.evidence import Evidence, LayoutCitation, RecordsCitation, SelectionCitation

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

KEPT = (
    Call,
    Decision,
    Evidence,
    LayoutCitation,
    SelectionCitation,
    Outcome,
    PageCitation,
    Pending,
    Principal,
    Question,
    RecordsCitation,
    Rectangle,
    Remembered,
)
_PATIENCE = 30.0  # seconds that a writer waits for another one


class OutOfReach(Exception):
    """The database of the checkpoints cannot be opened."""


@contextmanager
def checkpoints(where: Path | str) -> Iterator[BaseCheckpointSaver[str]]:
    """Open the checkpoints in a SQLite file, or in the Postgres database of a URL. Raises ``OutOfReach``."""
    serializer = JsonPlusSerializer(allowed_msgpack_modules=KEPT)
    with _in_postgres(where, serializer) if isinstance(where, str) else _in_file(where, serializer) as saver:
        yield saver


@contextmanager
def _in_file(file: Path, serializer: JsonPlusSerializer) -> Iterator[BaseCheckpointSaver[str]]:
    from langgraph.checkpoint.sqlite import SqliteSaver

    with closing(sqlite3.connect(file, check_same_thread=False, timeout=_PATIENCE)) as connection:
        saver = SqliteSaver(connection, serde=serializer)
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
            saver.setup()
        except sqlite3.Error as error:
            raise OutOfReach(f"{file}: {error}") from error
        yield saver


@contextmanager
def _in_postgres(url: str, serializer: JsonPlusSerializer) -> Iterator[BaseCheckpointSaver[str]]:
    from langgraph.checkpoint.postgres import PostgresSaver
    from psycopg import Error
    from psycopg.rows import dict_row
    from psycopg_pool import ConnectionPool, PoolTimeout

    options: dict[str, Any] = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row}
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    made: Any = ConnectionPool(plain, kwargs=options, min_size=1, max_size=4, timeout=_PATIENCE, open=False)
    with made as pool:
        saver = PostgresSaver(pool, serde=serializer)
        try:
            saver.setup()
        except (Error, PoolTimeout) as error:
            raise OutOfReach(str(error)) from error
        yield saver
