"""A kept layout in words: in the language of who asks, and as evidence that cites its file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plant_tools.drafts.card import escaped
from plant_tools.evidence import Evidence, LayoutCitation
from plant_tools.layout.against import loosened, shorter_aisles
from plant_tools.phrases import Phrases

Json = dict[str, Any]
TOOL = "layout"
_MOVES = 6

say = Phrases("plant_tools.layout", "phrases.yaml").say


def told(language: str, layout: Json) -> str:
    """Return a kept layout as Markdown."""
    return "\n\n".join(_parts(language, layout))


def _parts(language: str, layout: Json) -> Iterator[str]:
    flow, currency = layout["evaluation"]["flow"], _currency(layout)
    lines = [
        say(
            language,
            "solved",
            number=layout["number"],
            money=_number(language, flow["money"]),
            currency=currency,
            metres=_number(language, flow["metres"], ",.0f"),
        )
    ]
    if before := layout.get("before"):
        change = flow["money"] - before["flow"]["money"]
        told_before = _number(language, before["flow"]["money"])
        lines.append(
            say(
                language,
                "against",
                before=told_before,
                currency=currency,
                difference=_number(language, change, "+,.2f"),
            )
        )
    today = layout["today"]
    if today and today["evaluation"]:
        lines += _since_today(language, layout, today["evaluation"]["flow"]["money"])
    if worse := loosened(layout):
        now, then = (_number(language, share, "g") for share in worse)
        lines.append(say(language, "closeness", now=now, then=then))
    if shorter := shorter_aisles(layout):
        other, own = (_number(language, money) for money in shorter[1:])
        lines.append(say(language, "aisles", number=shorter[0], other=other, own=own, currency=currency))
    bound = layout["bound"]
    if bound["value"] is not None:
        name = "proved" if bound["proved"] else "bound"
        lines.append(say(language, name, bound=_number(language, bound["value"]), currency=currency))
    yield " ".join(lines)
    if layout["moves"]:
        rows = [
            f"| {escaped(m['item'])} | {_number(language, m['metres'], 'g')} | {_number(language, m['worth'])} |"
            for m in layout["moves"][:_MOVES]
        ]
        yield "\n".join([say(language, "moves"), "|---|---|---|", *rows])
    yield say(language, "files", number=layout["number"])


def _since_today(language: str, layout: Json, before: float) -> Iterator[str]:
    after, currency = layout["evaluation"]["flow"]["money"], _currency(layout)
    if not layout["moves"] or after >= before:
        yield say(language, "same")
        return
    percent = _number(language, 100 * (before - after) / before, ".1f")
    yield say(language, "today", before=_number(language, before), currency=currency, percent=percent)
    pay = layout["payback"]
    if pay and pay["years"] is not None and pay["moving_cost"]:
        cost = _number(language, pay["moving_cost"])
        yield say(
            language,
            "payback",
            moves=len(layout["moves"]),
            cost=cost,
            currency=currency,
            years=_number(language, pay["years"]),
        )


def evidence_of(layout: Json) -> tuple[Evidence, ...]:
    """Return what a layout states: its cost a day, what the checker says, and what each move is worth."""
    file, currency = layout["file"], _currency(layout)
    flow, certificate = layout["evaluation"]["flow"], layout["certificate"]
    whole = LayoutCitation(file, "", f"evaluation.flow.money {flow['money']}; digest {certificate['digest']}")
    said = f"The flows of {file} cost {flow['money']:.2f} {currency} a day."
    formula = "sum of loads x cost x rectilinear metres over all flows"
    details = {"metres": flow["metres"], "aisle_money": flow["aisle_money"], "certificate": certificate}
    found = [Evidence(TOOL, said, (whole,), flow["money"], f"{currency}/d", formula=formula, details=details)]
    for move in layout["moves"][:_MOVES]:
        cited = LayoutCitation(file, move["item"], f"moves: {move['item']}, worth {move['worth']}")
        text = f"Moving {move['item']} by {move['metres']:g} m is worth {move['worth']:.2f} {currency} a day."
        found.append(Evidence(TOOL, text, (cited,), move["worth"], f"{currency}/d"))
    return tuple(found)


def _currency(layout: Json) -> str:
    return str(layout["project"].get("options", {}).get("currency", "EUR"))


def _number(language: str, value: float, form: str = ",.2f") -> str:
    """Write a number as ``language`` does."""
    written = format(value, form)
    return written.translate(str.maketrans(",.", ".,")) if language == "de" else written
