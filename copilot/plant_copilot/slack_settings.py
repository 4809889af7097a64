"""The settings of the bot in Slack: who it is to Slack, and how Slack's events come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec

from plant_copilot.errors import BadSetting

KNOWN = ("PLANT_SLACK_BOT_TOKEN", "PLANT_SLACK_APP_TOKEN", "PLANT_SLACK_SIGNING_SECRET", "PLANT_SLACK_URL")
SLACK = "https://slack.com/api/"

_GUIDE = "docs/how-to/use-in-slack.md says where it comes from."


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """``bot_token`` is what the bot speaks with, ``url`` where: Slack's own API, or GovSlack's.

    ``app_token`` opens a socket to Slack, so that no port is opened here; without one events come over HTTP, signed
    with ``signing_secret``.
    """

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    url: str = SLACK

    @property
    def there(self) -> bool:
        """Whether the bot is set up."""
        return bool(self.bot_token)

    @property
    def by_socket(self) -> bool:
        """Whether events come by Socket Mode."""
        return bool(self.app_token)

    @classmethod
    def read(cls, values: Mapping[str, str]) -> SlackSettings:
        """Read the settings named in ``KNOWN``. Raises ``BadSetting``; a token is never told."""
        bot, app, secret = (values.get(name, "").strip() for name in KNOWN[:3])
        _begins("PLANT_SLACK_BOT_TOKEN", bot, "xoxb-")
        _begins("PLANT_SLACK_APP_TOKEN", app, "xapp-")
        if (app or secret) and not bot:
            raise BadSetting("PLANT_SLACK_BOT_TOKEN is not set, but another setting of Slack is.", remedy=_GUIDE)
        if bot and not (app or secret):
            raise BadSetting(
                "PLANT_SLACK_BOT_TOKEN is set, but neither PLANT_SLACK_APP_TOKEN nor PLANT_SLACK_SIGNING_SECRET is.",
                remedy=f"The first is for Socket Mode, the second for HTTP: {_GUIDE}",
            )
        if bot and find_spec("slack_bolt") is None:
            raise BadSetting(
                "PLANT_SLACK_BOT_TOKEN is set, but the library of Slack's bot is not installed.",
                remedy="pip install 'plant-copilot[slack]'",
            )
        return cls(bot, app, secret, _url(values.get("PLANT_SLACK_URL", "").strip()))


def _begins(name: str, value: str, with_: str) -> None:
    if value and not value.startswith(with_):
        raise BadSetting(f"{name} must begin with {with_}.", remedy=_GUIDE)


def _url(value: str) -> str:
    local = value.startswith(("http://127.0.0.1:", "http://localhost:"))
    if value and not local and not value.startswith("https://"):
        raise BadSetting(f"PLANT_SLACK_URL is {value!r}; it must begin with https://.")
    return f"{value.rstrip('/')}/" if value else SLACK
