"""Where investigations are begun, answered, confirmed and handed over. All methods return plain JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from plant_knowledge_ingest.language import LANGUAGES, detect
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.shelf import Shelf
from plant_tools.fmea.fitting import FmeaRows
from plant_tools.investigation import changes, cited, troubleshooting
from plant_tools.investigation.candidates import gather
from plant_tools.investigation.errors import InvestigationClosed, InvestigationInvalid
from plant_tools.investigation.fault_rows import fault_rows
from plant_tools.investigation.finding import Finding
from plant_tools.investigation.kept import Kept, unknown
from plant_tools.investigation.ranked_history import RankedHistory
from plant_tools.investigation.view import shown
from plant_tools.investigation.writing_back import drafted
from plant_tools.rca.desk import FOLDER
from plant_tools.records.sight import Upkeep

if TYPE_CHECKING:
    from plant_knowledge_ingest.embedding.protocol import Embedder
    from plant_knowledge_ingest.library import Library
    from plant_tools.drafts.desk import DraftDesk
    from plant_tools.records.door import RecordsDoor

Json = dict[str, Any]

LONGEST = 2_000
_SETTLING = Upkeep("telling investigations what became of their drafts")


class InvestigationDesk:
    """The investigations of one home. Safe to share between threads.

    Causes are ranked over the coded history and the manuals; what was confirmed is entered into the ranker's score.
    """

    def __init__(
        self,
        shelf: Shelf,
        library: Library,
        records: RecordsDoor,
        embedder: Callable[[], Embedder] | None,
        drafts: DraftDesk,
    ) -> None:
        self._kept = Kept(shelf)
        self._library, self._embedder, self._drafts = library, embedder, drafts
        self._history = RankedHistory(records, embedder, shelf.home / FOLDER)
        self._foreseen = FmeaRows(records, embedder)
        self._finding = Finding(library, records)

    def begin(  # noqa: PLR0913 - what an investigation may come with
        self,
        text: str,
        principal: Principal,
        *,
        kind: str = "session",
        asset: str = "",
        language: str = "auto",
        by: str = "",
        key: str = "",
    ) -> Json:
        """Begin a "session", or a "tree" of the manual's fault table. With the same ``key`` it is the same one.

        Raises ``InvestigationInvalid`` for an empty text, or a tree where no fault table fits.
        """
        text = " ".join(text.split())
        key = key or uuid4().hex
        if known := self._kept.by_key(key):
            return shown(known)
        if not 0 < len(text) <= LONGEST:
            raise InvestigationInvalid(
                f"A problem is told in 1 to {LONGEST:,} characters.",
                remedy='Say what is seen: "P-101 leaks at the seal".',
            )
        spoken = language if language in LANGUAGES else detect(text, "en")
        asset = asset or self._finding.asset_in(text, principal)
        one = changes.begun(kind, text, asset, spoken, by, _now()) | {"groups": self._library.reach(principal)}
        one |= self._tree(text, asset, principal) if kind == "tree" else self._session(text, asset, principal)
        one["isolation_steps"] = self._finding.isolation(asset, principal)
        one["groups"] = self._reach(one, principal)
        return shown(self._kept.add(key, one))

    def show(self, number: int, principal: Principal) -> Json:
        """Return an investigation with its ranking, next step and what contradicts.

        It quotes what whoever began it may see, so that who may see less knows nothing of it. Raises
        ``UnknownInvestigation``.
        """
        if not _sees(principal, self._kept.find(number)):
            raise unknown(number)
        return self.settle(number)

    def listing(self, principal: Principal) -> Json:
        """Return {investigations: [{investigation, kind, state, problem, asset, holder, begun_utc}]}, latest first."""
        names = ("investigation", "kind", "state", "problem", "asset", "holder", "begun_utc")
        seen = [one for one in self._kept.listed() if _sees(principal, one)]
        return {"investigations": [{name: one[name] for name in names} for one in seen]}

    def answer(self, number: int, answer: str, *, by: str, check: str = "", note: str = "", key: str = "") -> Json:
        """Answer the proposed check, or the one named: "yes", "no", "unknown"; of a tree also "back".

        Raises ``InvestigationInvalid``, ``InvestigationClosed``; before isolation no hands-on check is answered "yes"
        or "no".
        """
        return self._changed(number, by, key, lambda one: changes.answered(one, answer, check, note, by, _now()))

    def isolated(self, number: int, *, by: str, key: str = "") -> Json:
        """Note that a person has isolated, locked and proven the asset without energy. Ends with a hand-over."""
        return self._changed(number, by, key, lambda one: one | {"isolation": {"by": by, "at_utc": _now()}})

    def confirm(self, number: int, cause: str = "", *, by: str, key: str = "") -> Json:
        """Confirm a candidate by id, code or words, the first of the ranking if absent; own words become one."""
        return self._changed(number, by, key, lambda one: changes.confirmed(one, cause, by, _now()))

    def why(self, number: int, text: str, principal: Principal, *, by: str, key: str = "") -> Json:
        """Add a "why" with what backs it, or the mark "hypothesis"; no text ends the chain."""
        one = self._kept.find(number)
        found = self._finding.of(text, one["asset"], principal) if text.strip() else []

        def added(one: Json) -> Json:
            told = changes.why(one, text, found, by)
            return told | {"groups": self._reach(told, principal)}

        return self._changed(number, by, key, added)

    def note(self, number: int, fields: Mapping[str, str], *, by: str, key: str = "") -> Json:
        """Note a row {aspect, is, is_not} of the is / is-not table, a discipline {"D3": text}, or an arm {c1: arm}."""
        return self._changed(number, by, key, lambda one: changes.noted(one, fields))

    def hand_over(self, number: int, to: str, *, by: str, key: str = "") -> Json:
        """Put it into the hands of another person; isolation is to be confirmed anew by that one."""
        return self._changed(number, by, key, lambda one: changes.handed_over(one, to, by, _now()))

    def write_back(self, number: int, principal: Principal, *, by: str, order: str = "") -> Json:
        """Draft the confirmed cause for the history: {..., draft}. Nothing is written before the draft is approved."""
        one = self._kept.find(number)
        if not one["confirmed"]:
            raise InvestigationInvalid("No cause is confirmed yet.", remedy="Confirm one first.")
        if not one["draft"]:
            order = order or self._finding.open_order(one["asset"], one["dataset"], principal)
            draft = drafted(self._drafts, one, principal, by, order)
            one = self._kept.save(one | {"draft": draft["draft"]})
        return shown(one)

    def settle(self, number: int) -> Json:
        """Close an investigation whose draft was decided on; an approved one is told to the score, once."""
        one = self._kept.find(number)
        draft = self._drafts.show(one["draft"], _SETTLING) if one["draft"] else None
        if one["state"] == "closed" or draft is None or draft["state"] not in {"approved", "rejected"}:
            return shown(one)
        approved = draft["state"] == "approved"
        one = self._kept.save(one | {"state": "closed", "order": draft["order"] if approved else None})
        if approved:
            self._history.confirmed(one, draft["fields"], str(draft["decided_by"]), _SETTLING)
        return shown(one)

    def _changed(self, number: int, by: str, key: str, change: Callable[[Json], Json]) -> Json:
        one = self._kept.find(number)
        if key and key in one["keys"]:
            return shown(one)
        if not by.strip():
            raise InvestigationInvalid("An answer needs the name of a person.", remedy="Say who it is: --by NAME")
        if one["state"] == "closed":
            raise InvestigationClosed(f"Investigation {number} is closed.", remedy="Begin a new one.")
        if one["holder"] and one["holder"] != by:
            raise InvestigationClosed(
                f"Investigation {number} is in the hands of {one['holder']}.",
                remedy=f'{one["holder"]} hands it over: plant-copilot rca session hand-over {number} --to "{by}"',
            )
        one["holder"] = one["holder"] or by
        changed = change(one)
        return shown(self._kept.save(changed | {"keys": [*one["keys"], key] if key else one["keys"]}))

    def _reach(self, one: Json, principal: Principal) -> list[str]:
        """Return what it takes to see an investigation: the documents and the records that it is made of."""
        return sorted({*one["groups"], *self._finding.reach({one["dataset"], *cited.datasets_in(one)}, principal)})

    def _session(self, text: str, asset: str, principal: Principal) -> Json:
        found = gather(self._library, self._embedder, self._history, self._foreseen, text, asset, principal)
        return {
            "candidates": found.candidates,
            "checks": found.checks,
            "remarks": found.remarks,
            "dataset": found.dataset,
            "history_ranking": found.history_ranking,
            "coded_as": found.coded_as,
        }

    def _tree(self, text: str, asset: str, principal: Principal) -> Json:
        empty = self._library.is_empty
        rows = [] if empty else fault_rows(self._library, text, asset, principal, self._embedder)
        if not rows:
            raise InvestigationInvalid(
                f"No fault table in the manuals has {text!r}.",
                remedy="Name the code on the display, or begin a session.",
            )
        return {"tree": troubleshooting.tree_of(rows), "row": [row.symptom for row in rows]}


def _sees(principal: Principal, one: Json) -> bool:
    return principal.reaches(one["groups"])


def _now() -> str:
    return datetime.now(UTC).isoformat(" ", "seconds").removesuffix("+00:00")
