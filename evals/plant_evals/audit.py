"""Whether manipulations of an audit log are found out, and what an entry costs.

Each try copies a log that was written as in daily work, over two days, lays hands on it in one way, and asks for the
proof. Whoever does it knows how the log is made, and may compute hashes. ``anew`` and ``cut_with_head`` also put right
what lies beside the log in the home: only copies of the heads elsewhere tell of those.
"""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from plant_copilot.audit.book import AuditBook
from plant_copilot.audit.entry import FIRST, Act, linked
from plant_copilot.audit.proving import prove
from plant_knowledge_ingest.shelf import Shelf

Json = dict[str, Any]
Rows = list[tuple[int, str, str, str]]
Hand = Callable[[Path, random.Random], None]

ENTRIES = 60
_ACTS = ("signed in", "order approved", "documents ingested", "user changed", "procedure approve", "records loaded")
_NEEDS_COPIES = frozenset({"anew", "cut_with_head"})


def run_audit(tries: int = 1_000, seed: int = 0) -> Json:
    """Return {tries, found, kinds: {kind: {tries, found}}, without_copies, false_alarms, entry_ms}."""
    chance = random.Random(seed)  # noqa: S311 - the same manipulations every time
    kinds = {name: {"tries": 0, "found": 0} for name in HANDS}
    with TemporaryDirectory() as made:
        folder = Path(made)
        costs = _written(folder / "home", folder / "copies", chance)
        alarms = int(not prove(AuditBook(Shelf(folder / "home")), folder / "copies").is_intact)
        unseen = 0
        for number in range(tries):
            kind = list(HANDS)[number % len(HANDS)]
            found, alone = _tried(folder, HANDS[kind], chance)
            kinds[kind]["tries"] += 1
            kinds[kind]["found"] += found
            unseen += not alone and kind in _NEEDS_COPIES
    return {
        "tries": tries,
        "found": sum(one["found"] for one in kinds.values()),
        "kinds": kinds,
        "unseen_without_copies": unseen,
        "false_alarms": alarms,
        "entry_ms": {"p50": round(median(costs), 2), "p95": round(sorted(costs)[int(len(costs) * 0.95)], 2)},
    }


def _written(home: Path, copies: Path, chance: random.Random) -> list[float]:
    """Write a log; return the milliseconds of each entry."""
    book = AuditBook(Shelf(home))
    book.heads.copy_to(copies)
    costs = []
    for number in range(ENTRIES):
        started = time.perf_counter()
        book.enter(Act(f"person {number % 7}", chance.choice(_ACTS), f"thing {number}"))
        costs.append((time.perf_counter() - started) * 1_000)
    return costs


def _tried(folder: Path, hand: Hand, chance: random.Random) -> tuple[bool, bool]:
    """Lay hands on a copy of the log; say whether it is found out, with and without the copies of the heads."""
    home = folder / "touched"
    shutil.copytree(folder / "home", home)
    try:
        hand(home / "audit", chance)
        (home / "audit" / "copies.json").unlink(missing_ok=True)
        return not prove(AuditBook(Shelf(home)), folder / "copies").is_intact, not prove(
            AuditBook(Shelf(home))
        ).is_intact
    finally:
        shutil.rmtree(home)


def _edited(audit: Path, chance: random.Random) -> None:
    """Change a word of an entry."""
    rows = _rows(audit)
    place = chance.randrange(len(rows))
    number, entry, previous, mark = rows[place]
    told = json.loads(entry)
    told[chance.choice(("who", "what", "subject", "outcome", "at"))] += "x"
    rows[place] = (number, json.dumps(told, ensure_ascii=False, sort_keys=True), previous, mark)
    _put(audit, rows)


def _edited_hashed(audit: Path, chance: random.Random) -> None:
    """Change a word of an entry, and its hash with it."""
    rows = _rows(audit)
    place = chance.randrange(len(rows))
    number, entry, previous, _ = rows[place]
    entry = entry.replace('"person ', '"nobody ')
    rows[place] = (number, entry, previous, linked(number, entry, previous))
    _put(audit, rows)


def _deleted(audit: Path, chance: random.Random) -> None:
    """Take an entry out; its number stays free."""
    rows = _rows(audit)
    rows.pop(chance.randrange(len(rows) - 1))
    _put(audit, rows)


