"""Requests of the rights matrix, sent in somebody's name, and what comes back judged."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from plant_evals.rights import BROKEN, DIFFERENT, LEAK, MISSING, Secret, Seen, readable
from plant_evals.rights_plant import Ledger, Paper
from plant_knowledge_ingest.principal import Principal


class Answered(Protocol):
    """What a door gives back."""

    @property
    def status_code(self) -> int:
        """HTTP's."""

    @property
    def content(self) -> bytes:
        """The body."""


HOUSE = "local"
"""Who sits at the server's machine."""

Door = Callable[..., Answered]
"""Sends a request in somebody's name: ``(method, path, json=, params=, files=, headers=)``."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request. ``must``: a word of each of these has to come back to who may see it; ``of``: success for them only.

    ``unknown`` is the same of something that is not there, called by the second name of ``renamed`` in place of the
    first: who may not see all of ``about`` (by default what has to come back) is told the same. ``apart`` is who does
    not send it, because it would change the plant. ``shut``: nobody but the house itself may, whatever comes back.
    ``open``: codes that are no secret there, such as those of an alarm that came in.
    """

    method: str
    path: str
    json: Any = None
    params: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    must: Sequence[Secret] = ()
    of: Sequence[Secret] = ()
    about: Sequence[Secret] = ()
    unknown: Call | None = None
    renamed: tuple[str, str] = ("", "")
    apart: frozenset[str] = frozenset()
    shut: bool = False
    open: Sequence[str] = ()

    @property
    def asked(self) -> str:
        """All that the person said."""
        return json.dumps([self.path, self.json, dict(self.params), *self.open], ensure_ascii=False, default=str)


def send(seen: Seen, door: str, who: Principal, doors: Mapping[str, Door], call: Call) -> None:
    """Send a request in somebody's name and judge what comes back."""
    if who.name in call.apart:
        return
    answered = _sent(doors[who.name], call)
    if answered.status_code >= 500:
        seen.fault(door, who, BROKEN, f"{answered.status_code}: {readable(answered.content)[:300]}")
    may = all(secret.is_for(who) for secret in call.of)
    if call.shut and who.name != HOUSE and answered.status_code < 300:
        seen.fault(door, who, LEAK, f"{answered.status_code} for {call.path}, which is for admins")
    if call.of and may and answered.status_code >= 300:
        seen.fault(door, who, MISSING, f"{answered.status_code} for {call.path}: {readable(answered.content)[:200]}")
    if call.of and not may and answered.status_code < 300:
        seen.fault(door, who, LEAK, f"{answered.status_code} for {call.path}")
    seen.look(door, who, answered.content, call.asked, call.must)
    if call.unknown and not all(secret.is_for(who) for secret in (*call.about, *call.of, *call.must)):
        _compare(seen, door, who, (answered, _sent(doors[who.name], call.unknown)), call)


def _sent(door: Door, call: Call) -> Answered:
    more: dict[str, Any] = {"files": call.files} if call.files else {}
    more |= {"params": dict(call.params)} if call.params else {}  # empty ones would take the path's own away
    return door(call.method, call.path, json=call.json, headers=dict(call.headers), **more)


def _compare(seen: Seen, door: str, who: Principal, told: tuple[Answered, Answered], call: Call) -> None:
    """Note where what is hidden is answered in other words than what is not there."""
    hidden, unknown = (_plain(one) for one in told)
    old, new = (re.escape(name).replace(r"\-", "-?") for name in call.renamed)  # a code is said without its hyphen
    hidden, unknown = (re.sub(f"{old}|{new}", "it", text, flags=re.IGNORECASE) for text in (hidden, unknown))
    if hidden != unknown:
        seen.fault(door, who, DIFFERENT, f"{call.path}: {hidden[:300]} | {unknown[:300]}")


_PASSING = {"seconds", "thread", "support_code", "id", "created", "instance", "usage"}
"""Fields that are another each time."""


def _plain(answered: Answered) -> str:
    try:
        told = json.loads(answered.content)
    except ValueError:
        return f"{answered.status_code} {readable(answered.content)}"
    return f"{answered.status_code} {json.dumps(_still(told), ensure_ascii=False, sort_keys=True)}"


def _still(told: Any) -> Any:
    if isinstance(told, dict) and told.get("code") == "nearest":
        return {"code": "nearest"}  # which pages are nearest depends on the name that is asked for
    if isinstance(told, dict) and str(told.get("type")).endswith("unknown-asset"):
        told = told | {"remedy": ""}  # so do the assets that are like it
    if isinstance(told, dict):
        return {name: _still(value) for name, value in told.items() if name not in _PASSING}
    return [_still(one) for one in told] if isinstance(told, list) else told


@dataclass(slots=True)
class Made:
    """What was made in the plant before anybody tries: ids and numbers, with what they are made of."""

    papers: Sequence[Paper]
    ledgers: Sequence[Ledger] = ()
    sops: dict[str, Paper] = field(default_factory=dict)
    runs: dict[int, Paper] = field(default_factory=dict)
    investigations: list[int] = field(default_factory=list)
    selections: dict[int, Paper] = field(default_factory=dict)
    events: list[int] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    drafts: dict[int, Ledger] = field(default_factory=dict)
    traces: list[str] = field(default_factory=list)

    @property
    def secrets(self) -> list[Paper | Ledger]:
        """All that some may not see."""
        return [*self.papers, *self.ledgers]


Row = Call | Callable[[Made], Iterable[Call]]
"""What is sent to a route: one request, or some for what was made."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A secret by another word than its own: the tag of its asset, or what is said of it."""

    of: Secret
    word: str

    @property
    def words(self) -> tuple[str, ...]:
        """The word."""
        return (self.word,)

    @property
    def codes(self) -> tuple[str, ...]:
        """None."""
        return ()

    def is_for(self, principal: Principal) -> bool:
        """Say whether somebody may see the secret."""
        return self.of.is_for(principal)
