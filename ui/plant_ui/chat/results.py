"""What came out at each station of a question, in a few words."""

from __future__ import annotations

from plant_copilot.payload import Json
from plant_ui.chat.messages import count, named, say


def summary(language: str, answer: Json) -> str:
    """Return the whole search in one line."""
    seconds = f"{answer['seconds']:.1f}"
    if language == "de":
        seconds = seconds.replace(".", ",")
    if answer["pending"]:
        return say(language, "done_pending", seconds=seconds)
    if not answer["citations"]:
        return say(language, "done_nothing", seconds=seconds)
    return say(language, "done", seconds=seconds, found=_found(language, answer))


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
                say(language, "look_up_done", found=_found(language, answer))
                if found
                else say(language, "look_up_nothing")
            )
        case "write":
            return say(language, "write_done", statements=count(language, "statements", len(answer["statements"])))
        case "prove":
            proven = "prove_done" if _pages(answer) else "prove_records"
            return say(language, "prove_dropped" if dropped else proven if found else "prove_nothing")
    return named(language, station)


def _found(language: str, answer: Json) -> str:
    """Return "7 records", "3 passages on 2 pages", or both; of layouts and selections that are kept their files."""
    records = [citation["total"] for citation in answer["citations"] if citation["kind"] == "records"]
    told = [count(language, "records", max(records))] if records else []
    if pages := _pages(answer):
        passages = count(language, "passages", sum(c["kind"] == "page" for c in answer["citations"]))
        told.append(say(language, "on_pages", passages=passages, pages=count(language, "pages", len(pages))))
    kept = dict.fromkeys(citation["file"] for citation in answer["citations"] if "file" in citation)
    return " · ".join([*told, *kept])


def _pages(answer: Json) -> set[tuple[str, str, int]]:
    cited = (citation for citation in answer["citations"] if citation["kind"] == "page")
    return {(citation["document"], citation["revision"], citation["page"]) for citation in cited}