def _closed_up(audit: Path, chance: random.Random) -> None:
    """Take an entry out, and number those behind it anew."""
    rows = _rows(audit)
    rows.pop(chance.randrange(len(rows) - 1))
    _put(audit, [(number, *row[1:]) for number, row in enumerate(rows, 1)])


def _swapped(audit: Path, chance: random.Random) -> None:
    """Let two entries change places."""
    rows = _rows(audit)
    one, other = chance.sample(range(len(rows)), 2)
    rows[one], rows[other] = (rows[one][0], *rows[other][1:]), (rows[other][0], *rows[one][1:])
    _put(audit, rows)


def _put_in(audit: Path, chance: random.Random) -> None:
    """Put an entry in that nobody wrote, with a right hash."""
    rows = _rows(audit)
    place = chance.randrange(1, len(rows))
    previous, entry = rows[place - 1][3], json.dumps({"number": place + 1, "who": "nobody"})
    rows.insert(place, (place + 1, entry, previous, linked(place + 1, entry, previous)))
    _put(audit, [(number, *row[1:]) for number, row in enumerate(rows, 1)])


def _cut(audit: Path, chance: random.Random) -> None:
    """Cut entries off at the end."""
    rows = _rows(audit)
    _put(audit, rows[: chance.randrange(len(rows))])


def _cut_with_head(audit: Path, chance: random.Random) -> None:
    """Cut entries off at the end, and put the head right."""
    rows = _rows(audit)[: chance.randrange(1, ENTRIES)]
    _put(audit, rows)
    _head(audit, rows)


def _anew(audit: Path, chance: random.Random) -> None:
    """Change an entry and write everything after it anew, the head too."""
    rows, written, previous = _rows(audit), [], FIRST
    changed = chance.randrange(len(rows))
    for place, (number, entry, _, _) in enumerate(rows):
        entry = entry.replace('"person ', '"nobody ') if place == changed else entry  # noqa: PLW2901 - what is kept
        mark = linked(number, entry, previous)
        written.append((number, entry, previous, mark))
        previous = mark
    _put(audit, written)
    _head(audit, written)


def _head_gone(audit: Path, _: random.Random) -> None:
    """Take the head away."""
    (audit / "head.json").unlink()


def _head_changed(audit: Path, chance: random.Random) -> None:
    """Write another head."""
    (audit / "head.json").write_text(
        json.dumps({"day": "2025-01-01", "number": chance.randrange(1, 99), "hash": "0" * 64})
    )


def _bytes_changed(audit: Path, chance: random.Random) -> None:
    """Change bytes of entries in the file, past the database."""
    file = audit / "audit.sqlite"
    content = bytearray(file.read_bytes())
    place = content.find(b'"person ', chance.randrange(len(content) // 2))
    content[place + 1 : place + 7] = b"nobody"
    file.write_bytes(content)


HANDS: dict[str, Hand] = {
    "edited": _edited,
    "edited_hashed": _edited_hashed,
    "deleted": _deleted,
    "closed_up": _closed_up,
    "swapped": _swapped,
    "put_in": _put_in,
    "cut": _cut,
    "cut_with_head": _cut_with_head,
    "anew": _anew,
    "head_gone": _head_gone,
    "head_changed": _head_changed,
    "bytes_changed": _bytes_changed,
}


def _rows(audit: Path) -> Rows:
    with closing(sqlite3.connect(audit / "audit.sqlite")) as db:
        return list(db.execute("SELECT number, entry, previous, hash FROM entries ORDER BY number"))


def _put(audit: Path, rows: Rows) -> None:
    with closing(sqlite3.connect(audit / "audit.sqlite")) as db, db:
        db.execute("DELETE FROM entries")
        db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?)", rows)


def _head(audit: Path, rows: Rows) -> None:
    told = json.loads((audit / "head.json").read_text())
    (audit / "head.json").write_text(json.dumps({**told, "number": rows[-1][0], "hash": rows[-1][3]}))


def of_audit(result: Json) -> str:
    """Return the result as a table for a terminal."""
    lines = [f"{name:16}{one['found']:>6} of {one['tries']:>4}" for name, one in result["kinds"].items()]
    lines.append(f"{'all':16}{result['found']:>6} of {result['tries']:>4}, false alarms: {result['false_alarms']}")
    lines.append(f"without copies of the heads elsewhere, {result['unseen_without_copies']} stay unseen")
    lines.append(f"an entry takes {result['entry_ms']['p50']} ms (p50), {result['entry_ms']['p95']} ms (p95)")
    return "\n".join(lines)
