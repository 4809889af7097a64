"""What a person sees of a photo in a terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

Json = dict[str, Any]


def seen(told: Json) -> None:
    """Print what a photo shows, its fields, where the alarm or part stands, and the question to go on with."""
    _line((told["shows"], "bold"), f": {told['text']}")
    for field in told["fields"]:
        _line((f"  {field['label']}: ", "cyan"), field["value"])
    for notice in told["notices"]:
        _line(("Note: ", "yellow"), notice["text"])
    for citation in told["citations"]:
        _line(("Source: ", "cyan"), _place(citation))
    for choice in told["choices"]:
        _line(("  ? ", "yellow"), f"{choice['label']}: {choice['question']}")
    if told["question"]:
        _line(("To ask: ", "cyan"), told["question"])


def _place(citation: Json) -> str:
    if citation["kind"] != "page":
        return f"{citation['dataset']}, {', '.join(citation['record_ids'])}"
    revision = f", revision {citation['revision']}" if citation["revision"] else ""
    return f"{citation['document']}{revision}, page {citation['page']}"


def _line(*parts: str | tuple[str, str]) -> None:
    Console(highlight=False, soft_wrap=True).print(Text.assemble(*parts))
