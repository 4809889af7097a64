"""Copying what threads remember: through LangGraph's own savers, whose tables are their own affair."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from plant_agents.checkpoints import UNREADABLE, OutOfReach, checkpoints
from plant_copilot.errors import ThreadsOutOfReach
from plant_copilot.ledger import THREADS
from plant_copilot.threads import config_of
from plant_knowledge_ingest.book import Book
from plant_knowledge_ingest.shelf import Shelf

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver, CheckpointTuple


def remembered(source: Shelf, target: Shelf) -> None:
    """Copy the checkpoints of all threads of ``source``; what is there already is written once more as it is.

    A thread whose checkpoints cannot be read any more is left out: it is taken for forgotten, here as there. Raises
    ``ThreadsOutOfReach``.
    """
    if not (names := _threads(source)):
        return
    with ExitStack() as stack:
        try:
            old, new = (stack.enter_context(checkpoints(_place(shelf))) for shelf in (source, target))
        except (OutOfReach, OSError) as error:
            raise ThreadsOutOfReach.because(str(error)) from error
        for name in names:
            _copy(name, old, new)


def _threads(shelf: Shelf) -> list[str]:
    book = Book(shelf, THREADS)
    try:
        if not book.is_there:
            return []
        with book.reading() as db:
            return list(db.scalars(select(THREADS.tables.tables["threads"].c.thread)))
    finally:
        book.close()


def _place(shelf: Shelf) -> Path | str:
    if not shelf.url:
        shelf.home.mkdir(parents=True, exist_ok=True)
    return shelf.address or shelf.home / THREADS.file


def _copy(thread: str, old: BaseCheckpointSaver[str], new: BaseCheckpointSaver[str]) -> None:
    try:
        kept = list(old.list(config_of(thread)))
    except UNREADABLE:
        return
    for one in reversed(kept):
        _put(one, new)


def _put(one: CheckpointTuple, new: BaseCheckpointSaver[str]) -> None:
    parent = one.parent_config["configurable"].get("checkpoint_id", "") if one.parent_config else ""
    thread, checkpoint = one.config["configurable"]["thread_id"], one.checkpoint
    put = new.put(config_of(thread, parent), checkpoint, one.metadata, checkpoint["channel_versions"])
    tasks: dict[str, list[tuple[str, Any]]] = {}
    for task, channel, value in one.pending_writes or ():
        tasks.setdefault(task, []).append((channel, value))
    for task, writes in tasks.items():
        new.put_writes(put, writes, task)
