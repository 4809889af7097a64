"""Spoken codes that nobody has confirmed: the person says which one was meant before anything is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import chainlit as cl

from plant_copilot import Copilot
from plant_copilot.payload import Json
from plant_tools.spoken.marking import open_marks
from plant_ui.chat.messages import say
from plant_ui.chat.person import Person
from plant_ui.chat.verbatim import verbatim

Asking = Callable[[str, str], cl.Action]


async def confirm(copilot: Copilot, text: str, asset: str, person: Person, asking: Asking) -> bool:
    """Offer what the first open code in ``text`` may be, on buttons that ask again; False where none is open.

    ``asking`` makes a button of a label and the question that it asks.
    """
    if not open_marks(text):
        return False
    opened: Json = await asyncio.to_thread(
        copilot.unconfirmed, text, asset=asset, language=person.language, principal=person.principal
    )
    first = opened["open"][0]
    buttons = [asking(_label(code), first["settled"][code["code"]]) for code in first["codes"]]
    buttons.append(asking(say(person.language, "spoken_as_heard", heard=first["heard"]), first["as_heard"]))
    await cl.Message(say(person.language, "spoken_meant", heard=verbatim(first["heard"])), actions=buttons).send()
    return True


def _label(code: Json) -> str:
    return " · ".join(filter(None, (code["code"], code["name"])))
