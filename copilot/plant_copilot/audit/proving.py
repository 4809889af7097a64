"""Whether a book is what was written: its chain from the first entry to the last, and the heads kept beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plant_copilot.audit.entry import FIRST, linked
from plant_copilot.audit.heads import Head
from plant_copilot.errors import AuditOutOfReach

if TYPE_CHECKING:
    from plant_copilot.audit.book import AuditBook


@dataclass(frozen=True, slots=True)
class Proof:
    """``broken_at`` is the first entry that is not what was written, None for none; ``reason`` says what is wrong."""

    entries: int
    broken_at: int | None = None
    reason: str = ""
    heads: int = 0

    @property
    def is_intact(self) -> bool:
        """Whether nothing is wrong."""
        return not self.reason


def prove(book: AuditBook, copies: Path | None = None) -> Proof:
    """Look at every entry and every head; ``copies`` is the folder of copies, where not the one that was named."""
    heads = list(book.heads.all(copies))  # before the entries: what is entered meanwhile has no head here
    try:
        hashes, broken, reason = _chained(book.rows())
    except AuditOutOfReach as error:
        return Proof(0, 1, error.message)
    if broken:
        return Proof(len(hashes), broken, reason)
    for name, head in heads:
        if wrong := _missed(name, head, hashes):
            return Proof(len(hashes), min(head.number, len(hashes)) if head.number > 0 else None, wrong)
    if hashes and book.heads.is_lost:
        return Proof(len(hashes), None, "The latest head, which was kept beside the log, is gone.")
    return Proof(len(hashes), heads=len(heads))


def _chained(rows: Iterable[tuple[int, str, str, str]]) -> tuple[list[str], int | None, str]:
    """Return the hashes of the entries in order, the first that is wrong, and why."""
    hashes: list[str] = []
    previous = FIRST
    for place, (number, entry, said, mark) in enumerate(rows, 1):
        if number != place:
            return hashes, place, f"Entry {place} is missing."
        if said != previous:
            return hashes, place, f"Entry {place} does not follow the one before it."
        if mark != linked(number, entry, previous) or _number(entry) != number:
            return hashes, place, f"Entry {place} is not what was written."
        hashes.append(mark)
        previous = mark
    return hashes, None, ""


def _number(entry: str) -> int | None:
    try:
        told = json.loads(entry)
    except ValueError:
        return None
    return told.get("number") if isinstance(told, dict) else None


def _missed(name: str, head: Head, hashes: list[str]) -> str:
    """Return what is wrong with the book by one of its heads."""
    if head.number < 1:
        return f"{name.capitalize()} is damaged."
    if head.number > len(hashes):
        return f"The log ends at entry {len(hashes)}; {name} is of entry {head.number}."
    if hashes[head.number - 1] != head.hash:
        return f"Entry {head.number} is another than {name} says: the log was written anew."
    return ""
