"""A kept conversation as the chat shows it again: questions, answers, and what became of questions without one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from plant_copilot.payload import Json
from plant_ui.chat.messages import say
from plant_ui.chat.plots import address, drawn
from plant_ui.chat.reply import reply

Steps = list[dict[str, Any]]


def steps(conversation: Json, root: str, language: str) -> Steps:
    """Return what Chainlit calls the steps of a thread; ``language`` is that of the interface."""
    return [step for turn in _turns(conversation, root, language) for step in turn]


def plotted(conversation: Json) -> Steps:
    """Return the plots of the answers, by their addresses."""
    thread, found = conversation["thread"], []
    for turn in conversation["turns"]:
        for number, query in enumerate(drawn(turn["answer"]), 1):
            name = f"plot {number}"
            about = {"forId": step_id(thread, turn["number"], "answer"), "threadId": thread, "display": "inline"}
            one = step_id(thread, turn["number"], name)
            found.append({"id": one, "type": "plotly", "name": name, "url": address(query), **about})
    return found


def step_id(thread: str, number: int | str, part: str) -> str:
    """Return the id of a part of a turn: the same whenever the conversation is shown."""
    return str(uuid5(NAMESPACE_URL, f"{thread}/{number}/{part}"))


def _turns(conversation: Json, root: str, language: str) -> Iterator[Steps]:
    thread = conversation["thread"]
    for turn in conversation["turns"]:
        answer, ids = turn["answer"], [step_id(thread, turn["number"], part) for part in ("question", "answer")]
        text = answer["pending"]["summary"] if answer["pending"] else "".join(reply(answer, root))
        yield [_asked(ids[0], thread, answer["question"], turn["at"]), _told(ids[1], thread, text, turn["at"])]
    for one in conversation["unanswered"]:
        ids = [step_id(thread, one["at"], part) for part in ("question", "answer")]
        text = say(language, "under_way" if one["under_way"] else "interrupted")
        yield [_asked(ids[0], thread, one["question"], one["at"]), _told(ids[1], thread, text, one["at"])]


def _asked(step: str, thread: str, text: str, at: str) -> dict[str, Any]:
    return _step(step, thread, text, at) | {"type": "user_message", "name": "user"}


def _told(step: str, thread: str, text: str, at: str) -> dict[str, Any]:
    return _step(step, thread, text, at) | {"type": "assistant_message", "name": "Plant Copilot"}


def _step(step: str, thread: str, text: str, at: str) -> dict[str, Any]:
    when = {"createdAt": at, "start": at, "end": at}
    told = {"id": step, "threadId": thread, "parentId": None, "input": "", "output": text, **when}
    return told | {"streaming": False, "isError": False, "waitForAnswer": False, "metadata": {}, "tags": None}
