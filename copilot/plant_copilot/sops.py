"""Standard operating procedures, as Python sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from plant_copilot.audit.acts import acts
from plant_copilot.errors import WrongUse
from plant_copilot.modelled import step_pairing, step_phrasing
from plant_copilot.readable import readable
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.shelf import Shelf

if TYPE_CHECKING:
    from plant_copilot.people.people import People
    from plant_copilot.settings import Settings
    from plant_knowledge_ingest.library import Library
    from plant_tools.records.door import RecordsDoor
    from plant_tools.sop.desk import SopDesk

Json = dict[str, Any]

ACTIONS = ("edit", "fill", "submit", "send-back", "approve", "revise")


class Sops:
    """The procedures of a home: drafted from its manuals, approved by people, kept up with the manuals.

    A procedure is {sop, version, state, title, asset, language, author, approver, review_date, hash, created_utc,
    needs_review, blocked, procedure, gaps, lint, notices, reviews, signatures, reason, versions, audit}.
    """

    def __init__(
        self, settings: Settings, library: Library, records: RecordsDoor, local: Principal, people: People | None = None
    ) -> None:
        self._settings, self._library, self._records = settings, library, records
        self.local, self._people = local, people

    @property
    def shelf(self) -> Shelf:
        """Where the audit log is that acts are entered into."""
        return self._records.shelf

    @cached_property
    def desk(self) -> SopDesk:
        """Where procedures are drafted and decided on."""
        from plant_tools.sop.desk import SopDesk

        phrase, pair = step_phrasing(self._settings, self._library), step_pairing(self._settings, self._library)
        return SopDesk(self._records, self._library, self._settings.approvers, phrase, pair)

    @acts("procedure drafted", made="{told[sop]}, version {told[version]}", seals="_records")
    def draft(  # noqa: PLR0913 - what a draft may come with
        self,
        text: str,
        *,
        asset: str = "",
        language: str = "auto",
        by: str = "",
        key: str = "",
        work: str = "",
        document: str = "",
        merge: Sequence[str] = (),
        principal: Principal | None = None,
    ) -> Json:
        """Draft a procedure for a task in words from the manuals, and return it.

        ``asset`` is read from the text if absent; ``language`` is that of the reader, quotes keep their own; ``key``:
        sent again, it is the same draft; ``work``: intervention or operation, read from the manual if absent;
        ``document``: where the procedure stands, "NAME" or "NAME:PAGE". ``merge``: what is made one procedure with it,
        each another task, another document that has it ("NAME" or "NAME:PAGE"), or the id of a procedure. Raises
        ``SopInvalid``.
        """
        given: Json = {"asset": asset, "language": language, "by": by, "key": key, "work": work, "document": document}
        given["merge"] = list(merge)
        return self.desk.draft(readable(text), principal or self.local, **readable(given))

    def list(self, *, state: str = "", asset: str = "", principal: Principal | None = None) -> Json:
        """List versions, latest first: {sops: [...]}; ``state``: draft, review, approved or superseded."""
        return self.desk.listing(principal or self.local, state=state, asset=asset)

    def show(self, sop: str, *, version: int = 0, principal: Principal | None = None) -> Json:
        """Return a version, by default the latest. Raises ``UnknownSop``."""
        return self.desk.show(sop, principal or self.local, version)

    def diff(self, sop: str, *, old: int = 0, new: int = 0, principal: Principal | None = None) -> Json:
        """Compare two versions, by default the latest with the one before: {sop, old, new, changes: [...]}."""
        return self.desk.diff(sop, principal or self.local, old, new)

    @acts("procedure {action}", "{sop}", seals="_records")
    def act(self, sop: str, action: str, fields: Mapping[str, Any], *, principal: Principal | None = None) -> Json:
        """Take one step and return the procedure; ``fields`` has ``by``, the person, and what the action takes.

        edit: procedure, seen. fill: place, text. submit. send-back: reason. approve: seen (the hash that was read),
        review_date. revise: key. Raises ``SopInvalid``, ``SopRefused``, ``UnknownSop``, ``WrongUse``.
        """
        given: Json = readable(dict(fields))
        by, who, desk = str(given.pop("by", "")), principal or self.local, self.desk
        steps = {
            "edit": lambda: desk.edit(sop, principal=who, by=by, **_named(given, "procedure:content", "seen")),
            "fill": lambda: desk.fill(sop, principal=who, by=by, **_named(given, "place", "text")),
            "submit": lambda: desk.submit(sop, who, by=by, **_named(given)),
            "send-back": lambda: desk.send_back(sop, who, by=by, **_named(given, "reason")),
            "approve": lambda: desk.approve(sop, who, by=by, **_named(given, "seen", "review_date")),
            "revise": lambda: desk.revise(sop, who, by=by, **_named(given, "key")),
        }
        if action not in steps:
            raise WrongUse(f"There is no action {action!r}.", remedy=f"It is one of {', '.join(ACTIONS)}.")
        if action == "approve" and self._people:
            self._people.require_approver(by)
        return steps[action]()

    @acts("energies loaded", "{file}", seals="_records")
    def load_energies(self, text: str, file: str = "sheet", *, by: str = "") -> Json:
        """Keep an asset's energy sheet, YAML as ``energy_form`` gives it, and return it. Raises ``SopInvalid``."""
        return self.desk.load_energies(text, file, by=by)

    def energies(self, asset: str = "", *, principal: Principal | None = None) -> Json:
        """Return the energy sheets: {sheets: [...]}."""
        return self.desk.energies(principal or self.local, asset)

    def energy_form(self, asset: str, *, principal: Principal | None = None) -> str:
        """Return a sheet to fill in, begun with what the manual says; what is missing is left empty."""
        return self.desk.energy_form(asset, principal or self.local)

    def keep_up(self) -> Json:
        """Compare all procedures with today's documents: {sops: [...]}, those with steps that need review."""
        return {"sops": self.desk.keep_up()}

    def changed(self) -> Sequence[Json]:
        """Return what to say after an ingestion: [{path, text}], one for each version with steps that need review."""
        if not self._records.is_there:
            return []
        return [
            {
                "path": f"{one['sop']}, version {one['version']}",
                "text": f"the manual has changed for step {', '.join(one['needs_review'])}: it needs review",
            }
            for one in self.desk.keep_up(newly=True)
            if one["needs_review"]
        ]

    def step(self, step: str, sop: str, fields: Mapping[str, Any]) -> Json:
        """Do what a name says: draft, list, show, diff, keep-up, energies, load-energies, energy-form, or an action."""
        plain: Mapping[str, Callable[[], Json]] = {
            "draft": lambda: self.draft(**fields),
            "list": lambda: self.list(**fields),
            "show": lambda: self.show(sop, **fields),
            "diff": lambda: self.diff(sop, **fields),
            "keep-up": self.keep_up,
            "energies": lambda: self.energies(**fields),
            "load-energies": lambda: self.load_energies(**fields),
            "energy-form": lambda: {"form": self.energy_form(**fields)},
        }
        return plain[step]() if step in plain else self.act(sop, step, fields)


class Proceeding:
    """The part of the facade that takes steps of procedures by their names, as the command line does."""

    sops: Sops

    def sop(self, step: str, sop: str = "", fields: Mapping[str, Any] | None = None) -> Json:
        """Take a step with a procedure; see ``Sops.step``."""
        return self.sops.step(step, sop, fields or {})


def _named(given: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return the fields of an action by the names that it takes: "procedure:content" is given as procedure.

    Raises ``WrongUse`` for one that it does not take.
    """
    known = {name.partition(":")[0]: name.rpartition(":")[2] for name in names}
    if strange := sorted(set(given) - set(known)):
        raise WrongUse(f"There is no field {strange[0]!r} here.", remedy=f"Fields are: {', '.join(('by', *known))}.")
    return {known[name]: value for name, value in given.items()}
