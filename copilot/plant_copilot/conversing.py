"""What the copilot does with conversations: decide, list, show, export, explain, forget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from plant_agents.under_way import listening
from plant_copilot import payload
from plant_copilot.audit.acts import acts
from plant_copilot.errors import WrongUse
from plant_copilot.hearing import refuse_unconfirmed
from plant_copilot.observing.facade import Observing
from plant_copilot.payload import Json
from plant_copilot.readable import readable
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.shelf import Shelf

if TYPE_CHECKING:
    from plant_copilot.asking import Asking
    from plant_copilot.threads import Threads
    from plant_tools.records.door import RecordsDoor

_LONGEST_ID = 200


class Conversing(Observing):
    """The part of the facade that is about threads. ``local`` is who asks where nobody else is named."""

    local: Principal
    _asking: Asking
    _threads: Threads
    _records: RecordsDoor
    shelf: Shelf

    @acts("decided", "conversation {thread}: {choice}", seals="_records")
    def decide(
        self,
        thread: str,
        choice: str,
        fields: Mapping[str, Any] | None = None,
        *,
        principal: Principal | None = None,
        on_step: Callable[[str], None] | None = None,
        on_progress: Callable[[str], None] | None = None,
    ) -> Json:
        """Decide on what waits in a thread: one of the ``choices`` of its answer's ``pending``; return the answer.

        ``fields`` are changed values of those offered. Raises ``NothingPending``, ``UnknownThread``,
        ``ThreadOfAnother``, ``WrongUse``.
        """
        from plant_agents.flow import Decision

        refuse_unconfirmed(*(fields or {}).values())

        decision = Decision(readable(choice), readable(dict(fields or {})), principal or self.local)
        with self._watching("decision", on_step) as watch, listening(on_progress):
            answer = self._asking.decide(thread_id(thread), decision, watch.passed, watch.code)
            return payload.answer_json(watch.ended(answer))

    def threads(self, *, search: str = "", after: str = "", most: int = 0, principal: Principal | None = None) -> Json:
        """List conversations, the newest first: {threads: [{thread, title, began, changed, questions, waiting}]}.

        ``search`` is in the title, a question or an answer. Of more than ``most`` (0: all) those that come ``after`` a
        thread.
        """
        found = {"search": readable(search).strip(), "after": thread_id(after), "most": most}
        return self._threads.listed(principal or self.local, **found)

    def thread(self, thread: str, *, principal: Principal | None = None) -> Json:
        """Return a conversation: {thread, turns: [{number, at, answer}], unanswered: [{at, question, under_way}]}.

        Unanswered are questions that were lost with a process, and those that are looked into right now. Raises
        ``UnknownThread``.
        """
        return self._threads.show(thread_id(thread), principal or self.local)

    @acts("conversation exported", "{thread}")
    def export_thread(self, thread: str, *, principal: Principal | None = None) -> str:
        """Return a conversation as Markdown, questions as headings. Raises ``UnknownThread``."""
        return payload.thread_markdown(self.thread(thread, principal=principal))

    def rename_thread(self, thread: str, title: str, *, principal: Principal | None = None) -> Json:
        """Give a conversation another title: {thread, title}. Raises ``UnknownThread``, ``WrongUse``."""
        if not (words := " ".join(readable(title).split())):
            raise WrongUse("A conversation needs a title.", remedy="Give a few words.")
        return self._threads.rename(thread_id(thread), principal or self.local, words)

    @property
    def kept(self) -> Threads:
        """Where conversations are kept, for a face that shows them as its own."""
        return self._threads

    @acts("conversation forgotten", "{thread}")
    def forget_thread(self, thread: str, *, principal: Principal | None = None) -> Json:
        """Remove a conversation with all that was asked in it: {forgotten: [id]}. Raises ``UnknownThread``."""
        return self._threads.forget(thread_id(thread), principal or self.local)

    def why(self, thread: str, number: int = 0, *, principal: Principal | None = None) -> Json:
        """Return how an answer came about: {question, tools: [{tool, arguments, seconds, found, gap, rejected}], ...}.

        ``number`` is that of the answer in its thread, 0 for the last one. Raises ``UnknownThread``.
        """
        found = self._threads.why(thread_id(thread), principal or self.local, number)
        return {"support_code": "", **found}  # answers of earlier versions were kept without one


def thread_id(given: str) -> str:
    """Return a thread's id as it is kept. Raises ``WrongUse``."""
    if len(given) > _LONGEST_ID:
        raise WrongUse(f"A thread's id has at most {_LONGEST_ID} characters, this one {len(given):,}.")
    return str(readable(given)).strip()
