"""People who use a copilot for hours: each asks, follows up, looks, tidies up, and pauses in between.

Half of them sit in the chat, over a socket as a browser has it; half are programs with a key, over HTTP. A dialogue is
a question and what follows it; what was answered in the same dialogue once before is what has to be answered again.
"""

from __future__ import annotations

import asyncio
import random
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from plant_evals.chat_load import opened, question
from plant_evals.first_line import read_first_lines
from plant_evals.following import follow_ups

Json = dict[str, Any]
Dialogue = tuple[str, ...]
"""What somebody asks one after another."""
Told = tuple[str, bool, tuple[str, ...]]
"""The text of an answer, whether it is none, and the codes of its notices."""

PASSWORD = "only-for-this-soak-4711"  # noqa: S105 - of people of a copy that is removed again
_PATIENCE = 60.0
_DICTATED = (
    "Pump P-101 leaks at the seal, stopped for 20 min",
    "FL-303 steht seit 14:10, E0451, Folie gerissen",
    "SW-306 膜断了，停机 15 分钟",
)


@dataclass(slots=True)
class Book:
    """What was noted: ``waits`` in seconds, ``errors`` in words, how often each thing was done."""

    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> None:
        """Count one thing done."""
        self.done[what] = self.done.get(what, 0) + 1


@dataclass(frozen=True, slots=True)
class Plant:
    """Where the server is, the dialogues with what has to be answered, and how people pause, in seconds."""

    address: str
    expected: Mapping[Dialogue, Sequence[Told]]
    pause: float
    book: Book


def dialogues() -> list[Dialogue]:
    """Return the dialogues in turn in English, German and Chinese: what is followed up, and single questions."""
    followed: list[tuple[str, Dialogue]] = [(c.language[:2], (*c.turns, c.question)) for c in follow_ups()]
    single: list[tuple[str, Dialogue]] = [(c["language"][:2], (c["question"],)) for c in read_first_lines()]
    by_language = [
        [d for language, d in followed if language == wanted][:8]
        + [d for language, d in single if language == wanted][:8]
        for wanted in ("en", "de", "zh")
    ]
    return [dialogue for together in zip(*by_language, strict=False) for dialogue in together]


async def asked_once(address: str, key: str, wanted: Sequence[Dialogue]) -> dict[Dialogue, list[Told]]:
    """Ask every dialogue once, by itself, and return what was told at each turn."""
    async with _client(address, key) as client:
        return {dialogue: await _asked(client, dialogue) for dialogue in wanted}


async def _asked(client: httpx.AsyncClient, dialogue: Dialogue) -> list[Told]:
    thread, told = f"once-{uuid4()}", []
    for text in dialogue:
        reply = await client.post("/api/ask", json={"text": text, "thread": thread})
        told.append(_told(reply.raise_for_status().json()))
    return told


class Somebody(ABC):
    """One person, or one program: goes through dialogues until ``until`` on the clock ``time.monotonic``."""

    def __init__(self, plant: Plant, name: str, chance: random.Random) -> None:
        self._plant, self.name, self._chance = plant, name, chance
        self._client = _client(plant.address)

    async def spend(self, until: float) -> None:
        """Go on until the time is over. What goes wrong is noted, and somebody goes on."""
        self._until = until
        async with self._client:
            await self._noted("sign in", self._come())
            await self._pause()
            while time.monotonic() < until:
                await self._noted("dialogue", self._dialogue())
                await self._noted("look", self._look())
                await self._pause()

    @abstractmethod
    async def _come(self) -> None: ...

    @abstractmethod
    async def _dialogue(self) -> None: ...

    async def _noted(self, what: str, doing: Awaitable[None]) -> None:
        try:
            await doing
        except (httpx.HTTPError, OSError, ConnectionError) as error:
            said = error.response.text if isinstance(error, httpx.HTTPStatusError) else ""
            self._wrong(what, f"{type(error).__name__}: {said or error}")

    def _wrong(self, what: str, why: str) -> None:
        self._plant.book.errors.append(f"{self.name}, {what}: {why}"[:300])

    def _chosen(self) -> Dialogue:
        return self._chance.choice(list(self._plant.expected))

    def _judge(self, dialogue: Dialogue, turn: int, answer: Mapping[str, Any] | None, seconds: float) -> None:
        self._plant.book.count("questions")
        self._plant.book.waits.append(seconds)
        if answer is None:
            self._wrong("answer", f"none to {dialogue[turn]!r}")
        elif _told(answer) != self._plant.expected[dialogue][turn]:
            self._wrong("answer", f"another one to {dialogue[turn]!r}: {_told(answer)[0][:120]!r}")

    async def _pause(self) -> None:
        """Pause for 0.5 to 1.5 times the usual, not beyond the end."""
        wanted = self._plant.pause * self._chance.uniform(0.5, 1.5)
        await asyncio.sleep(max(0.0, min(wanted, self._until - time.monotonic())))

    async def _call(self, method: str, path: str, what: str, **given: Any) -> httpx.Response:
        """Return the reply. Raises ``httpx.HTTPStatusError`` for one that is an error."""
        reply = await self._client.request(method, path, **given)
        self._plant.book.count(what)
        return reply.raise_for_status()

    async def _look(self) -> None:
        """Do one of what people do between questions."""
        await self._chance.choice((self._page, self._history, self._documents, self._draft, self._search))()

    async def _page(self) -> None:
        page = {"highlight": "70,200,520,214", "width": 1000}
        listed = (await self._call("GET", "/api/documents", "documents")).json()["documents"]
        document = self._chance.choice(listed)["document"] if listed else ""
        await self._call("GET", f"/api/pages/{document}/1.png", "page", params=page)

    async def _history(self) -> None:
        threads = (await self._call("GET", "/api/threads", "threads", params={"most": 20})).json()["threads"]
        if threads:
            await self._call("GET", f"/api/threads/{self._chance.choice(threads)['thread']}", "thread")

    async def _documents(self) -> None:
        await self._call("GET", "/api/documents", "documents")

    async def _draft(self) -> None:
        if not (await self._call("GET", "/api/records/datasets", "records")).json()["datasets"]:
            return
        made = await self._call("POST", "/api/drafts", "draft", json={"text": self._chance.choice(_DICTATED)})
        no = {"by": self.name, "reason": "soak"}
        await self._call("POST", f"/api/drafts/{made.json()['draft']}/reject", "decision", json=no)

    async def _search(self) -> None:
        await self._call("POST", "/api/search", "search", json={"text": self._chosen()[0], "limit": 5})

    async def _tidy(self, thread: str) -> None:
        """Rename some conversations, delete some, leave the others."""
        wish = self._chance.random()
        if wish < 1 / 3:
            await self._call("PATCH", f"/api/threads/{thread}", "rename", json={"title": f"Shift of {self.name}"})
        elif wish < 2 / 3:
            await self._call("DELETE", f"/api/threads/{thread}", "delete")


