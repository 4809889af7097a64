"""Rankers of the data sets of a home: ready at once, learning behind the questions, and kept in files when they have.

Whoever asks waits as long as it has patience; until a ranker has learnt, its log-lifts rank. When the records have
changed it learns anew, and what another process or desk has learnt of the same cases is taken from its file.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from plant_knowledge_ingest.errors import PlantError
from plant_tools.cases.places import bare
from plant_tools.rca.coded import CodedOrders, read_coded
from plant_tools.rca.features import Embed
from plant_tools.rca.meaning import meaning
from plant_tools.rca.ranker import Ranker
from plant_tools.records.sight import Who, sight_of
from plant_tools.records.tables import Dataset, ImportRun, WorkOrder
from plant_tools.records.written import Draft
from plant_tools.tool import ToolError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plant_knowledge_ingest.embedding.protocol import Embedder
    from plant_tools.records.store import Store

FOLDER = "rankings"
"""Where in a home what was learnt is kept."""

PATIENCE = 1.0
"""Seconds that a question waits for what is nearly learnt."""

_MOST_KEPT = 32  # rankers: one for each way in which a data set is seen
_MOST_TEXTS = 2_000  # beyond so many different texts words alone are compared; vectors would take minutes
_ONE_AT_A_TIME = Lock()  # two desks of one home would learn the same: the second finds what the first has kept
_log = logging.getLogger(__name__)

Tell = Callable[[str], None]
_Seen = tuple[int, frozenset[str] | None]
"""A data set, and what decides on its orders that are seen."""


@dataclass(slots=True)
class Fitted:
    """The coded orders of a data set and the ranker over them; ``stage``: what it is learning just now."""

    orders: CodedOrders
    ranker: Ranker
    stage: str = ""
    worker: Thread | None = None
    listeners: list[Tell] = field(default_factory=list)

    def tell(self, stage: str) -> None:
        """Note what is being learnt, and pass it on."""
        self.stage = stage
        for listener in self.listeners:
            listener(stage)


class RankingDesk:
    """Keeps one ranker for each way in which a data set is seen, and what it has learnt in ``folder`` if there is one.

    It learns from what is seen and from nothing else. Safe to share between threads.
    """

    def __init__(
        self, open_store: Callable[[], Store], lend: Callable[[], Embedder] | None, folder: Path | None = None
    ) -> None:
        self._open_store, self._lend, self._folder = open_store, lend, folder
        self._lock = Lock()
        self._kept: dict[_Seen, tuple[tuple[object, ...], Fitted]] = {}

    def fitted(
        self,
        who: Who,
        dataset: str = "",
        asset: str = "",
        *,
        named: Collection[str] = (),
        patience: float | None = PATIENCE,
        tell: Tell | None = None,
    ) -> Fitted:
        """Return the ranker of a data set, as ``who`` sees it: named, or that knows the asset, or with most orders.

        ``named``: codes in the words that are asked, any of which may be the asset's where none is given. Waits up to
        ``patience`` seconds until it has learnt, None for as long as that takes; ``tell`` is told of progress. Raises
        ``ToolError`` where there is no such data set.
        """
        with self._open_store().reading(who) as connection:
            key, name = _dataset(connection, dataset, [bare(one) for one in ([asset] if asset else named)])
            version, seen = _version(connection, key), (key, sight_of(connection).of(key))
            with self._lock:
                if seen not in self._kept or self._kept[seen][0] != version:
                    self._kept = dict(list(self._kept.items())[-_MOST_KEPT:])
                    self._kept[seen] = version, self._begun(seen, read_coded(connection, key, name))
                found = self._kept[seen][1]
        if found.worker and found.worker.is_alive():
            if tell:
                found.listeners.append(tell)
            found.worker.join(patience)
        return found

    def _begun(self, key: _Seen, orders: CodedOrders) -> Fitted:
        made = Fitted(orders, Ranker(orders.cases, learns=False))
        if made.ranker.basis == "lifts":
            made.worker = Thread(target=self._learn, args=(key, made), name="root causes", daemon=True)
            made.worker.start()
        return made

    def _learn(self, key: _Seen, made: Fitted) -> None:
        file = self._folder / _file_of(*key) if self._folder else None
        try:
            with _ONE_AT_A_TIME:
                embed, read_by = self._embed(made)
                self._taken_or_learnt(file, made.ranker, _fingerprint(made.orders, read_by), embed, made.tell)
        except (PlantError, OSError) as error:
            _log.warning("the ranking of causes goes on with log-lifts: %s", error)
            made.tell(f"not learnt: {error}")

    def _taken_or_learnt(
        self, file: Path | None, ranker: Ranker, fingerprint: str, embed: Embed | None, tell: Tell
    ) -> None:
        from plant_tools.rca import shelf

        if file and (kept := shelf.take(file, fingerprint)):
            kept.features.embed_with(embed)
            ranker.learnt = kept
            return
        learnt = ranker.learn(embed, tell=tell)
        if file and learnt:
            shelf.put(file, learnt, fingerprint)

    def _embed(self, made: Fitted) -> tuple[Embed | None, str]:
        """Return what makes vectors of texts, and whose they are; nothing where there are too many texts."""
        texts = {case.symptoms.text for case in made.orders.cases}
        if self._lend is None or not 0 < len(texts) <= _MOST_TEXTS:
            return None, ""
        return meaning(self._lend, made.tell), self._lend().fingerprint


def _file_of(dataset_id: int, groups: frozenset[str] | None) -> str:
    """Return the name of the file of a ranker: of all orders of a data set, or of those that some groups see."""
    if groups is None:
        return f"{dataset_id}.npz"
    return f"{dataset_id}-{sha256(','.join(sorted(groups)).encode()).hexdigest()[:16]}.npz"


def is_without_records(connection: Connection) -> bool:
    """Tell whether no data set is loaded."""
    return connection.execute(select(Dataset.__table__.c.id).limit(1)).first() is None  # type: ignore[attr-defined]


def _fingerprint(orders: CodedOrders, read_by: str) -> str:
    from plant_tools.rca.shelf import FORMAT

    told = sha256(f"{FORMAT}\n{read_by}".encode())
    for case in orders.cases:
        told.update(repr(case).encode("utf-8", "surrogatepass"))
    return told.hexdigest()


def _dataset(connection: Connection, wanted: str, assets: Sequence[str]) -> tuple[int, str]:
    d, c = Dataset.__table__.c, WorkOrder.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
    bared = func.replace(func.replace(func.lower(c.asset_tag), "-", ""), " ", "")
    on_it = func.count().filter(bared.in_(assets)).label("on_it")
    listed = select(d.id, d.name, on_it, func.count(c.id)).outerjoin(WorkOrder, c.dataset_id == d.id)
    listed = listed.group_by(d.id, d.name)  # by both: to a reader of some these are views, which have no key
    there = list(connection.execute(listed.order_by(on_it.desc(), func.count(c.id).desc(), d.id)))
    if not there:
        raise ToolError("No records are loaded.", remedy="Load some: plant-copilot records load FILE")
    chosen = [row for row in there if not wanted or row.name.casefold() == wanted.casefold()]
    if not chosen:
        names = ", ".join(sorted(row.name for row in there))
        raise ToolError(f"There is no data set {wanted!r}.", remedy=f"There are {names}.")
    return int(chosen[0].id), str(chosen[0].name)


def _version(connection: Connection, dataset_id: int) -> tuple[object, ...]:
    """Return what changes when records are loaded, or an order is written or closed out here."""
    r, c, d = ImportRun.__table__.c, WorkOrder.__table__.c, Draft.__table__.c  # type: ignore[attr-defined]  # as above
    latest = select(r.id, r.sha256, r.at_utc).where(r.dataset_id == dataset_id).order_by(r.id.desc()).limit(1)
    run = connection.execute(latest).first() or ()
    row = connection.execute(select(func.max(c.id)).where(c.dataset_id == dataset_id)).scalar_one()
    decided = connection.execute(select(func.count()).where(d.state == "approved")).scalar_one()
    return *run, row, decided
