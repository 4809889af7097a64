"""Figures of the history as the chat shows them: the sentence, its table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plant_copilot.payload import Json
from plant_tools.rca.score_tool import SCORE
from plant_ui.chat.verbatim import verbatim

_BOLD = re.compile(r"\*\*([^*\n]+)\*\*(.*)", re.DOTALL)
_BAR = re.compile(r"(?<!\\)\|")


def is_figure(statement: Json, citations: Sequence[Json]) -> bool:
    """Tell whether a statement cites records only."""
    kinds = {citation["mark"]: citation["kind"] for citation in citations}
    return all(kinds[mark] == "records" for mark in statement["marks"])


def told(statement: Json) -> str:
    """Return the sentence with its marks, then its table; whatever comes from a record is escaped."""
    sentence, *more = statement["text"].split("\n\n")
    marks = " ".join(rf"\[{mark}\]" for mark in statement["marks"])
    return "\n\n".join([f"{_stressed(sentence)}\u00a0{marks}", *map(_paragraph, more)])


def score_picture(answer: Json) -> list[str]:
    """Return the calibration of ranked causes as Markdown, where the answer tells their score."""
    scored = [found["details"]["cause_score"] for found in answer["evidence"] if found.get("tool") == SCORE]
    # A browser keeps a picture by its address: with another score it has another one.
    return [f"![calibration](/api/causes/score.svg?now={one['all']['n']})" for one in scored]


def _stressed(sentence: str) -> str:
    """Keep the stress on how a sentence begins, which is what the tool itself says: "**Candidate cause 1**, 99 %"."""
    bold = _BOLD.fullmatch(sentence)
    return f"**{verbatim(bold[1])}**{verbatim(bold[2])}" if bold else verbatim(sentence)


def _paragraph(text: str) -> str:
    if not text.startswith("|"):
        return verbatim(text)
    return "\n".join(_row(line) for line in text.splitlines())


def _row(line: str) -> str:
    cells = [cell.strip().replace("\\|", "|") for cell in _BAR.split(line)[1:-1]]
    if all(cell == "---" for cell in cells):
        return line
    return f"| {' | '.join(verbatim(cell) or ' ' for cell in cells)} |"
