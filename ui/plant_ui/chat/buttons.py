"""Buttons under a message. Chainlit's own way to write one down takes longer than to find half an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

import chainlit as cl


async def send(buttons: Iterable[cl.Action], step: str) -> None:
    """Show ``buttons`` under the message with the id ``step``."""
    for button in buttons:
        button.forId = step
        await cl.context.emitter.emit("action", {field.name: getattr(button, field.name) for field in fields(button)})
