"""What came out at each station of a question, in a few words."""

from __future__ import annotations

from plant_copilot.payload import Json
from plant_ui.chat.messages import count, named, say


def summary(language: str, answer: Json) -> str:
    """Return the whole search in one line."""
    seconds = f"{answer['seconds']:.1f}"
    if language == "de":
        seconds = seconds.replace(".", ",")
    if not answer["citations"]:
        return say(language, "done_nothing", seconds=seconds)
    return say(language, "done", seconds=seconds, **_found(language, answer))


def result(language: str, station: str, answer: Json) -> str:
    """Return what came out at a station; of one that has nothing to tell, its name."""
    found = bool(answer["citations"])
    dropped = any(notice["code"] == "unproven_dropped" for notice in answer["notices"])
    match station:
        case "gate":
            return say(language, "gate_refused" if answer["refused"] else "gate_passed")
        case "route":
            tools = ", ".join(named(language, f"tool_{tool}").removeprefix("tool_") for tool in answer["tools"])
            return say(language, "route_done", tools=tools)
        case "look_up":
            return (
                say(language, "look_up_done", **_found(language, answer)) if found else say(language, "look_up_nothing")
            )
        case "write":
            return say(language, "write_done", statements=count(language, "statements", len(answer["statements"])))
        case "prove":
            return say(language, "prove_dropped" if dropped else "prove_done" if found else "prove_nothing")
    return named(language, station)


def _found(language: str, answer: Json) -> dict[str, str]:
    pages = {(c["document"], c["revision"], c["page"]) for c in answer["citations"] if c["kind"] == "page"}
    return {
        "passages": count(language, "passages", len(answer["citations"])),
        "pages": count(language, "pages", len(pages)),
    }
