"""Threads: conversations that outlive the process. Each belongs to whom began it, and takes one question at a time."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from plant_agents.remembered import Remembered
from plant_copilot.errors import NothingPending, ThreadOfAnother, ThreadsOutOfReach, UnknownThread
from plant_copilot.payload import Json
from plant_knowledge_ingest.patience import REST
from plant_knowledge_ingest.shelf import Shelf

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

    from plant_copilot.ledger import Ledger
    from plant_knowledge_ingest.principal import Principal


class Threads:
    """The threads of a plant, where its books stand or in the Postgres database of ``url``. Opened when needed.

    Superseded checkpoints are removed every ``swept_every`` questions, threads after ``days`` without one.
    """

    def __init__(self, shelf: Shelf, url: str, days: int, *, swept_every: int = 50) -> None:
        self._swept_every = swept_every
        self._shelf, self._days = Shelf.elsewhere(shelf.home, url) if url else shelf, days
        self._opening = Lock()
        self._open: tuple[BaseCheckpointSaver[str], Ledger] | None = None
        self._failed: tuple[float, ThreadsOutOfReach] | None = None
        self._stack = ExitStack()
        self._turn_of: defaultdict[str, Lock] = defaultdict(Lock)
        self._under_way: set[str] = set()

    @property
    def checkpointer(self) -> BaseCheckpointSaver[str]:
        """LangGraph's saver. Raises ``ThreadsOutOfReach``."""
        return self._opened()[0]

    @property
    def _ledger(self) -> Ledger:
        return self._opened()[1]

    @contextmanager
    def reached(self) -> Iterator[None]:
        """Raise ``ThreadsOutOfReach`` for what goes wrong with checkpoints in the block."""
        from plant_agents.checkpoints import OutOfReach, told

        try:
            with told():
                yield
        except OutOfReach as error:
            raise ThreadsOutOfReach.because(str(error)) from error

    def let_go(self, error: ThreadsOutOfReach) -> None:
        """Close what failed; it is opened anew after a moment, until when ``error`` is raised at once."""
        if self._failed is None or time.monotonic() >= self._failed[0]:
            self.close()
            self._failed = time.monotonic() + REST, error

    @contextmanager
    def turn(self, thread: str, principal: Principal) -> Iterator[None]:
        """Hold a thread for one question of ``principal``; the next one waits. Raises ``ThreadOfAnother``."""
        with self._opening:
            lock = self._turn_of[thread]
        with lock:
            if self._ledger.owner(thread) not in {None, principal.name}:
                raise _of_another(thread)
            yield

    def remembered(self, thread: str) -> Remembered | None:
        """Return what a thread remembers; None where it is damaged or of another version, and then forget it."""
        from plant_agents.checkpoints import UNREADABLE

        try:
            with self.reached():
                kept = self.checkpointer.get_tuple(config_of(thread))
        except UNREADABLE:
            self.checkpointer.delete_thread(thread)
            return None
        if kept is None:
            return Remembered()
        found = kept.checkpoint["channel_values"].get("remembered")
        return found if isinstance(found, Remembered) else None

    @contextmanager
    def asking(self, thread: str, principal: Principal, question: str) -> Iterator[str]:
        """Keep a question while it is looked into; give the key that ``write_down`` takes it away by."""
        key = uuid4().hex
        self._ledger.begin(thread, principal.name, question, key)
        self._under_way.add(key)
        try:
            yield key
        finally:
            self._under_way.discard(key)

    def write_down(self, principal: Principal, answer: Json, why: Json, waits_at: str = "", key: str = "") -> None:
        """Write down a question with its answer; now and then remove what is not needed any more."""
        thread = answer["thread"]
        number = self._ledger.add(thread, principal.name, answer, why, waits_at, key)
        if number % self._swept_every == 0 and self._ledger.waiting(thread) is None:
            self._sweep(thread)

    def waiting(self, thread: str, principal: Principal) -> tuple[str, Json]:
        """Return the checkpoint and the answer that wait for a decision. Raises ``NothingPending``."""
        self._require(thread, principal)
        if (found := self._ledger.waiting(thread)) is None:
            raise NothingPending(f"Nothing waits for a decision in thread {thread}.", remedy="It was decided already.")
        return found

    def decided(self, thread: str) -> None:
        """Note that what waited is decided."""
        self._ledger.decided(thread)

    def listed(
        self, principal: Principal, *, search: str = "", after: str = "", most: int = 0, shape: str = ""
    ) -> Json:
        """Return {threads: [{thread, title, began, changed, questions, waiting}]} of ``principal``, newest first."""
        found = self._ledger.threads(principal.name, search=search, after=after, most=most, shape=shape)
        return {"threads": found}

    def show(self, thread: str, principal: Principal) -> Json:
        """Return {thread, turns, unanswered}; ``under_way`` tells whether a question is being looked into now.

        Raises ``UnknownThread``, ``ThreadOfAnother``.
        """
        turns = self._turns(thread, principal)
        unanswered = self._ledger.unanswered(thread)
        return {
            "thread": thread,
            "turns": [{name: turn[name] for name in ("number", "at", "answer")} for turn in turns],
            "unanswered": [
                {"at": one["at"], "question": one["question"], "under_way": one["key"] in self._under_way}
                for one in unanswered
            ],
        }

    def owner(self, thread: str) -> str:
        """Return who began a thread, "" where there is no such thread."""
        return self._ledger.owner(thread) or ""

    def answers(self, thread: str) -> int:
        """Return how many answers a thread has been given."""
        return self._ledger.answers(thread)

    def begin(self, thread: str, principal: Principal, title: str, session: str) -> None:
        """Note that a browser's session is in a thread, which begins there if it is new. Raises ``ThreadOfAnother``."""
        if self._ledger.owner(thread) not in {None, principal.name}:
            raise _of_another(thread)
        self._ledger.begin(thread, principal.name, title)
        self._ledger.stay(session, thread)

    def place(self, session: str, principal: Principal) -> str:
        """Return the thread that a browser's session was in, "" for none of ``principal``."""
        thread = self._ledger.place(session)
        return thread if thread and self._ledger.owner(thread) == principal.name else ""

    def rename(self, thread: str, principal: Principal, title: str) -> Json:
        """Give a thread another title: {thread, title}. Raises ``UnknownThread``, ``ThreadOfAnother``."""
        self._require(thread, principal)
        self._ledger.rename(thread, title)
        return {"thread": thread, "title": title[:200]}

    def why(self, thread: str, principal: Principal, number: int = 0) -> Json:
        """Return how an answer came about, by its number in the thread, 0 for the last. Raises ``UnknownThread``."""
        turns = {turn["number"]: turn for turn in self._turns(thread, principal)}
        wanted = number or max(turns)
        if wanted not in turns:
            raise UnknownThread(f"Thread {thread} has no answer {wanted}.", remedy=f"It has 1 to {max(turns)}.")
        return {"thread": thread, "number": wanted, **turns[wanted]["why"]}

    def abstained(self, days: int, most: int) -> tuple[int, list[tuple[str, Json]]]:
        """Return how many questions all asked within ``days``, and the answers that said nothing with their times."""
        return self._ledger.asked(days), self._ledger.abstained(days, most)

    def forget(self, thread: str, principal: Principal) -> Json:
        """Remove a thread: {forgotten: [id]}. Raises ``UnknownThread``, ``ThreadOfAnother``."""
        self._require(thread, principal)
        self._remove(thread)
        return {"forgotten": [thread]}

    def close(self) -> None:
        """Close the database, if it was opened."""
        with self._opening:
            self._stack.close()
            self._open = None

    def _turns(self, thread: str, principal: Principal) -> list[Json]:
        self._require(thread, principal)
        return self._ledger.turns(thread)

    def _require(self, thread: str, principal: Principal) -> None:
        owner = self._ledger.owner(thread)
        if owner is None:
            raise UnknownThread(f"There is no thread {thread!r}.", remedy="plant-copilot threads list names them.")
        if owner != principal.name:
            raise _of_another(thread)

    def _remove(self, thread: str) -> None:
        self.checkpointer.delete_thread(thread)
        self._ledger.forget(thread)

    def _sweep(self, thread: str) -> None:
        """Keep the last checkpoint of a thread only; remove threads in which nobody has asked for long."""
        kept = self.checkpointer.get_tuple(config_of(thread))
        if kept is not None:
            self.checkpointer.delete_thread(thread)
            self.checkpointer.put(
                config_of(thread), kept.checkpoint, kept.metadata, kept.checkpoint["channel_versions"]
            )
        for old in self._ledger.old(self._days):
            self._remove(old)

    def _opened(self) -> tuple[BaseCheckpointSaver[str], Ledger]:
        with self._opening:
            if self._open is None:
                if self._failed and time.monotonic() < self._failed[0]:
                    raise ThreadsOutOfReach(self._failed[1].message, remedy=self._failed[1].remedy)
                self._open = self._opening_both()
            return self._open

    def _opening_both(self) -> tuple[BaseCheckpointSaver[str], Ledger]:
        from plant_agents.checkpoints import checkpoints
        from plant_copilot.ledger import Ledger

        with ExitStack() as stack:
            try:
                self._shelf.home.mkdir(parents=True, exist_ok=True)
                place = self._shelf.address or self._shelf.home / "threads.sqlite"
                with self.reached():
                    saver = stack.enter_context(checkpoints(place))
            except OSError as error:
                raise ThreadsOutOfReach.because(str(error)) from error
            ledger = Ledger(self._shelf)
            stack.callback(ledger.close)
            with self.reached():
                for old in ledger.old(self._days):
                    saver.delete_thread(old)
                    ledger.forget(old)
            self._stack = stack.pop_all()
        return saver, ledger


def config_of(thread: str, checkpoint: str = "") -> Any:
    """Return where LangGraph finds a thread, or one checkpoint of it."""
    told: Mapping[str, str] = {"thread_id": thread, "checkpoint_ns": ""} | (
        {"checkpoint_id": checkpoint} if checkpoint else {}
    )
    return {"configurable": told}


def _of_another(thread: str) -> ThreadOfAnother:
    return ThreadOfAnother(f"Thread {thread} belongs to somebody else.", remedy="Begin one of your own: leave it out.")
