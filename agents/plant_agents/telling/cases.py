"""Similar orders as sentences in the asker's language; what the orders say stays in their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plant_agents.answer import MarkedEvidence
from plant_agents.messages import say
from plant_agents.telling.causes import is_cause, told_causes
from plant_agents.telling.defects import is_defect, told_defects
from plant_knowledge_ingest.language import LANGUAGES
from plant_tools.cases.orders import KINDS
from plant_tools.phrases import Phrases
from plant_tools.plainly import amount, day, number, whole

NO_SIMILAR = "no_similar_case"
"""The refusal of a search that found no order like what was described."""
_TOP = 2  # codes of a kind that are said; the value has all
_words = Phrases("plant_agents.telling", "cases.yaml").of


def is_case(found: MarkedEvidence) -> bool:
    """Tell whether ``found`` is a similar order, what these were closed with, a candidate cause, or about defects."""
    return "case" in found.details or "similar" in found.details or is_cause(found) or is_defect(found)


def told_cases(language: str, found: MarkedEvidence) -> tuple[str, ...]:
    """Return what is said of one similar order, of all of them together, or of a candidate cause."""
    if is_cause(found):
        return told_causes(language, found)
    if is_defect(found):
        return told_defects(language, found)
    if case := found.details.get("case"):
        return (" ".join(_case(language, _words(language), case)),)
    return (" ".join(_together(language, _words(language), found.details["similar"])),)


def told_nothing(language: str, values: Mapping[str, Any]) -> str:
    """Return that no order is like what was described, and how many were compared."""
    name = "nothing_yet" if values["rest"] else "nothing"
    return str(
        _words(language)[name].format(orders=whole(language, values["orders"]), rest=whole(language, values["rest"]))
    )


def _case(language: str, words: Mapping[str, Any], case: Mapping[str, Any]) -> Iterator[str]:
    asset = f"{case['asset']} {case['asset_name']}".strip()
    head = [f"**{words['order'].format(order=case['order'])}**", day(language, case["date"])]
    head += [words["named"].format(asset=asset)] if asset else []
    head += [words["where"][case["where"]]]
    head += [words["more"].format(number=whole(language, case["orders"] - 1))] if case["orders"] > 1 else []
    spoken = case["language"]
    foreign = spoken != language and spoken in LANGUAGES
    note = words["in_language"].format(language=say(language, spoken)) if foreign else ""
    yield f"{' · '.join(part for part in head if part)}: {words['said'].format(text=_line(case['seen']))}{note}."
    if case["done"]:
        yield words["done"].format(text=_line(case["done"]))
    if codes := [_kind(words, kind, case) for kind in KINDS if case[f"{kind}_code"]]:
        yield words["recorded"].format(codes="; ".join(codes))
    if case["downtime_min"] is not None:
        yield words["downtime"].format(minutes=number(language, case["downtime_min"]))
    if case["cost"] is not None:
        yield words["cost"].format(amount=f"{amount(language, case['cost'])} {case['currency']}".strip())
    if case["templated"]:
        yield words["templated"]


def _kind(words: Mapping[str, Any], kind: str, case: Mapping[str, Any]) -> str:
    return str(words["kinds"][kind].format(code=_named(case[f"{kind}_code"], case[f"{kind}_text"])))


def _together(language: str, words: Mapping[str, Any], similar: Mapping[str, Any]) -> Iterator[str]:
    codes = [
        (words["further"] if place else words["with"][kind]).format(
            number=whole(language, number), code=_named(code, text)
        )
        for kind in KINDS
        for place, (code, text, number) in enumerate(similar["closed"][kind][:_TOP])
    ]
    total = whole(language, similar["orders"])
    told = {"number": total, "codes": words["and"].join(codes)}
    yield words["closed" if codes else "similar"].format(**told)
    yield words["caution"]
    if similar["uncompared"]:
        yield words["rest"].format(rest=whole(language, similar["uncompared"]), texts=whole(language, similar["texts"]))


def _named(code: str, text: str) -> str:
    return f"{code} ({text})" if text and text != code else code


def _line(text: str) -> str:
    return " ".join(text.split()).rstrip(".。")
