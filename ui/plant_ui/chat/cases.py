"""Similar orders as the chat shows them: one table that can be folded."""

from __future__ import annotations

from collections.abc import Iterator

from plant_agents.messages import say as agents_say
from plant_copilot.payload import Json
from plant_knowledge_ingest.language import LANGUAGES, base
from plant_tools.cases.orders import KINDS
from plant_tools.plainly import amount, day, number
from plant_ui.chat.messages import count, say
from plant_ui.chat.verbatim import verbatim

COLUMNS = ("order", "asset", "text", "codes", "downtime", "cost")


def case_marks(answer: Json) -> set[int]:
    """Return the marks of the similar orders in an answer."""
    return {mark for found in _cases(answer) for mark in found["marks"]}


def case_table(answer: Json) -> tuple[str, str] | None:
    """Return the title and the Markdown table of the similar orders of an answer, None where it has none.

    Columns that no order fills are left out; whatever comes from a record is escaped.
    """
    language = answer["language"]
    rows = [_row(language, found["details"]["case"], found["marks"]) for found in _cases(answer)]
    if not rows:
        return None
    names = [name for name in COLUMNS if any(row[name] for row in rows)]
    heads = [say(language, f"case_{name}") for name in names]
    lines = [heads, ["---"] * len(names), *([row[name] or " " for name in names] for row in rows)]
    return count(language, "cases", len(rows)), "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cases(answer: Json) -> Iterator[Json]:
    return (found for found in answer["evidence"] if "case" in found.get("details", {}))


def _row(language: str, case: Json, marks: list[int]) -> dict[str, str]:
    spoken = case["language"]
    foreign = spoken in LANGUAGES and base(spoken) != base(language)
    told = [_cell(case["seen"]) + (f" *({agents_say(language, spoken)})*" if foreign else "")]
    told += [f"→ {_cell(case['done'])}"] if case["done"] else []
    told += [f"*{say(language, 'case_more', number=case['orders'] - 1)}*"] if case["orders"] > 1 else []
    codes = [_cell(f"{case[f'{kind}_code']} {case[f'{kind}_text']}".strip()) for kind in KINDS if case[f"{kind}_code"]]
    minutes, cost = case["downtime_min"], case["cost"]
    numbered = " ".join(rf"\[{mark}\]" for mark in marks)
    head = [day(language, case["date"]), f"**{_cell(case['order'])}**", numbered]
    return {
        "order": " ".join(filter(None, head)),
        "asset": _cell(f"{case['asset']} {case['asset_name']}".strip()),
        "text": " · ".join(told),
        "codes": " · ".join(codes),
        "downtime": "" if minutes is None else f"{number(language, minutes)}\u00a0min",
        "cost": "" if cost is None else _cell(f"{amount(language, cost)}\u00a0{case['currency']}".strip()),
    }


def _cell(text: str) -> str:
    return " ".join(verbatim(text).split("\n"))
