"""The thumbs under an answer: whether it helped, and why not. What is said is kept beside the question."""

from __future__ import annotations

import asyncio
from typing import Any

import chainlit as cl

from plant_copilot import Copilot
from plant_copilot.feedback import REASONS
from plant_copilot.payload import Json
from plant_knowledge_ingest.errors import PlantError
from plant_tools.troubles import trouble
from plant_ui.chat.messages import say
from plant_ui.chat.person import Person
from plant_ui.chat.verbatim import verbatim

ACTION = "thumb"
_PATIENCE = 600  # seconds that the chat waits for a line to be typed
_SHOWN = "thumbs"
"""The buttons that go once they have been used, by the answer they are about, in Chainlit's session."""

_ICONS = {"up": "thumbs-up", "down": "thumbs-down"}


def buttons(answer: Json) -> list[cl.Action]:
    """Return the two buttons of an answer."""
    about = {name: answer[name] for name in ("thread", "question", "language")}
    both = [_button({**about, "verdict": verdict}, f"thumb_{verdict}", icon) for verdict, icon in _ICONS.items()]
    _remember(about, both)
    return both


def register(copilot: Copilot) -> None:
    """Tell Chainlit what the buttons do."""

    async def judge(action: cl.Action) -> None:
        try:
            await _judge(copilot, action.payload)
        except PlantError as error:
            await cl.Message(verbatim(trouble(error, str(action.payload["language"])))).send()
        finally:
            await cl.context.emitter.task_end()  # a question begins a task, which keeps the buttons disabled

    cl.action_callback(ACTION)(judge)


async def _judge(copilot: Copilot, said: dict[str, Any]) -> None:
    """Keep a verdict; of a bad one ask the reason, of another reason the words."""
    language, reason = str(said["language"]), str(said.get("reason", ""))
    comment = await _typed(say(language, "thumb_words")) if reason == "other" else ""
    kept = await asyncio.to_thread(
        copilot.give_feedback,
        said["thread"],
        said["verdict"],
        question=said["question"],
        reason=reason,
        comment=comment,
        principal=Person.here(copilot).principal,
    )
    for button in _forgotten(said):
        await button.remove()
    if said["verdict"] == "down" and not reason:
        await _ask_why(said)
        return
    await cl.Message(say(language, "thumb_kept", code=kept["code"])).send()


async def _ask_why(said: dict[str, Any]) -> None:
    reasons = [_button({**said, "reason": reason}, f"thumb_{reason}") for reason in REASONS]
    _remember(said, reasons)
    await cl.Message(say(str(said["language"]), "thumb_why"), actions=reasons).send()


def _button(said: dict[str, Any], key: str, icon: str | None = None) -> cl.Action:
    return cl.Action(name=ACTION, payload=said, label=say(str(said["language"]), key), icon=icon)


def _remember(about: dict[str, Any], shown: list[cl.Action]) -> None:
    kept = cl.user_session.get(_SHOWN) or {}
    cl.user_session.set(_SHOWN, {**kept, about["question"]: shown})


def _forgotten(about: dict[str, Any]) -> list[cl.Action]:
    shown: list[cl.Action] = (cl.user_session.get(_SHOWN) or {}).pop(about["question"], [])
    return shown


async def _typed(question: str) -> str:
    answered = await cl.AskUserMessage(question, timeout=_PATIENCE).send()
    return str(answered["output"]).strip() if answered else ""
