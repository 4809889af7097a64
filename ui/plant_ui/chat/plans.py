"""A kept layout, or selection of machines, in the chat: what is told of it, and the plan to be touched."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plant_agents.messages import say as agents_say
from plant_copilot.payload import Json
from plant_tools.layout.telling import say

_KEPT = {"layout", "selection"}
_LAYOUT = re.compile(r"layout-(\d+)\.json")


def is_kept(statement: Json, citations: Sequence[Json]) -> bool:
    """Tell whether a statement cites nothing but what is kept: a layout or a selection."""
    kinds = {citation["mark"]: citation["kind"] for citation in citations}
    return bool(statement["marks"]) and all(kinds[mark] in _KEPT for mark in statement["marks"])


def kept(answer: Json) -> list[str]:
    """Return what an answer tells of what is kept, and the plans of its layouts; [] where it is about neither.

    A plan is a picture that leads to its page; the script of the chat shows that page in its place.
    """
    if not any(is_kept(one, answer["citations"]) for one in answer["statements"]) or not {*answer["tools"]} <= _KEPT:
        return []
    told, _, _ = answer["answer"].partition(f"\n\n**{agents_say(answer['language'], 'sources')}**")
    files = [_LAYOUT.fullmatch(each.get("file", "")) for each in answer["citations"]]
    numbers = dict.fromkeys(int(found[1]) for found in files if found)
    return [told, *(_plan(answer["language"], number) for number in numbers)]


def _plan(language: str, number: int) -> str:
    title = say(language, "plan", number=number)
    return f"[![{title}](/api/layouts/{number}/plan.svg)](/layouts/{number}/plan?language={language})"
