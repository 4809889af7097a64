"""The button under an answer that prints it. What it does is done in the browser: app/scripts/printing.js."""

from __future__ import annotations

import chainlit as cl

from plant_ui.chat.messages import say

ACTION = "print"


def button(language: str) -> cl.Action:
    """Return the button; the script knows it by its icon."""
    return cl.Action(name=ACTION, payload={}, label=say(language, "print"), icon="printer")
