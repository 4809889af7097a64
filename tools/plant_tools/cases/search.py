"""Finds the texts of past orders that are like what is said now, and where they were said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from plant_tools.cases.likeness import ALIKE, BEHIND, Judge, Usual, asked, nearer
from plant_tools.cases.places import Place, Places
from plant_tools.cases.spoken import of_orders
from plant_tools.cases.texts import OrderText, concepts
from plant_tools.records.sight import Sight, Who, sight_of
from plant_tools.records.tables import ImportRun

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plant_knowledge_ingest.embedding.protocol import Vector
    from plant_knowledge_ingest.library import Library
    from plant_knowledge_ingest.likeness.protocol import TextIndex
    from plant_tools.cases.catching_up import CatchingUp
    from plant_tools.cases.ledger import Coverage
    from plant_tools.records.store import Store

_CANDIDATES, _OF_ASSETS = 40, 500
# What is usual is learnt anew when the index has grown by so much.
_GROWTH = 1.1
_MOST_KEPT = 32  # views of data sets


@dataclass(frozen=True, slots=True)
class Case:
    """A text that orders of a data set have on one asset, how much it is like what was said, and where it stands."""

    dataset_id: int
    asset: str
    text: OrderText
    score: float
    place: Place


class CaseSearch:
    """Searches the orders of one home. Safe to share between threads."""

    def __init__(self, library: Library, open_store: Callable[[], Store], catching_up: CatchingUp) -> None:
        self._library, self._open_store, self._catching_up = library, open_store, catching_up
        self._lock = Lock()
        self._usual: tuple[int, TextIndex, Usual] | None = None
        self._places: dict[tuple[int, int, frozenset[str] | None], Places] = {}

    def find(
        self, text: str, who: Who, *, asset: str, datasets: dict[int, str], limit: int, least: float = ALIKE
    ) -> list[Case]:
        """Return the cases like ``text`` that ``who`` sees in any of ``datasets`` (names by id), most alike first.

        ``asset`` is meant where the text names none; what is less alike than ``least`` is left out.
        """
        with self._open_store().reading(who) as connection:
            sight = sight_of(connection)
            places = {key: self._places_of(connection, key) for key in datasets}
        with self._library.embedding() as embedder:
            vector = embedder.query(text)
        named = {key: there.named_in(text, asset) for key, there in places.items()}
        machines = frozenset().union(*(there.concepts for there in places.values()))
        glossary = of_orders(self._library.glossary)
        tags = frozenset().union(*named.values())
        said_now = asked(text, vector, glossary, machines, tags)
        usual = self._usual_now()
        judge = Judge(said_now, usual, usual.scales(vector))
        scores = self._scored(judge, vector, sorted(tags), sight)
        senses = [sense for sense, _ in said_now.senses]
        of_kind = {key: there.kind_of(senses) for key, there in places.items()}
        texts = self._catching_up.ledger.texts(list(scores))
        cases = [
            Case(one.dataset_id, one.asset, texts[one.text_id], scores[one.text_id] + nearer(place), place)
            for one in self._catching_up.ledger.said(list(scores), sight)
            if one.dataset_id in datasets and one.text_id in texts
            for place in [places[one.dataset_id].place(one.asset, named[one.dataset_id], of_kind[one.dataset_id])]
        ]
        cases.sort(key=lambda case: (-case.score, case.asset, case.text.id))
        return [case for case in cases[:limit] if case.score >= max(least, cases[0].score - BEHIND)]

    def coverage(self, patience: float | None, who: Who) -> Coverage:
        """Bring the index up to date for up to ``patience`` seconds; return how far it has come, as ``who`` sees it."""
        whole = self._catching_up.run(patience)
        sight = self._open_store().sight(who)
        return whole if sight.is_whole else self._catching_up.ledger.coverage(sight)

    def _scored(self, judge: Judge, vector: Vector, named: list[str], sight: Sight) -> dict[str, float]:
        """Return how much the most promising texts are like it, by their ids."""
        index, ledger = self._catching_up.index, self._catching_up.ledger
        found = [
            key
            for leg in judge.usual.languages
            for key in self._seen(partial(index.nearest, vector, language=leg), sight)
        ]
        found += self._seen(partial(index.sharing, judge.asked.pieces, judge.asked.concepts), sight)
        if there := ledger.of_assets(named, _OF_ASSETS, sight):
            found += index.nearest(vector, _CANDIDATES, among=there)
        ids = list(dict.fromkeys(found))
        texts, glossary = ledger.texts(ids), of_orders(self._library.glossary)
        encoded = {key: one for key, one in index.encoded(ids).items() if key in texts}
        return {
            key: judge.score(texts[key].text, texts[key].language, close, concepts(texts[key].text, glossary))
            for key, close in zip(encoded, judge.closeness(list(encoded.values())), strict=True)
        }

    def _seen(self, search: Callable[..., list[str]], sight: Sight) -> list[str]:
        """Return the first texts that ``search`` finds and ``sight`` sees; it finds more where some are hidden."""
        limit = _CANDIDATES
        while True:
            found = search(limit=limit)
            if sight.is_whole:
                return found
            said = {one.text_id for one in self._catching_up.ledger.said(found, sight)}
            seen = [key for key in found if key in said]
            if len(seen) >= _CANDIDATES or len(found) < limit:
                return seen
            limit *= 4

    def _usual_now(self) -> Usual:
        index, taken = self._catching_up.index, self._catching_up.ledger.coverage().taken
        with self._lock:
            if (
                self._usual is None
                or self._usual[1] is not index
                or not self._usual[0] <= taken <= self._usual[0] * _GROWTH
            ):
                self._usual = (taken, index, Usual(index))
            return self._usual[2]

    def _places_of(self, connection: Connection, dataset_id: int) -> Places:
        c = ImportRun.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
        latest = select(func.coalesce(func.max(c.id), 0)).where(c.dataset_id == dataset_id)
        run = int(connection.execute(latest).scalar_one())
        version = (dataset_id, run, sight_of(connection).of(dataset_id))
        with self._lock:
            if version not in self._places:
                kept = [(key, there) for key, there in self._places.items() if key[0] != dataset_id or key[1] == run]
                self._places = dict(kept[-_MOST_KEPT:])
                self._places[version] = Places.read(connection, dataset_id, of_orders(self._library.glossary))
            return self._places[version]
