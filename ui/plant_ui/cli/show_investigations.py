"""What a person sees of investigations in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_ESCAPED = re.compile(r"\\(?=[\\`*_{}\[\]<>#|~])")
_STARS = re.compile(r"(?<!\\)\*+")
_RULE = re.compile(r"^\|[-|]+\|\n", re.MULTILINE)
_LONGEST = 60


def shown(one: Json) -> None:
    """Print where an investigation stands, and the question that is next."""
    from plant_tools.investigation.card import asked, card

    print(_plain(card(one)))
    if question := asked(one):
        print(f"\n{_plain(question)}")


def listed(listing: Json) -> None:
    """Print a line for each investigation."""
    if not listing["investigations"]:
        print('None yet. Begin one: plant-copilot rca session begin "P-101 leaks at the seal"')
    for one in listing["investigations"]:
        text = one["problem"]
        cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        print(
            f"{one['investigation']:>4}  {one['state']:<9} {one['kind']:<8} {one['holder']:<14} {one['asset']:<9} {cut}"
        )


def branches(diagram: Json) -> None:
    """Print a diagram as an indented list, each branch with its state, its answers and its places."""
    from plant_tools.investigation import cited

    print(f"{diagram['title']}: {diagram['problem']}")
    deep = {"": -1}
    for branch in diagram["branches"]:
        deep[branch["id"]] = deep[branch["under"]] + 1
    for branch in _in_order(diagram["branches"], "top"):
        room = "  " * deep[branch["id"]]
        told = (branch["role"], branch["text"], branch["state_told"], branch["whence"])
        print(room + " · ".join(filter(None, told)))
        for line in (*branch["answers"], *cited.places(branch["evidence"])):
            print(f"{room}    {line}")


def _in_order(found: list[Json], under: str) -> Iterator[Json]:
    """Yield what hangs on a branch, each followed by its own."""
    for branch in (branch for branch in found if branch["under"] == under):
        yield branch
        yield from _in_order(found, branch["id"])


def _plain(markdown: str) -> str:
    return _ESCAPED.sub("", _STARS.sub("", _RULE.sub("", markdown)))
