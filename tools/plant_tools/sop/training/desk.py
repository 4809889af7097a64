"""Where people learn an approved procedure: cards, a quiz, and what each of them has answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import insert, select

from plant_knowledge_ingest.principal import Principal
from plant_tools.records import audit
from plant_tools.records.sight import Upkeep
from plant_tools.records.written import SopAnswer
from plant_tools.sop.doing.reading_out import place
from plant_tools.sop.errors import SopInvalid
from plant_tools.sop.model import Procedure
from plant_tools.sop.training.questions import Question, questions
from plant_tools.sop.wording import spoken

if TYPE_CHECKING:
    from plant_knowledge_ingest.library import Library
    from plant_tools.records.store import Store
    from plant_tools.sop.desk import SopDesk

Json = dict[str, Any]

_RECORD = Upkeep("what people answered about procedures")
_table = SopAnswer.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it


class TrainingDesk:
    """Questions about the procedures in force, and the answers of each person."""

    def __init__(self, open_store: Callable[[], Store], library: Library, procedures: SopDesk) -> None:
        self._open, self._library, self._procedures = open_store, library, procedures

    def cards(self, sop: str, principal: Principal, *, language: str = "") -> Json:
        """Return {sop, version, title, cards: [{id, kind, step, front, back, place}]}.

        Raises ``UnknownSop``; ``SopRefused`` for what is not approved.
        """
        procedure, asked = self._asked(sop, principal, language)
        cards = [{**_headed(one), "front": one.text, "back": one.right, "place": _place(one)} for one in asked]
        return {"sop": procedure.id, "version": procedure.version, "title": procedure.title, "cards": cards}

    def quiz(self, sop: str, principal: Principal, *, person: str = "", language: str = "") -> Json:
        """Return {sop, version, questions: [{id, kind, step, text, options}]}, what ``person`` got wrong last first."""
        procedure, asked = self._asked(sop, principal, language)
        last = {one["question"]: one["right"] for one in self._answers(person, procedure.id)} if person else {}
        ordered = sorted(asked, key=lambda one: {False: 0, None: 1, True: 2}[last.get(one.id)])
        told = [{**_headed(one), "text": one.text, "options": list(one.options)} for one in ordered]
        return {"sop": procedure.id, "version": procedure.version, "title": procedure.title, "questions": told}

    def answer(self, sop: str, question: str, option: str, principal: Principal, *, person: str, key: str = "") -> Json:
        """Take an answer: {right, correct, place}, the page that says so; it goes into the record of ``person``.

        ``option``: its text or its number from 1. Raises ``SopInvalid`` where there is no such question or option.
        """
        if not person.strip():
            raise SopInvalid("An answer needs the name of a person.", remedy="Say who: --by NAME")
        procedure, asked = self._asked(sop, principal, "")
        found = next((one for one in asked if one.id == question), None)
        if found is None:
            raise SopInvalid(
                f"{procedure.id} has no question {question!r}.", remedy=f"Ask again: plant-copilot sop quiz {sop}"
            )
        given = _option(found, option)
        self._keep(procedure, found, given, person.strip(), key or uuid4().hex)
        return {
            "question": found.id,
            "given": given,
            "right": given == found.right,
            "correct": found.right,
            "place": _place(found),
        }

    def record(self, person: str = "") -> Json:
        """Return {people: [{person, sop, version, answered, right, open, last_utc}]}, by person and procedure.

        ``right`` and ``open`` count questions by their last answer.
        """
        people: dict[tuple[str, str, int], list[Json]] = {}
        for one in self._answers(person):
            people.setdefault((one["person"], one["sop"], one["version"]), []).append(one)
        return {"people": [_summed(*who, given) for who, given in sorted(people.items())]}

    def _asked(self, sop: str, principal: Principal, language: str) -> tuple[Procedure, list[Question]]:
        procedure = self._procedures.executable(sop, principal)
        known: dict[str, Sequence[str]] = {}

        def texts(document: str) -> Sequence[str]:
            if document not in known:
                known[document] = self._texts(document, principal)
            return known[document]

        return procedure, questions(procedure, texts, spoken(language or procedure.language))

    def _texts(self, document: str, principal: Principal) -> Sequence[str]:
        for entry in self._library.documents(principal):
            if entry.document.name == document and self._library.is_current(entry):
                return [passage.text for passage in self._library.contents(entry)]
        return ()

    def _keep(self, procedure: Procedure, asked: Question, given: str, person: str, key: str) -> None:
        with self._open().writing() as connection:
            if connection.execute(select(_table.c.id).where(_table.c.key == key)).first():
                return
            right = given == asked.right
            values = {"key": key, "person": person, "sop": procedure.id, "version": procedure.version, "given": given}
            connection.execute(
                insert(SopAnswer).values(**values, question=asked.id, good=right, answered_utc=audit.now())
            )

    def _answers(self, person: str = "", sop: str = "") -> list[Json]:
        chosen = select(_table).order_by(_table.c.id)
        for column, value in ((_table.c.person, person), (_table.c.sop, sop)):
            chosen = chosen.where(column == value) if value else chosen
        with self._open().reading(_RECORD) as connection:
            rows = connection.execute(chosen).all()
        return [
            {
                "person": r.person,
                "sop": r.sop,
                "version": r.version,
                "question": r.question,
                "right": r.good,
                "at": r.answered_utc,
            }
            for r in rows
        ]


def _headed(question: Question) -> Json:
    return {"id": question.id, "kind": question.kind, "step": question.step}


def _place(question: Question) -> Json | None:
    return place(question.source) if question.source else None


def _option(question: Question, option: str) -> str:
    told = option.strip()
    if told.isdecimal() and told not in question.options and 1 <= int(told) <= len(question.options):
        return question.options[int(told) - 1]
    if told not in question.options:
        raise SopInvalid(
            f"{told[:60]!r} is none of the options.", remedy=f"Say a number from 1 to {len(question.options)}."
        )
    return told


def _summed(person: str, sop: str, version: int, given: Sequence[Json]) -> Json:
    last = {one["question"]: one["right"] for one in given}
    right = sum(last.values())
    return {
        "person": person,
        "sop": sop,
        "version": version,
        "answered": len(given),
        "right": right,
        "open": len(last) - right,
        "last_utc": given[-1]["at"].isoformat(" "),
    }
