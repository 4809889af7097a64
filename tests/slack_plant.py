"""A plant that is asked in Slack: a home with a manual for fitters only, its people, and a small Slack around it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from copies import copy_home
from plant_copilot import Copilot, Settings, build_copilot
from plant_evals.channels.pretended_slack import pretended_slack
from plant_evals.channels.workspace import BOT, TOKEN, Channel, Workspace
from plant_ui.slack.bot import Bot
from plant_ui.slack.posting import client
from tiny_plant import write_pdf

Json = dict[str, Any]

FITTER, CLERK, PLANNER, STRANGER = "U0FITTER", "U0CLERK", "U0PLANNER", "U0STRANGER"
LINE, BAY = "C0LINE", "C0BAY"
SAFE = "The safety code of gearbox GR-99 is K7731."


@contextmanager
def peopled_plant(home: Path, tiny_home: Path, folder: Path) -> Iterator[Copilot]:
    """Open a copy of ``tiny_home`` with a restricted manual, and users who are known in Slack."""
    manual = write_pdf(folder / "codes.pdf", (("1 Codes", SAFE),))
    with build_copilot(Settings.read({}, home=copy_home(tiny_home, home))) as copilot:
        copilot.ingest([manual], described={"document": "Safety codes", "rights": ["fitters"]})
        with resources.as_file(resources.files("plant_copilot.sample_plant") / "records" / "assets.csv") as assets:
            copilot.records.load(assets, dataset="brunnental")
        for name, role, groups, member in (
            ("fitter", "technician", ["fitters"], FITTER),
            ("clerk", "technician", [], CLERK),
            ("planner", "planner", ["fitters"], PLANNER),
        ):
            roles = [role, "admin"] if role == "planner" else [role]
            copilot.people.users.add(name, roles=roles, groups=groups, source="oidc")
            copilot.people.users.link(name, channel="slack", external=member)
        yield copilot


@dataclass(frozen=True)
class Rehearsal:
    """A bot of ``copilot`` in a small Slack."""

    slack: Workspace
    bot: Bot

    def ask(self, channel: str, user: str, text: str, thread: str = "", **more: Any) -> Json:
        """Let a person write to the bot, and return the event that Slack delivered."""
        event = {**self.slack.say(channel, user, text, thread), **more}
        (self.bot.written if event["channel_type"] == "im" else self.bot.mentioned)(event)
        return event

    def press(self, user: str, channel: str, message: Json, action: str) -> None:
        """Press the button of a message whose id begins with ``action``."""
        found = next(one for b in message["blocks"] for one in b.get("elements", ()) if starts(one, action))
        body = {"user": {"id": user}, "channel": {"id": channel}, "trigger_id": "1", "message": message}
        self.bot.pressed({**body, "actions": [{**found, "action_ts": self.slack.stamp()}]})


def starts(element: Json, action: str) -> bool:
    return str(element.get("action_id", "")).startswith(action)


def a_workspace() -> Workspace:
    """Return a workspace with a channel of everybody and one of the fitters."""
    people = {FITTER: "de-DE", CLERK: "en-US", PLANNER: "en-GB", STRANGER: "zh-TW"}
    channels = {
        LINE: Channel([FITTER, CLERK, PLANNER, STRANGER, BOT]),
        BAY: Channel([FITTER, PLANNER]),
        "D-fitter": Channel([FITTER, BOT], private=True),
    }
    return Workspace(people=people, channels=channels)


@contextmanager
def rehearsing(copilot: Copilot, slack: Workspace, ears: Any = None) -> Iterator[Rehearsal]:
    """Let a bot answer in ``slack``; when the block ends, everything it was asked is answered."""
    with pretended_slack(slack) as url:
        bot = Bot(copilot, client(TOKEN, url), ears, apart=0.0)
        try:
            yield Rehearsal(slack, bot)
        finally:
            bot.deliveries.finish()
            bot.deliveries.close()


def words(message: Json) -> str:
    """Return everything that stands in a message."""
    return "".join(_words(message["blocks"]))


def _words(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for name in ("elements", "rows", "text"):
            yield from _words(part.get(name))
    elif isinstance(part, list):
        for one in part:
            yield from _words(one)
