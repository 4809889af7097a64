"""What people think of answers: a thumb with a reason, kept with the question it is about."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from plant_copilot.conversing import thread_id
from plant_copilot.errors import UnknownThread, WrongUse
from plant_copilot.payload import Json
from plant_copilot.readable import readable
from plant_knowledge_ingest.principal import Principal

if TYPE_CHECKING:
    from plant_copilot.feedback_book import FeedbackBook
    from plant_copilot.settings import Settings
    from plant_copilot.threads import Threads

VERDICTS = ("up", "down")
REASONS = ("wrong", "incomplete", "other_asset", "source", "unclear", "unsafe", "other")
"""Why an answer did not help: it is wrong, something is missing, it is about another asset, the source does not say
so, it cannot be understood, it is dangerous, something else."""

_LONGEST_COMMENT = 2_000


class Judging:
    """The part of the facade that is about feedback. ``local`` is who asks where nobody else is named."""

    settings: Settings
    local: Principal
    _threads: Threads

    def give_feedback(  # noqa: PLR0913 - what goes with a thumb
        self,
        thread: str,
        verdict: str,
        *,
        number: int = 0,
        question: str = "",
        reason: str = "",
        comment: str = "",
        principal: Principal | None = None,
    ) -> Json:
        """Keep what somebody thinks of an answer: {code, at, verdict, reason, comment, by, thread, number, ...}.

        The answer is number ``number`` of the thread, otherwise the last one to ``question``, otherwise the last one.
        Given again for the same answer by the same person it replaces what was there, under the same code. Raises
        ``WrongUse``, ``UnknownThread``, ``ThreadOfAnother``, ``FeedbackOutOfReach``.
        """
        asker = principal or self.local
        said = _checked(verdict, reason, comment)
        turn = _turn(self._threads.show(thread_id(thread), asker), number, question)
        about = {"thread": thread_id(thread), "number": turn["number"], "by": asker.name}
        return self._feedback.put({"at": _now(), **said, **about, **_told(turn["answer"])})

    def feedback(self, *, verdict: str = "", limit: int = 200) -> Json:
        """List feedback, the newest first: {feedback: [...], up, down}; ``up`` and ``down`` count all of it."""
        if verdict and verdict not in VERDICTS:
            raise WrongUse(f"verdict is {verdict!r}; it must be up or down.")
        newest = self._feedback.listed()
        counted = {each: sum(one["verdict"] == each for one in newest) for each in VERDICTS}
        return {"feedback": [one for one in newest if verdict in {"", one["verdict"]}][:limit], **counted}

    @cached_property
    def _feedback(self) -> FeedbackBook:
        from plant_copilot.feedback_book import FeedbackBook  # it loads what opens databases

        return FeedbackBook(self.settings.shelf)


def _checked(verdict: str, reason: str, comment: str) -> Json:
    if verdict not in VERDICTS:
        raise WrongUse(f"verdict is {verdict!r}; it must be up or down.")
    if reason and reason not in REASONS:
        raise WrongUse(f"There is no reason {reason!r}.", remedy=f"It must be one of: {', '.join(REASONS)}.")
    if len(comment) > _LONGEST_COMMENT:
        raise WrongUse(f"A comment has at most {_LONGEST_COMMENT:,} characters, this one {len(comment):,}.")
    return {"verdict": verdict, "reason": reason, "comment": str(readable(comment)).strip()}


def _turn(conversation: Json, number: int, question: str) -> Json:
    turns: list[Json] = conversation["turns"]
    fitting = [one for one in turns if number in {0, one["number"]}]
    if question and not number:
        fitting = [one for one in fitting if one["answer"]["question"] == question]
    if not fitting:
        raise UnknownThread(f"There is no such answer in thread {conversation['thread']}.")
    return fitting[-1]


def _told(answer: Json) -> Json:
    """Return what is worth knowing of an answer when its feedback is read."""
    pages = {(c["document"], c["revision"], c["page"]): c for c in answer["citations"] if c["kind"] == "page"}
    return {
        "question": answer["question"],
        "language": answer["language"],
        "abstained": answer["abstained"],
        "tools": answer["tools"],
        "pages": [{"document": document, "revision": rev, "page": page} for document, rev, page in pages],
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
