"""For whom answers are meant: technician, engineer or planner. A setting that anybody may change, and no right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import chainlit as cl

from plant_copilot.payload import Json
from plant_ui.chat.messages import say


@dataclass(frozen=True, slots=True)
class Profile:
    """``quotes`` are shown beside the best one, of the others the numbers; ``asks`` are follow-ups by key.

    ``plots`` tells whether numbers over time are drawn at once.
    """

    name: str
    quotes: int
    asks: tuple[str, ...]
    plots: bool


TECHNICIAN = Profile("technician", 2, ("card_ask_isolation",), plots=False)
ENGINEER = Profile("engineer", 100, ("card_ask_failures", "ask_mtbf"), plots=True)
PLANNER = Profile("planner", 2, ("ask_cost", "ask_by_year"), plots=True)
PROFILES = {one.name: one for one in (TECHNICIAN, ENGINEER, PLANNER)}

_MOST = 3


def current() -> Profile:
    """Return the profile of the chat under way; a name that is none of ours counts as the technician's."""
    given = cl.user_session.get("chat_settings")
    return PROFILES.get(str(given.get("profile")), TECHNICIAN) if isinstance(given, dict) else TECHNICIAN


def offered(language: str) -> dict[str, str]:
    """Return the profiles by what they are called.

    They stand in the settings: Chainlit's own profiles connect a page twice, and what is said in between is lost.
    """
    return {say(language, f"profile_{name}"): name for name in PROFILES}


def follow_ups(answer: Json, profile: Profile) -> list[str]:
    """Return what one may ask next: what the copilot suggests, then what the profile wants to know of the asset."""
    asset, year = _asset(answer), _year(answer)
    more = [say(answer["language"], key, asset=asset, year=year) for key in profile.asks] if asset and year else []
    told = [*answer["suggestions"], *more]
    return [text for text in dict.fromkeys(told) if text != answer["question"]][:_MOST]


def _asset(answer: Json) -> str:
    """Return the asset that an answer is about, "" where it is about none or several."""
    named: set[str] = set()
    for found in answer["evidence"]:
        details: dict[str, Any] = found.get("details", {})
        named |= {str(details[key]) for key in ("machine",) if details.get(key)}
        named |= set(details.get("query", {}).get("assets", ()))
        named |= {details["fact"]["asset"]} if "fact" in details else set()
    named.discard("")
    return named.pop() if len(named) == 1 else ""


def _year(answer: Json) -> str:
    """Return the last year that the records of an answer are from, "" where it cites none with a date."""
    days = [found["statement"][:4] for found in answer["evidence"] if found["kind"] == "related"]
    windows = [found.get("details", {}).get("window") or ("", "") for found in answer["evidence"]]
    return max([*days, *(str(until)[:4] for _, until in windows)], default="")
