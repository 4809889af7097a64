"""What a person is shown while something fails: whether it is true, in their language, and leaks nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_TRACE = re.compile(
    r"Traceback|\b\w+(?:Error|Exception)\b|\b(?:OutOfReach|IndexRefused|IndexBusy|IndexMismatch|IndexUnreachable)\b|"
    r"\bsqlite3?\b|sqlalchemy|httpx|psycopg",
    re.IGNORECASE,
)
_PATH = re.compile(r"(?<![\w:/])/(?:tmp|home|root|usr|var|work|etc|mnt)/|\.(?:sqlite3?|py|onnx)\b")
_ENGLISH = {
    "de": re.compile(r"\b(?:the|is|are|not|cannot|could|it|was|with|and|of|to|for|from|has|no)\b", re.IGNORECASE),
    "zh": re.compile(r"(?:\b[A-Za-z][a-z']+\b[ ,;:.]+){3,}\b[A-Za-z][a-z']+\b"),
}
_FEW_WORDS = 3
_MODEL = "outside"
"""The name of the language model, which the chat's lines about it have."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: statements, lines shown, codes of notices; ``told`` is what was said that is no quote.

    ``problem`` is the status of an error, 0 where there is an answer.
    """

    statements: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    abstained: bool = False
    refused: bool = False
    problem: int = 0
    seconds: float = 0.0

    @classmethod
    def of(cls, answer: Mapping[str, Any], seconds: float = 0.0) -> Reply:
        """Return what an answer of the facade or of HTTP shows."""
        notices = answer["notices"]
        lines = tuple(line for line in answer["answer"].splitlines() if line.strip())
        return cls(
            statements=tuple(each["text"] for each in answer["statements"]),
            lines=lines,
            notices=tuple(each["code"] for each in notices),
            told=tuple(each["text"] for each in notices),
            abstained=answer["abstained"],
            refused=answer["refused"],
            seconds=seconds,
        )


def judged(reply: Reply, healthy: Reply, language: str) -> dict[str, str]:
    """Return what is wrong with ``reply`` to a question that is answered by ``healthy``, by kind.

    "leak": a stack trace, the name of an error or a path; "language": English to who speaks another; "wrong": a
    statement that the healthy answer has not, or a refusal that is none any more; "silent": something is missing and
    nobody says so.
    """
    found: dict[str, str] = {}
    own = [text for text in (*reply.told, *reply.lines) if text not in healthy.told and text not in healthy.lines]
    for text in own:
        if leak := _TRACE.search(text) or _PATH.search(text):
            found["leak"] = f"{leak.group()} in {text[:160]}"
    for text in own if not reply.statements else reply.told:
        if text not in healthy.told and _is_english(text, language):
            found["language"] = text[:200]
    if strange := [text for text in reply.statements if text not in healthy.statements]:
        found["wrong"] = strange[0][:200]
    if healthy.refused and not (reply.refused or reply.problem):
        found["wrong"] = "no refusal"
    missing = not reply.problem and (set(reply.statements) != set(healthy.statements))
    if missing and not set(reply.notices) - set(healthy.notices):
        found["silent"] = f"{len(reply.statements)} of {len(healthy.statements)}: {' '.join(reply.lines)[:160]}"
    return found


def is_well(reply: Reply, healthy: Reply) -> bool:
    """Tell whether a reply is the healthy one again; a model that failed is left alone for a minute."""
    left = {notice for notice in reply.notices if notice != "model_unavailable" and _MODEL not in notice}
    return (reply.statements, left) == (healthy.statements, set(healthy.notices)) and not reply.problem


def _is_english(text: str, language: str) -> bool:
    words = _ENGLISH.get(language[:2])
    if words is None:
        return False
    found = words.findall(text)
    return bool(found) if language.startswith("zh") else len(found) >= _FEW_WORDS
