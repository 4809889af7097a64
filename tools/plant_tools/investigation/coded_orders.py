"""Candidate causes of past orders that say something alike: how many, and which. No probability is made of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from plant_knowledge_ingest.principal import Principal
from plant_tools.drafts.coding import Coding, Proposal
from plant_tools.evidence import Evidence, RecordsCitation
from plant_tools.history.execute import History, datasets_of
from plant_tools.history.known import Known
from plant_tools.investigation.candidates import Candidate, Ranked

if TYPE_CHECKING:
    from plant_knowledge_ingest.embedding.protocol import Embedder
    from plant_tools.records.door import RecordsDoor


class CodedOrders:
    """Ranks the cause codes of one data set: that which knows the asset, or the only one."""

    def __init__(self, records: RecordsDoor, embedder: Callable[[], Embedder] | None) -> None:
        self._records, self._embedder = records, embedder

    def __call__(self, text: str, asset: str, principal: Principal) -> Ranked:  # noqa: ARG002 - records have no rights
        """Return the cause codes of orders like ``text``, with these orders."""
        store = self._records()
        with store.reading() as connection:
            names = [name for _, name in datasets_of(connection)]
            history = History(store)
            fitting = [known for known in map(history.known, names) if _knows(known, asset)]
            if len(fitting) != 1:
                return Ranked(remarks=({"code": "which_dataset" if fitting else "no_history"},))
            return _ranked(connection, fitting[0], text, asset, self._embedder)


def _ranked(
    connection: Connection, known: Known, text: str, asset: str, embedder: Callable[[], Embedder] | None
) -> Ranked:
    used = [named for named in known.codes["work_order"] if named.kind == "cause"]
    if len(used) < 2:
        code = "one_class" if used else "no_codes"
        return Ranked(remarks=({"code": code, "cause": used[0].label if used else ""},), dataset=known.dataset)
    found = Coding.read(connection, known, embedder).propose(text, asset, "corrective")["cause"]
    behind = [one for one in found if one.similar]
    remarks = () if behind else ({"code": "nothing_alike"},)
    return Ranked(tuple(_candidate(one, known.dataset) for one in behind), remarks, dataset=known.dataset)


def _candidate(one: Proposal, dataset: str) -> Candidate:
    listed = ", ".join(f"'{name.replace(chr(39), chr(39) * 2)}'" for name in one.order_ids)
    query = f"SELECT source_id, cause_code FROM work_order WHERE source_id IN ({listed})"  # noqa: S608 - shown, not run
    told = f"{one.text or one.code}: {one.similar} similar coded orders"
    at = RecordsCitation(dataset, one.order_ids, query, len(one.order_ids), told)
    evidence = Evidence("root_cause", told, (at,), one.similar)
    return Candidate(one.text or one.code, "history", one.code, one.score, None, one.similar, "", (evidence,))


def _knows(known: Known, asset: str) -> bool:
    return not asset or any(named.key == asset for named in known.assets)
