"""The words that dictations are made of, in all languages at once."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import yaml

from plant_tools.drafts.commands import ordered
from plant_tools.history.words.sentence import LATIN

KINDS = ("work_order", "close_out", "handover")
# What stands between the command and what is dictated; without it, a mere word may begin a question.
_AFTER = r"\s*(?:[:：,，\-–—。.!！]+|$|(?<=[\u3400-\u9fff]))\s*"
_LOOSE = re.compile(r"(?:(?:please |i want to )?report|(?:bitte )?melde|ich melde)\s+(?!on\b|how\b|the (?:mtbf|mttr))")
_ASKS = re.compile(r"[?？]\s*$|多少|几次|哪些|什么|how many|how often|wie viele|wie oft|welche")


def matches(meaning: str, text: str) -> list[re.Match[str]]:
    """Return where phrases of ``meaning`` stand in ``text``, which is in lower case and simplified characters."""
    return list(_patterns()[meaning].finditer(text))


def says(meaning: str, text: str) -> str:
    """Return the first phrase of ``meaning`` in ``text`` as it stands there, or ""."""
    match = _patterns()[meaning].search(text)
    return match[0] if match else ""


def command_of(text: str) -> tuple[str, int]:
    """Return what a text says is to be drafted and where the dictation itself begins; ("", 0) for any other text.

    A question is no command, whatever it begins with, unless it is one for an order: "Can you open a work order?"
    """
    told = ordered(text)
    if told[0] or _ASKS.search(text):
        return told
    found = [(match.end(), kind) for kind in KINDS if (match := _commands()[kind].match(text))]
    if found:
        end, kind = max(found)
        return kind, end
    loose = _LOOSE.match(text)
    return ("work_order", loose.end()) if loose else ("", 0)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {meaning: re.compile(_any_of(listed)) for meaning, listed in _read().items()}


@cache
def _commands() -> dict[str, re.Pattern[str]]:
    begins = {kind: rf"\s*(?:{_any_of(_read()[f'command.{kind}'])})" for kind in KINDS}
    return {kind: re.compile(rf"{begin}(?:{_AFTER}|(?=[^:：.,]{{1,20}}[:：]\s))") for kind, begin in begins.items()}


@cache
def _read() -> dict[str, list[str]]:
    file = resources.files("plant_tools.drafts") / "lexicon.yaml"
    read: dict[str, list[str]] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return read


def _any_of(phrases: list[str]) -> str:
    return "|".join(_pattern(str(phrase)) for phrase in sorted(phrases, key=lambda phrase: -len(str(phrase))))


def _pattern(phrase: str) -> str:
    if phrase[0] >= "\u3400":
        return re.escape(phrase)
    letters = re.escape(phrase).replace(r"\*", f"[{LATIN}]*").replace(r"\ ", r"[\s-]+")
    return rf"(?<![{LATIN}]){letters}(?![{LATIN}])"
