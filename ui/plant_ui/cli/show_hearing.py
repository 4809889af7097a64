"""A spoken question, as a terminal shows it."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape

Json = dict[str, Any]


def heard(told: Json) -> None:
    """Print the question, and what each code in brackets may be."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(escape(told["notice"]["text"] if told["notice"] else told["text"]))
    for one in told["mentions"]:
        if one["status"] != "taken":
            console.print(f"  ⟨{escape(one['heard'])}?⟩ {escape(_meant(one))}")


def _meant(one: Json) -> str:
    named = [f"{code['code']} ({code['name']})" if code["name"] else code["code"] for code in one["codes"]]
    return f"may be {' or '.join(named)}" if named else "is no tag or code of this plant"
