"""What a person sees of procedures in a terminal."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def shown(one: Json) -> None:
    """Print a procedure: its head, its steps with their places, what is missing, wrong and changed."""
    from plant_tools.sop.card import plain_text

    print(plain_text(one))


def linted(one: Json) -> None:
    """Print what keeps a procedure from being approved, and what is missing besides."""
    for finding in one["lint"]:
        print(f"{finding['step'] or '-':<5} {finding['code']:<14} {finding['text']}")
    for review in one["reviews"]:
        new = review["new"]["quote"] if review["new"] else "-"
        print(f"{review['step'] or '-':<5} {review['reason']:<14} {_line(review['old']['quote'])}  ->  {_line(new)}")
    missing = len(one["gaps"])
    print(f"{len(one['lint'])} findings, {missing} values that are not in the manual.")


def listed(listing: Json) -> None:
    """Print a line for each version."""
    if not listing["sops"]:
        print('None. Draft one: plant-copilot sop draft "changing the oil of K-110"')
    for one in listing["sops"]:
        review = f"  needs review: {', '.join(one['needs_review'])}" if one["needs_review"] else ""
        blocked = "  BLOCKED" if one["blocked"] else ""
        print(f"{one['sop']:<16} v{one['version']:<3} {one['state']:<10} {one['title']}{review}{blocked}")


def compared(found: Json) -> None:
    """Print what one version has that another has not."""
    print(f"{found['sop']}: version {found['old']} -> {found['new']}, {len(found['changes'])} changes")
    for change in found["changes"]:
        print(f"\n{change['kind']}: {change['what']} {change['of']}".rstrip())
        for sign, text in (("-", change["old"]), ("+", change["new"])):
            if text:
                print(f"  {sign} {text}")


def sheet(one: Json) -> None:
    """Print an energy sheet."""
    print(f"{one['asset']}  ({one['file']}, {one['loaded_by']}, {one['loaded_utc']} UTC)")
    for energy in one["energies"]:
        print(f"  {energy['name']} [{energy['kind']}]")
        for field in ("magnitude", "isolate", "relieve", "verify"):
            print(f"    {field:<10} {energy[field] or '-'}")


def _line(text: str) -> str:
    return " ".join(text.split())
