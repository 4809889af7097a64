"""Whether the bot is set up: its tokens, what its app is allowed to do, the way to Slack, this machine's clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from plant_copilot.check import Check
from plant_copilot.slack_settings import SlackSettings
from plant_ui.slack.manifest import scopes
from plant_ui.slack.posting import client
from plant_ui.slack.signed import OLDEST
from plant_ui.slack.trouble import reason

_SETUP = "docs/how-to/use-in-slack.md leads through it."


def checks(settings: SlackSettings) -> Iterator[Check]:
    """Yield what is found, asking Slack."""
    if not settings.there:
        yield Check("settings", True, False, "PLANT_SLACK_BOT_TOKEN is not set", _SETUP)
        return
    how = "Socket Mode" if settings.by_socket else "events over HTTP"
    yield Check("settings", True, True, how)
    try:
        told = client(settings.bot_token, settings.url).auth_test()
    except (SlackApiError, OSError) as error:
        yield Check(
            "bot token", True, False, _told(error), "Install the app in the workspace again, and copy the token."
        )
        return
    yield Check("bot token", True, True, f"{told.get('user')} in {told.get('team')}")
    yield _allowed(told)
    yield _clock(told)
    if settings.by_socket:
        yield _socket(settings)


def _allowed(told: SlackResponse) -> Check:
    given = {scope.strip() for scope in _header(told, "x-oauth-scopes").split(",") if scope.strip()}
    missing = sorted(scopes() - given) if given else []
    detail = f"missing: {', '.join(missing)}" if missing else "all that are needed" if given else "Slack does not tell"
    return Check("scopes", True, not missing, detail, "Paste the manifest into the app again, and install it again.")


def _clock(told: SlackResponse) -> Check:
    """Compare this machine's clock with Slack's: signed events may be five minutes old."""
    date = _header(told, "date")
    off = abs(time.time() - parsedate_to_datetime(date).timestamp()) if date else 0.0
    detail = f"{off:.0f} s off Slack's" if date else "Slack does not tell"
    return Check("clock", True, off < OLDEST / 2, detail, "Let the machine set its clock by the network (NTP).")


def _socket(settings: SlackSettings) -> Check:
    try:
        WebClient(base_url=settings.url).apps_connections_open(app_token=settings.app_token)
    except (SlackApiError, OSError) as error:
        return Check("app token", True, False, _told(error), "Make an app-level token with connections:write.")
    return Check("app token", True, True, "opens a socket")


def _header(told: SlackResponse, name: str) -> str:
    return next((str(value) for key, value in told.headers.items() if key.lower() == name), "")


def _told(error: Exception) -> str:
    return f"Slack says {reason(error)}" if isinstance(error, SlackApiError) else f"Slack is out of reach: {error}"
