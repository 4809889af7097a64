"""What a person sees of investigations in a terminal."""

from __future__ import annotations

import re
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


def _plain(markdown: str) -> str:
    return _ESCAPED.sub("", _STARS.sub("", _RULE.sub("", markdown)))
