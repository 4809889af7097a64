"""Where threads are checkpointed: a SQLite file or a Postgres database, by LangGraph's own savers.

Types that may come back from there are listed; anything else comes back as plain data, and is taken for forgotten.
"""

from __future__ import annotations

import sqlite3
import sys
import time
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
_PATIENCE = 10.0  # seconds that a writer waits for another one, and an answer with it
_PAUSE = 0.1
_TURN = "hashtextextended('checkpoints ' || current_setting('search_path'), 0)"


UNREADABLE = (ValueError, TypeError, KeyError, NotImplementedError)
"""What decoding a checkpoint raises that is damaged, or of another version: it is taken for forgotten."""


class OutOfReach(Exception):
    """The database of the checkpoints cannot be opened, read or written."""


@contextmanager
def told() -> Iterator[None]:
    """Raise ``OutOfReach`` for what a database says of checkpoints."""
    driver = sys.modules.get("psycopg")
    raised: tuple[type[Exception], ...] = (sqlite3.Error, driver.Error) if driver else (sqlite3.Error,)
    try:
        yield
    except raised as error:
        raise OutOfReach(str(error)) from error


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


def _set_up(connection: Any) -> None:
    """Make the schema and the tables; one process at a time.

    It asks for its turn again and again: one that waited for it in the database would hold up the making of an index.
    """
    from langgraph.checkpoint.postgres import PostgresSaver
    from psycopg.sql import SQL, Identifier

    place = connection.execute("SELECT current_setting('search_path') AS path, current_schema() AS there").fetchone()
    while not connection.execute(f"SELECT pg_try_advisory_lock({_TURN}) AS mine").fetchone()["mine"]:
        time.sleep(_PAUSE)
    try:
        if place["there"] is None:
            name = Identifier(place["path"].partition(",")[0].strip())
            connection.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(name))
        PostgresSaver(connection).setup()
    finally:
        connection.execute(f"SELECT pg_advisory_unlock({_TURN})")


@contextmanager
def _in_postgres(url: str, serializer: JsonPlusSerializer) -> Iterator[BaseCheckpointSaver[str]]:
    from langgraph.checkpoint.postgres import PostgresSaver
    from psycopg import Error
    from psycopg.rows import dict_row
    from psycopg_pool import PoolTimeout

    from plant_knowledge_ingest.patient_connection import PatientConnection, PatientPool

    options: dict[str, Any] = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row}
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    made: Any = PatientPool(
        plain,
        kwargs=options,
        min_size=1,
        max_size=4,
        timeout=_PATIENCE,
        connection_class=PatientConnection,
        check=PatientPool.check_connection,  # one that broke while nobody asked is nobody's trouble
        open=False,
    )
    with made as pool:
        saver = PostgresSaver(pool, serde=serializer)
        try:
            with pool.connection() as connection:
                _set_up(connection)
        except (Error, PoolTimeout) as error:
            raise OutOfReach(str(error)) from error
        yield saver
