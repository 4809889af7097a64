"""What the buttons below an answer do: show a page, keep an opinion, decide on what waits."""

from __future__ import annotations

from typing import Any

from plant_copilot.copilot import Copilot
from plant_copilot.errors import NothingPending
from plant_ui.channels.approving import decide, decide_draft, require_decider
from plant_ui.channels.audience import may_see_page
from plant_ui.channels.conversations import Conversations, Shown
from plant_ui.channels.cutouts import cutout
from plant_ui.channels.parts import Line, Source
from plant_ui.channels.places import sources
from plant_ui.channels.words import say
from plant_ui.slack import files, rich, views
from plant_ui.slack.answering import Answering
from plant_ui.slack.asked import Asked
from plant_ui.slack.blocks import Message
from plant_ui.slack.buttons import DECISION, FEEDBACK
from plant_ui.slack.posting import Posting
from plant_ui.slack.replying import Reply
from plant_ui.slack.words import say as slack_say

Json = dict[str, Any]

_LARGEST = 4_000_000
_NOT_TYPED = {"approve", "reject"}


class Pressing:
    """Carries out what is pressed below an answer."""

    def __init__(self, copilot: Copilot, posting: Posting, conversations: Conversations, answering: Answering) -> None:
        self._copilot, self._posting = copilot, posting
        self._conversations, self._answering = conversations, answering

    def shown(self, carried: Json, language: str) -> Shown:
        """Return the answer that a button stands below. Raises ``NothingPending`` where it is forgotten."""
        shown = self._conversations.shown(str(carried.get("t", "")))
        if shown is None:
            raise NothingPending(slack_say(language, "forgotten"))
        return shown

    def rate(self, asked: Asked, shown: Shown, said: Json, message: Json) -> None:
        """Keep what who asked thinks of the answer (``verdict``, ``reason``, ``comment``); then its buttons go."""
        if shown.person != asked.visitor.principal.name:
            self._whisper(asked, say(asked.language, "not_yours"))
            return
        kept = self._copilot.give_feedback(
            shown.answer["thread"],
            str(said["verdict"]),
            question=shown.answer["question"],
            reason=str(said.get("reason", "")),
            comment=str(said.get("comment", "")),
            principal=asked.visitor.principal,
        )
        self._without(asked, message, FEEDBACK, say(asked.language, "thumb_kept", code=kept["code"]))

    def page(self, asked: Asked, shown: Shown, mark: int) -> None:
        """Show a cited page where everybody may see it, else to who pressed, if they may; rights are asked now."""
        told = next((one for one in sources(asked.language, shown.answer["citations"]) if mark in one.marks), None)
        if told is None or not told.has_page_image or not self._sees(told, asked):
            self._whisper(asked, slack_say(asked.language, "page_hidden"))
            return
        picture = cutout(self._copilot, told.citations, asked.visitor.principal, largest=_LARGEST)
        where = {"channel": asked.channel, "thread": asked.thread}
        if not asked.private and not may_see_page(
            self._copilot, told.citations[0], self._answering.everybody(asked.channel)
        ):
            where = {"channel": self._posting.direct(asked.user)}
            self._whisper(asked, slack_say(asked.language, "page_sent"))
        files.sent(self._posting.client, picture, f"page-{mark}.png", f"[{mark}] {told.label}", **where)

    def dialog(self, asked: Asked, shown: Shown, choice: str, label: str, carried: Json) -> Json | None:
        """Return the dialog that a choice needs: changed fields, or the words of a choice that is a field itself."""
        require_decider(asked.visitor, asked.language)
        fields = (shown.answer["pending"] or {}).get("fields", {})
        if choice == "edit":
            return views.change(asked.language, slack_say(asked.language, "edit_title"), carried, fields)
        if choice in fields and choice not in _NOT_TYPED:
            return views.change(asked.language, label, carried, {choice: None})
        return None

    def decide(self, asked: Asked, shown: Shown, carried: Json, reply: Reply, message: Json) -> None:
        """Carry a decision out; what follows takes the place of the message, and with it of its buttons.

        Somebody else than who dictated decides on the draft itself, by its number.
        """
        choice, pending = str(carried.get("c", "")), shown.answer["pending"] or {}
        if shown.person == asked.visitor.principal.name:
            fields = changed(carried.get("f") or {}, pending.get("fields", {}))
            self._answering.show(asked, decide(self._copilot, asked.visitor, shown, choice, fields), reply)
            return
        require_decider(asked.visitor, asked.language)
        if not pending.get("draft") or choice not in _NOT_TYPED:
            self._whisper(asked, say(asked.language, "not_yours"))
            return
        draft = decide_draft(self._copilot, asked.visitor, pending["draft"], choice, language=asked.language)
        label = dict(zip(pending["choices"], pending["labels"], strict=True)).get(choice, choice)
        told = slack_say(shown.answer["language"], "decided", choice=label, name=draft["decided_by"])
        self._without(asked, message, DECISION, told)

    def _without(self, asked: Asked, message: Json, begins: str, told: str) -> None:
        """Say what came of a button, in the place of its buttons where the message can be changed."""
        blocks = [block for block in message.get("blocks", ()) if not str(block.get("block_id", "")).startswith(begins)]
        if not message.get("ts") or message.get("is_ephemeral") or not blocks:
            self._whisper(asked, told)
            return
        said = list(rich.blocks(rich.section(Line.of(told))))
        self._posting.change(asked.channel, str(message["ts"]), Message(str(message.get("text", "")), [*blocks, *said]))

    def _sees(self, told: Source, asked: Asked) -> bool:
        return may_see_page(self._copilot, told.citations[0], asked.visitor.principal)

    def _whisper(self, asked: Asked, text: str) -> None:
        self._posting.whisper(asked.channel, asked.user, text, asked.thread)


def changed(typed: Json, present: Json) -> Json:
    """Return the fields that somebody changed: what a dialog sends back as it was stays as it is."""
    before = {name: "" if value is None else str(value) for name, value in present.items()}
    return {name: value or None for name, value in typed.items() if name in before and value != before[name]}
