"""Procedures at work, as Python sees them: printed, done step by step, taught, brought in from files."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_copilot.audit.acts import acts
from plant_copilot.errors import WrongUse
from plant_copilot.readable import readable
from plant_copilot.sops import Proceeding
from plant_knowledge_ingest.principal import Principal

if TYPE_CHECKING:
    from plant_copilot.drafts import Drafts
    from plant_copilot.settings import Settings
    from plant_copilot.sops import Sops
    from plant_knowledge_ingest.library import Library
    from plant_tools.records.door import RecordsDoor
    from plant_tools.sop.doing.desk import DoingDesk
    from plant_tools.sop.importing.desk import ImportDesk
    from plant_tools.sop.training.desk import TrainingDesk

Json = dict[str, Any]

FORMS = ("pdf", "docx")
_PORT = 8000


class SopWork:
    """What is done with the procedures of a home.

    A run is {run, sop, version, hash, mode, state, language, worker, dataset, order, draft, begun_utc, changed_utc,
    title, asset, stamp, turn, asked, entries, record}; ``asked`` is what is read out now, with the words that may be
    said next under ``choices``.
    """

    def __init__(self, home: Path, library: Library, records: RecordsDoor, drafts: Drafts, sops: Sops) -> None:
        self._home, self._library, self._records, self._drafts, self._sops = home, library, records, drafts, sops

    @cached_property
    def doing(self) -> DoingDesk:
        """Where procedures are done."""
        from plant_tools.sop.doing.desk import DoingDesk

        return DoingDesk(self._home, self._records, self._drafts.desk, self._sops.desk.executable)

    @cached_property
    def training(self) -> TrainingDesk:
        """Where procedures are learnt."""
        from plant_tools.sop.training.desk import TrainingDesk

        return TrainingDesk(self._records, self._library, self._sops.desk)

    @cached_property
    def importing(self) -> ImportDesk:
        """Where procedures of the plant's own are brought in."""
        from plant_tools.sop.importing.desk import ImportDesk

        return ImportDesk(self._library, self._sops.desk)

    def begin(  # noqa: PLR0913 - what a run may come with
        self,
        sop: str,
        *,
        by: str,
        mode: str = "work",
        version: int = 0,
        order: str = "",
        dataset: str = "",
        language: str = "",
        key: str = "",
        principal: Principal | None = None,
    ) -> Json:
        """Begin to do a procedure; the run, with what is read out first.

        ``mode``: work, of the version in force, or training, of any ``version``; ``order``: the work order that the
        record closes, without one it becomes a new order's draft; ``key``: sent again, it is the same run. Raises
        ``UnknownSop``, ``SopInvalid``, ``SopRefused``.
        """
        given = {"by": by, "mode": mode, "order": order, "dataset": dataset, "language": language, "key": key}
        return self.doing.begin(sop, principal or self._sops.local, version=version, **readable(given))

    def answer(
        self, run: int, words: str, *, by: str = "", turn: int | None = None, principal: Principal | None = None
    ) -> Json:
        """Say a word, a value or a note: "next", "verstanden", "25 Nm", "停止", "note: ..."; the run.

        ``turn``: that of the run that is answered; said twice, it counts once. Raises ``UnknownSop``, ``SopRefused``.
        """
        return self.doing.answer(run, readable(words), principal or self._sops.local, by=readable(by), turn=turn)

    def resume(self, run: int, *, by: str, principal: Principal | None = None) -> Json:
        """Go on with a run that was stopped, or take it over. Raises ``UnknownSop``, ``SopRefused``."""
        return self.doing.resume(run, principal or self._sops.local, by=readable(by))

    def photo(self, run: int, picture: bytes, *, by: str = "", principal: Principal | None = None) -> Json:
        """Add a JPEG, PNG or WebP to the step that a run is at. Raises ``SopInvalid``."""
        return self.doing.photo(run, picture, principal or self._sops.local, by=readable(by))

    def photo_file(self, run: int, name: str, *, principal: Principal | None = None) -> bytes:
        """Return a photo of a run. Raises ``SopInvalid``."""
        return self.doing.photo_file(run, name, principal or self._sops.local)

    def run(self, run: int, *, principal: Principal | None = None) -> Json:
        """Return a run. Raises ``UnknownSop``."""
        return self.doing.show(run, principal or self._sops.local)

    def runs(self, *, state: str = "", sop: str = "", principal: Principal | None = None) -> Json:
        """List runs, latest first: {runs: [...]}; ``state``: open, paused, done or abandoned."""
        return self.doing.listing(principal or self._sops.local, state=state, sop=sop)

    def file(  # noqa: PLR0913 - what a document may come with
        self,
        sop: str,
        form: str,
        *,
        version: int = 0,
        language: str = "",
        side_by_side: bool = False,
        address: str = "",
        principal: Principal | None = None,
    ) -> bytes:
        """Return a version, by default the latest, as pdf or docx. What is not approved says so on every page.

        ``language``: the reader's; ``side_by_side`` with the procedure's own; ``address``: that of the server, for the
        QR code that leads to the version in force. Raises ``UnknownSop``, ``WrongUse``.
        """
        from plant_tools.sop.laying_out import sheet
        from plant_tools.sop.printed import pdf
        from plant_tools.sop.word import docx

        if form not in FORMS:
            raise WrongUse(f"The form is {form!r}; it must be one of {', '.join(FORMS)}.")
        who = principal or self._sops.local
        shown = self._sops.desk.show(sop, who, version)
        procedure = self._sops.desk.procedure(sop, who, shown["version"])
        live = f"{(address or usual_address()).rstrip('/')}/sop/{procedure.id}"
        changed = frozenset(shown["needs_review"])
        laid = sheet(procedure, language, side_by_side=side_by_side, changed=changed, live=live)
        return pdf(laid) if form == "pdf" else docx(laid)

    def bring_in(
        self, file: Path, *, asset: str = "", by: str = "", key: str = "", principal: Principal | None = None
    ) -> Json:
        """Bring a .docx or .md in as a draft, with a ``report`` of what the manuals say otherwise and what is missing.

        Raises ``UnreadableDocument``, ``SopInvalid``.
        """
        who = principal or self._sops.local
        return self.importing.bring_in(file, who, asset=readable(asset), by=readable(by), key=readable(key))

    def cards(self, sop: str, *, language: str = "", principal: Principal | None = None) -> Json:
        """Return training cards of a procedure in force: {sop, version, title, cards: [...]}."""
        return self.training.cards(sop, principal or self._sops.local, language=language)

    def quiz(self, sop: str, *, person: str = "", language: str = "", principal: Principal | None = None) -> Json:
        """Return {sop, version, title, questions: [...]} of a procedure in force, what ``person`` got wrong first."""
        return self.training.quiz(sop, principal or self._sops.local, person=readable(person), language=language)

    def answer_question(
        self,
        sop: str,
        question: str,
        option: str,
        *,
        person: str,
        key: str = "",
        principal: Principal | None = None,
    ) -> Json:
        """Answer a question: {right, correct, place}; it goes into the record of ``person``."""
        who = principal or self._sops.local
        return self.training.answer(sop, question, readable(option), who, person=readable(person), key=key)

    def learnt(self, person: str = "") -> Json:
        """Return {people: [...]}: who answered how much of which procedure."""
        return self.training.record(readable(person))

    def step(self, step: str, of: str, fields: Mapping[str, Any]) -> Json:
        """Do what a name says; ``of``: a procedure or the number of a run."""
        plain: Mapping[str, Callable[[], Json]] = {
            "begin": lambda: self.begin(of, **fields),
            "answer": lambda: self.answer(int(of), **fields),
            "resume": lambda: self.resume(int(of), **fields),
            "run": lambda: self.run(int(of)),
            "runs": lambda: self.runs(**fields),
            "cards": lambda: self.cards(of, **fields),
            "quiz": lambda: self.quiz(of, **fields),
            "answer-question": lambda: self.answer_question(of, **fields),
            "learnt": lambda: self.learnt(**fields),
        }
        return plain[step]()


