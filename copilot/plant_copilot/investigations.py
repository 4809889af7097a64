"""Root-cause sessions, troubleshooting trees and fault trees, as Python sees them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from plant_copilot.drafts import lent_by
from plant_copilot.errors import WrongUse
from plant_copilot.readable import readable
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.shelf import Shelf

if TYPE_CHECKING:
    from plant_copilot.drafts import Drafts
    from plant_knowledge_ingest.library import Library
    from plant_tools.investigation.desk import InvestigationDesk
    from plant_tools.records.door import RecordsDoor

Json = dict[str, Any]

ACTIONS = ("answer", "isolated", "confirm", "why", "note", "hand-over", "write-back")


class Investigations:
    """The investigations of a home. Nothing is written to the history before a person approves the draft.

    An investigation is {investigation, version, kind, state, problem, asset, language, holder, candidates, checks,
    answers, whys, is_is_not, disciplines, confirmed, isolation, isolation_steps, hand_overs, tree, path, draft, order};
    a session also {ranking, calibrated, next, open_checks, contradictions, eight_d}, a tree {at, walked, next}.
    """

    def __init__(self, shelf: Shelf, library: Library, records: RecordsDoor, drafts: Drafts, local: Principal) -> None:
        self._shelf, self._library, self._records, self._drafts = shelf, library, records, drafts
        self._local = local

    @cached_property
    def desk(self) -> InvestigationDesk:
        """Where investigations are led."""
        from plant_tools.investigation.desk import InvestigationDesk

        return InvestigationDesk(self._shelf, self._library, self._records, lent_by(self._library), self._drafts.desk)

    def begin(  # noqa: PLR0913 - what an investigation may come with
        self,
        text: str,
        *,
        kind: str = "session",
        asset: str = "",
        language: str = "auto",
        by: str = "",
        key: str = "",
        principal: Principal | None = None,
    ) -> Json:
        """Begin a "session" from a problem, or a "tree" of the manual's fault table, and return it.

        ``asset`` is read from the text if absent; ``by``: the person who has it in hand; ``key``: sent again, it is
        the same one. Raises ``InvestigationInvalid``.
        """
        given = {"kind": kind, "asset": asset, "language": language, "by": by, "key": key}
        return self.desk.begin(readable(text), principal or self._local, **readable(given))

    def list(self, *, principal: Principal | None = None) -> Json:
        """List them, latest first: {investigations: [...]}."""
        return self.desk.listing(principal or self._local)

    def show(self, number: int, *, principal: Principal | None = None) -> Json:
        """Return an investigation. Raises ``UnknownInvestigation``."""
        return self.desk.show(number, principal or self._local)

    def act(self, number: int, action: str, fields: Mapping[str, Any], *, principal: Principal | None = None) -> Json:
        """Take one step and return the investigation; ``fields`` has ``by``, the person, and what the action takes.

        answer: answer (yes, no, unknown; of a tree also back), check, note. isolated. confirm: cause. why: text, none
        to ask no further. note: aspect, is, is_not; D0 to D8; an arm by candidate. hand-over: to. write-back: order.
        Raises ``InvestigationInvalid``, ``InvestigationClosed``, ``UnknownInvestigation``, ``WrongUse``.
        """
        given: Json = readable(dict(fields))
        by = str(given.pop("by", ""))
        desk, who = self.desk, principal or self._local
        desk.show(number, who)
        steps = {
            "answer": lambda: desk.answer(number, by=by, **_only(given, "answer", "check", "note", "key")),
            "isolated": lambda: desk.isolated(number, by=by, **_only(given, "key")),
            "confirm": lambda: desk.confirm(number, by=by, **_only(given, "cause", "key")),
            "why": lambda: desk.why(number, principal=who, by=by, **{"text": "", **_only(given, "text", "key")}),
            "note": lambda: desk.note(number, given, by=by),
            "hand-over": lambda: desk.hand_over(number, by=by, **{"to": "", **_only(given, "to", "key")}),
            "write-back": lambda: desk.write_back(number, who, by=by, **_only(given, "order")),
        }
        if action not in steps:
            raise WrongUse(f"There is no action {action!r}.", remedy=f"It is one of {', '.join(ACTIONS)}.")
        return steps[action]()

    def picture(self, number: int, name: str, *, principal: Principal | None = None) -> str:
        """Return the SVG "fishbone", "why-tree" or "fault-tree". Raises ``InvestigationInvalid``."""
        from plant_tools.investigation.shows import picture

        return picture(self.show(number, principal=principal), name)

    def diagram(
        self,
        number: int,
        name: str,
        *,
        language: str = "",
        folded: Collection[str] = (),
        upright: bool = False,
        principal: Principal | None = None,
    ) -> Json:
        """Return a picture with what stands behind it: {name, title, problem, language, svg, branches}.

        A branch is {id, under, role, text, state, state_told, whence, remedy, answers, evidence, folded}. Words are in
        ``language``, otherwise in that of the session; in the trees what is under a branch in ``folded`` is not drawn.
        ``upright``: as narrow as a phone. Raises ``InvestigationInvalid``.
        """
        from plant_tools.investigation.diagram import diagram
        from plant_tools.investigation.pictures.sight import Sight

        one = self.show(number, principal=principal)
        return diagram(one, name, Sight(language or one["language"], folded, upright))

    def file(self, number: int, report: str, form: str, *, principal: Principal | None = None) -> bytes:
        """Return the "8d" report or the "fmea" as docx or xlsx. Raises ``InvestigationInvalid``."""
        from plant_tools.investigation.reports import report as written

        return written(self.show(number, principal=principal), report, form)

    def step(self, step: str, number: int, fields: Mapping[str, Any]) -> Json:
        """Do what a name says: begin, list, show, diagram, fault-tree, or an action; ``fields`` are its arguments."""
        if step == "begin":
            return self.begin(**fields)
        if step in {"list", "show"}:
            return self.show(number) if number else self.list()
        if step == "diagram":
            return self.diagram(number, **fields)
        return self.fault_tree(**fields) if step == "fault-tree" else self.act(number, step, fields)

    def named_file(self, number: int, name: str) -> bytes:
        """Return "fishbone.svg", "why-tree.svg", "fault-tree.svg", "8d.docx", "8d.xlsx", "fmea.docx" or "fmea.xlsx"."""
        stem, _, form = name.rpartition(".")
        return self.picture(number, stem).encode() if form == "svg" else self.file(number, stem, form)

    def fault_tree(self, tree: Any, *, language: str = "en") -> Json:
        """Analyse a fault tree of your own: {top, cut_sets, single, probability, svg}. Raises ``FaultTreeInvalid``."""
        from plant_tools.investigation.shows import analysed

        return analysed(readable(tree), language)


class Investigating:
    """The part of the facade that takes steps of investigations by their names, as the command line does."""

    investigations: Investigations

    def investigation(self, step: str, number: int = 0, fields: Mapping[str, Any] | None = None) -> Json:
        """Take a step of an investigation; see ``Investigations.step``."""
        return self.investigations.step(step, number, fields or {})

    def investigation_file(self, number: int, name: str) -> bytes:
        """Return a picture or report of an investigation: "fishbone.svg", "8d.docx", "fmea.xlsx"."""
        return self.investigations.named_file(number, name)


def _only(given: Mapping[str, Any], *names: str) -> dict[str, str]:
    """Return the fields of an action as texts. Raises ``WrongUse`` for one that it does not take."""
    if strange := sorted(set(given) - set(names)):
        raise WrongUse(f"There is no field {strange[0]!r} here.", remedy=f"Fields are: by, {', '.join(names)}.")
    return {name: str(value) for name, value in given.items()}
