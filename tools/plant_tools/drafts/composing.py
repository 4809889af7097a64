"""From a dictation to the content of a draft: a work order, or the close-out of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from plant_knowledge_ingest.embedding.protocol import Embedder
from plant_tools.drafts import open_orders
from plant_tools.drafts.coding import Coding
from plant_tools.drafts.content import Content, put_amounts, put_asset, put_codes, title_of
from plant_tools.drafts.dictation import Dictation, Read
from plant_tools.history.known import Known
from plant_tools.records.tables import WorkOrder

_MOST_PRIORITIES = 20


@dataclass(frozen=True, slots=True)
class Plant:
    """What a draft is made with: one data set, on a connection that cannot write."""

    connection: Connection
    known: Known
    coding: Coding
    embedder: Callable[[], Embedder] | None


def work_order(said: Dictation, plant: Plant, *, asset: str, by: str) -> Content:
    """Return a new order's content. Cause and remedy of what was only just reported are proposed, not filled in."""
    content = Content("work_order")
    tag = put_asset(content, said, asset)
    content.put("title", Read(title_of(said.words), "", "stated"))
    content.put("description", Read(said.words, "", "stated"))
    wo_type = said.type or _type_of_similar(said, plant)
    content.put("wo_type", wo_type)
    content.put("priority", said.priority(_priorities(plant)))
    content.put("reported_at", said.moment or Read(said.now, "", "assumed"))
    content.put("reported_by", Read(by, "", "assumed") if by else None)
    put_amounts(content, said)
    content.parts = said.parts
    proposals = plant.coding.propose(said.fault, tag, wo_type.value if wo_type else "corrective")
    put_codes(content, plant.coding, proposals, ("problem",))
    content.duplicates = duplicates_of(content.fields, said, plant)
    return content


def close_out(said: Dictation, plant: Plant, *, asset: str, order: str, by: str) -> Content:
    """Return what is to be added to an open order: named, or the only one of the asset; else those to choose from."""
    content = Content("close_out")
    content.put("resolution", Read(said.words, "", "stated"))
    content.put("finished_at", said.moment or Read(said.now, "", "assumed"))
    content.put("completed_by", Read(by, "", "assumed") if by else None)
    put_amounts(content, said)
    content.parts = said.parts
    closed = _order_meant(content, said, plant, asset, order)
    tag, problem = (closed.get("asset_tag") or "", closed.get("problem_code")) if closed else ("", None)
    text = " ".join(part for part in ((closed or {}).get("description"), said.fault) if part)
    proposals = plant.coding.propose(text, tag, (closed or {}).get("wo_type") or "corrective")
    put_codes(content, plant.coding, proposals, ("cause", "remedy") if problem else ("problem", "cause", "remedy"))
    return content


def duplicates_of(fields: dict[str, Any], said: Dictation, plant: Plant, but: int = 0) -> list[dict[str, Any]]:
    """Return open orders and drafts that may report the same."""
    return open_orders.duplicates(
        plant.connection,
        plant.known,
        plant.embedder,
        text=said.fault,
        fault_of=lambda text: replace(said, words=text).fault,
        asset=fields.get("asset_tag") or "",
        code=fields.get("problem_code") or "",
        now=said.now,
        but=but,
    )


def _order_meant(content: Content, said: Dictation, plant: Plant, asset: str, order: str) -> dict[str, Any] | None:
    named = open_orders.named(plant.connection, plant.known, order or said.words)
    if named:
        if named["state"] in {"done", "cancelled"}:
            content.note("order_closed", order=named["source_id"])
            return None
        content.put("order_id", Read(named["source_id"], named["source_id"], "linked"))
        return named
    if order:
        content.note("unknown_order", order=order)
    meant = said.asset
    tag = asset or meant.tag
    if meant.unknown and not tag:
        content.note("unknown_asset", word=meant.unknown)
    there = open_orders.of_asset(plant.connection, plant.known, tag) if tag else []
    if len(there) == 1:
        content.put("order_id", Read(there[0]["order"], "", "linked"))
        return open_orders.named(plant.connection, plant.known, there[0]["order"])
    content.choices["order_id"] = [one["order"] for one in there]
    content.note("which_order" if there else "no_open_order", asset=tag)
    return None


def _type_of_similar(said: Dictation, plant: Plant) -> Read | None:
    wo_type, ids = plant.coding.type_of(said.fault)
    return Read(wo_type, ", ".join(ids), "proposed") if wo_type else None


def _priorities(plant: Plant) -> list[str]:
    c = WorkOrder.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
    used = select(c.priority).distinct().where(c.dataset_id == plant.known.dataset_id, c.priority.is_not(None))
    return sorted(str(row[0]) for row in plant.connection.execute(used.limit(_MOST_PRIORITIES)))
