"""What a person sees of drafts in a terminal."""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]

_ESCAPED = re.compile(r"\\(?=[\\`*_{}\[\]<>#|~])")
_STARS = re.compile(r"(?<!\\)\*+")
_LONGEST = 60


def draft(one: Json) -> None:
    """Print a draft with all that a person should see before deciding, and what was done with it."""
    from plant_tools.drafts.card import card

    print(_ESCAPED.sub("", _STARS.sub("", card(one))))
    for entry in one.get("audit", []):
        print(f"  {entry['at_utc']} UTC  {entry['action']} by {entry['who']}  {entry['hash'][:12]}")


def listed(listing: Json) -> None:
    """Print a line for each draft."""
    if not listing["drafts"]:
        print('No drafts. Make one: plant-copilot drafts new "Pump P-101 leaks at the seal, down 20 min"')
    for one in listing["drafts"]:
        about = one["fields"].get("asset_tag") or one["fields"].get("order_id") or "–"
        text = " ".join(one["text"].split())
        shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        written = f" -> {one['order']}" if one["order"] and one["state"] == "approved" else ""
        print(f"{one['draft']:>4}  {one['state']:<9} {one['kind']:<11} {about:<14} {shown}{written}")


def decided(one: Json) -> None:
    """Print what a decision did."""
    if one["state"] == "rejected":
        print(f"Draft {one['draft']} is rejected; nothing was written.")
        return
    again = "" if one["written"] else f" already by {one['decided_by']}, and was not written again"
    what = {
        "work_order": f"order {one['order']} is in the records of {one['dataset']!r}",
        "close_out": f"order {one['order']} is closed",
        "handover": "the handover is kept",
    }[one["kind"]]
    print(f"Draft {one['draft']} is approved{again}: {what}.")


def audited(book: Json) -> None:
    """Print the audit book, and whether it is whole."""
    for entry in book["entries"]:
        print(f"{entry['entry']:>5}  {entry['at_utc']} UTC  {entry['subject']}  {entry['action']} by {entry['who']}")
    whole = "The chain of hashes is whole." if book["intact"] else f"The chain is broken at entry {book['broken_at']}."
    print(whole)
