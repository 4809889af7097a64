"""A draft as a person reads it before deciding: Markdown, in the language of the dictation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import yaml

from plant_tools.drafts.fields import OF
from plant_tools.plainly import measured, plain

Json = dict[str, Any]

_LANGUAGES = ("en", "de", "zh-Hans", "zh-Hant")
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LONG = 400


def say(language: str, code: str, /, **words: Any) -> str:
    """Return a phrase in one of the four languages, English for any other."""
    place = _LANGUAGES.index(language) if language in _LANGUAGES else 0
    return _phrases()[code][place].format(**words)


def card(draft: Json, language: str = "") -> str:
    """Return a draft as Markdown: fields with where they are from, codes, duplicates, what is missing.

    What was dictated is escaped: it cannot add links, pictures or headings.
    """
    spoken = language or draft["language"]
    parts = [_head(draft, spoken), "\n".join(_fields(draft, spoken)), *_lists(draft, spoken), *_notes(draft, spoken)]
    return "\n\n".join(part for part in parts if part)


def escaped(text: str) -> str:
    """Return ``text`` without meaning in Markdown, on one line, cut where it is long."""
    line = " ".join(str(text).split())
    return _MARKS.sub(r"\\\1", line if len(line) <= _LONG else line[:_LONG] + "…")


def _head(draft: Json, spoken: str) -> str:
    state = say(spoken, f"state.{draft['state']}", by=escaped(draft["decided_by"] or ""))
    return f"**{say(spoken, 'kind.' + draft['kind'])} {draft['draft']}** · {state} · {escaped(draft['dataset'])}"


def _fields(draft: Json, spoken: str) -> Iterator[str]:
    for name in OF[draft["kind"]]:
        value = draft["fields"].get(name)
        if value in (None, "") or (name == "remarks" and draft["lines"]):
            continue
        basis = draft["basis"].get(name, {"how": "stated", "stated": ""})
        how = [say(spoken, f"how.{basis['how']}")]
        if basis["stated"] and basis["stated"] != value:
            how.append(say(spoken, "said", stated=escaped(basis["stated"])))
        behind = f" ({', '.join(filter(None, how))})" if any(how) else ""
        shown = measured(spoken, value) if isinstance(value, int | float) else escaped(plain(spoken, value))
        yield f"- {say(spoken, name)}: **{shown}**{behind}"
    if draft["parts"]:
        yield f"- {say(spoken, 'parts')}: {escaped(', '.join(draft['parts']))}"


def _lists(draft: Json, spoken: str) -> Iterator[str]:
    every = [(kind, one) for kind, some in draft["proposals"].items() for one in some]
    proposed = [f"- {say(spoken, 'kind.' + kind)}: {_proposal(one, spoken)}" for kind, one in every]
    if proposed:
        named = "" if draft["vocabulary"] == "plant" else f" ({draft['vocabulary']})"
        yield "\n".join([f"**{say(spoken, 'proposals')}**{named}", "", *proposed])
    if draft["duplicates"]:
        again = [f"- {_duplicate(one, spoken)}" for one in draft["duplicates"]]
        yield "\n".join([f"⚠️ **{say(spoken, 'duplicates')}**", "", *again])
    for section in dict.fromkeys(line["section"] for line in draft["lines"]):
        lines = [f"- {_line(line)}" for line in draft["lines"] if line["section"] == section]
        yield "\n".join([f"**{say(spoken, 'section.' + section)}**", "", *lines])


def _notes(draft: Json, spoken: str) -> Iterator[str]:
    for needed, code in ((True, "missing_needed"), (False, "missing")):
        if lacks := [say(spoken, one["field"]) for one in draft["missing"] if one["needed"] is needed]:
            yield f"*{say(spoken, code, fields=', '.join(lacks))}*"
    for name, some in draft["choices"].items():
        if some:
            yield say(spoken, "choices", field=say(spoken, name), choices=", ".join(map(escaped, some)))
    for notice in draft["notices"]:
        yield f"*{_notice(notice, spoken)}*"


def _notice(notice: Json, spoken: str) -> str:
    words = {n: ", ".join(v) if isinstance(v, list) else v for n, v in notice.items() if n != "code"}
    if "kind" in words:
        words["kind"] = say(spoken, f"kind.{words['kind']}")
    return say(spoken, f"notice.{notice['code']}", **{name: escaped(word) for name, word in words.items()})


def _proposal(one: Json, spoken: str) -> str:
    ids = f"({', '.join(one['order_ids'])})" if one["order_ids"] else ""
    words = {"code": escaped(one["code"]), "text": escaped(one["text"]), "ids": escaped(ids)}
    return say(spoken, "proposal", **words, score=f"{one['score']:.2f}", similar=one["similar"]).strip()


def _duplicate(one: Json, spoken: str) -> str:
    words = {"id": one["order"] or f"#{one['draft']}", "asset": one["asset"], "at": one["reported_at"] or "–"}
    shown = {name: escaped(word) for name, word in words.items()}
    return say(spoken, "duplicate", **shown, similarity=f"{one['similarity']:.2f}", text=escaped(one["text"]))


def _line(line: Json) -> str:
    told = [line["record_ids"][0] if line["record_ids"] else "", line["asset"] or "", line["at"] or "", line["text"]]
    return " · ".join(escaped(part) for part in told if part)


@cache
def _phrases() -> dict[str, list[str]]:
    file = resources.files("plant_tools.drafts") / "card.yaml"
    read: dict[str, list[str]] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return read
