"""What an investigation is backed with: evidence for a "why", and what the manuals say of isolating the asset."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from plant_knowledge_ingest.principal import Principal
from plant_tools.drafts import open_orders
from plant_tools.evidence import Evidence, RecordsCitation
from plant_tools.history.execute import History, datasets_of
from plant_tools.history.known import Known
from plant_tools.investigation import cited
from plant_tools.manuals.isolation import IsolationBook
from plant_tools.manuals.tool import ManualsTool
from plant_tools.records.errors import RecordsOutOfReach
from plant_tools.records.sight import reach

if TYPE_CHECKING:
    from plant_knowledge_ingest.library import Library
    from plant_tools.records.door import RecordsDoor

Json = dict[str, Any]

_TAG = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,4}-\d{1,4}[A-Z]?(?![A-Za-z0-9-])")


class Finding:
    """Looks up the manuals and the orders on behalf of whoever investigates."""

    def __init__(self, library: Library, records: RecordsDoor) -> None:
        self._library, self._records = library, records
        self._manuals, self._book = ManualsTool(library), IsolationBook(library)

    def of(self, text: str, asset: str, principal: Principal) -> list[Json]:
        """Return what backs a "why": the orders that it names by number, and quotes of the manuals that carry it."""
        facts = [found for found in self._quotes(text, asset, principal) if found.kind == "fact"]
        return cited.plain([*self._orders(text, principal), *facts[:2]])

    def isolation(self, asset: str, principal: Principal) -> list[Json]:
        """Return the lock-out procedure of the asset's document and its energies; none where it has none."""
        found = self._book.of_asset(asset, principal) if asset else None
        return cited.plain(found.evidence if found else ())

    def asset_in(self, text: str, principal: Principal) -> str:
        """Return the longest tag in ``text`` of an asset that manuals or records know; else one that nothing knows.

        With that no other machine's table or history is taken for its own.
        """
        known = {tag for entry in self._library.documents(principal) for tag in entry.document.assets}
        for history_known in self._known(principal):
            known |= {named.key for named in history_known.assets}
        told = text.casefold()
        named = max((tag for tag in known if _stands_in(tag.casefold(), told)), key=len, default="")
        unknown = _TAG.search(text)
        return named or (unknown[0] if unknown else "")

    def open_order(self, asset: str, dataset: str, principal: Principal) -> str:
        """Return the one open order of an asset that ``principal`` sees; "" where there is none, or more than one."""
        found = []
        for known in self._known(principal):
            if asset and dataset in {"", known.dataset}:
                with self._records().reading(principal) as connection:
                    found += [one["order"] for one in open_orders.of_asset(connection, known, asset)]
        return found[0] if len(found) == 1 else ""

    def reach(self, datasets: Collection[str], principal: Principal) -> set[str]:
        """Return what it takes to see what ``principal`` sees of ``datasets``."""
        try:
            store = self._records()
        except RecordsOutOfReach:
            return set()
        with store.reading(principal) as connection:
            return reach(connection, principal, datasets)

    def _known(self, principal: Principal) -> list[Known]:
        try:
            store = self._records()
        except RecordsOutOfReach:
            return []
        with store.reading(principal) as connection:
            names = [name for _, name in datasets_of(connection)]
        history = History(store)
        return [history.known(name, principal) for name in names]

    def _quotes(self, text: str, asset: str, principal: Principal) -> tuple[Evidence, ...]:
        if self._library.is_empty:
            return ()
        arguments = {"question": text[:2_000]} | ({"asset": asset} if asset else {})
        return self._manuals.call(arguments, principal).evidence

    def _orders(self, text: str, principal: Principal) -> list[Evidence]:
        found = []
        for known in self._known(principal):
            with self._records().reading(principal) as connection:
                if row := open_orders.named(connection, known, text):
                    found.append(_order(row, known.dataset))
        return found


def _stands_in(tag: str, text: str) -> bool:
    return re.search(rf"(?<![a-z0-9]){re.escape(tag)}(?![a-z0-9])", text) is not None


def _order(row: Json, dataset: str) -> Evidence:
    number = row["source_id"]
    told = f"{number}: {row['description'] or row['title'] or ''}"
    query = f"SELECT * FROM work_order WHERE source_id = '{number.replace(chr(39), chr(39) * 2)}'"  # noqa: S608 - shown
    return Evidence("root_cause", told, (RecordsCitation(dataset, (number,), query, 1, told),))