class Program(Somebody):
    """Asks over HTTP, with a key."""

    def __init__(self, plant: Plant, name: str, chance: random.Random, key: str) -> None:
        super().__init__(plant, name, chance)
        self._client.headers["Authorization"] = f"Bearer {key}"

    async def _come(self) -> None:
        await self._call("GET", "/api/session", "session")

    async def _dialogue(self) -> None:
        dialogue, thread = self._chosen(), f"{self.name}-{uuid4()}"
        for turn, text in enumerate(dialogue):
            begun = time.perf_counter()
            reply = await self._call("POST", "/api/ask", "ask", json={"text": text, "thread": thread})
            self._judge(dialogue, turn, reply.json(), time.perf_counter() - begun)
            await self._pause()
        await self._tidy(thread)


class Chatter(Somebody):
    """Sits in the chat, signed in with a password; signs out and in again now and then."""

    async def _come(self) -> None:
        await self._call("POST", "/api/session", "sign in", json={"name": self.name, "password": PASSWORD})

    async def _dialogue(self) -> None:
        if self._chance.random() < 0.1:  # one dialogue of ten
            await self._call("DELETE", "/api/session", "sign out")
            await self._come()
        dialogue = self._chosen()
        thread = await self._in_chat(dialogue, "", dialogue)
        if thread and self._chance.random() < 1 / 3:
            await self._in_chat((), thread, dialogue)  # comes back to the conversation, and reads
        if thread:
            await self._tidy(thread)

    async def _in_chat(self, texts: Sequence[str], thread: str, dialogue: Dialogue) -> str:
        """Open the chat, ask over its socket, and close it; return the conversation, "" where there is none."""
        socket, chat = await opened(self._plant.address, self._client.cookies.get("plant_session") or "", thread)
        self._plant.book.count("socket")
        try:
            for turn, text in enumerate(texts):
                if chat.refused or not socket.connected:
                    self._wrong("socket", chat.refused or "dropped")
                    break
                asked = await question(socket, chat, text)
                if asked.wrong:
                    self._wrong("chat", asked.wrong)
                with suppress(TimeoutError):
                    await asyncio.wait_for(chat.known.wait(), _PATIENCE)
                self._judge(dialogue, turn, await self._last(chat.thread), asked.whole or _PATIENCE)
                await self._pause()
            if not texts:
                await self._pause()
            if not socket.connected:
                self._wrong("socket", chat.refused or "dropped")
        finally:
            await socket.disconnect()
        return chat.thread

    async def _last(self, thread: str) -> Mapping[str, Any] | None:
        """Return the last answer that the history has of a conversation."""
        if not thread:
            return None
        shown = await self._call("GET", f"/api/threads/{thread}", "thread")
        turns = shown.json()["turns"]
        return turns[-1]["answer"] if turns else None


def _client(address: str, key: str = "") -> httpx.AsyncClient:
    headers = {"Origin": address} | ({"Authorization": f"Bearer {key}"} if key else {})
    return httpx.AsyncClient(base_url=address, headers=headers, timeout=_PATIENCE, trust_env=False)


def _told(answer: Mapping[str, Any]) -> Told:
    """Return what an answer tells: its text, whether it is none, and its notices."""
    return answer["answer"], answer["abstained"], tuple(notice["code"] for notice in answer["notices"])
