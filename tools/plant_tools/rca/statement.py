"""Candidate causes as evidence: what is said of each, its counts, and the SQL that counts them again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plant_tools.evidence import Evidence, RecordsCitation
from plant_tools.rca.ranking import Candidate, Ranking, Support

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plant_tools.rca.coded import CodedOrders

TOOL = "rca"
FORMULA = (
    "geometric mean of logistic regression and extremely randomised trees over the coded orders, as sure as such "
    "rankings of past orders were right"
)
_SAID = 3  # of what speaks for and against each


def ranking_evidence(
    connection: Connection,
    orders: CodedOrders,
    ranking: Ranking,
    asset: str,
    notices: Sequence[Mapping[str, Any]] = (),
) -> Iterator[Evidence]:
    """Yield one piece of evidence for each candidate cause, the most probable first; it carries the ``notices``."""
    for place, candidate in enumerate(ranking.candidates, 1):
        told = described(connection, orders, ranking, candidate, asset, place)
        told |= {"notices": [dict(one) for one in notices] if place == 1 else []}
        quote = "\n".join(f"{name}: {value}" for name, value in told.items() if not isinstance(value, dict))
        listed = "; ".join(_supported(one) for one in (*told["for"], *told["against"]))
        ids = tuple(told["ids"])
        quote = f"{quote}\n{listed}\nids: {', '.join(ids)}"
        yield Evidence(
            tool=TOOL,
            statement=_said(told, ranking),
            citations=(RecordsCitation(orders.dataset, ids, told["sql"], candidate.cases, quote),),
            value=candidate.probability,
            formula=FORMULA if ranking.basis == "evidence" else "share of the coded orders",
            details={"candidate": told},
        )


def described(
    connection: Connection, orders: CodedOrders, ranking: Ranking, candidate: Candidate, asset: str, place: int
) -> dict[str, Any]:
    """Return a candidate in plain fields; each count has the SQL that gives it."""
    codes = candidate.spellings

    def support(one: Support) -> dict[str, Any]:
        return {
            "symptom": one.symptom,
            "value": one.value,
            "lift": one.lift,
            "having": one.having,
            "told": one.told,
            "share": one.share,
            "level": one.level,
            "sql": orders.having(connection, codes, one.symptom, one.value),
        }

    check = candidate.check
    on_asset = orders.on_asset(connection, codes, asset) if asset else ()
    return {
        "rank": place,
        "cause": candidate.cause,
        "name": orders.names.get(candidate.cause, ""),
        "coded_as": orders.target,
        "basis": ranking.basis,
        "probability": candidate.probability,
        "chance": chance(candidate.probability),
        "orders": candidate.cases,
        "of": ranking.cases,
        "similar": candidate.similar,
        "compared": ranking.compared,
        "asset": asset,
        "on_asset": list(on_asset[:2]),
        "on_asset_sql": on_asset[2] if on_asset else "",
        "lift": candidate.lift,
        "last_seen": candidate.last_seen,
        "spellings": list(codes),
        "for": [support(one) for one in candidate.speaks_for[:_SAID]],
        "against": [support(one) for one in candidate.speaks_against[:_SAID]],
        "check": {"symptom": check.symptom, "bits": check.bits, "for": check.here, "next": check.there}
        if check
        else None,
        "ids": list(candidate.ids),
        "sql": orders.listing(connection, codes),
    }


def _said(told: dict[str, Any], ranking: Ranking) -> str:
    name = f"{told['cause']} ({told['name']})" if told["name"] else told["cause"]
    head = f"Candidate {told['rank']}: {name}, {told['chance']}; {told['orders']:,} of {told['of']:,} coded orders"
    near = f", {told['similar']} of the {told['compared']} most similar" if ranking.compared else ""
    near += f", {told['on_asset'][0]} of {told['on_asset'][1]} on {told['asset']}" if told["on_asset"] else ""
    last = f", last {told['last_seen']}" if told["last_seen"] else ""
    lines = [f"{head}{near}{last}."]
    lines += [f"For it: {'; '.join(map(_supported, told['for']))}."] if told["for"] else []
    lines += [f"Against it: {'; '.join(map(_supported, told['against']))}."] if told["against"] else []
    if check := told["check"]:
        lines.append(f"To tell it from the next: {check['symptom']} ({check['for']}, or {check['next']}).")
    return "\n".join(lines)


def chance(probability: float | None) -> str:
    """Return a probability in whole percent; nothing is certain, and nothing impossible.

    >>> chance(0.428), chance(0.998), chance(0.001)
    ('43 %', '> 99 %', '< 1 %')
    """
    if probability is None:
        return ""
    percent = round(100 * probability)
    return "> 99 %" if percent > 99 else f"{percent} %" if percent else "< 1 %"


def _supported(one: dict[str, Any]) -> str:
    return f"{one['symptom']} {one['value']}: {one['having']} of {one['told']}, {one['lift']:g} times the usual"
