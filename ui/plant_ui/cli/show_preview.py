"""What a person sees of a file of records before it is loaded, and of single orders."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

_MOST = 10


def preview(seen: Json) -> None:
    """Print which column fills what, the first rows as read, and what is to be looked at."""
    print(f"{seen['file']}: {seen['mapping']['table']} of {seen['dataset']!r}; nothing was written")
    for heading in seen["headings"]:
        print(f"  {heading} -> {_field(seen['mapping']['columns'].get(heading))}")
    for row in seen["rows"][:_MOST]:
        read = row["read"]
        told = ", ".join(f"{name}={value}" for name, value in read.items() if value is not None) if read else ""
        print(f"row {row['row']}: {told or row['reason'] or 'not read yet'}")
    if seen["problem"]:
        print(f"To be said first: {seen['problem']['text']} {seen['problem']['remedy']}")
        return
    _report(seen["report"])
    for one in seen["unlisted"]:
        values = ", ".join(one["values"][:_MOST])
        print(f"In no list: {one['count']} values of {one['field']} in {one['rows']} rows: {values}")
    for finding in seen["quality"]:
        print(f"Then {finding['code']} ({finding['field']}): {finding['statement']}")


def _report(report: Json) -> None:
    counts = ", ".join(f"{report[name]:,} {name}" for name in ("inserted", "updated", "unchanged", "repeated"))
    print(f"Of {report['rows']:,} rows: {counts}, {report['refused_rows']:,} refused")
    for refusal in report["refused"][:_MOST]:
        print(f"  row {refusal['row']}, {refusal['field']}: {refusal['reason']}")
    for warning in report["warnings"]:
        print(f"Note: {warning}")


def _field(told: Any) -> str:
    if told is None:
        return "kept without a field"
    return told if isinstance(told, str) else " ".join(str(part) for part in told.values())


def orders(found: Json) -> None:
    """Print each order with what is known of it."""
    for order in found["orders"]:
        print(f"{order['source_id']}  ({order['file']}, row {order['row']})")
        for name, value in order.items():
            if value is not None and name not in {"source_id", "file", "row"}:
                print(f"  {name.replace('_', ' ')}: {value}")
    for number in found["missing"]:
        print(f"{number}: there is no such order in {found['dataset']!r}")
