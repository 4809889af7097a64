"""What if: another demand, other shifts, another weight, types mixed; read in three languages, put into the brief."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plant_tools.layout.wishes import factor_in
from plant_tools.selection.brief import Brief, Criterion
from plant_tools.selection.reading import brief_of
from plant_tools.selection.weighing import weights_of

_DEMAND = re.compile(
    r"\b(?:demand|volume|output)\b|\b(?:nachfrage|bedarf|menge|stückzahl)\b|需求|产量|產量|销量|銷量", re.IGNORECASE
)
_SHIFTS = re.compile(
    r"(\d+(?:[.,]\d+)?|one|two|three|four|eine?r?|zwei|drei|vier|[一二两兩三四])"
    r"(?:[\s-]*(?:shifts?\b|schicht\w*)|\s*班)",
    re.IGNORECASE,
)
_MIX = re.compile(
    r"\bmix(?:ed|ing|es)?\b|\bcombin(?:e|ed|ing|ation)\b|\bgemischt\w*|\bmisch(?:en|ung)\b|\bkombinier\w*"
    "|混用|混合|搭配|组合|組合",
    re.IGNORECASE,
)
_WEIGHT = re.compile(
    r"\b(?:weigh\w*|counts?|matters?|important)\b|\b(?:gewicht\w*|zähl\w*|wichtig\w*|wiegt)\b|权重|權重|重要",
    re.IGNORECASE,
)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "zwei": 2, "drei": 3, "vier": 4} | {
    word: n for n, words in enumerate(("一", "二两兩", "三", "四"), 1) for word in words
}
_CALLED = {
    "cost_per_part": ("cost of a part", "cost per part", "cost", "kosten", "成本", "费用", "費用"),
    "investment": ("investition", "投资", "投資"),
    "energy": ("energie", "能耗"),
    "spare": ("spare capacity", "reserve", "余量", "餘量"),
    "scrap": ("ausschuss", "废品", "廢品"),
    "floor": ("floor space", "fläche", "占地", "佔地"),
}
REMEDY = "Say: demand of P doubles, three shifts, cost counts twice as much, or mixed types."


@dataclass(frozen=True, slots=True)
class Change:
    """``kind``: demand (of ``name``, or all), shifts (``amount`` a day), mix, or weight; else a factor."""

    kind: str
    name: str
    amount: float


def read_change(text: str, brief: Brief) -> Change | None:
    """Return what a text would change of a brief; None where it says no such thing."""
    if found := _SHIFTS.search(text):
        said = found[1].casefold()
        return Change(
            "shifts", "", float(_COUNTS.get(said) or (1 if said.startswith("ein") else said.replace(",", ".")))
        )
    factor = factor_in(text)
    if factor and _WEIGHT.search(text) and (name := _named(text, brief.criteria)):
        return Change("weight", name, factor)
    if factor and _DEMAND.search(text):
        named = [product.id for product in brief.products if product.id.casefold() in text.casefold()]
        return Change("demand", max(named, key=len, default=""), factor)
    return Change("mix", "", 1.0) if _MIX.search(text) else None


def _named(text: str, criteria: tuple[Criterion, ...]) -> str:
    """Return the criterion that a text names by its id, or by a word for it."""
    said = text.casefold()
    for one in criteria:
        if any(word.casefold() in said for word in (one.id, one.id.replace("_", " "), *_CALLED.get(one.id, ()))):
            return one.id
    return ""


def changed(brief: Brief, change: Change) -> Brief:
    """Return the brief with the change in it. Raises ``SelectionUnreadable`` for one that cannot be."""
    told = brief.model_dump(mode="json", exclude_defaults=True)
    if change.kind == "shifts":
        told["shifts"] = told.get("shifts", {}) | {"per_day": change.amount}
    elif change.kind == "demand":
        for product in told["products"]:
            product["demand"] *= change.amount if change.name in {"", product["id"]} else 1
    elif change.kind == "mix":
        told["operations"] = [one | {"mixed": True} for one in told["operations"]]
    else:
        weights = weights_of(brief.criteria, brief.comparisons).values.tolist()
        told["criteria"] = [
            {"id": c.id, "better": c.better, "weight": w * (change.amount if c.id == change.name else 1)}
            for c, w in zip(brief.criteria, weights, strict=True)
        ]
        told.pop("comparisons", None)
    return brief_of(told, "what if")
