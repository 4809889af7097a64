"""What a person sees in a terminal of procedures at work."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def run(one: Json) -> None:
    """Print what a run asks now."""
    asked = one["asked"]
    if one["stamp"]:
        print(f"** {one['stamp']} **")
    print(f"Run {one['run']}  {one['sop']} v{one['version']}  {asked['number']}/{asked['of']}")
    for line in asked["lines"]:
        print(f"  {line}")
    if asked["choices"]:
        print(f"  [{', '.join(asked['choices'])}]")
    if one["state"] in {"done", "abandoned"}:
        print(one["record"])
        if one["draft"]:
            print(f"\nThe record waits in a draft: plant-copilot drafts show {one['draft']}")


def recorded(one: Json) -> None:
    """Print a run with its record so far."""
    run(one)
    if one["state"] not in {"done", "abandoned"}:
        print(one["record"])


def runs(found: Json) -> None:
    """Print a line for each run."""
    if not found["runs"]:
        print("None. Begin one: plant-copilot sop do SOP-P-101-1")
    for one in found["runs"]:
        draft = f"  draft {one['draft']}" if one["draft"] else ""
        head = f"{one['run']:<5} {one['sop']:<16} v{one['version']:<3} {one['state']:<10}"
        print(f"{head} {one['mode']:<9} {one['worker']}{draft}")


def imported(one: Json) -> None:
    """Print which draft a file became, and what is to be looked at."""
    report = one["report"]
    print(f"{report['file']} -> {one['sop']}, a draft of {len(one['procedure']['steps'])} steps.")
    for finding in report["findings"]:
        step = finding["step"] or "-"
        print(f"  {step:<5} {finding['code']:<16} {finding['said']}")
        if finding["text"]:
            print(f"        here:   {_short(finding['text'])}")
        if finding["manual"]:
            print(f"        manual: {_short(finding['manual'])}  ({where(finding['place'])})")
    print(f"{len(report['findings'])} findings. Look at it: plant-copilot sop show {one['sop']}")


def cards(found: Json) -> None:
    """Print each card with its answer and page."""
    for card in found["cards"]:
        print(f"{card['front']}\n  = {card['back']}  ({where(card['place'])})")


def questions(found: Json) -> None:
    """Print the questions with their ids."""
    for one in found["questions"]:
        print(f"[{one['id']}]", end=" ")
        question(one)


def question(one: Json) -> None:
    """Print a question and its options."""
    print(one["text"])
    for number, option in enumerate(one["options"], 1):
        print(f"  {number}  {option}")


def answered(told: Json) -> None:
    """Print whether an answer was right, and where it stands."""
    verdict = "Right." if told["right"] else f"Wrong. Right is: {told['correct']}"
    print(f"{verdict}  ({where(told['place'])})")


def learnt(found: Json) -> None:
    """Print a line for each person and procedure."""
    if not found["people"]:
        print("Nobody has answered anything yet.")
    for one in found["people"]:
        state = f"{one['right']} right, {one['open']} open"
        print(f"{one['person']:<20} {one['sop']:<16} v{one['version']:<3} {state}  last {one['last_utc']} UTC")


def where(place: Json | None) -> str:
    """Return a place in a line."""
    if not place:
        return "no page"
    page = f", page {place['printed_page'] or place['page']}" if place["page"] else ""
    return f"{place['document']}{page}"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 140 else f"{plain[:139]}…"
