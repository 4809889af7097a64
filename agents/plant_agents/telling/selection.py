"""Which records a figure is about, as a phrase: "corrective work orders on P-101 from 2023-01-01 to 2023-12-31"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from plant_agents.telling.phrases import field_name, phrases
from plant_tools.plainly import day, plain

_OPEN = ("", None)
_LOOSE = re.compile(r"[\s._/-]+")


def phrase(language: str, query: Mapping[str, Any]) -> str:
    """Return the selection of a history query in words of ``language``."""
    words = phrases(language)
    kinds = [words["kinds"][kind] for kind in query.get("kinds", ())]
    noun = words["or"].join(kinds) or words["nouns"][query.get("records", "work_orders")]
    named = [*query.get("states", ()), *query.get("types", ())]
    adjectives = words["or"].join(words["adjectives"][name] for name in named)
    rest = " ".join(_rest(words, language, query))
    return " ".join(words["phrase"].format(adjectives=adjectives, noun=noun, rest=rest).split())


def _rest(words: Mapping[str, Any], language: str, query: Mapping[str, Any]) -> list[str]:
    filters = (("of", "assets"), ("at", "locations"), ("with", "codes"), ("without", "not_codes"), ("says", "text"))
    told = [words[name].format(names=words["and"].join(_once(query[key]))) for name, key in filters if query.get(key)]
    if query.get("with_parts"):
        told.insert(1, words["with_parts"])
    if conditions := query.get("where"):
        told.append(words["where"].format(conditions=words["and"].join(_condition(language, c) for c in conditions)))
    since, until = query.get("since"), query.get("until")
    name = "between" if since and until else "since" if since else "until"
    if since or until:
        told.append(words[name].format(since=_day(language, since), until=_day(language, until)))
    return told


def _once(names: Sequence[str]) -> list[str]:
    """Return each name in the first of its spellings: FL-303 and "FL 303" are one asset."""
    return list({_LOOSE.sub("", name).casefold() or name: name for name in reversed(names)}.values())[::-1]


def _condition(language: str, condition: Mapping[str, Any]) -> str:
    name, words = field_name(language, condition["field"]), phrases(language)
    told = [f"= {_listed(words, condition['one_of'])}"] if condition.get("one_of") else []
    told += [f"≠ {_listed(words, condition['none_of'])}"] if condition.get("none_of") else []
    told += [f"≥ {plain(language, condition['at_least'])}"] if condition.get("at_least") is not None else []
    told += [f"≤ {plain(language, condition['at_most'])}"] if condition.get("at_most") is not None else []
    told += [f"~ {condition['contains']}"] if condition.get("contains") else []
    return f"{name} {', '.join(told)}"


def _listed(words: Mapping[str, Any], values: Sequence[str]) -> str:
    return str(words["or"].join(map(str, values)))


def _day(language: str, moment: Any) -> str:
    return "" if moment in _OPEN else day(language, str(moment)[:10])
