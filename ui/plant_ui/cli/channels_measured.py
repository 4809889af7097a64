"""The bot as ``eval channels`` measures it: in a small Slack on this machine, over the route that Slack sends to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from plant_copilot.copilot import Copilot
from plant_evals.channels.adaptive_card import faults as card_faults
from plant_evals.channels.block_kit import faults
from plant_evals.channels.long_answers import long_answers
from plant_evals.channels.measuring import DRAWN, deliveries, drawn, signatures
from plant_evals.channels.pretended_slack import pretended_slack
from plant_evals.channels.secrets import CODES, TITLE, secret_questions
from plant_evals.channels.signing import Signed
from plant_evals.channels.workspace import BOT, SECRET, TOKEN, Channel, Workspace
from plant_evals.first_line import read_first_lines
from plant_ui.channels.book import channel_book
from plant_ui.channels.markdown_text import blocks as markdown
from plant_ui.channels.once import Once
from plant_ui.channels.rendering import rendered
from plant_ui.slack import PATH
from plant_ui.slack.blocks import messages
from plant_ui.slack.bolt import build_app
from plant_ui.slack.bot import Bot
from plant_ui.slack.mount import events_router
from plant_ui.slack.posting import client
from plant_ui.slack.signed import Signatures

Json = dict[str, Any]

_FITTER, _CLERK = "U0FITTER", "U0CLERK"
_INSIDE = ("body", "items", "columns", "rows", "cells")


def measured(copilot: Copilot, counts: Mapping[str, int]) -> Json:
    """Return {signatures, deliveries, restricted, long, golden}; ``copilot`` is of a home that may be changed."""
    asked = [case["question"] for case in read_first_lines()]
    golden = _spread(asked, counts["questions"])
    answers = [copilot.ask(text) for text in golden]
    return {
        "signatures": _signatures(copilot, counts["signatures"]),
        "deliveries": _deliveries(copilot, _spread(asked, max(1, counts["deliveries"] // 50)), counts["deliveries"]),
        "golden": drawn(answers, faces()),
        "long": drawn(long_answers(counts["answers"]), faces()),
        "restricted": _restricted(copilot, counts["secrets"]),
    }


def faces() -> dict[str, DRAWN]:
    """Return how each face draws an answer: what its client would refuse, and the lines that a person reads."""
    return {"slack": _slack, "openai": _openai, **_teams(), "chat": _chat}


def _slack(answer: Json) -> tuple[list[str], Sequence[str]]:
    sent = messages(rendered(answer), "token", picture="F1")
    wrong = [fault for one in sent for fault in faults(one.blocks, files=frozenset({"F1"}))]
    wrong += [f"a text of {len(one.text)} characters" for one in sent if len(one.text) > 4_000]
    return wrong, [line for one in sent for block in one.blocks for line in _lines(block)]


def _openai(answer: Json) -> tuple[list[str], Sequence[str]]:
    text = "".join(markdown(rendered(answer)))
    linked = re.findall(r"(?<!\\)\]\(\s*\w+:|://(?!\u2060)", text)
    return linked, [line.replace("\\", "") for line in text.splitlines()]


def _teams() -> dict[str, DRAWN]:
    from plant_ui.teams.cards import answer_cards

    def draw(answer: Json) -> tuple[list[str], Sequence[str]]:
        cards = answer_cards(rendered(answer), "token", pending=answer["pending"])
        wrong = [fault for one in cards for fault in card_faults(one)]
        return wrong, [line.replace("\\", "") for one in cards for line in _texts(one)]

    return {"teams": draw}


def _chat(answer: Json) -> tuple[list[str], Sequence[str]]:
    from plant_ui.chat.sources import sources

    return [], [re.sub(r"[\\*\[]", "", line) for line in sources(answer, "/chat")]


def _lines(element: Json) -> Iterator[str]:
    """Yield each paragraph or point of rich text as a line."""
    inside = element.get("elements", ())
    if any("text" in one and isinstance(one["text"], str) for one in inside):
        yield "".join(str(one.get("text", "")) for one in inside)
    for one in inside:
        yield from _lines(one)


def _texts(element: Any) -> Iterator[str]:
    """Yield the texts of a card; those of a rich text block, and of columns side by side, as one line."""
    if isinstance(element, list):
        for one in element:
            yield from _texts(one)
    elif isinstance(element, dict):
        if element.get("type") in {"RichTextBlock", "ColumnSet"}:
            yield " ".join(_strings(element))
        elif isinstance(element.get("text"), str):
            yield element["text"]
        yield from (
            line for name in ("body", "items", "columns", "rows", "cells") for line in _texts(element.get(name))
        )


def _strings(element: Any) -> Iterator[str]:
    if isinstance(element, list):
        yield from (text for one in element for text in _strings(one))
    elif isinstance(element, dict):
        yield from [element["text"]] if isinstance(element.get("text"), str) else []
        yield from (text for name in ("inlines", "items", "columns") for text in _strings(element.get(name)))


@contextmanager
def _served(copilot: Copilot, slack: Workspace) -> Iterator[tuple[Callable[[Signed], int], Bot]]:
    """Give what sends a request to the bot's route, and the bot; afterwards everything is answered."""
    with pretended_slack(slack) as url:
        bot = Bot(copilot, client(TOKEN, url), None, apart=0.0)
        app = FastAPI()
        signed = Signatures(SECRET, Once(channel_book(copilot.settings.shelf), "slack-http"))
        app.include_router(events_router(build_app(bot, SECRET), signed))
        with TestClient(app) as served:
            try:
                yield lambda told: served.post(PATH, content=told.body, headers=told.headers).status_code, bot
            finally:
                bot.deliveries.finish()
                bot.deliveries.close()


