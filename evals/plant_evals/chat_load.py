"""Many people in the chat at once: how long each waits for the first word, and whether anything is lost.

Each is signed in, has a chat open over a socket of their own as a browser has it, and asks a few questions one after
another, the next when the answer before is there; nobody asks what the person before or after asks. The first word is
the moment the answer's text begins to come, the whole is when the chat is ready for the next question. Afterwards the
kept history is counted, row by row: a question and its answer are two.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from plant_copilot.ledger import Ledger
from plant_evals.figures import percentile

Json = dict[str, Any]

_PATIENCE = 120.0


@dataclass(slots=True)
class Asked:
    """A question: seconds to the first word and to the end, None for what never came; what went wrong, or ""."""

    first: float | None = None
    whole: float | None = None
    wrong: str = ""


@dataclass(slots=True)
class Chat:
    """One person's chat; ``refused``: why the server did not open it, or closed it; ``thread``: its conversation.

    ``known`` is set as soon as that is told, which may be after the first answer.
    """

    refused: str = ""
    thread: str = ""
    begun: float = 0.0
    asked: Asked = field(default_factory=Asked)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    known: asyncio.Event = field(default_factory=asyncio.Event)

    def word(self, *_: Any) -> None:
        """Note the first word."""
        if self.begun and self.asked.first is None:
            self.asked.first = time.perf_counter() - self.begun

    def message(self, step: Json) -> None:
        """Note an answer that came at once, or an error."""
        if step.get("type") != "assistant_message":
            return
        self.word()
        if step.get("isError"):
            self.asked.wrong = str(step.get("output", ""))[:200]

    def begins(self, told: Json) -> None:
        """Note the conversation that the first question began, or that is gone on with."""
        self.thread = str(told["thread_id"])
        self.known.set()

    def ended(self, *_: Any) -> None:
        """Note the end of the question under way."""
        if self.begun and (self.asked.first is not None or self.asked.wrong):
            self.asked.whole = time.perf_counter() - self.begun
            self.done.set()


async def load(address: str, tokens: Sequence[str], each: int, questions: Sequence[str]) -> list[Asked]:
    """Let a person for each of ``tokens``, the words of their sessions, ask ``each`` questions at ``address``.

    They begin together, when the chats of all are open.
    """
    people = await asyncio.gather(*(opened(address, token) for token in tokens))
    every = [[questions[(n * each + turn) % len(questions)] for turn in range(each)] for n in range(len(people))]
    asked = await asyncio.gather(*(_person(*one, texts) for one, texts in zip(people, every, strict=True)))
    return [one for answers in asked for one in answers]


async def opened(address: str, token: str, thread: str = "", language: str = "") -> tuple[Any, Chat]:
    """Return the socket of somebody who has opened the chat, connected unless the server refused, and the chat.

    ``thread`` is the conversation to go on with, "" for a new one; ``language`` is that of the browser.
    """
    import socketio

    quiet = logging.getLogger(f"{__name__}.client")
    quiet.setLevel(logging.CRITICAL)  # it reports its own way of closing as an error
    client = socketio.AsyncClient(reconnection=False, logger=quiet, engineio_logger=quiet)
    chat = Chat()
    for event, heard in (
        ("stream_start", chat.word),
        ("stream_token", chat.word),
        ("new_message", chat.message),
        ("task_end", chat.ended),
        ("first_interaction", chat.begins),
    ):
        client.on(event, heard)
    auth = {"sessionId": str(uuid4()), "threadId": thread, "clientType": "webapp", "userEnv": "{}", "chatProfile": ""}
    headers = {"Cookie": f"plant_session={token}", "Origin": address}
    headers |= {"Accept-Language": language} if language else {}
    try:
        await client.connect(
            address, headers, auth, ["websocket"], socketio_path="/chat/ws/socket.io", wait_timeout=_PATIENCE
        )
        await client.emit("connection_successful")
    except socketio.exceptions.SocketIOError as error:
        chat.refused = f"{type(error).__name__}: {error}"
    return client, chat


async def _person(client: Any, chat: Chat, questions: Sequence[str]) -> list[Asked]:
    import socketio

    answers = list[Asked]()
    try:
        for text in questions if not chat.refused else ():
            answers.append(await question(client, chat, text))
    except socketio.exceptions.SocketIOError as error:
        chat.refused = f"{type(error).__name__}: {error}"
    finally:
        await client.disconnect()
    return answers + [Asked(wrong=chat.refused) for _ in questions[len(answers) :]]


async def question(client: Any, chat: Chat, text: str) -> Asked:
    """Ask over a socket, and wait until the chat is ready for the next question."""
    chat.asked, chat.begun = Asked(), 0.0
    chat.done.clear()
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    message = {"id": str(uuid4()), "threadId": "", "type": "user_message", "name": "user", "output": text}
    chat.begun = time.perf_counter()
    await client.emit("client_message", {"message": {**message, "createdAt": now}, "fileReferences": []})
    try:
        await asyncio.wait_for(chat.done.wait(), _PATIENCE)
    except TimeoutError:
        chat.asked.wrong = chat.asked.wrong or "no answer in time"
    return chat.asked


def rows_kept(ledger: Ledger, owners: Sequence[str]) -> int:
    """Return the rows of the history that are kept of ``owners``: questions with a text, and answers with a text."""
    answers = [
        turn["answer"]
        for owner in owners
        for thread in ledger.threads(owner)
        for turn in ledger.turns(thread["thread"])
    ]
    return sum(bool(answer["question"].strip()) + bool(answer["answer"].strip()) for answer in answers)


def figures(asked: Sequence[Asked], rows: int, server: float, people: float) -> Json:
    """Return questions, answered, errors, rows, rows_wanted, first_word_s and whole_s (p50, p95, worst), work, what.

    ``server`` and ``people`` are seconds that a processor worked for them, NaN where nothing tells; as ``work_ms`` they
    are for one question.
    """
    wrong = [one.wrong for one in asked if one.wrong]
    return {
        "questions": len(asked),
        "answered": sum(one.whole is not None for one in asked),
        "errors": len(wrong),
        "rows": rows,
        "rows_wanted": 2 * len(asked),
        "first_word_s": _spread([one.first for one in asked if one.first is not None]),
        "whole_s": _spread([one.whole for one in asked if one.whole is not None]),
        "work_ms": {"server": _each(server, len(asked)), "people": _each(people, len(asked))},
        "what": sorted(set(wrong))[:10],
    }


def report(result: Json) -> str:
    """Return the figures of each size as lines."""
    lines = []
    for users, one in result["users"].items():
        first, whole = one["first_word_s"], one["whole_s"]
        lines.append(
            f"{users:>4} users: {one['answered']}/{one['questions']} answered, {one['errors']} errors, "
            f"{one['rows']}/{one['rows_wanted']} rows kept; first word p50 {first['p50']} p95 {first['p95']} s, "
            f"whole p50 {whole['p50']} p95 {whole['p95']} s; a question is {one['work_ms']['server']} ms of work for "
            f"the server, {one['work_ms']['people']} ms for the people"
        )
        lines += [f"      {what}" for what in one["what"]]
    return "\n".join(lines)


def _each(seconds: float, number: int) -> float | None:
    return None if math.isnan(seconds) else round(1000 * seconds / number, 1)


def _spread(seconds: Sequence[float]) -> Json:
    named = {"p50": 50, "p95": 95, "worst": 100}
    return {name: round(percentile(seconds, percent), 3) if seconds else None for name, percent in named.items()}
