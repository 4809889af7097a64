"""What waits for a decision in the chat: the draft with its buttons, and what they do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import chainlit as cl

from plant_copilot import Copilot
from plant_copilot.payload import Json
from plant_knowledge_ingest.errors import PlantError
from plant_tools.troubles import trouble
from plant_ui.chat.investigation_pictures import pictures
from plant_ui.chat.messages import say
from plant_ui.chat.person import Person
from plant_ui.chat.plainly import plainly
from plant_ui.chat.verbatim import verbatim

ACTION = "decide"
_PATIENCE = 600  # seconds that the chat waits for a line to be typed
_ICONS = {"approve": "check", "edit": "pencil", "reject": "x"}
_NAME = "decided_by"
"""The field of a decision that holds the person's name."""

_BUTTONS = "buttons"
_NO_DRAFTS = {"root_cause", "sop_step"}
"""What waits there is an answer to a question or the next step: nothing that anybody would approve."""

Say = Callable[[Json], Awaitable[None]]


async def show(answer: Json, person: Person) -> None:
    """Show what waits, with a button for each choice; a guest may look, and decides nothing."""
    pending = answer["pending"]
    choices = zip(pending["choices"], pending["labels"], strict=True)
    wanted = {"thread": answer["thread"], "fields": pending["fields"], "language": answer["language"]}
    buttons = [
        cl.Action(
            name=ACTION, payload={**wanted, "choice": choice, "label": label}, label=label, icon=_ICONS.get(choice)
        )
        for choice, label in choices
    ]
    asked = say(answer["language"], "decide_elsewhere") if person.guest else pending["question"]
    stamp = [] if pending["kind"] in _NO_DRAFTS else [f"###### {say(answer['language'], 'stamp')}"]
    text = "\n\n".join([*stamp, pending["summary"], *pictures(pending, answer["language"]), f"**{asked}**"])
    cl.user_session.set(_BUTTONS, [] if person.guest else buttons)
    await cl.Message(text, actions=[] if person.guest else buttons).send()


def register(copilot: Copilot, tell: Say) -> None:
    """Tell Chainlit what the buttons do; ``tell`` shows the answer that follows."""

    async def decide(action: cl.Action) -> None:
        person = Person.here(copilot)
        try:
            await plainly(_decide(copilot, action, person, tell), person.language)
        finally:
            await cl.context.emitter.task_end()  # a question begins a task, which keeps the buttons disabled

    cl.action_callback(ACTION)(decide)


async def _decide(copilot: Copilot, action: cl.Action, person: Person, tell: Say) -> None:
    wanted = action.payload
    language, choice = str(wanted["language"]), str(wanted["choice"])
    if person.guest:
        await cl.Message(say(language, "decide_elsewhere")).send()
        return
    fields = await _fields(choice, str(wanted["label"]), language, wanted["fields"], person.shown)
    if fields is None:
        return
    try:
        answer = await asyncio.to_thread(copilot.decide, wanted["thread"], choice, fields, principal=person.principal)
    except PlantError as error:
        await cl.Message(verbatim(trouble(error, language))).send()
        return
    for button in cl.user_session.get(_BUTTONS) or []:  # what was decided has no buttons any more
        await button.remove()
    await tell(answer)


async def _fields(
    choice: str, label: str, language: str, present: Mapping[str, Any], shown: str
) -> dict[str, Any] | None:
    """Return what goes with a choice: who decides, changed fields, or the words of a choice that is a field itself.

    ``shown`` is the name of a signed-in person; others are asked. None where nobody says it.
    """
    if choice == "edit":
        known = ", ".join(f"`{name}`" for name in present if name != _NAME)
        typed = await _typed(say(language, "which_fields", fields=known))
        return changed(typed, present) if typed else None
    if not (shown or cl.user_session.get(_NAME)):
        cl.user_session.set(_NAME, await _typed(say(language, "your_name")))
    name = shown or cl.user_session.get(_NAME)
    if choice in present and name:
        words = await _typed(label)
        return {_NAME: name, choice: words} if words else None
    return {_NAME: name} if name else None


def changed(typed: str, present: Mapping[str, Any]) -> dict[str, Any]:
    """Read "priority = 1; asset_tag = P-101": fields by name, an empty one is emptied; what is no field is left out."""
    read: dict[str, Any] = {}
    for part in typed.replace("；", ";").replace("\n", ";").split(";"):
        name, equals, value = part.replace("＝", "=").partition("=")
        if equals and name.strip() in present:
            read[name.strip()] = value.strip() or None
    return read


async def _typed(question: str) -> str:
    answered = await cl.AskUserMessage(question, timeout=_PATIENCE).send()
    return str(answered["output"]).strip() if answered else ""
