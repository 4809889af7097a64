"""Whether Microsoft knows the bot: it is asked for the token that every message is sent with."""

from __future__ import annotations

import asyncio

from plant_copilot.teams_settings import TeamsSettings


def ask_microsoft(settings: TeamsSettings) -> str:
    """Return why Microsoft gives the bot no token, "" where it does. Leaves this machine."""
    from fastapi import FastAPI

    from plant_ui.teams.door import Door, OwnLoop
    from plant_ui.teams.sdk import close_app, open_app

    loop = OwnLoop("teams-check")
    app = open_app(settings, Door(FastAPI(), loop))

    async def asked() -> str:
        task = asyncio.ensure_future(app.token_provider.get_app_token())
        await asyncio.wait({task})
        error = task.exception()
        return f"{type(error).__name__}: {error}"[:300] if error else "" if task.result() else "no token"

    try:
        return loop.begin(asked()).result()
    finally:
        loop.stop(close_app(app))
