"""Whether Microsoft knows the bot: it is asked for the token that every message is sent with."""

from __future__ import annotations

import asyncio

from plant_copilot.teams_settings import TeamsSettings


def ask_microsoft(settings: TeamsSettings) -> str:
    """Return why Microsoft gives the bot no token, "" where it does. Leaves this machine."""
    from fastapi import FastAPI

    from plant_ui.teams.door import Door, OwnLoop
    from plant_ui.teams.sdk import open_app

    async def asked() -> str:
        app = open_app(settings, Door(FastAPI(), loop))
        task = asyncio.ensure_future(app.token_provider.get_app_token())
        await asyncio.wait({task})
        error = task.exception()
        return f"{type(error).__name__}: {error}"[:300] if error else "" if task.result() else "no token"

    loop = OwnLoop("teams-check")
    try:
        return loop.begin(asked()).result()
    finally:
        loop.stop()
