"""The button under an answer that says why it is what it is: tools, times, and what was passed over."""

from __future__ import annotations

import asyncio
from typing import Any

import chainlit as cl

from plant_copilot import Copilot
from plant_copilot.payload import Json
from plant_knowledge_ingest.errors import PlantError
from plant_tools.plainly import number, whole
from plant_tools.troubles import trouble
from plant_ui.chat.messages import named, say
from plant_ui.chat.person import Person
from plant_ui.chat.verbatim import verbatim

ACTION = "why"


def button(answer: Json) -> cl.Action:
    """Return the button of an answer."""
    payload = {"thread": answer["thread"], "question": answer["question"], "language": answer["language"]}
    return cl.Action(name=ACTION, payload=payload, label=say(answer["language"], "why"), icon="circle-help")


def register(copilot: Copilot) -> None:
    """Tell Chainlit what the button does."""

    async def tell(action: cl.Action) -> None:
        principal = Person.here(copilot).principal
        try:
            told = await asyncio.to_thread(_of, copilot, action.payload, principal)
        except PlantError as error:
            await cl.Message(verbatim(trouble(error, str(action.payload["language"])))).send()
            return
        await cl.Message(explained(told, str(action.payload["language"]))).send()

    cl.action_callback(ACTION)(tell)


def explained(why: Json, language: str) -> str:
    """Return why an answer is what it is, as Markdown; whatever comes from a document is escaped."""
    lines = [f"**{say(language, 'why')}** {verbatim(why['question'])}"]
    for tool in why["tools"]:
        name = named(language, f"tool_{tool['tool']}").removeprefix("tool_")
        asked = ", ".join(f"{key}: {_plainly(value)}" for key, value in tool["arguments"].items())
        lines.append(f"- **{name}** · {whole(language, round(1000 * tool['seconds']))} ms · {verbatim(asked)}")
        for one in tool["rejected"][:5]:
            place = f"{verbatim(one['place'])} ({number(language, round(one['score'], 2))})"
            lines.append(f"  - {say(language, 'passed_over')} {place}: {verbatim(one['text'][:80])}")
    if why["support_code"]:
        lines.append(f"\n{say(language, 'support_code')} `{verbatim(why['support_code'])}`")
    return "\n".join(lines)


def _plainly(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _of(copilot: Copilot, asked: dict[str, Any], principal: Any) -> Json:
    """Return the reasons of the last answer in the thread to the question that was asked."""
    turns = copilot.thread(asked["thread"], principal=principal)["turns"]
    numbers = [turn["number"] for turn in turns if turn["answer"]["question"] == asked["question"]]
    return copilot.why(asked["thread"], numbers[-1] if numbers else 0, principal=principal)
