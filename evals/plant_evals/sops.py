"""Drafts of procedures over the documents of a home: what is at its citation, what is missing, and the order.

Nothing is written to the home: the drafts are kept in records of their own. The changed torque is read into a library
of its own.
"""

from __future__ import annotations

import random
import shutil
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import yaml

from plant_evals.casebook import OURS
from plant_evals.drafting import read_dictations
from plant_knowledge_ingest.hazards import severity
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.tokens import for_search
from plant_tools.records.store import Store
from plant_tools.sop.desk import SopDesk
from plant_tools.sop.lint import ORDER, lint
from plant_tools.sop.model import Good, Hazard, Phase, Procedure, Source, walk
from plant_tools.sop.proven import counted, unproven

if TYPE_CHECKING:
    from plant_knowledge_ingest.library import Library

Json = dict[str, Any]

_MUTATIONS = 100
_PLANTED = (
    ("P-101", "Elektrisch", "verify"),
    ("P-101", "Druck, Druckseite", "relieve"),
    ("P-101", "Wärme, Lauge", "isolate"),
    ("CP-304", "Druckluft", "relieve"),
    ("CP-304", "Schwungmasse Karussell", "verify"),
    ("FL-303", "Product pressure", "isolate"),
    ("DP-301", "Vacuum store", "magnitude"),
    ("PL-307", "液压", "verify"),
)
_NO_PROCEDURE = (("changing the oil", "P-101"), ("Getriebeöl wechseln", "CP-304"))


def run_sops(library: Library, cases: str, principal: Principal) -> Json:
    """Draft every case and count: {drafts, numbers, quotes, order, signal_words, gaps, mutations, seconds, cases}."""
    read = read_dictations(cases)
    with _desk(library) as desk:
        desk.draft(read[0]["task"], principal, asset=read[0].get("asset", ""))  # loads what the first one waits for
        counts = [_counted(desk, library, case, principal) for case in read]
        planted = _planted(desk, principal) if cases == "sops" else []
    seconds = sorted(one["seconds"] for one in counts)
    return {
        "drafts": len(counts),
        "right_procedure": _of(counts, "found"),
        "right_values": [sum(one["values"][i] for one in counts) for i in (0, 1)],
        "numbers_at_citation": [sum(one["numbers"][i] for one in counts) for i in (0, 1)],
        "quotes_on_page": [sum(one["quotes"][i] for one in counts) for i in (0, 1)],
        "order_violations": sum(one["order"] for one in counts),
        "signal_words": [sum(one["signals"][i] for one in counts) for i in (0, 1)],
        "gaps_reported": [sum(one["reported"] for one in planted), len(planted)],
        "mutations_caught": [sum(one["mutations"][i] for one in counts) for i in (0, 1)],
        "seconds": {"median": statistics.median(seconds), "slowest": seconds[-1]},
        "cases": counts,
        "planted": planted,
    }


def report(result: Json) -> str:
    """Return the counts as a table, and what was wrong case by case."""
    lines = [f"{'drafts':<24}{result['drafts']:>10}"]
    names = ("right_procedure", "right_values", "numbers_at_citation", "quotes_on_page", "signal_words")
    lines += [_line(name, result[name]) for name in names]
    lines.append(f"{'order violations':<24}{result['order_violations']:>10}")
    lines += [_line(name, result[name]) for name in ("gaps_reported", "mutations_caught")]
    seconds = result["seconds"]
    lines.append(f"{'seconds a draft':<24}{seconds['median']:>10.2f}  (slowest {seconds['slowest']:.2f})")
    if "changed" in result:
        lines.append(f"{'changed torque flags':<24}{len(result['changed']['steps']):>10}  of {result['changed']['of']}")
    wrong = [f"{one['id']} ({one['language']}): {'; '.join(one['wrong'])}" for one in result["cases"] if one["wrong"]]
    return "\n".join([*lines, *wrong])


def _line(name: str, pair: Sequence[int]) -> str:
    return f"{name.replace('_', ' '):<24}{pair[0]:>10}  of {pair[1]}"


def _of(counts: Sequence[Json], name: str) -> list[int]:
    return [sum(bool(one[name]) for one in counts), len(counts)]


@contextmanager
def _desk(library: Library) -> Iterator[SopDesk]:
    with TemporaryDirectory() as folder:
        store = Store.in_home(Path(folder))
        try:
            yield SopDesk(lambda: store, library)
        finally:
            store.close()


def _counted(desk: SopDesk, library: Library, case: Json, principal: Principal) -> Json:
    started = time.perf_counter()
    one = desk.draft(case["task"], principal, asset=case.get("asset", ""), language=case["language"])
    seconds = round(time.perf_counter() - started, 3)
    procedure = desk.procedure(one["sop"], principal)
    wrong = [f"{gap.fact} is not at its citation" for gap in unproven(procedure)]
    found = _is_from(procedure, library, case["heading"], principal)
    wrong += [] if found else [f"not made from {case['heading']!r}"]
    values = {part: _value(procedure, part) for part in case["values"]}
    wrong += [
        f"{part}: {values[part]!r}, not {value!r}" for part, value in case["values"].items() if values[part] != value
    ]
    lacking = len(list(unproven(procedure)))
    total = counted(procedure)
    return {
        "id": case["id"],
        "language": case["language"],
        "wrong": wrong,
        "found": found,
        "values": [sum(values[part] == value for part, value in case["values"].items()), len(values)],
        "numbers": [total - lacking, total],
        "quotes": _on_page(procedure, library, principal),
        "order": sum(finding.code in ORDER | {"missing_phase"} for finding in lint(procedure)),
        "signals": _signals(procedure),
        "mutations": _mutated(procedure, case["id"]),
        "gaps": len(procedure.gaps),
        "seconds": seconds,
    }


