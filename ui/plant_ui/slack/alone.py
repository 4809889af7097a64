"""The bot in a process of its own, until SIGINT or SIGTERM."""

from __future__ import annotations

import gc
import logging
import signal
from threading import Event

from plant_copilot.settings import Settings
from plant_copilot.wiring import build_copilot
from plant_ui.slack.mount import bot_of
from plant_ui.voice import open_ears


def run_alone(settings: Settings) -> None:
    """Answer in Slack. Raises ``ChannelClosed``, ``IndexBusy`` and what else keeps a library from opening."""
    gc.enable()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stopped = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with build_copilot(settings) as copilot:
        copilot.warm_up()
        with bot_of(None, copilot, open_ears(settings)):
            stopped.wait()