class Working(Proceeding):
    """The part of the facade that works with procedures by the names of steps, as the command line does."""

    settings: Settings
    home: Path
    drafts: Drafts
    _library: Library
    _records: RecordsDoor

    @cached_property
    def sop_work(self) -> SopWork:
        """Procedures printed, done, taught and brought in."""
        return SopWork(self.settings.home, self._library, self._records, self.drafts, self.sops)

    def sop_step(self, step: str, of: str = "", fields: Mapping[str, Any] | None = None) -> Json:
        """Take a step with a procedure or a run; see ``SopWork.step``."""
        return self.sop_work.step(step, of, fields or {})

    def sop_photo(self, run: int, picture: bytes, *, by: str = "") -> Json:
        """Add a photo to a run."""
        return self.sop_work.photo(run, picture, by=by)

    @acts("procedure exported", "{sop}, {form}")
    def sop_file(self, sop: str, form: str, fields: Mapping[str, Any] | None = None) -> bytes:
        """Return a procedure as pdf or docx; see ``SopWork.file``."""
        return self.sop_work.file(sop, form, **(fields or {}))

    @acts("procedure brought in", "{file}")
    def sop_import(self, file: Path, fields: Mapping[str, Any] | None = None) -> Json:
        """Bring a procedure in from a file; see ``SopWork.bring_in``."""
        return self.sop_work.bring_in(file, **(fields or {}))


def usual_address() -> str:
    """Return where a server of this machine is usually reached from the plant's network."""
    return f"http://{socket.gethostname()}:{_PORT}"
