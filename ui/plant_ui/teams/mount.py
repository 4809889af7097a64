"""The bot as part of the server: there while its settings are, closed without them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fastapi import FastAPI

from plant_copilot.copilot import Copilot
from plant_copilot.teams_settings import TeamsSettings
from plant_ui.errors import TeamsMissing

if TYPE_CHECKING:
    from plant_ui.teams.sdk import CloudEnvironment, TokenSource

_PATIENCE = 60.0


def host_of(settings: TeamsSettings) -> tuple[str, ...]:
    """Return the name by which Microsoft calls the server, none where none is set."""
    return tuple(filter(None, [urlsplit(settings.url).hostname]))


@contextmanager
def bot_of(
    app: FastAPI, copilot: Copilot, *, cloud: CloudEnvironment | None = None, token: TokenSource | None = None
) -> Iterator[None]:
    """Let ``app`` answer in Teams meanwhile, if the bot is set up; otherwise do nothing.

    ``cloud`` and ``token`` take Microsoft's place: who signs what comes in, and who gives the bot its own token. Raises
    ``TeamsMissing``.
    """
    settings = copilot.settings.teams
    if not settings.there:
        yield
        return
    if find_spec("microsoft_teams") is None:
        raise TeamsMissing(
            "The bot in Teams is set up, but Microsoft's SDK is not installed.",
            remedy="pip install 'plant-copilot[teams]'",
        )
    from plant_ui.teams.announcing import Announcing
    from plant_ui.teams.bot import Bot
    from plant_ui.teams.door import Door, OwnLoop
    from plant_ui.teams.sdk import close_app, open_app

    loop = OwnLoop("teams")
    sdk = open_app(settings, Door(app, loop), cloud=cloud, token=token)

    async def opened() -> None:
        bot = Bot(copilot, settings, sdk, app.state.ears)
        bot.register(sdk)
        await sdk.initialize()
        app.state.posters["teams"] = Announcing(copilot, sdk, loop, settings)
        bot.tell_of_what_was_lost()

    try:
        loop.begin(opened()).result(_PATIENCE)
        yield
    finally:
        loop.stop(close_app(sdk))
