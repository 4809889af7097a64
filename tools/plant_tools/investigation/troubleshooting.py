"""A row of a fault table made executable: cause by cause, the remedy where one is found, and whether it helped.

The way that was taken is kept; where a person stands follows from it, so that anybody can go on from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plant_tools.investigation import cited
from plant_tools.investigation.errors import InvestigationInvalid
from plant_tools.investigation.fault_rows import FaultRow, causes_of
from plant_tools.investigation.lexicon import touch_of

Json = dict[str, Any]

FIXED, NOT_FOUND = "fixed", "not_found"
ANSWERS = ("yes", "no", "back")


def tree_of(rows: Iterable[FaultRow]) -> Json:
    """Return {first, nodes: {id: {kind, text, touch, yes, no, evidence}}} of one or more rows, in their order.

    Raises ``InvestigationInvalid`` where the rows name neither cause nor remedy.
    """
    steps = [step for row in rows for step in _steps(row)]
    if not steps:
        raise InvestigationInvalid(
            "The manual's fault table names no cause and no remedy for this.", remedy="Begin a session instead."
        )
    nodes: dict[str, Json] = {}
    for at, (cause, remedy, evidence) in enumerate(steps, 1):
        follows = f"{at + 1}" if at < len(steps) else NOT_FOUND
        if cause:
            nodes[f"{at}"] = _node("check", cause, f"{at}r" if remedy else FIXED, follows, evidence)
        if remedy:
            name = f"{at}r" if cause else f"{at}"
            nodes[name] = _node("remedy", remedy, FIXED, follows, evidence)
    return {"first": "1", "nodes": nodes}


def here(tree: Json, path: Iterable[Json]) -> str:
    """Return where the way leads: a node, or ``FIXED`` or ``NOT_FOUND``."""
    trail = _trail(tree, path)
    return trail[-1]


def walked(tree: Json, path: Iterable[Json]) -> list[str]:
    """Return the nodes on the way that was not gone back, the present one last."""
    return _trail(tree, path)


def step(tree: Json, path: list[Json], answer: str) -> str:
    """Return the node that an answer is given at. Raises ``InvestigationInvalid``."""
    at = here(tree, path)
    if answer not in ANSWERS:
        raise InvestigationInvalid(f"The answer is {answer!r}; it must be one of {', '.join(ANSWERS)}.")
    if answer == "back" and len(_trail(tree, path)) < 2:
        raise InvestigationInvalid("This is the first step: there is nothing to go back to.")
    if answer != "back" and at not in tree["nodes"]:
        raise InvestigationInvalid("The tree has come to its end.", remedy='Go back one step: "back".')
    return at


def _trail(tree: Json, path: Iterable[Json]) -> list[str]:
    trail = [tree["first"]]
    for entry in path:
        if entry["answer"] == "back":
            trail.pop()
        else:
            trail.append(tree["nodes"][trail[-1]][entry["answer"]])
    return trail


def _steps(row: FaultRow) -> list[tuple[str, str, list[Json]]]:
    """Return causes with the remedy; the table does not say which piece of it is whose, so each has all of it."""
    evidence = cited.plain((row.evidence,))
    causes = causes_of(row.row.cause)
    if not causes:
        return [("", remedy, evidence) for remedy in causes_of(row.row.remedy)]
    return [(cause, row.row.remedy, evidence) for cause in causes]


def _node(kind: str, text: str, yes: str, no: str, evidence: list[Json]) -> Json:
    """A remedy is work on the machine, whatever its words are."""
    touch = "hands_on" if kind == "remedy" else touch_of(text)
    return {"kind": kind, "text": text, "touch": touch, "yes": yes, "no": no, "evidence": evidence}
