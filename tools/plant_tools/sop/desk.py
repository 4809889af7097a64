"""Where procedures are drafted, looked at, changed, approved and kept up with their manuals. All give plain JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import Connection, Row

from plant_knowledge_ingest.principal import Principal
from plant_tools.records import audit
from plant_tools.records.sight import reach
from plant_tools.sop import energy_sheet, kept, life, lineage
from plant_tools.sop.asked import again, as_asked
from plant_tools.sop.differing import differences
from plant_tools.sop.drafting.composing import Composer
from plant_tools.sop.drafting.experience import past_orders
from plant_tools.sop.drafting.merging import Pair
from plant_tools.sop.drafting.what import Wanted
from plant_tools.sop.errors import SopInvalid, SopRefused, UnknownSop
from plant_tools.sop.filling import edited, filled
from plant_tools.sop.keeping_up import KeepingUp
from plant_tools.sop.lint import lint
from plant_tools.sop.model import Procedure, State
from plant_tools.sop.phrasing import Phrase, phrased
from plant_tools.sop.redrafting import redrafted
from plant_tools.sop.view import brief, shown
from plant_tools.sop.wanting import Reading
from plant_tools.sop.written import from_json

if TYPE_CHECKING:
    from plant_knowledge_ingest.library import Library
    from plant_tools.records.store import Store

Json = dict[str, Any]

_PERSON = "somebody"


class SopDesk:
    """The procedures of one store of records. Safe to share between threads.

    ``approvers``: the names of those who may approve; none: anybody but the authors. ``phrase`` says steps in the
    reader's language; without it they are quoted in their own. ``pair`` proposes which steps of two procedures that
    are merged are the same.
    """

    def __init__(
        self,
        open_store: Callable[[], Store],
        library: Library,
        approvers: frozenset[str] = frozenset(),
        phrase: Phrase | None = None,
        pair: Pair | None = None,
    ) -> None:
        self._open, self._library, self._approvers, self._phrase = open_store, library, approvers, phrase
        self._composer, self._current = Composer(library, pair), KeepingUp(library)
        self._reading = Reading(library, self._composer)

    def draft(  # noqa: PLR0913 - what a draft may be asked with
        self,
        text: str,
        principal: Principal,
        *,
        asset: str = "",
        language: str = "auto",
        by: str = "",
        key: str = "",
        work: str = "",
        document: str = "",
        merge: Sequence[str] = (),
    ) -> Json:
        """Draft a procedure for a task in words and keep it. With the same ``key`` it is the same one.

        ``asset`` goes before the tag in the text; ``work``: intervention or operation, read from the manual if absent;
        ``document``: the one that has the procedure, "NAME" or "NAME:PAGE". ``merge``: what is to be one procedure with
        it, each another task, another document that has it, or the id of a procedure that was drafted here. Raises
        ``SopInvalid`` for an empty text, an asset that neither a document nor a sheet is about, or what cannot be one.
        """
        key = key or uuid4().hex
        with self._open().reading(principal) as connection:
            if known := kept.by_key(connection, key):
                return self._shown(connection, known)
        asked = {"asset": asset, "language": language, "by": by or _PERSON, "work": work, "document": document}
        with self._open().reading(principal) as connection:
            wanted = self._reading.of(connection, text, principal, merge, asked)
        draft = phrased(self._composer.compose(wanted, principal), self._phrase)
        with self._open().reading(principal) as connection:
            draft = replace(draft, experience=past_orders(connection, wanted, self._library.glossary))
        with self._open().writing() as connection:
            if again := kept.by_key(connection, key):
                return self._shown(connection, again)
            named = replace(draft, id=kept.next_id(connection, draft.asset))
            return self._shown(connection, self._add(connection, named, key, principal, wanted))

    def keep(self, procedure: Procedure, principal: Principal, *, by: str, key: str = "") -> Json:
        """Keep a procedure that was made elsewhere, as a draft with an id of its own."""
        key = key or uuid4().hex
        with self._open().writing() as connection:
            if known := kept.by_key(connection, key):
                return self._shown(connection, known)
            named = replace(procedure, id=kept.next_id(connection, procedure.asset), version=1, author=by or _PERSON)
            return self._shown(connection, self._add(connection, named, key, principal, None))

    def show(self, sop: str, principal: Principal, version: int = 0) -> Json:
        """Return a version, by default the latest, with what is missing, wrong, changed since, and its audit entries.

        Raises ``UnknownSop``.
        """
        with self._open().writing() as connection:
            row = self._current.fresh(connection, self._find(connection, sop, principal, version))
            return self._shown(connection, row)

    def procedure(self, sop: str, principal: Principal, version: int = 0) -> Procedure:
        """Return a version as a value. Raises ``UnknownSop``."""
        with self._open().reading(principal) as connection:
            return kept.procedure_of(self._find(connection, sop, principal, version))

    def executable(self, sop: str, principal: Principal) -> Procedure:
        """Return the version in force, to be carried out.

        Raises ``UnknownSop``; ``SopRefused`` where none is approved, or where the manual has changed for a step on
        which people's safety hangs.
        """
        with self._open().writing() as connection:
            self._find(connection, sop, principal)
            row = kept.approved(connection, sop)
            if row is None:
                raise SopRefused(f"No version of {sop.upper()} is approved.", remedy="Only what is approved is done.")
            row = self._current.fresh(connection, row)
        if blocked := lineage.blocking(row.flags):
            raise SopRefused(
                f"{row.sop}, version {row.version}, is blocked: the manual has changed for step {', '.join(blocked)}.",
                remedy=f"Look at the change, then draft it again: plant-copilot sop revise {row.sop}",
            )
        return kept.procedure_of(row)

    def listing(self, principal: Principal, *, state: str = "", asset: str = "") -> Json:
        """Return {sops: [...]}, latest first. Raises ``SopInvalid`` for a state that there is not."""
        if state and state not in set(State):
            raise SopInvalid(f"{state!r} is none of {', '.join(State)}.")
        with self._open().writing() as connection:
            rows = kept.listed(connection, state=state, asset=asset)
            seen = [self._current.fresh(connection, row) for row in rows if _sees(principal, row)]
        return {"sops": [brief(row) for row in seen]}

    def edit(self, sop: str, content: Mapping[str, Any], principal: Principal, *, by: str, seen: str = "") -> Json:
        """Replace the content of a draft, as ``show`` gives it under ``procedure``. Who edits is an author.

        ``seen``: the hash of the version that was edited. Raises ``SopInvalid``, ``SopRefused``.
        """
        changed, who = from_json(content), life.refuse_nobody(by)
        return self._rewritten(sop, principal, by, seen, "edited", lambda old: edited(old, changed, who))

    def fill(self, sop: str, place: str, text: str, principal: Principal, *, by: str) -> Json:
        """Fill in a gap of a draft in a person's words: "energies.Druckluft.relieve", "steps.s04.good", "ppe".

        Raises ``SopInvalid``, ``SopRefused``.
        """
        who = life.refuse_nobody(by)
        return self._rewritten(sop, principal, by, "", f"filled in {place}", lambda old: filled(old, place, text, who))

    def submit(self, sop: str, principal: Principal, *, by: str) -> Json:
        """Hand a draft in for review. Raises ``SopRefused``."""
        who = life.refuse_nobody(by)
        return self._decided(sop, principal, lambda connection, row: life.submit(connection, row, who))

    def send_back(self, sop: str, principal: Principal, *, by: str, reason: str = "") -> Json:
        """Make a draft again of what was handed in. Raises ``SopRefused``."""
        who = life.refuse_nobody(by)
        return self._decided(sop, principal, lambda connection, row: life.send_back(connection, row, who, reason))

    def approve(self, sop: str, principal: Principal, *, by: str, seen: str = "", review_date: str = "") -> Json:
        """Put a version in force, by a person who is none of its authors; {..., written}.

        ``seen``: the hash that the person has read. Raises ``SopRefused`` while the lint finds anything.
        """
        who = life.refuse_nobody(by)
        with self._open().writing() as connection:
            row = self._current.fresh(connection, self._find(connection, sop, principal, locked=True))
            done = row.state == State.APPROVED
            row = life.approve(connection, row, who, seen=seen, review_date=review_date, approvers=self._approvers)
            return self._shown(connection, row) | {"written": not done}

    def revise(self, sop: str, principal: Principal, *, by: str, key: str = "") -> Json:
        """Begin the next version: drafted again from today's manuals, keeping what people filled in.

        Raises ``SopRefused`` where a draft or a version in review is open already.
        """
        who, key = life.refuse_nobody(by), key or uuid4().hex
        with self._open().writing() as connection:
            if known := kept.by_key(connection, key):
                return self._shown(connection, known)
            row = self._find(connection, sop, principal, locked=True)
            if row.state in {State.DRAFT, State.REVIEW}:
                raise SopRefused(f"{row.sop} has version {row.version} open already.", remedy="Edit or approve that.")
            old = kept.procedure_of(row)
            asked = row.decided.get("asked")
            wanted = again(connection, asked, who) if asked else None
            new = redrafted(old, self._composer.compose(wanted, principal)) if wanted else old
            fresh = replace(new, id=row.sop, version=row.version + 1, author=who, state=State.DRAFT, approver="")
            fresh = replace(fresh, review_date="", signatures=())
            return self._shown(connection, self._add(connection, fresh, key, principal, wanted))

    def diff(self, sop: str, principal: Principal, old: int = 0, new: int = 0) -> Json:
        """Return {sop, old, new, changes: [...]}; by default of the latest version against the one before it."""
        with self._open().reading(principal) as connection:
            later = self._find(connection, sop, principal, new)
            if not old and later.version == 1:
                raise SopInvalid(f"{later.sop} has one version; there is nothing to compare it with.")
            earlier = self._find(connection, sop, principal, old or later.version - 1)
        changes = differences(kept.procedure_of(earlier), kept.procedure_of(later))
        return {"sop": later.sop, "old": earlier.version, "new": later.version, "changes": changes}

    def load_energies(self, text: str, file: str, *, by: str = "") -> Json:
        """Keep the energy sheet of an asset in place of the one before: the sheet. Raises ``SopInvalid``."""
        sheet = energy_sheet.read(text, file)
        with self._open().writing() as connection:
            energy_sheet.keep(connection, sheet, text, file, by or _PERSON)
            return energy_sheet.of_asset(connection, sheet["asset"]) or {}

    def energies(self, principal: Principal, asset: str = "") -> Json:
        """Return {sheets: [...]}, of one asset or of all."""
        with self._open().reading(principal) as connection:
            found = energy_sheet.listed(connection)
        return {"sheets": [sheet for sheet in found if not asset or sheet["asset"] == asset]}

    def energy_form(self, asset: str, principal: Principal) -> str:
        """Return a sheet to fill in, with what the plant's sheet or else the manual says of the asset's energies."""
        with self._open().reading(principal) as connection:
            sheet = energy_sheet.of_asset(connection, asset)
        known = energy_sheet.energies_of(sheet) if sheet else self._composer.table_energies(asset, principal)
        return energy_sheet.form(asset, known)

    def keep_up(self, *, newly: bool = False) -> list[Json]:
        """Compare all procedures with today's documents: those that need review, or only those that did not before."""
        with self._open().writing() as connection:
            rows = [row for row in kept.listed(connection) if row.state != State.SUPERSEDED]
            pairs = [(row.flags, self._current.fresh(connection, row)) for row in rows]
        return [brief(row) for before, row in pairs if row.flags and not (newly and row.flags == before)]

    def _add(
        self, connection: Connection, procedure: Procedure, key: str, principal: Principal, wanted: Wanted | None
    ) -> Row[Any]:
        """Keep a version: for who may see what it is made of; one made of no document for who may see as much."""
        documents = self._library.reach(principal, lineage.documents_of(procedure) or None)
        told = {source.document for line in procedure.experience for source in line.sources}
        rights = sorted({*documents, *reach(connection, principal, told)})
        row = kept.add(connection, procedure, key=key, rights=rights, by=procedure.author)
        asked = {"asked": as_asked(wanted)} if wanted else {}
        return kept.change(
            connection, row, decided={**asked, "checked": self._current.issues(connection, procedure, rights)}
        )

    def _find(
        self, connection: Connection, sop: str, principal: Principal, version: int = 0, *, locked: bool = False
    ) -> Row[Any]:
        row = kept.find(connection, sop, version, locked=locked)
        if not _sees(principal, row):
            raise UnknownSop(f"There is no procedure {sop}.", remedy="List them: plant-copilot sop list")
        return row

    def _decided(self, sop: str, principal: Principal, decide: Callable[[Connection, Row[Any]], Row[Any]]) -> Json:
        with self._open().writing() as connection:
            row = decide(connection, self._find(connection, sop, principal, locked=True))
            return self._shown(connection, row)

    def _rewritten(
        self, sop: str, principal: Principal, by: str, seen: str, done: str, change: Callable[[Procedure], Procedure]
    ) -> Json:
        who = life.refuse_nobody(by)
        with self._open().writing() as connection:
            row = self._find(connection, sop, principal, locked=True)
            if row.state != State.DRAFT:
                raise SopRefused(
                    f"{row.sop}, version {row.version}, is in the state {row.state}; only a draft can be changed.",
                    remedy=f"Begin a new version: plant-copilot sop revise {row.sop}",
                )
            if seen and seen != row.hash:
                raise SopRefused(f"{row.sop} was changed meanwhile.", remedy="Look at it again.")
            old = kept.procedure_of(row)
            new = replace(change(old), id=row.sop, version=row.version, author=old.author)
            decided = {**row.decided, "authors": life.authors(row, who), "checked": ""}
            rights = sorted({*row.rights, *self._library.reach(principal, lineage.documents_of(new))})
            row = kept.change(connection, row, procedure=new, decided=decided, rights=rights)
            audit.enter(connection, who, done, kept.subject(row.sop, row.version), hash=row.hash)
            return self._shown(connection, self._current.fresh(connection, row))

    def _shown(self, connection: Connection, row: Row[Any]) -> Json:
        procedure = kept.procedure_of(row)
        versions = [brief(one) for one in kept.versions(connection, row.sop)]
        entries = audit.entries(connection, kept.subject(row.sop, row.version))
        return shown(row, procedure, lint(procedure), versions, entries)


def _sees(principal: Principal, row: Row[Any]) -> bool:
    """Tell whether somebody may see the documents that it is made of."""
    return principal.reaches(row.rights)
