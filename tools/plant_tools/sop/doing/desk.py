"""Where procedures are done: begun, answered word by word, resumed by another, recorded in the work order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import Connection, Row

from plant_knowledge_ingest.principal import Principal
from plant_tools.records import audit
from plant_tools.sop import kept as versions
from plant_tools.sop.doing import kept, photos
from plant_tools.sop.doing.allowed import changed_of, may_see, refuse_unless_in_force, version_for
from plant_tools.sop.doing.heard import heard
from plant_tools.sop.doing.not_taken import NotTaken
from plant_tools.sop.doing.phrases import say
from plant_tools.sop.doing.reading_out import read_out
from plant_tools.sop.doing.record import record
from plant_tools.sop.doing.walk import Walk, answered, pictured, resumed
from plant_tools.sop.errors import SopInvalid, SopRefused
from plant_tools.sop.model import Procedure, State
from plant_tools.sop.wording import spoken

if TYPE_CHECKING:
    from plant_tools.drafts.desk import DraftDesk
    from plant_tools.records.store import Store

Json = dict[str, Any]

MODES, STATES = ("work", "training"), ("open", "paused", "done", "abandoned")
_FREE = {"stop", "abandon", "repeat", "note"}
_LONGEST = 2_000


class DoingDesk:
    """Runs of the procedures of one store of records. Safe to share between threads.

    ``drafts`` takes the record of a run to its work order, where a person approves it.
    """

    def __init__(
        self,
        home: Path,
        open_store: Callable[[], Store],
        drafts: DraftDesk,
        look: Callable[[str, Principal], object] | None = None,
    ) -> None:
        """Take what looks once more, before work begins, whether the manuals are still what was approved."""
        self._home, self._open, self._drafts, self._look = home, open_store, drafts, look

    def begin(self, sop: str, principal: Principal, **asked: Any) -> Json:
        """Begin a procedure and return the run with what is read out first.

        ``asked``: by, mode (work or training), version (training only), order, dataset, language, key. Raises
        ``UnknownSop``, ``SopInvalid``, and ``SopRefused`` where the procedure may not be done.
        """
        by, mode = str(asked.get("by") or ""), asked.get("mode") or "work"
        _refuse_nobody(by)
        if mode not in MODES:
            raise SopInvalid(f"mode is {mode!r}; it must be one of {', '.join(MODES)}.")
        key = asked.get("key") or uuid4().hex
        with self._open().reading(principal) as connection:
            if known := kept.by_key(connection, key):
                return self._shown(known, versions.find(connection, known.sop, known.version))
            version_for(connection, sop, int(asked.get("version") or 0), principal, mode)
        if self._look and mode == "work":
            self._look(sop, principal)
        with self._open().writing() as connection:
            row = version_for(connection, sop, int(asked.get("version") or 0), principal, mode)
            named = {name: str(asked.get(name) or "") for name in ("dataset", "order")}
            values = {
                "key": key,
                "sop": row.sop,
                "version": row.version,
                "hash": row.hash,
                "mode": mode,
                "language": spoken(str(asked.get("language") or row.language)),
                "dataset": named["dataset"],
                "work_order": named["order"],
            }
            return self._shown(kept.add(connection, by, values), row)

    def answer(self, number: int, words: str, principal: Principal, *, by: str = "", turn: int | None = None) -> Json:
        """Take a word, a value or a note, and return the run with what is read out next.

        ``by``: who says it, by default whoever does the run; ``turn``: that of the run which was answered; said again,
        it changes nothing. Raises ``UnknownSop``, ``SopRefused``.
        """
        said = heard(words[:_LONGEST])
        self.show(number, principal)  # of an order that is hidden nobody does a step
        with self._open().writing() as connection:
            row = kept.find(connection, number, locked=True)
            version = _version(connection, row, principal)
            walk = kept.walk_of(row)
            if turn is not None and turn < len(walk.entries):
                return self._shown(row, version)
            if said.command not in _FREE and row.mode == "work":
                refuse_unless_in_force(connection, version)
            now = audit.now().isoformat(" ")
            try:
                walk = answered(versions.procedure_of(version), walk, said, by or row.worker, now)
            except NotTaken as error:
                raise error.spoken(row.language) from error
            row = kept.change(connection, row, walk, row.worker)
            shown = self._shown(row, version)
        return self._written_back(shown, principal) if walk.state in {"done", "abandoned"} else shown

    def resume(self, number: int, principal: Principal, *, by: str) -> Json:
        """Go on with a run; whoever takes it over from another person reads its warnings first."""
        _refuse_nobody(by)
        self.show(number, principal)
        with self._open().writing() as connection:
            row = kept.find(connection, number, locked=True)
            version = _version(connection, row, principal)
            walk = kept.walk_of(row)
            if walk.state in {"done", "abandoned"}:
                raise SopRefused(f"Run {number} has ended.", remedy=f"Begin anew: plant-copilot sop do {row.sop}")
            if row.mode == "work":
                refuse_unless_in_force(connection, version)
            if walk.state == "open" and by == row.worker:
                return self._shown(row, version)
            again = resumed(walk, by, row.worker, audit.now().isoformat(" "))
            return self._shown(kept.change(connection, row, again, by), version)

    def photo(self, number: int, picture: bytes, principal: Principal, *, by: str = "") -> Json:
        """Add a photo to the step that a run is at. Raises ``SopInvalid`` where the file is no photo."""
        name = photos.keep(self._home, number, picture) if self.show(number, principal) else ""
        with self._open().writing() as connection:
            row = kept.find(connection, number, locked=True)
            version = versions.find(connection, row.sop, row.version)
            who = by or row.worker
            walk = pictured(versions.procedure_of(version), kept.walk_of(row), name, who, audit.now().isoformat(" "))
            return self._shown(kept.change(connection, row, walk, row.worker), version)

    def photo_file(self, number: int, name: str, principal: Principal) -> bytes:
        """Return a photo of a run. Raises ``UnknownSop``, ``SopInvalid``."""
        self.show(number, principal)
        return photos.read(self._home, number, name)

    def show(self, number: int, principal: Principal) -> Json:
        """Return a run with what is read out now. Raises ``UnknownSop``."""
        with self._open().reading(principal) as connection:
            row = kept.find(connection, number)
            return self._shown(row, _version(connection, row, principal))

    def listing(self, principal: Principal, *, state: str = "", sop: str = "") -> Json:
        """Return {runs: [...]}, latest first, without what is read out. Raises ``SopInvalid``."""
        if state and state not in STATES:
            raise SopInvalid(f"{state!r} is none of {', '.join(STATES)}.")
        with self._open().reading(principal) as connection:
            rows = kept.listed(connection, state=state, sop=sop)
            return {"runs": [_headed(row) for row in rows if may_see(connection, row, principal)]}

    def _shown(self, row: Row[Any], version: Row[Any]) -> Json:
        procedure, walk = versions.procedure_of(version), kept.walk_of(row)
        stamp = _stamp(row, procedure)
        return {
            **_headed(row),
            "title": procedure.title,
            "asset": procedure.asset,
            "stamp": stamp,
            "turn": len(walk.entries),
            "asked": read_out(procedure, walk, row.language, changed_of(version)),
            "entries": kept.plain(walk)["entries"],
            "record": _recorded(row, procedure, walk, stamp),
        }

    def _written_back(self, run: Json, principal: Principal) -> Json:
        """Draft the record into the work order; training leaves no trace there. Once, whoever asks again."""
        if run["mode"] != "work" or run["draft"]:
            return run
        kind = "close_out" if run["order"] else "work_order"
        asked = {name: run[name] for name in ("dataset", "order", "asset", "language") if run[name]}
        made = self._drafts.create(
            run["record"], principal, kind=kind, by=run["worker"], key=f"sop-run-{run['run']}", **asked
        )
        with self._open().writing() as connection:
            row = kept.find(connection, run["run"], locked=True)
            kept.change(connection, row, kept.walk_of(row), row.worker, draft=made["draft"])
        return {**run, "draft": made["draft"]}


def _headed(row: Row[Any]) -> Json:
    return {
        "run": row.id,
        "sop": row.sop,
        "version": row.version,
        "hash": row.hash,
        "mode": row.mode,
        "language": row.language,
        "state": row.state,
        "dataset": row.dataset,
        "order": row.work_order,
        "worker": row.worker,
        "begun_utc": row.begun_utc.isoformat(" "),
        "changed_utc": row.changed_utc.isoformat(" "),
        "draft": row.draft,
    }


def _stamp(row: Row[Any], procedure: Procedure) -> str:
    if row.mode == "work":
        return ""
    return say(row.language, "training_approved" if procedure.state is State.APPROVED else "training")


def _recorded(row: Row[Any], procedure: Procedure, walk: Walk, stamp: str) -> str:
    told = record(procedure, walk, row.language, row.begun_utc, row.changed_utc)
    return f"{stamp}\n{told}" if stamp else told


def _refuse_nobody(by: str) -> None:
    if not by.strip():
        raise SopInvalid("Doing a procedure needs the name of a person.", remedy="Say who: --by NAME")


def _version(connection: Connection, run: Row[Any], principal: Principal) -> Row[Any]:
    """Return the version that a run does; of one that is hidden not even the procedure's name is told."""
    if not may_see(connection, run, principal):
        raise kept.unknown(run.id)
    return version_for(connection, run.sop, run.version, principal, "training")
