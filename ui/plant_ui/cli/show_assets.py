"""What a person sees of assets in a terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

Json = dict[str, Any]

_FACTS = ("asset_class", "maker", "model", "serial", "criticality", "installed_on", "retired_on")


def listed(listing: Json) -> None:
    """Print the assets as a table."""
    if not listing["assets"]:
        _line("No asset is known yet. Load a list of assets or work orders: plant-copilot records load FILE")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("Asset", "Name", "Data set"):
        table.add_column(name)
    table.add_column("Documents", justify="right")
    for one in listing["assets"]:
        table.add_row(*map(Text, (one["asset"], one["name"], one["dataset"], str(one["documents"]))))
    Console(highlight=False).print(table)


def glance(found: Json) -> None:
    """Print what is known of one asset."""
    record = found["record"]
    _line((found["asset"], "bold"), f"  {record['name']}" if record else "")
    if record:
        _record(record)
    for document in found["documents"]:
        revision = f", revision {document['revision']}" if document["revision"] else ""
        _line(("Document: ", "cyan"), f"{document['document']}{revision}, {document['pages']} pages")
    if not found["documents"]:
        _line(("No document is about it.", "dim"))
    if found["also_in"]:
        _line(("Note: ", "yellow"), f"The tag is also in {', '.join(found['also_in'])}: choose with --dataset.")
    if found["also_written"]:
        spelt = ", ".join(found["also_written"])
        _line(("Note: ", "yellow"), f"Orders also write {spelt}; theirs are not shown here.")


def _record(record: Json) -> None:
    place = record["place"]
    facts = [f"{name.replace('_', ' ')} {record[name]}" for name in _FACTS if record[name]]
    facts += [f"at {place['name'] or place['code']}"] if place else []
    facts += [f"part of {record['part_of']}"] if record["part_of"] else []
    facts += [f"parts {', '.join(record['parts'])}"] if record["parts"] else []
    if facts:
        _line((", ".join(facts), "dim"))
    _line((f"Open orders: {len(record['open_orders']) or 'none'}", "bold"))
    for order in record["open_orders"]:
        told = [
            order["order"],
            order["reported_at"] or "no date",
            order["priority"] and f"priority {order['priority']}",
        ]
        _line(f"  {'  '.join(filter(None, told))}  {order['text']}")
    _line((f"Last failures: {len(record['failures']) or 'none on record'}", "bold"))
    for failure in record["failures"]:
        codes = " / ".join(failure[kind]["text"] or failure[kind]["code"] for kind in ("problem", "cause", "remedy"))
        _line(f"  {failure['order']}  {failure['at']}  {failure['text']}", (f"  {codes}".rstrip(" /"), "dim"))


def _line(*parts: str | tuple[str, str]) -> None:
    Console(highlight=False).print(Text.assemble(*parts), soft_wrap=True)