def _signatures(copilot: Copilot, number: int) -> Json:
    with _served(copilot, Workspace()) as (send, _):
        return signatures(send, SECRET, number)


def _deliveries(copilot: Copilot, questions: Sequence[str], number: int) -> Json:
    slack = Workspace(people={_CLERK: "en-US"}, channels={"C1": Channel([_CLERK, BOT])})
    asked = [slack.say("C1", _CLERK, f"<@{BOT}> {text}") for text in questions]
    events = [{"type": "event_callback", "team_id": "T1", "event": one, "event_id": one["ts"]} for one in asked]
    with _served(copilot, slack) as (send, _):
        told = deliveries(send, SECRET, events, max(1, number // len(events)))
    answers = [sum(one["thread_ts"] == each["ts"] for one in slack.by_bot("C1")) for each in asked]
    counted = {"answers": sum(answers), "twice": sum(n > 1 for n in answers), "unanswered": answers.count(0)}
    return {"questions": len(questions), **told, **counted, "refused_messages": len(slack.refused)}


def _restricted(copilot: Copilot, number: int) -> Json:
    """Ask, in a channel of two, what only one may see; the code may stand nowhere that the other reads."""
    with TemporaryDirectory() as folder:
        for machine, code in CODES.items():
            _manual(copilot, Path(folder), machine, code)
    for name, groups, member in (("fitter", ["fitters"], _FITTER), ("clerk", [], _CLERK)):
        copilot.people.users.add(name, roles=["technician"], groups=groups, source="oidc")
        copilot.people.users.link(name, channel="slack", external=member)
    slack = Workspace(people={_FITTER: "en-US"}, channels={"C2": Channel([_FITTER, _CLERK, BOT])})
    questions = secret_questions(number)
    with _served(copilot, slack) as (_, bot):
        for text in questions:
            bot.mentioned(slack.say("C2", _FITTER, f"<@{BOT}> {text}"))
            bot.deliveries.finish()
    read = str(slack.by_bot("C2")) + str(slack.shared) + str([one for one in slack.whispers if one["user"] != _FITTER])
    leaked = [code for code in CODES.values() if code in read] + re.findall(f"{TITLE} GX", read)
    alone = [one for one in slack.by_bot(f"D-{_FITTER}") if any(code in str(one) for code in CODES.values())]
    return {"questions": len(questions), "leaked": len(leaked), "told_alone": len(alone)}


def _manual(copilot: Copilot, folder: Path, machine: str, code: str) -> None:
    file = folder / f"{machine}.md"
    file.write_text(f"# Doors\n\nThe safety code of the door of machine {machine} is {code}.\n", encoding="utf-8")
    copilot.ingest([file], described={"document": f"{TITLE} {machine}", "rights": ["fitters"]})


def _spread(texts: Sequence[str], number: int) -> list[str]:
    """Return ``number`` of ``texts``, spread over all of them."""
    return [texts[at * len(texts) // number] for at in range(min(number, len(texts)))]
