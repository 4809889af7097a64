"""What the copilot does with each thing that Slack delivers: a question, a file, a button, a dialog, the home tab."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from plant_copilot.copilot import Copilot
from plant_copilot.hearing import Ears
from plant_copilot.people.errors import SignInNeeded
from plant_ui.channels.approving import decide_draft
from plant_ui.channels.book import channel_book
from plant_ui.channels.conversations import Conversations
from plant_ui.channels.failing import noted
from plant_ui.channels.identities import Identities
from plant_ui.channels.once import Once
from plant_ui.channels.words import say
from plant_ui.slack import buttons, views
from plant_ui.slack.answering import Answering
from plant_ui.slack.asked import Asked
from plant_ui.slack.blocks import saying
from plant_ui.slack.deliveries import Deliveries, Job
from plant_ui.slack.home import Home
from plant_ui.slack.members import Members
from plant_ui.slack.posting import APART, Posting
from plant_ui.slack.pressing import Pressing
from plant_ui.slack.replying import ForOne, InThread, Reply
from plant_ui.slack.sent_files import SentFiles
from plant_ui.slack.text import asked as typed_in
from plant_ui.slack.words import say as slack_say
from plant_ui.starters import starters

Json = dict[str, Any]


class Bot:
    """The copilot in one workspace. ``ears`` understand voice clips, None where nothing does."""

    def __init__(self, copilot: Copilot, client: WebClient, ears: Ears | None, *, apart: float = APART) -> None:
        self._copilot, self.client = copilot, client
        book = channel_book(copilot.settings.shelf)
        conversations = Conversations(book, "slack")
        self._members = Members(client, copilot.settings.language)
        self._identities = Identities(copilot, "slack")
        self._posting = Posting(client, apart=apart)
        self.answering = Answering(copilot, self._posting, self._members, conversations)
        self._files = SentFiles(copilot, client, ears, self.answering)
        self._pressing = Pressing(copilot, self._posting, conversations, self.answering)
        self._home = Home(copilot, client)
        self.deliveries = Deliveries(Once(book, "slack"), self._posting, self._members)

    @cached_property
    def itself(self) -> Json:
        """Who the bot is: Slack's answer to auth.test. Raises ``SlackApiError``."""
        told = self.client.auth_test()
        return {name: told.get(name) for name in ("user_id", "bot_id", "team_id", "team", "enterprise_id", "url")}

    def mentioned(self, event: Json) -> None:
        """Answer a mention in its thread."""
        if _is_a_persons(event):
            at, thread = str(event["ts"]), str(event.get("thread_ts") or event["ts"])
            self._question(event, thread, f"{event['channel']}:{thread}", private=False, at=at)

    def written(self, event: Json) -> None:
        """Answer a direct message; take note of one that was changed or deleted."""
        if event.get("channel_type") != "im":
            return
        match event.get("subtype"):
            case "message_changed":
                self._changed(event)
            case "message_deleted":
                self.answering.underway.change(str(event["channel"]), str(event["deleted_ts"]), None)
            case None | "file_share" if _is_a_persons(event):
                thread = str(event.get("thread_ts") or "")
                place = f"{event['channel']}:{thread}" if thread else str(event["channel"])
                self._question(event, thread, place, private=True, at=str(event["ts"]))

    def commanded(self, body: Json) -> str:
        """Answer a command to who gave it alone; return what is said at once."""
        user, channel = str(body["user_id"]), str(body["channel_id"])
        text, language = typed_in(str(body.get("text") or "")), self._copilot.settings.language
        job = Job(f"command:{body['trigger_id']}", "a command", user, channel)

        def work() -> None:
            spoken = self._members.language(user)
            asked = self._asked(user, channel, spoken, place=f"{channel}:{user}:command", private=True)
            reply = ForOne(str(body["response_url"]))
            if text:
                self.answering.ask(asked, text, reply)
            else:
                reply.show([saying(slack_say(spoken, "ask_me"))])

        self.deliveries.take(job, work)
        return say(language, "working")

    def pressed(self, body: Json) -> None:
        """Do what a button says. A dialog is opened at once: Slack waits three seconds for it."""
        action = body["actions"][0]
        kind = str(action["action_id"]).partition(":")[0]
        carried = _carried(action)
        user = str(body["user"]["id"])
        channel = str((body.get("channel") or {}).get("id") or "")
        message = dict(body.get("message") or {})
        job = Job(f"press:{user}:{action['action_id']}:{action.get('action_ts', '')}", f"button {kind}", user, channel)
        if kind == buttons.RATE and carried.get("v") == "down":
            self._open(body, views.why(self._members.language(user), self._back(carried, channel, message)))
            return
        if kind == buttons.DECIDE and carried.get("c") not in {"approve", "reject"}:
            self.deliveries.take(
                job, lambda: self._dialog_or_decide(body, action, carried, channel, message), quick=True
            )
            return
        quick = kind == buttons.RATE
        self.deliveries.take(job, lambda: self._press(body, kind, carried, channel, message), quick=quick)

    def sent_dialog(self, body: Json) -> None:
        """Take what was typed in a dialog."""
        view, user = body["view"], str(body["user"]["id"])
        carried, typed = buttons.read(view["private_metadata"]), views.typed(view)
        channel, message = str(carried.get("channel", "")), dict(carried.get("message") or {})
        job = Job(f"dialog:{view['id']}", f"dialog {view['callback_id']}", user, channel)

        def work() -> None:
            asked = self._pressed_by(user, channel, message)
            shown = self._pressing.shown(carried, asked.language)
            if view["callback_id"] == views.WHY:
                self._pressing.rate(asked, shown, {"verdict": "down", **typed}, message)
            else:
                self._pressing.decide(asked, shown, {**carried, "f": typed}, self._reply(asked, message, ""), message)

        self.deliveries.take(job, work)

    def home_opened(self, event: Json) -> None:
        """Show the home tab as it is now."""
        if event.get("tab", "home") == "home":
            user = str(event["user"])
            self.deliveries.take(
                Job(f"home:{user}:{event.get('event_ts', '')}", "the home tab", user), lambda: self._show_home(user)
            )

    def assistant_opened(self, event: Json) -> None:
        """Greet in the assistant's pane, with questions to begin with."""
        thread = event["assistant_thread"]
        user, channel, at = str(thread["user_id"]), str(thread["channel_id"]), str(thread["thread_ts"])

        def work() -> None:
            language = self._members.language(user)
            asked = self._asked(user, channel, language, place=f"{channel}:{at}", private=True)
            self._posting.post(channel, saying(slack_say(language, "ask_me")), at)
            documents = self._copilot.documents(principal=asked.visitor.principal)
            if told := starters(documents, language):
                prompts = [{"title": one[:75], "message": one} for one in told]
                self.client.assistant_threads_setSuggestedPrompts(channel_id=channel, thread_ts=at, prompts=prompts)

        self.deliveries.take(Job(f"assistant:{channel}:{at}", "the assistant's pane", user, channel, at, True), work)

    def shut_out(self, event: Json) -> None:
        """Note that the token was revoked, or the app removed: nobody can be told in Slack any more."""
        noted("slack: the bot was shut out", str(event.get("type")))

    def _question(self, event: Json, thread: str, place: str, *, private: bool, at: str) -> None:
        user, channel = str(event["user"]), str(event["channel"])
        text, sent = typed_in(str(event.get("text") or "")), list(event.get("files") or ())
        key, reply = f"{channel}:{at}:{_edited(event)}", InThread(self._posting, channel, thread)

        def work() -> None:
            language = self._members.language(user)
            asked = self._asked(user, channel, language, at=at, thread=thread, place=place, private=private)
            if sent:
                self._files.take(asked, sent, text, reply)
            elif text:
                self.answering.ask(asked, text, reply)
            else:
                reply.show([saying(slack_say(language, "ask_me"))])

        self.deliveries.take(Job(key, "a question", user, channel, thread, private, reply), work)

    def _changed(self, event: Json) -> None:
        """Answer a question as it was changed to; what is a link unfolded by Slack is no change."""
        message, before = event.get("message") or {}, (event.get("previous_message") or {}).get("text")
        if not _is_a_persons(message) or message.get("text") == before:
            return
        channel, text = str(event["channel"]), typed_in(str(message.get("text") or ""))
        if self.answering.underway.change(channel, str(message["ts"]), text):
            return
        self.written({**message, "channel": channel, "channel_type": "im", "subtype": None})

    def _asked(self, user: str, channel: str, language: str, **more: Any) -> Asked:
        """Return a question of somebody known. Raises ``SignInNeeded`` for a stranger."""
        visitor = self._identities.who(user)
        if visitor is None:
            raise SignInNeeded(say(language, "stranger", channel="slack", external=user))
        return Asked(user, visitor, language, channel, **{"at": "", "thread": "", "place": "", **more})

    def _pressed_by(self, user: str, channel: str, message: Json) -> Asked:
        thread = str(message.get("thread_ts") or "")
        at = str(message.get("ts") or "")
        private = channel.startswith("D") or bool(message.get("is_ephemeral"))
        in_thread = thread or ("" if channel.startswith("D") else at)
        place = f"{channel}:{in_thread}" if in_thread else channel
        spoken = self._members.language(user)
        return self._asked(user, channel, spoken, at=at, thread=in_thread, place=place, private=private)

    def _press(self, body: Json, kind: str, carried: Json, channel: str, message: Json) -> None:
        user = str(body["user"]["id"])
        asked = self._pressed_by(user, channel, message)
        if kind == buttons.ASK:
            question = str(carried["q"])
            reply = InThread(self._posting, channel, asked.thread)
            reply.say(f"❓ {question}")
            self.answering.ask(asked, question, reply)
        elif kind == buttons.DRAFT:
            decide_draft(self._copilot, asked.visitor, carried["d"], str(carried["c"]), language=asked.language)
            self._show_home(user)
        elif kind in {buttons.PAGE, buttons.RATE, buttons.DECIDE}:
            shown = self._pressing.shown(carried, asked.language)
            steps: dict[str, Callable[[], None]] = {
                buttons.PAGE: lambda: self._pressing.page(asked, shown, int(carried["m"])),
                buttons.RATE: lambda: self._pressing.rate(asked, shown, {"verdict": "up"}, message),
                buttons.DECIDE: lambda: self._pressing.decide(
                    asked, shown, carried, self._reply(asked, message, str(body.get("response_url") or "")), message
                ),
            }
            steps[kind]()

    def _dialog_or_decide(self, body: Json, action: Json, carried: Json, channel: str, message: Json) -> None:
        asked = self._pressed_by(str(body["user"]["id"]), channel, message)
        shown = self._pressing.shown(carried, asked.language)
        label = str((action.get("text") or {}).get("text") or "")
        back = self._back(carried, channel, message)
        if view := self._pressing.dialog(asked, shown, str(carried.get("c")), label, back):
            self._open(body, view)
        else:
            self._press(body, buttons.DECIDE, carried, channel, message)

    def _back(self, carried: Json, channel: str, message: Json) -> Json:
        """Return what a dialog carries, so that its message is found again; Slack takes 3,000 characters."""
        kept = {name: message.get(name) for name in ("ts", "thread_ts", "is_ephemeral") if message.get(name)}
        return {**carried, "channel": channel, "message": kept}

    def _reply(self, asked: Asked, message: Json, url: str) -> Reply:
        if message.get("is_ephemeral") and url:
            return ForOne(url)
        return InThread(self._posting, asked.channel, asked.thread, at=asked.at)

    def _open(self, body: Json, view: Json) -> None:
        try:
            self.client.views_open(trigger_id=body["trigger_id"], view=view)
        except SlackApiError as error:
            noted("slack: a dialog could not be opened", str(error))

    def _show_home(self, user: str) -> None:
        self._home.publish(user, self._identities.who(user), self._members.language(user))


def _edited(message: Json) -> str:
    return str((message.get("edited") or {}).get("ts", ""))


def _is_a_persons(message: Json) -> bool:
    """Tell whether a person wrote a message: no bot, not this one either, and nothing that Slack says itself."""
    return bool(message.get("user")) and not message.get("bot_id") and message.get("user") != "USLACKBOT"


def _carried(action: Json) -> Json:
    """Return what a button, or a choice of a list, carries."""
    if option := action.get("selected_option"):
        return {"t": str(action["block_id"]).partition(":")[2], "m": int(option["value"])}
    return buttons.read(str(action.get("value") or ""))