def _is_from(procedure: Procedure, library: Library, heading: str | list[str], principal: Principal) -> bool:
    """Tell whether the work quotes the section under ``heading``, or one of several in different languages."""
    headings = [heading] if isinstance(heading, str) else heading
    work = [s.sources[0] for s in procedure.steps if s.phase in {Phase.WORK, Phase.TEST} and s.sources]
    told = {
        for_search(passage.text)
        for entry in library.documents(principal)
        if entry.document.name in {source.document for source in work}
        for passage in library.contents(entry)
        if passage.headings and passage.headings[-1] in headings
    }
    quoted = [source for source in work if source.kind == "page"]
    return bool(quoted) and all(any(for_search(source.quote) in text for text in told) for source in quoted)


def _value(procedure: Procedure, part: str) -> str:
    goods = [step.good for step in procedure.steps if part in step.action and isinstance(step.good, Good)]
    return goods[0].value if goods else ""


def _on_page(procedure: Procedure, library: Library, principal: Principal) -> list[int]:
    """Count the quotes that stand on the page that they cite, read again from the library."""
    cited = [source for source in procedure.sources if source.kind == "page"]
    pages: dict[tuple[str, str, int], str] = {}
    for entry in library.documents(principal):
        if entry.document.name in {source.document for source in cited}:
            for passage in library.contents(entry):
                key = (passage.document, passage.revision, passage.page)
                pages[key] = pages.get(key, "") + passage.text + "\n"
    stands = [source.quote in pages.get((source.document, source.revision, source.page), "") for source in cited]
    return [sum(stands), len(stands)]


def _signals(procedure: Procedure) -> list[int]:
    """Count the safety messages whose signal word is as severe as the printed one, of all."""
    hazards = [found for found in walk(procedure) if isinstance(found, Hazard)]
    kept = [hazard for hazard in hazards if _printed(hazard.sources) == hazard.rank == severity(hazard.signal_word)]
    return [len(kept), len(hazards)]


def _printed(sources: Sequence[Source]) -> int | None:
    return severity(sources[0].quote) if sources else None


def _mutated(procedure: Procedure, seed: str) -> list[int]:
    """Move one step to where its phase does not belong, again and again: how often the lint says so."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    caught = tried = 0
    steps = procedure.steps
    while tried < _MUTATIONS and len({step.phase for step in steps}) > 1:
        taken, put = draw.randrange(len(steps)), draw.randrange(len(steps))
        moved = [*steps[:taken], *steps[taken + 1 :]]
        moved.insert(put, steps[taken])
        if [step.phase for step in moved] == [step.phase for step in steps]:
            continue
        tried += 1
        caught += any(finding.code in ORDER for finding in lint(replace(procedure, steps=tuple(moved))))
    return [caught, tried]


def _planted(desk: SopDesk, principal: Principal) -> list[Json]:
    """Leave one value out of a sheet, or ask for what no manual tells: whether it is said to be missing."""
    told = []
    for asset, energy, field in _PLANTED:
        sheet = yaml.safe_load(desk.energy_form(asset, principal))
        for row in sheet["energies"]:
            row.update({name: row[name] or "5 min warten" for name in ("magnitude", "isolate", "relieve", "verify")})
            row.update({field: ""} if row["name"] == energy else {})
        desk.load_energies(yaml.safe_dump(sheet, allow_unicode=True), f"{asset}.yaml")
        one = desk.draft("Reinigen", principal, asset=asset, language="de")
        gaps = {(gap["field"], gap["of"]) for gap in one["gaps"]}
        told.append({"asset": asset, "gap": f"{energy}: {field}", "reported": (field, energy) in gaps})
    for task, asset in _NO_PROCEDURE:
        codes = {finding["code"] for finding in desk.draft(task, principal, asset=asset)["lint"]}
        told.append({"asset": asset, "gap": task, "reported": "no_work" in codes})
    return told


def run_changed(open_library: Callable[[Path], Library], manuals: Path, principal: Principal) -> Json:
    """Read in a manual, draft from it, read in a revision with one torque changed: {of, steps}, the flagged ones."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        library = open_library(home)
        try:
            library.ingest([manuals / "P-101-Betriebsanleitung.pdf"])
            with _desk(library) as desk:
                one = desk.draft("Gleitringdichtung tauschen", principal, asset="P-101")
                shutil.copy(OURS / "P-101-next-revision.pdf", home / "next.pdf")
                known = {"document": "P-101 Betriebsanleitung", "revision": "3", "effective": "2024-01-01"}
                library.ingest([home / "next.pdf"], described={**known, "assets": ["P-101"]})
                (flagged,) = desk.keep_up()
        finally:
            library.close()
    return {"of": len(one["procedure"]["steps"]), "steps": flagged["needs_review"]}
