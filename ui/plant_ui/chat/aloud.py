"""An answer to be heard: warnings first, then the first line, each sentence in its own language."""

from __future__ import annotations

import re

import chainlit as cl

from plant_agents.messages import say as agents_say
from plant_copilot.payload import Json
from plant_knowledge_ingest.language import LANGUAGES
from plant_ui.chat.messages import say

LONGEST = 700
"""Characters that are read out; nobody listens to a table."""

_TAGS = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "zh": "zh-CN"}
_SIGNS = re.compile(r"[*_#>|⚠\uFE0F]+|\[\d+\]")


async def read_out(answer: Json) -> None:
    """Offer an answer to the page, which reads it out where the person wants that."""
    await cl.send_window_message({"aloud": sentences(answer)})


def sentences(answer: Json) -> list[dict[str, str]]:
    """Return what is read out: [{text, language}], warnings first, whatever else the answer says."""
    language = answer["language"]
    if answer["pending"]:
        return [_said(answer["pending"]["question"], language)]
    warnings, isolation, others = _apart(answer)
    told = [_said(say(language, "spoken_hazards"), language)] if warnings or answer["refused"] else []
    if answer["refused"]:
        told.append(_said(agents_say(language, "refused"), language))
    told += warnings
    told += [_said(say(language, "spoken_isolation"), language)] if isolation else []
    if not answer["statements"]:
        return [*told, _said(answer["answer"], language)]
    return told + _short(others, sum(len(one["text"]) for one in told), language)


def _apart(answer: Json) -> tuple[list[dict[str, str]], bool, list[dict[str, str]]]:
    """Return the warnings, whether there are steps of isolation, and the other statements, the first line first."""
    kinds = {mark: found["kind"] for found in answer["evidence"] for mark in found["marks"]}
    spoken = {cited["mark"]: cited.get("language", "") for cited in answer["citations"]}
    warnings, others, isolation = [], [], False
    for statement in sorted(answer["statements"], key=lambda one: not one["leads"]):
        kind = {kinds.get(mark) for mark in statement["marks"]}
        first = spoken.get(statement["marks"][0], "") if statement["marks"] and not statement["leads"] else ""
        said = _said(statement["text"], first if first in LANGUAGES else answer["language"])
        if kind == {"hazard"}:
            warnings.append(said)
        elif kind == {"isolation"} and not statement["leads"]:
            isolation = True
        else:
            others.append(said)
    return warnings, isolation, others


def _short(others: list[dict[str, str]], before: int, language: str) -> list[dict[str, str]]:
    """Return the first statement, whole, and as many more as fit; that there are more is said."""
    told, length = others[:1], before + sum(len(one["text"]) for one in others[:1])
    for one in others[1:2]:
        if length + len(one["text"]) <= LONGEST:
            told.append(one)
    return told if len(told) == len(others) else [*told, _said(say(language, "spoken_more"), language)]


def _said(text: str, language: str) -> dict[str, str]:
    plain = " ".join(_SIGNS.sub(" ", text).split())
    return {"text": plain, "language": _TAGS.get(language, language)}
