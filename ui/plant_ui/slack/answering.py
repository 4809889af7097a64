"""From a question in Slack to its answer where it may be read: here, or in the direct messages of who asked."""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk.errors import SlackApiError

from plant_copilot.copilot import Copilot
from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.language import LANGUAGES, detect
from plant_knowledge_ingest.principal import Principal
from plant_tools.spoken.marking import open_marks
from plant_ui.channels.audience import audience, may_be_posted
from plant_ui.channels.conversations import Conversations
from plant_ui.channels.cutouts import cutout
from plant_ui.channels.failing import noted
from plant_ui.channels.identities import Identities
from plant_ui.channels.parts import Choice, Line, Rendered
from plant_ui.channels.rendering import rendered
from plant_ui.channels.words import say
from plant_ui.slack import files
from plant_ui.slack.asked import Asked, Underway
from plant_ui.slack.blocks import Message, messages, saying
from plant_ui.slack.members import Members
from plant_ui.slack.posting import Posting
from plant_ui.slack.replying import InThread, Reply
from plant_ui.slack.trouble import OUT_OF_REACH, reason
from plant_ui.slack.words import say as slack_say

Json = dict[str, Any]

_log = logging.getLogger(__name__)
_LARGEST_PICTURE = 2_000_000
_MOST_CHANGES = 5


class Answering:
    """Asks the copilot and shows what it says."""

    def __init__(self, copilot: Copilot, posting: Posting, members: Members, conversations: Conversations) -> None:
        self._copilot, self._posting, self._members = copilot, posting, members
        self._conversations = conversations
        self._identities = Identities(copilot, "slack")
        self.underway = Underway()

    def ask(self, asked: Asked, text: str, reply: Reply) -> None:
        """Answer ``text``; where it is changed meanwhile, what it was changed to, and nothing where it was deleted."""
        if self._offers(asked, text, reply):
            return
        self._begin(reply, say(_spoken(text, asked.language), "working"))
        self.underway.begin(asked, text)
        try:
            answer, wanted = self._answer(asked, text, reply), self.underway.wanted(asked)
            for _ in range(_MOST_CHANGES):
                if wanted is None or wanted == text:
                    break
                text = wanted
                answer, wanted = self._answer(asked, text, reply), self.underway.wanted(asked)
        finally:
            self.underway.end(asked)
        if wanted is None:
            code = noted("slack: a question was deleted while it was answered", "nothing is shown")
            reply.show([saying(slack_say(asked.language, "deleted", code=code))])
            return
        self.show(asked, answer, reply)

    def show(self, asked: Asked, answer: Json, reply: Reply) -> None:
        """Show an answer where it was asked for; to the asker alone where not everybody there may see all of it."""
        if not self._may_be_read(asked, answer):
            self._alone(asked, answer)
            reply.show([saying(say(answer["language"], "sent_privately"))])
            return
        drawn = self._drawn(asked, answer)
        try:
            reply.show(drawn)
        except SlackApiError as error:
            if reason(error) not in OUT_OF_REACH:
                raise
            code = noted("slack: an answer could not be shown where it was asked for", reason(error))
            told = saying(slack_say(answer["language"], "out_of_reach", code=code))
            self._direct(asked).show([told, *drawn])

    def readers(self, asked: Asked) -> Principal:
        """Return what those who read at a place may see: the asker's own where nobody else does."""
        return asked.visitor.principal if asked.private else self.everybody(asked.channel)

    def everybody(self, channel: str) -> Principal:
        """Return what every member of a channel may see."""
        return audience(self._identities, self._members.of(channel))

    def _begin(self, reply: Reply, text: str) -> None:
        """Say that it is looked up, where it can be said: the answer goes elsewhere if it cannot."""
        try:
            reply.step(text)
        except SlackApiError as error:
            if reason(error) not in OUT_OF_REACH:
                raise
            _log.info("slack: it cannot be written where it was asked: %s", reason(error))

    def _answer(self, asked: Asked, text: str, reply: Reply) -> Json:
        spoken = _spoken(text, asked.language)
        principal = asked.visitor.principal

        def told(text: str) -> None:
            try:
                reply.step(text)
            except SlackApiError as error:  # how far it is may go untold; the answer may not
                _log.info("slack: it was not shown how far it is: %s", error)

        def step(station: str) -> None:
            told(f"{say(spoken, 'working')} {say(spoken, station)}")

        return self._copilot.ask(
            text,
            language="auto" if detect(text, "") else asked.language,
            thread=self._conversations.thread(asked.place, principal.name),
            principal=principal,
            on_step=step,
            on_progress=told,
        )

    def _may_be_read(self, asked: Asked, answer: Json) -> bool:
        """Tell whether everybody at the place may see all of an answer, as the library has it now."""
        return asked.private or may_be_posted(
            self._copilot, answer, asked.visitor.principal, self.everybody(asked.channel)
        )

    def _alone(self, asked: Asked, answer: Json) -> None:
        self._direct(asked).show(self._drawn(asked, answer))

    def _direct(self, asked: Asked) -> InThread:
        return InThread(self._posting, self._posting.direct(asked.user), "")

    def _drawn(self, asked: Asked, answer: Json) -> list[Message]:
        told = rendered(answer)
        token = self._conversations.show(answer, asked.visitor.principal.name)
        return messages(told, token, picture=self._picture(told, asked.visitor.principal))

    def _picture(self, told: Rendered, principal: Principal) -> str:
        """Upload the place that the answer is from, marked, and return the file's id; "" where there is none."""
        first = set(told.lead.marks)
        cited = [one for one in told.sources if one.has_page_image]
        if not (source := next((one for one in cited if first & set(one.marks)), None)):
            return ""
        meant = [one for one in source.citations if one["mark"] in first]
        try:
            picture = cutout(self._copilot, meant, principal, largest=_LARGEST_PICTURE)
            return files.sent(self._posting.client, picture, f"page-{source.mark}.png", source.label)
        except (PlantError, SlackApiError, OSError) as error:
            noted("slack: a picture of a page could not be sent", str(error))
            return ""

    def _offers(self, asked: Asked, text: str, reply: Reply) -> bool:
        """Offer what the first spoken code that is open in ``text`` may be; False where none is."""
        if not open_marks(text):
            return False
        told = self._copilot.unconfirmed(text, language=asked.language, principal=self.readers(asked))
        first = told["open"][0]
        named = [(" · ".join(filter(None, (one["code"], one["name"]))), one["code"]) for one in first["codes"]]
        choices = [Choice(label, asks=first["settled"][code]) for label, code in named]
        choices.append(Choice(slack_say(asked.language, "as_heard", heard=first["heard"]), asks=first["as_heard"]))
        question = slack_say(asked.language, "meant", heard=first["heard"])
        asking = Rendered(asked.language, Line.of(question), choices=tuple(choices))
        reply.show(messages(asking, "-"))
        return True


def _spoken(text: str, usual: str) -> str:
    """Return the language of the answer to come."""
    language = detect(text, usual)
    return language if language in LANGUAGES else usual
