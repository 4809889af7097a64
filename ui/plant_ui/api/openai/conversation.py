"""Which thread goes on: programs send the whole conversation each time, and the copilot keeps it itself.

A conversation is known by its asker and by what was asked in it so far. What was asked in a thread is noted under the
hash of both; a thread that has gone another way since, because a question was asked anew or changed, stays as it is,
and the questions are asked again in a new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from plant_copilot.copilot import Copilot
from plant_copilot.errors import ThreadsOutOfReach, UnknownThread
from plant_knowledge_ingest.principal import Principal
from plant_ui.api.openai.models import Message
from plant_ui.errors import NotOffered

_MOST_ASKED_AGAIN = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and those that were asked ``before`` in the conversation, the oldest first.

    ``said`` is what the message says in words, where the question comes from its picture.
    """

    text: str
    before: tuple[str, ...]
    pictures: tuple[str, ...] = ()
    said: str = ""

    @classmethod
    def of(cls, messages: Sequence[Message]) -> Asked:
        """Return what is asked. Raises ``NotOffered`` where nobody asks anything."""
        said = [message for message in messages if message.role == "user"]
        if not said:
            raise NotOffered("messages", "There is no message of role user.", remedy="Its text is the question.")
        return cls(said[-1].text, tuple(one.text for one in said[:-1]), tuple(said[-1].pictures), said[-1].text)


class Conversations:
    """Finds the thread of a conversation for one asker, and notes how far it has come."""

    def __init__(self, copilot: Copilot, asker: Principal) -> None:
        self._copilot, self._asker = copilot, asker

    def thread(self, before: Sequence[str]) -> str:
        """Return the thread in which ``before`` and nothing else was asked, "" for a new one."""
        if not before:
            return ""
        try:
            known = self._copilot.kept.place(self._key(before), self._asker)
            if not known or self._copilot.kept.answers(known) == len(before):
                return known
            return self._asked_again(known, before)
        except (ThreadsOutOfReach, UnknownThread):
            return ""

    def note(self, asked: Sequence[str], thread: str) -> None:
        """Note that ``asked`` is what has been asked in a thread."""
        with suppress(ThreadsOutOfReach):
            self._copilot.kept.begin(thread, self._asker, asked[0], self._key(asked))

    def next_questions(self, asked: Sequence[str]) -> list[str]:
        """Return what one may ask after ``asked``, [] where that is not known."""
        if not asked:
            return []
        try:
            thread = self._copilot.kept.place(self._key(asked), self._asker)
            turns = self._copilot.thread(thread, principal=self._asker)["turns"] if thread else []
        except (ThreadsOutOfReach, UnknownThread):
            return []
        return list(turns[-1]["answer"]["suggestions"]) if turns else []

    def _asked_again(self, known: str, before: Sequence[str]) -> str:
        """Return a new thread that knows what ``known`` knew after ``before``; what writes is not done again."""
        answers = [turn["answer"] for turn in self._copilot.thread(known, principal=self._asker)["turns"]]
        flows = {tool["name"] for tool in self._copilot.tools()["tools"] if tool["flow"]}
        thread = ""
        for text, answer in list(zip(before, answers, strict=False))[-_MOST_ASKED_AGAIN:]:
            if flows.isdisjoint(answer["tools"]):
                thread = self._copilot.ask(text, thread=thread, principal=self._asker)["thread"]
        return thread

    def _key(self, asked: Sequence[str]) -> str:
        told = "\0".join([self._asker.name, *asked])
        return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
