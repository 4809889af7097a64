"""Similar orders as evidence: what each of them says and was closed with, and all of them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from plant_knowledge_ingest.language import detect
from plant_tools.cases.orders import KINDS, Closed, OrdersOf, Together
from plant_tools.evidence import Evidence, RecordsCitation

if TYPE_CHECKING:
    from plant_tools.cases.ledger import Coverage
    from plant_tools.cases.search import Case

TOOL = "similar"
FORMULA = "orders with the same asset and text as the similar orders shown, by the code they were closed with"
_WHERE = {
    "asset": "on the asset asked about",
    "class": "on an asset of its kind",
    "location": "in the same place",
    "fleet": "elsewhere in the plant",
    "unasked": "",
}


def case_evidence(dataset: str, case: Case, orders: OrdersOf) -> Evidence:
    """Return one similar case: its newest order in full, and how many more have the same text."""
    told = described(case, orders)
    lines = [f"{name}: {value}" for name, value in told.items() if value not in {"", None}]
    quote = "\n".join([f"orders: {orders.total:,}", *lines, f"ids: {', '.join(orders.ids)}"])
    return Evidence(
        tool=TOOL,
        statement=_said(told, orders.total),
        citations=(RecordsCitation(dataset, orders.ids, orders.sql, orders.total, quote),),
        value=told["order"],
        details={"case": told},
    )


def described(case: Case, orders: OrdersOf) -> dict[str, Any]:
    """Return a case in plain fields; texts are those of the newest order, as they were written."""
    newest = orders.newest
    when = newest["finished_at"] or newest["started_at"] or newest["reported_at"]
    seen = case.text.text
    codes = {name: newest[name] or "" for kind in KINDS for name in (f"{kind}_code", f"{kind}_text")}
    return {
        "order": str(newest["source_id"]),
        "orders": orders.total,
        "date": when.date().isoformat() if isinstance(when, datetime) else "",
        "asset": case.asset,
        "asset_name": newest["asset_name"],
        "where": case.place,
        "seen": seen,
        "language": detect(seen),
        "done": newest["resolution"] or "",
        **codes,
        "downtime_min": newest["downtime_min"],
        "cost": newest["cost"],
        "currency": newest["currency"] or "",
        "templated": _is_templated(seen, newest["problem_text"]),
        "likeness": round(case.score, 2),
    }


def summary_evidence(dataset: str, found: Together, coverage: Coverage) -> Evidence:
    """Return what all similar orders of a data set were closed with."""
    closed = {kind: [[one.code, one.text, one.orders] for one in found.closed[kind]] for kind in KINDS}
    told = "; ".join(_closed(kind, found.closed[kind]) for kind in KINDS if found.closed[kind])
    rest = coverage.texts - coverage.taken
    missing = f" {rest:,} of {coverage.texts:,} texts of orders have not been compared yet." if rest else ""
    said = f"Of {found.total:,} similar orders: {told}." if told else f"{found.total:,} similar orders."
    statement = f"{said} That is what was recorded then, not a cause.{missing}"
    quote = f"similar orders: {found.total:,}\n{told}{missing}\nids: {', '.join(found.ids)}"
    return Evidence(
        tool=TOOL,
        statement=statement,
        citations=(RecordsCitation(dataset, found.ids, found.sql, found.total, quote),),
        value={"orders": found.total, **closed},
        unit="orders",
        formula=FORMULA,
        details={"similar": {"orders": found.total, "closed": closed, "uncompared": rest, "texts": coverage.texts}},
    )


def _closed(kind: str, codes: Sequence[Closed]) -> str:
    listed = ", ".join(f"{one.code} {one.text}".rstrip() + f" {one.orders:,}" for one in codes)
    return f"closed with {kind} code {listed}"


def _said(told: dict[str, Any], total: int) -> str:
    more = f", and {total - 1:,} more with the same text" if total > 1 else ""
    on = " ".join(part for part in (told["asset"], told["asset_name"]) if part)
    head = " · ".join(part for part in (f"Order {told['order']}", told["date"], on, _WHERE[told["where"]]) if part)
    return "\n".join([f"{head}{more}: {told['seen']}", *_outcome(told)])


def _outcome(told: dict[str, Any]) -> Iterator[str]:
    if told["done"]:
        yield f"Done then: {told['done']}"
    codes = [f"{kind} {told[f'{kind}_code']} {told[f'{kind}_text']}".rstrip() for kind in KINDS if told[f"{kind}_code"]]
    if codes:
        yield f"Recorded then: {'; '.join(codes)}."
    if told["downtime_min"] is not None:
        yield f"Downtime: {told['downtime_min']:g} min."
    if told["cost"] is not None:
        yield f"Cost: {told['cost']:g} {told['currency']}.".replace(" .", ".")
    if told["templated"]:
        yield "The text was made from the code and says no more than it."


def _is_templated(seen: str, problem: str | None) -> bool:
    """Tell whether a text only repeats that of its code, as ``records check`` looks for it."""
    return problem is not None and problem != "" and problem.casefold() in seen.casefold()
