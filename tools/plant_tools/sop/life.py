"""The life of a version: handed in, sent back, approved by another person, replaced by a newer one.

Who drafted, edited or handed in a version is an author of it, and does not approve it. What is approved is signed with
the hash of its content; the entry in the audit book has it, too.
"""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from plant_tools.records import audit
from plant_tools.sop import kept
from plant_tools.sop.errors import SopInvalid, SopRefused
from plant_tools.sop.lint import lint
from plant_tools.sop.model import State
from plant_tools.sop.wording import say

Json = dict[str, Any]

_REVIEW_AFTER = timedelta(days=730)


def submit(connection: Connection, row: Row[Any], by: str) -> Row[Any]:
    """Hand a draft in for review; handed in already, it stays so. Raises ``SopRefused``."""
    if row.state == State.REVIEW:
        return row
    _require(row, State.DRAFT, "handed in")
    signed = [*row.signatures, _signature(by, "author", row.hash)]
    decided = {**row.decided, "authors": authors(row, by)}
    audit.enter(connection, by, "submitted", kept.subject(row.sop, row.version), hash=row.hash)
    return kept.change(connection, row, state=State.REVIEW, signatures=signed, decided=decided)


def send_back(connection: Connection, row: Row[Any], by: str, reason: str) -> Row[Any]:
    """Make a draft again of what was handed in. Raises ``SopRefused``."""
    _require(row, State.REVIEW, "sent back")
    audit.enter(connection, by, "sent back", kept.subject(row.sop, row.version), reason=reason)
    decided = {**row.decided, "reason": reason, "sent_back_by": by}
    return kept.change(connection, row, state=State.DRAFT, signatures=[], decided=decided)


def approve(
    connection: Connection, row: Row[Any], by: str, *, seen: str, review_date: str, approvers: frozenset[str]
) -> Row[Any]:
    """Put a version in force in place of the one before. ``seen``: the hash of what the person has read, "" for any.

    Approved already, it stays so. Raises ``SopRefused``, ``SopInvalid``.
    """
    if row.state == State.APPROVED:
        return row
    _require(row, State.REVIEW, "approved")
    _refuse_role(row, by, approvers)
    if seen and seen != row.hash:
        raise SopRefused(
            f"{_named(row)} is not what you have read: its hash is {row.hash[:12]}…, not {seen[:12]}….",
            remedy=f"Read it again: plant-copilot sop show {row.sop}",
        )
    _refuse_findings(row)
    due = _day(review_date) or (audit.now().date() + _REVIEW_AFTER).isoformat()
    before = kept.approved(connection, row.sop)
    if before is not None:
        kept.change(connection, before, state=State.SUPERSEDED)
        facts = {"superseded_by": row.version}
        audit.enter(connection, by, "superseded", kept.subject(before.sop, before.version), **facts)
    signed = [*row.signatures, _signature(by, "approver", row.hash)]
    audit.enter(
        connection, by, "approved", kept.subject(row.sop, row.version), hash=row.hash, review_date=due, title=row.title
    )
    return kept.change(connection, row, state=State.APPROVED, approver=by, review_date=due, signatures=signed)


def authors(row: Row[Any], *more: str) -> list[str]:
    """Return everybody who wrote a version or handed it in."""
    known = [row.created_by, *row.decided.get("authors", ()), *more]
    return list(dict.fromkeys(name for name in known if name))


def same_person(one: str, other: str) -> bool:
    """Tell whether two names are the same but for case, width and blanks."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def refuse_nobody(by: str) -> str:
    """Return the name of who signs. Raises ``SopInvalid`` without one."""
    if not by.strip():
        raise SopInvalid("A signature needs the name of a person.", remedy="Say who you are: --by NAME")
    return " ".join(by.split())


def _refuse_role(row: Row[Any], by: str, approvers: frozenset[str]) -> None:
    if any(same_person(by, name) for name in authors(row)):
        raise SopRefused(
            f"{by} wrote {_named(row)} or handed it in, and cannot approve it.", remedy="Another person has to approve."
        )
    if approvers and not any(same_person(by, name) for name in approvers):
        raise SopRefused(f"{by} is not among those who may approve.", remedy="They are in the setting PLANT_APPROVERS.")


def _refuse_findings(row: Row[Any]) -> None:
    procedure = kept.procedure_of(row)
    if row.flags:
        where = dict.fromkeys(f"step {flag['step']}" if flag["step"] else "a text beside it" for flag in row.flags)
        raise SopRefused(
            f"{_named(row)} cannot be approved: {', '.join(where)} is not in its manual as it is quoted.",
            remedy=f"Compare: plant-copilot sop show {row.sop}; or draft it again: plant-copilot sop revise {row.sop}",
        )
    if findings := lint(procedure):
        first = findings[0]
        told = say("en", f"lint.{first.code}", **{"step": first.step, **first.facts})
        rest = f" And {len(findings) - 1} more." if len(findings) > 1 else ""
        raise SopRefused(
            f"{_named(row)} cannot be approved: {told}{rest}", remedy=f"See all: plant-copilot sop lint {row.sop}"
        )


def _require(row: Row[Any], state: State, done: str) -> None:
    if row.state != state:
        raise SopRefused(
            f"{_named(row)} is in the state {row.state}; only a version in the state {state} can be {done}.",
            remedy=f"See it: plant-copilot sop show {row.sop}",
        )


def _named(row: Row[Any]) -> str:
    return f"{row.sop}, version {row.version},"


def _signature(who: str, role: str, content: str) -> Json:
    return {"who": who, "role": role, "at_utc": audit.now().isoformat(" "), "hash": content}


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise SopInvalid(f"{text!r} is no date.", remedy="Write it as 2027-01-31.") from error
