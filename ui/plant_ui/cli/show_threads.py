"""Conversations and how answers came about, as a person reads them in a terminal."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

_LONGEST = 100


def threads(listing: Json) -> None:
    """Print conversations, one a line."""
    for each in listing["threads"]:
        waits = "  (waits for a decision)" if each["waiting"] else ""
        print(f"{each['thread']}  {each['changed'][:16]}  {each['questions']:>3}  {_short(each['title'])}{waits}")
    if not listing["threads"]:
        print("No conversations yet. Each question begins one: plant-copilot ask TEXT")


def conversation(found: Json) -> None:
    """Print questions and answers, the oldest first."""
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(highlight=False)
    for turn in found["turns"]:
        console.rule(f"{turn['number']}. {_short(turn['answer']['question'])}")
        console.print(Markdown(turn["answer"]["answer"]))


def why(found: Json) -> None:
    """Print the tools in order, with what each took, found and passed over."""
    print(f"{found['number']}. {_short(found['question'])}  ({found['seconds'] * 1000:.0f} ms)")
    for tool in found["tools"]:
        said = ", ".join(f"{name}={value!r}" for name, value in tool["arguments"].items())
        print(f"\n{tool['tool']}({said})")
        print(
            f"  {tool['seconds'] * 1000:.0f} ms, {tool['found']} found{', gap: ' + tool['gap'] if tool['gap'] else ''}"
        )
        for one in tool["rejected"]:
            print(f"  passed over ({one['reason']}, {one['score']:.2f}): {one['place']}: {_short(one['text'])}")
    for evidence in found["evidence"]:
        marks = "".join(f"[{mark}]" for mark in evidence["marks"])
        print(f"\n{marks} {_short(evidence['statement'])}")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
