"""Procedures printed and brought back: how long it takes, what the report says wrongly, what planted values it finds.

Each case of ``eval sop`` is drafted, written as PDF and Word, read back from Word and held against the manuals. Then
one value after the other is changed in a step of the work, and the report has to show it beside the manual's.
Nothing is written to the home.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from plant_evals.drafting import read_dictations
from plant_knowledge_ingest.principal import Principal
from plant_tools.records.store import Store
from plant_tools.sop.desk import SopDesk
from plant_tools.sop.importing.desk import ImportDesk
from plant_tools.sop.importing.reading import Imported, imported
from plant_tools.sop.laying_out import sheet
from plant_tools.sop.model import Phase
from plant_tools.sop.printed import pdf
from plant_tools.sop.word import docx

if TYPE_CHECKING:
    from plant_knowledge_ingest.library import Library

Json = dict[str, Any]

_VALUE = re.compile(r"(?<![\w.,-])(\d+(?:[.,]\d+)?)(?=\s?(?:Nm|N·m|mm|bar|min|°C|Liter|L|l)(?![A-Za-z]))")


def run_files(library: Library, cases: str, principal: Principal) -> Json:
    """Return {cases, steps, phases, planted, wrongly_differs, seconds: {pdf, docx, back}, missed}; pairs: [of, all]."""
    with TemporaryDirectory() as folder:
        store = Store.in_home(Path(folder))
        try:
            desk = SopDesk(lambda: store, library)
            told = [_told(desk, library, case, principal, Path(folder)) for case in read_dictations(cases)]
        finally:
            store.close()
    found = [one for one in told if one]
    return {
        "cases": len(found),
        **{name: [sum(one[name][at] for one in found) for at in (0, 1)] for name in ("steps", "phases", "planted")},
        "wrongly_differs": sum(one["wrongly"] for one in found),
        "seconds": {name: statistics.median(one["seconds"][name] for one in found) for name in ("pdf", "docx", "back")},
        "missed": [text for one in found for text in one["missed"]],
    }


def _told(desk: SopDesk, library: Library, case: Json, principal: Principal, folder: Path) -> Json | None:
    kept = desk.draft(case["task"], principal, asset=case.get("asset", ""))
    procedure = desk.procedure(kept["sop"], principal)
    if not any(step.phase is Phase.WORK for step in procedure.steps):
        return None
    laid = sheet(procedure)
    clock = [time.perf_counter()]
    pdf(laid)
    clock.append(time.perf_counter())
    file = folder / f"{kept['sop']}.docx"
    file.write_bytes(docx(laid))
    clock.append(time.perf_counter())
    desk_in = ImportDesk(library, desk)
    read = imported(file, asset=procedure.asset)
    report = desk_in.report(read, principal, file.name)
    clock.append(time.perf_counter())
    pairs = list(zip(procedure.steps, read.procedure.steps, strict=False))
    planted = [(text, _shown(desk_in, changed, at, principal)) for changed, at, text in _changed(read)]
    return {
        "steps": [len(read.procedure.steps), len(procedure.steps)],
        "phases": [sum(old.phase is new.phase for old, new in pairs), len(procedure.steps)],
        "wrongly": sum(one["code"] == "value_differs" for one in report["findings"]),
        "planted": [sum(shown for _, shown in planted), len(planted)],
        "seconds": {n: b - a for n, a, b in zip(("pdf", "docx", "back"), clock, clock[1:], strict=False)},
        "missed": [text for text, shown in planted if not shown],
    }


def _changed(read: Imported) -> Iterator[tuple[Imported, str, str]]:
    """Yield the procedure with one value of a step of the work changed, the step, and its text."""
    steps = read.procedure.steps
    for at, step in enumerate(steps):
        found = _VALUE.search(step.action)
        if step.phase is not Phase.WORK or not found:
            continue
        other = str(int(float(found[1].replace(",", ".")) * 3 + 7))
        text = step.action[: found.start(1)] + other + step.action[found.end(1) :]
        new = (*steps[:at], replace(step, action=text, good=None), *steps[at + 1 :])
        yield replace(read, procedure=replace(read.procedure, steps=new)), step.id, text


def _shown(desk: ImportDesk, read: Imported, step: str, principal: Principal) -> bool:
    findings = desk.report(read, principal, "changed")["findings"]
    return any(one["step"] == step and one["code"] == "value_differs" for one in findings)


def report(result: Json) -> str:
    """Return the counts as a table, and what was missed."""
    names = ("steps", "phases", "planted")
    lines = [f"{'procedures':<18}{result['cases']:>12}"]
    lines += [f"{name:<18}{result[name][0]:>6} of {result[name][1]}" for name in names]
    lines.append(f"{'wrongly differs':<18}{result['wrongly_differs']:>12}")
    lines += [f"{'seconds ' + name:<18}{value:>12.2f}" for name, value in result["seconds"].items()]
    return "\n".join([*lines, *(f"missed: {text}" for text in result["missed"])])
