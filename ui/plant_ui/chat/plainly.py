"""Failures, said plainly: the person reads one sentence with a code, the log has the rest under that code."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from secrets import token_hex
from typing import Any

import chainlit as cl

from plant_ui.chat.messages import say

_log = logging.getLogger(__name__)


async def plainly(work: Coroutine[Any, Any, None], language: str) -> None:
    """Run ``work``. Chainlit would show the text of whatever it raises; this says ``failed`` in ``language``."""
    task = asyncio.create_task(work)
    try:
        await asyncio.wait({task})
    finally:
        task.cancel()  # when the person stops the question; one that is done stays as it is
    if error := task.exception():
        code = token_hex(4).upper()
        _log.error("the chat failed, support code %s", code, exc_info=error)
        await cl.ErrorMessage(say(language, "failed", code=code)).send()
