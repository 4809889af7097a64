"""What it costs to keep rows: each moment in which a question or a person touches a book, in files and on a server."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from plant_copilot.audit.book import AuditBook
from plant_copilot.audit.entry import Act
from plant_copilot.ledger import Ledger
from plant_copilot.observing.kept import KeptTraces
from plant_copilot.observing.trace import Trace
from plant_copilot.people.people import People
from plant_copilot.people.settings import SignInSettings
from plant_knowledge_ingest.catalogue import Catalogue
from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.passage import Document
from plant_knowledge_ingest.shelf import Shelf

Json = dict[str, Any]
_WRITERS = 8


def run_books(times: int = 300, url: str = "") -> Json:
    """Measure each moment ``times``: {times, files: {moment: {median_ms, p95_ms}}, server, lost}.

    ``server`` is measured where there is the ``url`` of a database, in a schema of its own; ``lost`` counts what eight
    threads wrote into one book and is not there, on both.
    """
    with TemporaryDirectory() as folder:
        places = {"files": Shelf(Path(folder))} | ({"server": Shelf(Path(folder), url)} if url else {})
        measured = {name: dict(_measured(shelf, times)) for name, shelf in places.items()}
        lost = sum(_lost(shelf, times) for shelf in places.values())
    return {"times": times, "files": measured["files"], "server": measured.get("server", {}), "lost": lost}


def of_books(result: Json) -> str:
    """Return the figures as text."""
    lines = [f"{'':<34}{'files':>10}{'p95':>8}{'server':>10}{'p95':>8}   ms"]
    for moment, files in result["files"].items():
        server = result["server"].get(moment, {"median_ms": math.nan, "p95_ms": math.nan})
        figures = (files["median_ms"], files["p95_ms"], server["median_ms"], server["p95_ms"])
        lines.append(f"{moment:<34}{figures[0]:>10.3f}{figures[1]:>8.3f}{figures[2]:>10.3f}{figures[3]:>8.3f}")
    return "\n".join([*lines, f"lost of what {_WRITERS} writers wrote at once: {result['lost']}"])


def _measured(shelf: Shelf, times: int) -> Iterator[tuple[str, Json]]:
    traces, audit, people = KeptTraces(shelf, 30), AuditBook(shelf), People(shelf, SignInSettings())
    with closing(Ledger(shelf)) as ledger, closing(Catalogue(shelf.home / "catalogue.sqlite3", shelf=shelf)) as listed:
        people.users.add("anna", roles=["technician"], source="oidc")
        listed.put(_entry(0))
        moments: dict[str, Callable[[int], object]] = {
            "a trace is kept": lambda n: traces.add(_trace(n)),
            "an act is entered into the audit log": lambda n: audit.enter(Act("tina", "counted", str(n))),
            "a question is written down": lambda n: ledger.begin(f"t{n}", "anna", "What now?", f"k{n}"),
            "its answer is written down": lambda n: ledger.add(f"t{n}", "anna", {"question": "?"}, {}, "", f"k{n}"),
            "a person's threads are listed": lambda _: ledger.threads("anna", most=20),
            "a session is looked up": lambda _: people.sign_in.whose_session("of nobody"),
            "a document is looked up": lambda _: listed.find("manual 0"),
            "a document is entered": lambda n: listed.put(_entry(n)),
        }
        for name, moment in moments.items():
            yield name, _timed(moment, times)
    people.close()


def _timed(moment: Callable[[int], object], times: int) -> Json:
    moment(times)
    taken = sorted(_once(moment, number) for number in range(times))
    return {"median_ms": round(median(taken), 3), "p95_ms": round(taken[math.ceil(0.95 * times) - 1], 3)}


def _once(moment: Callable[[int], object], number: int) -> float:
    began = time.perf_counter()
    moment(number)
    return 1_000 * (time.perf_counter() - began)


def _lost(shelf: Shelf, times: int) -> int:
    """Return how many acts that eight writers entered at once are not in one chain."""
    audit = AuditBook(shelf)
    before = len(audit.entries())
    with ThreadPoolExecutor(_WRITERS) as pool:
        list(pool.map(lambda n: AuditBook(shelf).enter(Act("tina", "counted", str(n))), range(times)))
    return before + times - len({one["number"] for one in audit.entries()})


def _trace(number: int) -> Trace:
    return Trace(f"{number:012x}", "question", "2026-01-01T00:00:00", 0.1, "answered")


def _entry(number: int) -> Entry:
    document = Document(name=f"manual {number}", revision="A", file=f"{number:064x}", title="Manual")
    return Entry(document, Path("manual.pdf"), "manual.pdf", 3, 9, ("en",), {}, "2026-01-01")
