"""The bot as part of the server: a socket to Slack, or a route that Slack sends its events to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from plant_copilot.copilot import Copilot
from plant_copilot.hearing import Ears
from plant_ui.errors import ChannelClosed
from plant_ui.slack import PATH
from plant_ui.voice.choosing import is_there

if TYPE_CHECKING:
    from slack_bolt import App

    from plant_ui.slack.signed import Signatures


@contextmanager
def bot_of(app: FastAPI | None, copilot: Copilot, ears: Ears) -> Iterator[None]:
    """Let the copilot answer in Slack meanwhile, if the bot is set up; otherwise do nothing.

    Without ``app`` there is Socket Mode only. Raises ``ChannelClosed`` where Slack does not let the bot in.
    """
    settings = copilot.settings.slack
    if not settings.there:
        yield
        return
    from plant_ui.slack.announcing import Announcing
    from plant_ui.slack.bolt import build_app
    from plant_ui.slack.bot import Bot
    from plant_ui.slack.posting import client

    heard = ears if is_there(copilot.settings) else None
    bot = Bot(copilot, client(settings.bot_token, settings.url), heard)
    if app is not None:
        app.state.posters["slack"] = Announcing(bot, copilot.settings.shelf)
    try:
        bolt = build_app(bot, settings.signing_secret)
        if settings.by_socket:
            with _socket(bolt, settings.app_token):
                bot.deliveries.tell_of_what_was_lost()
                yield
        elif app is not None:
            app.include_router(_routes(copilot, bolt))
            bot.deliveries.tell_of_what_was_lost()
            yield
        else:
            raise ChannelClosed(
                "PLANT_SLACK_APP_TOKEN is not set, and events over HTTP need the server.",
                remedy="Set it for Socket Mode, or start: plant-copilot serve",
            )
    finally:
        bot.deliveries.close()


@contextmanager
def _socket(bolt: App, token: str) -> Iterator[None]:
    """Hold a socket to Slack, which is opened anew whenever it breaks."""
    from slack_bolt.adapter.socket_mode import SocketModeHandler
    from slack_sdk.errors import SlackApiError

    from plant_ui.slack.trouble import reason

    handler = SocketModeHandler(bolt, token, web_client=bolt.client, ping_interval=10)
    try:
        handler.connect()
    except (SlackApiError, OSError) as error:
        told = reason(error) if isinstance(error, SlackApiError) else str(error)
        raise ChannelClosed(
            f"Slack does not let the bot in: {told}.", remedy="plant-copilot slack check says what is wrong."
        ) from error
    try:
        yield
    finally:
        handler.close()


def _routes(copilot: Copilot, bolt: App) -> APIRouter:
    from plant_ui.channels.book import channel_book
    from plant_ui.channels.once import Once
    from plant_ui.slack.signed import Signatures

    once = Once(channel_book(copilot.settings.shelf), "slack-http")
    return events_router(bolt, Signatures(copilot.settings.slack.signing_secret, once))


def events_router(bolt: App, signatures: Signatures) -> APIRouter:
    """Return the route that Slack sends to. It answers within a moment; the work is done behind it."""
    from slack_bolt import BoltRequest

    router = APIRouter(include_in_schema=False)

    @router.post(PATH)
    async def events(request: Request) -> Response:
        body, headers = await request.body(), {name.lower(): value for name, value in request.headers.items()}
        if not await run_in_threadpool(signatures.accept, body, headers):
            return Response(status_code=401)
        asked = BoltRequest(body=body.decode(), query=request.url.query, headers=dict(headers))
        told = await run_in_threadpool(bolt.dispatch, asked)
        kept = {name: value[0] for name, value in told.headers.items() if value}
        return Response(told.body, told.status, kept)

    return router
