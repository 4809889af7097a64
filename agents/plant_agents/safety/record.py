"""How the machines that an answer lays hands on are isolated, as far as that is on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from plant_agents.answer import MarkedEvidence, Notice, Statement
from plant_agents.messages import say
from plant_agents.question import Question
from plant_agents.safety.isolating import Progress, not_on_record
from plant_agents.safety.order import hands_on
from plant_knowledge_ingest.citation import PageCitation
from plant_tools.evidence import Citation, Evidence
from plant_tools.manuals.isolation import ISOLATION, Isolation, IsolationBook


@dataclass(frozen=True, slots=True)
class OnRecord:
    """By the name of each machine what its documents say of isolating it, None where they say nothing."""

    machines: Mapping[str, Isolation | None] = field(default_factory=dict, hash=False)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The procedures, each with its energies, as they stand."""
        return tuple(dict.fromkeys(found for each in self._told() for found in each.evidence))

    @property
    def silent(self) -> tuple[str, ...]:
        """The machines whose documents do not say how they are isolated."""
        return tuple(name for name, told in self.machines.items() if told is None or not told.is_told)

    def progress(self) -> Progress:
        """Return how far whoever follows what is on record has come; nowhere for a machine that is silent."""
        energies = [energy for each in self._told() for energy in each.energies]
        progress = Progress.of(() if self.silent else energies)
        steps = [found.statement for found in self.evidence if "energy" not in found.details]
        for step in (line for text in steps for line in text.splitlines()):
            progress.take(step)
        if not self.silent:
            progress.take_on_record()
        return progress

    def notices(self, language: str) -> Iterator[Notice]:
        """Yield a notice of each machine with energies that cannot be isolated, or not proven gone, by the record."""
        for machine, isolation in self.machines.items():
            if isolation and isolation.warned:
                energies = ", ".join(say(language, f"energy_{kind}") for kind in isolation.kinds_warned_of)
                yield Notice("energies_warned", say(language, "energies_warned", machine=machine, energies=energies))
                continue
            open_ = ", ".join(energy.name for energy in not_on_record(isolation.energies)) if isolation else ""
            if isolation and (open_ or not isolation.energies):
                energies = open_ or say(language, "every_energy")
                yield Notice("energy_open", say(language, "energy_open", machine=machine, energies=energies))

    def _told(self) -> Iterator[Isolation]:
        return (isolation for isolation in self.machines.values() if isolation)


def record_for(
    question: Question,
    statements: Sequence[Statement],
    evidence: Sequence[MarkedEvidence],
    citations: Sequence[Citation],
    book: IsolationBook | None,
    *,
    by_code: bool,
) -> OnRecord:
    """Return what is on record for the machines that ``statements`` lay hands on.

    Nothing is needed where the statements are the procedure of isolation itself. What is written ``by_code`` and is no
    numbered step is a fact; of a model's sentences each may have somebody do something.
    """
    quoted = frozenset(found.statement for found in evidence)
    hazards = {mark for found in evidence if found.kind == "hazard" for mark in found.marks}
    told = [s for s in statements if not set(s.marks) <= hazards]
    own = {s for s in told if s.phrased or not by_code}
    acts = [s for s in told if hands_on(s, frozenset() if s in own else quoted) and (s in own or not s.leads)]
    if book is None or not acts:
        return OnRecord()
    documents = [c.document for s in acts for m in s.marks if isinstance(c := citations[m - 1], PageCitation)]
    record = OnRecord(_machines(question, dict.fromkeys(documents), book))
    isolation = {found.statement for found in record.evidence}
    return record if any(act.text not in isolation for act in acts) else OnRecord()


def _machines(question: Question, documents: Iterable[str], book: IsolationBook) -> dict[str, Isolation | None]:
    """Return the machines of ``documents``, of several those that are asked about; a document without is its own."""
    asked = asked_about(question, book)
    machines: dict[str, Isolation | None] = {}
    for document in documents:
        assets = book.assets_of(document, question.principal)
        for asset in [asset for asset in assets if asset in asked] or assets:
            machines[asset] = book.of_asset(asset, question.principal)
        if not assets:
            machines[document] = book.of_document(document, question.principal)
    return machines


def record_of_asked(question: Question, book: IsolationBook | None) -> OnRecord:
    """Return what is on record for the machines that a question names, or that is selected."""
    if book is None:
        return OnRecord()
    return OnRecord({asset: book.of_asset(asset, question.principal) for asset in asked_about(question, book)})


def asked_about(question: Question, book: IsolationBook) -> tuple[str, ...]:
    """Return the machines whose tags stand in the question, else the one whose kind does, else the one selected."""
    if tagged := book.assets(question.text, question.principal):
        return tagged
    called = book.called(question.text, question.principal) or question.asset
    return (called,) if called else ()


def isolating(record: OnRecord, evidence: Sequence[MarkedEvidence]) -> tuple[Statement, ...]:
    """Return what is on record as statements, with the marks that it has in ``evidence``."""
    texts = {found.statement for found in record.evidence}
    return tuple(
        Statement(found.statement, found.marks)
        for found in evidence
        if found.kind == ISOLATION and found.statement in texts
    )
