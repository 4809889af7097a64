"""Slack's own framework around the bot: who sends what to which of its doors. Each is acknowledged at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult

from plant_ui.slack.bot import Bot
from plant_ui.slack.views import CHANGE, WHY

Json = dict[str, Any]

_ANY = re.compile(r".*", re.DOTALL)


def build_app(bot: Bot, signing_secret: str = "") -> App:
    """Return the app that takes Slack's deliveries for ``bot``. Signatures of HTTP are checked before it."""
    app = App(
        client=bot.client,
        signing_secret=signing_secret or None,
        request_verification_enabled=bool(signing_secret),
        authorize=lambda **_: _authorized(bot),
    )
    events: dict[str, Callable[[Json], None]] = {
        "app_mention": bot.mentioned,
        "message": bot.written,
        "app_home_opened": bot.home_opened,
        "assistant_thread_started": bot.assistant_opened,
        "assistant_thread_context_changed": _nothing,
        "tokens_revoked": bot.shut_out,
        "app_uninstalled": bot.shut_out,
    }
    for name, take in events.items():
        app.event(name)(_event(take))
    app.command(_ANY)(_command(bot))
    app.action(_ANY)(_action(bot))
    for name in (WHY, CHANGE):
        app.view(name)(_view(bot))
    return app


def _authorized(bot: Bot) -> AuthorizeResult:
    """Tell the framework who the bot is, so that it hears nothing of what the bot says itself."""
    told = bot.itself
    return AuthorizeResult(
        enterprise_id=told["enterprise_id"],
        team_id=told["team_id"],
        bot_user_id=told["user_id"],
        bot_id=told["bot_id"],
        bot_token=bot.client.token,
    )


def _event(take: Callable[[Json], None]) -> Callable[..., None]:
    def listener(event: Json) -> None:
        take(event)

    return listener


def _command(bot: Bot) -> Callable[..., None]:
    def listener(ack: Ack, body: Json) -> None:
        ack(text=bot.commanded(body))

    return listener


def _action(bot: Bot) -> Callable[..., None]:
    def listener(ack: Ack, body: Json) -> None:
        ack()
        bot.pressed(body)

    return listener


def _view(bot: Bot) -> Callable[..., None]:
    def listener(ack: Ack, body: Json) -> None:
        ack()
        bot.sent_dialog(body)

    return listener


def _nothing(_: Json) -> None:
    """Take note of what changes nothing here."""
