"""A kept selection in words: in the language of who asks, and as evidence that cites its file and the datasheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from plant_tools.drafts.card import escaped
from plant_tools.evidence import Evidence, SelectionCitation
from plant_tools.phrases import Phrases
from plant_tools.selection.proving import Proof
from plant_tools.selection.reasons import reason_of

Json = dict[str, Any]
TOOL = "selection"

say = Phrases("plant_tools.selection", "phrases.yaml").say


def told(language: str, selection: Json) -> str:
    """Return a kept selection as Markdown."""
    return "\n\n".join(_parts(language, selection))


def _parts(language: str, selection: Json) -> Iterator[str]:
    number, currency = selection["number"], selection["currency"]
    if before := selection.get("before"):
        chosen = ", ".join(f"{name} {several(one, count)}" for name, (one, count) in before["chosen"].items())
        yield say(language, "before", number=before["number"], what_if=escaped(before["what_if"]), chosen=chosen)
    for one in selection["operations"]:
        if one["chosen"] is None:
            yield say(language, "nobody", number=number, operation=one["operation"])
        else:
            near = f"{one['ranking'][0][1]:.2f}"
            values = {"machines": _machines(language, one), "near": near}
            values |= {"cost": _cost(one, one["chosen"]), "stays": f"{100 * one['stays_first']:.0f}"}
            yield say(language, "chosen", number=number, operation=one["operation"], currency=currency, **values)
        if len(one["ranking"]) > 1:
            rows = [f"| {_label(one, n)} | {_count(one, n)} | {_cost(one, n)} | {c:.2f} |" for n, c in one["ranking"]]
            yield "\n".join([say(language, "table", currency=currency), "|---|---|---|---|", *rows])
        out = [o for o in one["options"] if o["out"]]
        yield from (say(language, "out", machine=o["candidate"], why=_why(language, o)) for o in out)
    if cited := selection["datasheet"]:
        proven = sum(one["state"] == "proven" for one in cited)
        yield say(language, "proven", proven=proven, cited=len(cited))
    yield from _reasons(language, selection.get("notes"), selection["notices"])
    yield say(language, "files", number=number)


def several(machine: str, count: int) -> str:
    """Return "2 x A"; of a mix, whose name says how many there are of each, its name."""
    return machine if " + " in machine else f"{count} x {machine}"


def _machines(language: str, one: Json) -> str:
    """Return how many machines of which types are chosen."""
    parts = one.get("machines") or [{"candidate": one["chosen"], "count": one["count"]}]
    told = [(part["count"], _label(one, part["candidate"])) for part in parts]
    return " + ".join(say(language, "several", count=count, machine=machine) for count, machine in told)


def _why(language: str, option: Json) -> str:
    return "; ".join(_reasons(language, option.get("why_out"), option["out"]))


def _reasons(language: str, kept: Sequence[Json] | None, otherwise: Sequence[str]) -> list[str]:
    """Return reasons in ``language``; of a selection kept before they had words, as they were written."""
    return list(otherwise) if kept is None else [reason_of(one).told(language) for one in kept]


def evidence_of(selection: Json, proofs: Sequence[Proof] = ()) -> tuple[Evidence, ...]:
    """Return what a selection states: what is chosen, with its cost, and what is proven of its datasheet."""
    found = [_chosen(selection, one) for one in selection["operations"] if one["chosen"]]
    chosen = {part["candidate"] for one in selection["operations"] for part in one.get("machines", ())}
    chosen |= {one["chosen"] for one in selection["operations"]}  # of a selection kept before there were mixes
    for proof in proofs:
        if proof.place and proof.candidate in chosen:
            said = f"{proof.candidate}: {proof.field} is {proof.value}."
            found.append(Evidence(TOOL, said, (proof.place,), proof.value))
    return tuple(found)


def _chosen(selection: Json, one: Json) -> Evidence:
    name, currency = one["chosen"], selection["currency"]
    cost = next(o["money"]["per_part"] for o in one["options"] if o["candidate"] == name)
    machines = several(name, one["count"])
    said = f"For {one['operation']}, {machines} cost {cost:.5f} {currency} a good part."
    cited = SelectionCitation(selection["file"], name, f"{one['operation']}: count {one['count']}, per_part {cost}")
    formula = "-NPV / (annuity factor x demand)"
    details = {"ranking": one["ranking"], "stays_first": one["stays_first"], "reversals": one["reversals"]}
    return Evidence(TOOL, said, (cited,), cost, f"{currency}/part", formula=formula, details=details)


def _option(one: Json, name: str) -> Json:
    return next(option for option in one["options"] if option["candidate"] == name)


def _label(one: Json, name: str) -> str:
    called = _option(one, name)["name"]
    return f"{name} ({called})" if called else name


def _cost(one: Json, name: str) -> str:
    return f"{_option(one, name)['money']['per_part']:.5f}"


def _count(one: Json, name: str) -> int:
    return int(_option(one, name)["machines"]["count"])
