"""What stands in the plant before anybody tries its doors: made by who may see all, out of what few may see."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from plant_copilot import Copilot
from plant_evals.rights_calls import Made
from plant_evals.rights_of_work import brief
from plant_evals.rights_papers import write
from plant_evals.rights_plant import Ledger, Paper, ledgers, papers
from plant_knowledge_ingest.errors import PlantError

_FEW = 6
"""Of so many manuals and data sets something is made."""

_BY = "A. Huber"


def fill(copilot: Copilot, number: int, kinds: Sequence[str], folder: Path) -> Made:
    """Read manuals and records in; make procedures, runs, investigations, selections, events, conversations of them."""
    made = Made(papers(number, kinds=kinds), ledgers(max(3, number // 3)))
    copilot.ingest([write(made.papers, folder)])
    for ledger in made.ledgers:
        _load(copilot, ledger, folder)
    for paper in made.papers[:_FEW]:
        _of(copilot, made, paper)
    for ledger in made.ledgers[:_FEW]:
        said = f"The bearing {ledger.words[2]} is noisy."
        draft = copilot.drafts.create(said, asset=ledger.tag, dataset=ledger.name, by=_BY)
        made.drafts[draft["draft"]] = ledger
    return made


def _load(copilot: Copilot, ledger: Ledger, folder: Path) -> None:
    file = folder.parent / f"orders-{ledger.number}.csv"
    file.write_text(ledger.rows, encoding="utf-8")
    copilot.records.load(file, dataset=ledger.name, groups=ledger.rights, site=ledger.site)


def _of(copilot: Copilot, made: Made, paper: Paper) -> None:
    """Make one of everything out of a manual."""
    text = f"Replacing the {paper.words[3]} of {paper.tag}"
    shown = copilot.sops.draft(text, asset=paper.tag, document=paper.name, by=_BY)
    run = copilot.sop_work.begin(sop=shown["sop"], by=_BY, mode="training")["run"]
    if paper.oil in repr(shown):  # a list that is no procedure makes one that nobody but its author is shown
        made.sops[shown["sop"]] = made.runs[run] = paper
    for kind in ("session", "tree"):
        with suppress(PlantError):  # not every manual's table is one that can be followed
            begun = copilot.investigations.begin(paper.alarm, kind=kind, asset=paper.tag, by=_BY)
            made.investigations.append(begun["investigation"])
    made.selections[copilot.select(brief(paper))["number"]] = paper
    thread = str(uuid4())
    for question in (f"Which oil does the gearbox of {paper.tag} take?", f"What does {paper.alarm} mean?"):
        copilot.ask(question, thread=thread)
        made.traces.append(copilot.why(thread)["support_code"])
    made.threads.append(thread)
    copilot.give_feedback(thread, "down", comment=f"not {paper.oil}")
    taken = copilot.events.take({"source": "scada", "asset": paper.tag, "code": paper.alarm})
    copilot.events.prepare(taken["event"], copilot.local)
    made.events.append(taken["event"])
