"""The bot as ``eval channels`` measures it: before a stand-in for Microsoft, over the route that Microsoft sends to."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from plant_copilot.copilot import Copilot
from plant_copilot.teams_settings import TeamsSettings
from plant_evals.channels.secrets import CODES, TITLE, secret_questions
from plant_evals.figures import percentile
from plant_evals.first_line import read_first_lines
from plant_ui.channels.parts import Json
from plant_ui.teams import PATH
from plant_ui.teams.mount import bot_of
from plant_ui.teams.rehearsal import Microsoft, rehearsing
from plant_ui.teams.rehearsed import Somebody
from plant_ui.voice.choosing import open_ears

APP, TENANT = "00000000-0000-0000-0000-0000000000b0", "00000000-0000-0000-0000-0000000000c0"
FITTER, CLERK = "00000000-0000-0000-0000-00000000000f", "00000000-0000-0000-0000-00000000000c"
_CHANNEL = "19:hall@thread.tacv2"
_PATIENCE = 120.0
_LET_IN = 200
_LATER = re.compile(r'"text": "(?:Part|Teil|第) [2-9]')
"""What the second and later cards of one answer begin with."""

Send = Callable[[Json, str], int]


def measured(copilot: Copilot, counts: Mapping[str, int]) -> Json:
    """Return {tokens, deliveries, restricted}; ``copilot`` has users fitter and clerk, and what only one may see."""
    asked = [case["question"] for case in read_first_lines()]
    questions = asked[:: max(1, len(asked) * 50 // counts["deliveries"])]
    return {
        "tokens": tokens(copilot, counts["signatures"]),
        "deliveries": deliveries(copilot, questions, counts["deliveries"]),
        "restricted": restricted(copilot, counts["secrets"]),
    }


def tokens(copilot: Copilot, number: int) -> Json:
    """Send ``number`` requests with tokens that are not Microsoft's for this bot: {sent, accepted, genuine, ...}."""
    with _served(copilot) as (send, microsoft):
        person, chance = Somebody(microsoft, TENANT, "nobody"), Random(0)  # noqa: S311 - the same cases every time
        other = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
        quiet = person.writes("") | {"type": "typing"}
        accepted = sum(send(quiet, _forged(microsoft, at, chance, other)) == _LET_IN for at in range(number))
        genuine = [send(quiet, microsoft.token()) for _ in range(max(1, number // 10))]
    return {
        "sent": number,
        "accepted": accepted,
        "genuine": len(genuine),
        "genuine_accepted": genuine.count(_LET_IN),
    }


def deliveries(copilot: Copilot, questions: Sequence[str], number: int) -> Json:
    """Deliver each question so many times that they are ``number`` in all; count answers, time acknowledgements."""
    with _served(copilot) as (send, microsoft):
        people = [Somebody(microsoft, TENANT, f"asker-{at}") for at in range(len(questions))]
        asked = [person.writes(text) for person, text in zip(people, questions, strict=True)]
        seconds, refused = [], 0
        for _ in range(max(1, number // len(asked))):
            for activity in asked:
                token, began = microsoft.token(), time.perf_counter()
                refused += send(activity, token) != _LET_IN
                seconds.append(time.perf_counter() - began)
        counted = [_answers(microsoft, person) for person in people]
    return {
        "questions": len(questions),
        "deliveries": len(seconds),
        "refused": refused,
        "ack_s": {name: round(percentile(seconds, at), 4) for name, at in (("p50", 50), ("p99", 99), ("worst", 100))},
        "answers": sum(counted),
        "twice": sum(n > 1 for n in counted),
        "unanswered": counted.count(0),
    }


def restricted(copilot: Copilot, number: int) -> Json:
    """Ask, in a channel of two, what only one may see: {questions, leaked, told_alone}.

    There are users fitter and clerk, of whom the first may. Neither a code nor the title of a manual with it may stand
    in the channel.
    """
    for name, external in (("fitter", FITTER), ("clerk", CLERK)):
        copilot.people.users.link(name, channel="teams", external=external)
    with _served(copilot) as (send, microsoft):
        microsoft.members[_CHANNEL] = [FITTER, CLERK]
        fitter, questions = Somebody(microsoft, TENANT, FITTER), secret_questions(number)
        for at, text in enumerate(questions):
            send(fitter.writes(text, channel=f"{_CHANNEL};messageid={at}"), microsoft.token())
            _answered(microsoft, f"{_CHANNEL};messageid={at}")
        posted = "".join(one.said for one in microsoft.sent if one.conversation.startswith(_CHANNEL))
        alone = sum(any(code in one.said for code in CODES.values()) for one in _to(microsoft, fitter))
    leaked = sum(code in posted for code in CODES.values()) + posted.count(TITLE)
    return {"questions": len(questions), "leaked": leaked, "told_alone": alone}


@contextmanager
def _served(copilot: Copilot) -> Iterator[tuple[Send, Microsoft]]:
    """Give what sends an activity with a token to the bot's route, and Microsoft's stand-in."""
    there = TeamsSettings(APP, "rehearsed", TENANT)
    before, copilot.settings = copilot.settings, replace(copilot.settings, teams=there)
    app = FastAPI()
    app.state.ears = open_ears(copilot.settings)
    app.state.posters = {}
    try:
        with (
            rehearsing(APP) as microsoft,
            bot_of(app, copilot, cloud=microsoft.cloud, token=lambda *_: microsoft.token(aud="bot")),
            TestClient(app) as client,
        ):

            def send(activity: Json, token: str) -> int:
                headers = {"Authorization": f"Bearer {token}"} if token else {}
                return client.post(PATH, json=activity, headers=headers).status_code

            yield send, microsoft
    finally:
        copilot.settings = before


def _forged(microsoft: Microsoft, at: int, chance: Random, other: rsa.RSAPrivateKey) -> str:
    """Return a token that is another's, for another, of another time or place, changed on the way, or none."""
    good = microsoft.token()
    head, claims, signature = good.split(".")
    ways = (
        "",
        chance.randbytes(20).hex(),
        microsoft.token(other),
        microsoft.token(aud=f"bot-{at}"),
        microsoft.token(iss="https://evil.example"),
        microsoft.token(exp=int(time.time()) - chance.randint(301, 1_000_000)),
        microsoft.token(serviceurl="https://evil.example"),
        f"{head}.{claims}.{signature[::-1]}",
        f"{head}.{claims[:-4]}AAAA.{signature}",
        f"{head}.{claims}.",
    )
    return ways[at % len(ways)]


def _answers(microsoft: Microsoft, person: Somebody) -> int:
    """Return how many answers a person got, waiting for the first."""
    _answered(microsoft, person.alone)
    firsts = [one for one in _to(microsoft, person) if _is_last(one.activity) and not _LATER.search(one.said)]
    return len(firsts)


def _answered(microsoft: Microsoft, where: str) -> None:
    microsoft.wait(lambda one: one.conversation == where and _is_last(one.activity), _PATIENCE)


def _to(microsoft: Microsoft, person: Somebody) -> list[Any]:
    return [one for one in microsoft.sent if one.conversation == person.alone]


def _is_last(activity: Json) -> bool:
    """Tell whether a message is an answer: not a sign of work, nor what stands in for it."""
    return activity["type"] == "message" and (bool(activity.get("attachments")) or "…" not in activity.get("text", ""))
