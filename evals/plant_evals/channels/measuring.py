"""What is counted of a channel: who gets in, who is answered twice, how soon, what does not fit, what leaks."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from plant_evals.channels.signing import Signed, signed
from plant_evals.figures import percentile

Json = dict[str, Any]
Sent: TypeAlias = Callable[[Signed], int]
"""Sends a request, and returns the status of the response."""

DRAWN: TypeAlias = Callable[[Json], tuple[list[str], Sequence[str]]]
"""Draws an answer in a face: what its client would refuse, and the lines that a person reads."""

_HEAD = re.compile(r"[\W\d_]*")
_RUN = re.compile(r"(\d+)(?:–(\d+))?")
_MOST_MARKS = 1_000
_ACCEPTED = 200
_STALE = 301
_TAKEN_FOR_NOW = 250


def signatures(send: Sent, secret: str, number: int) -> Json:
    """Send ``number`` requests that Slack did not sign now and for the first time: a third each of three ways.

    Returns {sent, accepted, genuine, genuine_accepted}; every replayed one was genuine the first time.
    """
    chance, third = random.Random(0), number // 3  # noqa: S311 - the same cases every time
    genuine = [signed(secret, _nothing(at), time.time()) for at in range(third)]
    let_in = sum(send(one) == _ACCEPTED for one in genuine)
    wrong = [_forged(secret, at, chance) for at in range(number - 2 * third)]
    wrong += [_stale(secret, at, chance) for at in range(third)]
    accepted = sum(send(one) == _ACCEPTED for one in [*wrong, *genuine])
    return {"sent": number, "accepted": accepted, "genuine": third, "genuine_accepted": let_in}


def deliveries(send: Sent, secret: str, events: Sequence[Json], times: int) -> Json:
    """Deliver each of ``events`` ``times`` times, signed anew as Slack does, and time the acknowledgements."""
    seconds, refused = [], 0
    for turn in range(times):
        for event in events:
            told = signed(secret, {**event, "turn": turn}, time.time())
            began = time.perf_counter()
            refused += send(told) != _ACCEPTED
            seconds.append(time.perf_counter() - began)
    return {"deliveries": len(seconds), "refused": refused, "ack_s": _spread(seconds)}


def drawn(answers: Sequence[Json], faces: Mapping[str, DRAWN]) -> Json:
    """Draw ``answers`` in every face: {face: {answers, invalid, citations, missing}}."""
    return {name: _face(answers, draw) for name, draw in faces.items()}


def _face(answers: Iterable[Json], draw: DRAWN) -> Json:
    counted = {"answers": 0, "invalid": 0, "citations": 0, "missing": 0}
    for answer in answers:
        faults, lines = draw(answer)
        told = [_told_marks(line) for line in lines]
        missing = [one for one in answer["citations"] if not _is_told(one, lines, told)]
        counted["answers"] += 1
        counted["invalid"] += bool(faults)
        counted["citations"] += len(answer["citations"])
        counted["missing"] += len(missing)
    return counted


def _is_told(citation: Json, lines: Sequence[str], told: Sequence[frozenset[int]]) -> bool:
    """Tell whether a line names a citation by its mark, and by document and page, or by its set of records."""
    named = [citation.get("document") or citation.get("dataset") or citation["file"]]
    named += [str(citation["page"])] if citation["kind"] == "page" else []
    return any(
        citation["mark"] in marks and all(str(name) in line for name in named)
        for line, marks in zip(lines, told, strict=True)
    )


def _told_marks(line: str) -> frozenset[int]:
    """Return the marks that a source begins with: "1–3, 7 · FL-303" or "- [1][2] FL-303"."""
    head = _HEAD.match(line)
    found = _RUN.findall(head[0]) if head else []
    runs = [range(int(first), int(last or first) + 1) for first, last in found]
    return frozenset(mark for run in runs if len(run) < _MOST_MARKS for mark in run)


def _spread(seconds: Sequence[float]) -> Json:
    return {name: round(percentile(seconds, share), 4) for name, share in (("p50", 50), ("p99", 99), ("worst", 100))}


def _nothing(number: int) -> Json:
    """Return an event that nobody answers."""
    return {"type": "event_callback", "event": {"type": "app_uninstalled"}, "event_id": f"Ev{number}", "team_id": "T1"}


def _forged(secret: str, number: int, chance: random.Random) -> Signed:
    """Return a request that Slack did not sign: another secret, another body, another time, none at all."""
    good = signed(secret, _nothing(number), time.time())
    way = number % 4
    if way == 0:
        return signed(f"{secret}x", _nothing(number), time.time())
    if way == 1:
        return Signed(good.body.replace(b"T1", b"T2"), good.headers)
    if way == 2:
        later = {**good.headers, "x-slack-request-timestamp": str(int(time.time()) + chance.randint(1, _TAKEN_FOR_NOW))}
        return Signed(good.body, later)
    return Signed(good.body, {"content-type": good.headers["content-type"], "x-slack-request-timestamp": "now"})


def _stale(secret: str, number: int, chance: random.Random) -> Signed:
    off = chance.randint(_STALE, 100_000)
    return signed(secret, _nothing(number), time.time() + (off if number % 2 else -off))
