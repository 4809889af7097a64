"""A plant made to be leaked: manuals of one page, words that stand nowhere else, people who may see some of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from plant_knowledge_ingest.principal import ANY_SITE, EVERYONE, Principal

GROUPS = ("alpha", "beta", "gamma")
SITES = ("Linz", "Steyr")
_RIGHTS = ((EVERYONE,), ("alpha",), ("beta",), ("alpha", "beta"), ("gamma",))
_FIRST = (((EVERYONE,), ""), (("alpha",), ""), ((EVERYONE,), "Linz"), (("beta",), "Steyr"))
"""The first few manuals are seen by some each, and by nobody but ``local`` all."""

KINDS = (".md", ".html", ".pdf", ".docx", ".txt")
_ROLES = frozenset({"planner", "engineer", "approver"})
"""Everybody may do everything, so that nothing but rights keeps anybody from anything."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A manual. ``words`` stand in it, its name and its title, and nowhere else: name, title, oil, cause."""

    number: int
    words: tuple[str, str, str, str]
    rights: tuple[str, ...]
    site: str
    ending: str

    @property
    def tag(self) -> str:
        """The asset that it is about."""
        return f"KX-{100 + self.number}"

    @property
    def alarm(self) -> str:
        """A code that no other manual explains."""
        return f"E{7100 + self.number}"

    @property
    def name(self) -> str:
        """The name of the document."""
        return f"Handbook {self.words[0]}"

    @property
    def title(self) -> str:
        """Its title."""
        return f"Drive {self.words[1]}"

    @property
    def oil(self) -> str:
        """What is answered."""
        return self.words[2]

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands on its page."""
        return (
            f"The gearbox of {self.tag} takes 2.5 l of the oil {self.oil}.",
            f"Alarm {self.alarm}: the gearbox of {self.tag} is hot. Cause: worn {self.words[3]}. Remedy: change it.",
        )

    @property
    def steps(self) -> tuple[str, ...]:
        """How a part is changed."""
        return (
            f"Switch off {self.tag} at the main switch and lock it.",
            f"Drain the oil {self.oil} into a can.",
            f"Replace the {self.words[3]} and tighten its screws with 12 Nm.",
        )

    @property
    def codes(self) -> tuple[str, str]:
        """What people ask with, and only this manual knows."""
        return self.tag, self.alarm

    def is_for(self, principal: Principal) -> bool:
        """Say who may see it, in plain words and without the code that is measured."""
        here = not self.site or self.site in principal.sites or "*" in principal.sites
        return here and any(group in principal.groups for group in self.rights)


def papers(number: int, seed: int = 0, kinds: Sequence[str] = KINDS) -> list[Paper]:
    """Return manuals with every mix of rights and sites in turn; the same seed gives the same words."""
    chance, seen = random.Random(seed), set[str]()  # noqa: S311 - no secret
    mixes = _mixes()
    made = []
    for at in range(number):
        rights, site = mixes[at % len(mixes)]
        words = tuple(_word(chance, seen) for _ in range(4))
        made.append(Paper(at, (words[0], words[1], words[2], words[3]), rights, site, kinds[at % len(kinds)]))
    return made


def _mixes() -> list[tuple[tuple[str, ...], str]]:
    return [*_FIRST, *(mix for mix in product(_RIGHTS, ("", *SITES)) if mix not in _FIRST)]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A data set of work orders. ``words``: its name, the number of its orders, what they say."""

    number: int
    words: tuple[str, str, str]
    rights: tuple[str, ...]
    site: str

    @property
    def name(self) -> str:
        """The name of the data set."""
        return f"Ledger {self.words[0]}"

    @property
    def tag(self) -> str:
        """The asset of its orders."""
        return f"LX-{200 + self.number}"

    @property
    def codes(self) -> tuple[str]:
        """What people ask with, and only this data set knows."""
        return (self.tag,)

    @property
    def rows(self) -> str:
        """The orders as CSV."""
        lines = ["order,asset,asset name,type,status,description,problem code,problem text,reported,finished"]
        for n, state in enumerate(("closed", "closed", "open"), 1):
            said = f"Bearing {self.words[2]} noisy" if n != 2 else f"Seal {self.words[2]} leaks"
            ended = f"2025-03-{n + 10} 08:00" if state == "closed" else ""
            told = f"{said},B{n},Bearing damage,2025-03-0{n} 06:00,{ended}"
            lines.append(f"{self.words[1]}-{n},{self.tag},Filler,corrective,{state},{told}")
        return "\n".join(lines) + "\n"

    def is_for(self, principal: Principal) -> bool:
        """Say who may see it."""
        here = not self.site or self.site in principal.sites or "*" in principal.sites
        return here and any(group in principal.groups for group in self.rights)


def ledgers(number: int, seed: int = 1) -> list[Ledger]:
    """Return data sets with every mix of rights and sites in turn."""
    chance, seen = random.Random(seed), set[str]()  # noqa: S311 - no secret
    mixes = _mixes()
    made = []
    for at in range(number):
        rights, site = mixes[at % len(mixes)]
        words = [_word(chance, seen) for _ in range(3)]
        made.append(Ledger(at, (words[0], words[1].upper(), words[2]), rights, site))
    return made


def people() -> dict[str, Principal]:
    """Return who asks, by name; ``local`` is whoever sits at the server and belongs to every group."""
    known = {EVERYONE, *_ROLES}
    return {
        "nobody": Principal("nobody", frozenset()),
        "plain": Principal("plain", frozenset(known)),
        "one": Principal("one", frozenset(known | {"alpha"})),
        "two": Principal("two", frozenset(known | {"alpha", "beta"})),
        "linz": Principal("linz", frozenset(known), frozenset({"Linz"})),
        "local": Principal("local", frozenset({EVERYONE, *GROUPS}), frozenset({ANY_SITE})),
    }


def _word(chance: random.Random, seen: set[str]) -> str:
    """Return a word that is in no language and not made yet."""
    while True:
        word = "".join(chance.choice("bdfgklmnprtvz") + chance.choice("aeiou") for _ in range(5))
        if word not in seen:
            seen.add(word)
            return word.capitalize()
