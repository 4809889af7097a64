"""The home tab: the drafts that wait for a decision, with buttons for those who may decide."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient

from plant_copilot.copilot import Copilot
from plant_ui.channels.approving import may_decide
from plant_ui.channels.parts import Line
from plant_ui.channels.plain import plain as readable
from plant_ui.channels.words import say
from plant_ui.slack import rich
from plant_ui.slack.buttons import DRAFT, button, confirmed, plain
from plant_ui.slack.words import say as slack_say
from plant_ui.visitor import Visitor

Json = dict[str, Any]

_SHOWN = 15


class Home:
    """Publishes what each person sees there."""

    def __init__(self, copilot: Copilot, client: WebClient) -> None:
        self._copilot, self._client = copilot, client

    def publish(self, user: str, visitor: Visitor | None, language: str) -> None:
        """Show ``user`` the open drafts; a stranger is told what to do."""
        blocks = self._blocks(visitor, language) if visitor else _stranger(user, language)
        self._client.views_publish(user_id=user, view={"type": "home", "blocks": blocks})

    def _blocks(self, visitor: Visitor, language: str) -> list[Json]:
        drafts, who = self._copilot.drafts, visitor.principal
        waiting = [one for state in ("pending", "draft") for one in drafts.list(state=state, principal=who)["drafts"]]
        title = {"type": "header", "text": plain(slack_say(language, "home_drafts"), 150)}
        blocks = [*_said(slack_say(language, "ask_me")), title]
        for draft in waiting[:_SHOWN]:
            blocks += _draft(draft, language, decides=may_decide(visitor))
        if len(waiting) > _SHOWN:
            blocks += _said(slack_say(language, "home_more", n=len(waiting) - _SHOWN))
        return blocks if waiting else [*blocks, *_said(slack_say(language, "home_none"))]


def _draft(draft: Json, language: str, *, decides: bool) -> list[Json]:
    named = slack_say(language, "draft_of", draft=draft["draft"])
    fields, ready = draft["fields"], draft["state"] == "pending"
    about = " · ".join(filter(None, (str(fields.get("asset_tag") or ""), str(fields.get("title") or draft["text"]))))
    lacks = "" if ready else f" ({slack_say(language, 'home_lacks')})"
    title, words = Line.of(f"{named}{lacks}", strong=True), Line.of(f"\n{readable(about)[:900]}")
    told = [*rich.section(title), *rich.section(words)]
    choices = [choice for choice in ("approve", "reject") if ready or choice == "reject"] if decides else []
    buttons = [_deciding(draft["draft"], choice, language) for choice in choices]
    return [*rich.blocks(told), *([{"type": "actions", "elements": buttons}] if buttons else []), {"type": "divider"}]


def _deciding(draft: int, choice: str, language: str) -> Json:
    label = slack_say(language, choice)
    asked: Json = {"confirm": confirmed(language, label)} if choice == "approve" else {}
    style = {"approve": "primary", "reject": "danger"}[choice]
    return button(DRAFT, f"{draft}:{choice}", label, {"d": draft, "c": choice}, style=style, **asked)


def _said(text: str) -> list[Json]:
    return list(rich.blocks(rich.section(Line.of(text))))


def _stranger(user: str, language: str) -> list[Json]:
    return _said(say(language, "stranger", channel="slack", external=user))
