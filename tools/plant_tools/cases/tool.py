"""The tool for similar cases: past orders that say what somebody says now, whatever language they are in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.principal import Principal
from plant_tools.cases.wording import case_in
from plant_tools.tool import Finding, ToolError

if TYPE_CHECKING:
    from plant_knowledge_ingest.library import Library
    from plant_tools.cases.ledger import Coverage
    from plant_tools.cases.search import Case, CaseSearch
    from plant_tools.evidence import Evidence
    from plant_tools.records.store import Store

_LONGEST, _MOST, _USUAL = 2_000, 20, 5
_PATIENCE = 10.0  # seconds that a question waits for orders that are not compared yet


class CasesTool:
    """Searches the orders of one home; its own files lie under ``folder`` and are made when first needed."""

    name = "similar"
    description = (
        "Past work orders like what is described, by meaning and in any language: what was seen, what was done then, "
        "when, and what it cost; and what the similar orders were closed with. Says so where nothing is like it."
    )
    schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "text": {"type": "string", "minLength": 1, "maxLength": _LONGEST, "description": "what happened, in words"},
            "asset": {"type": "string", "description": "tag of the asset that is meant where the text names none"},
            "dataset": {"type": "string", "description": "only the records of this plant; otherwise all"},
            "limit": {"type": "integer", "minimum": 1, "maximum": _MOST, "default": _USUAL},
            "wait": {"type": "boolean", "default": False, "description": "compare all orders, however long it takes"},
        },
        "required": ["text"],
        "additionalProperties": False,
    }

    def __init__(self, library: Library, open_store: Callable[[], Store], folder: Path) -> None:
        from plant_tools.cases.catching_up import CatchingUp
        from plant_tools.cases.search import CaseSearch

        self._open_store = open_store
        self._catching_up = CatchingUp(library, open_store, folder)
        self._search: CaseSearch = CaseSearch(library, open_store, self._catching_up)
        library.close_before(self._catching_up.close)

    def call(self, arguments: Mapping[str, Any], principal: Principal) -> Finding:
        """Return the similar orders together, then each of them; a gap where nothing is like it."""
        text, limit = _checked(arguments)
        try:
            return self._find(arguments, text, limit, principal)
        except ToolError:
            raise
        except PlantError as error:
            raise ToolError(error.message, remedy=error.remedy) from error

    def _find(self, arguments: Mapping[str, Any], text: str, limit: int, who: Principal) -> Finding:
        coverage = self._search.coverage(None if arguments.get("wait") else _PATIENCE, who)
        datasets = self._datasets(str(arguments.get("dataset") or ""), who)
        asset = str(arguments.get("asset") or "")
        cases = self._search.find(case_in(text), who, asset=asset, datasets=datasets, limit=limit)
        evidence = tuple(self._told(cases, datasets, coverage, who))
        return Finding(evidence) if evidence else _nothing(coverage)

    def _datasets(self, wanted: str, who: Principal) -> dict[int, str]:
        hidden = self._open_store().sight(who).hidden
        listed = self._catching_up.ledger.datasets().items()
        there = {key: name for key, (name, _) in listed if key not in hidden}
        if not there:
            raise ToolError("No records are loaded.", remedy="Load some: plant-copilot records load FILE")
        chosen = {key: name for key, name in there.items() if not wanted or name.casefold() == wanted.casefold()}
        if not chosen:
            raise ToolError(
                f"There is no data set {wanted!r}.", remedy=f"There are {', '.join(sorted(there.values()))}."
            )
        return chosen

    def _told(
        self, cases: Sequence[Case], datasets: Mapping[int, str], coverage: Coverage, who: Principal
    ) -> Iterator[Evidence]:
        from plant_tools.cases.orders import orders_of, together
        from plant_tools.cases.statement import case_evidence, summary_evidence

        with self._open_store().reading(who) as connection:
            found = [(case, orders) for case in cases if (orders := orders_of(connection, case))]
            for key, name in datasets.items():
                mine = [(case, orders) for case, orders in found if case.dataset_id == key]
                if mine:
                    ids = [one for _, orders in mine for one in orders.ids]
                    yield summary_evidence(name, together(connection, [case for case, _ in mine], ids), coverage)
                    yield from (case_evidence(name, case, orders) for case, orders in mine)


def _checked(arguments: Mapping[str, Any]) -> tuple[str, int]:
    if strange := set(arguments) - CasesTool.schema["properties"].keys():
        raise ToolError(f"There is no argument {', '.join(sorted(strange))}.")
    text = str(arguments.get("text") or "").strip()
    if not 0 < len(text) <= _LONGEST:
        raise ToolError(f"A description has 1 to {_LONGEST:,} characters, this one {len(text):,}.")
    limit = arguments.get("limit", _USUAL)
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= _MOST:
        raise ToolError(f"limit is {limit!r}; it must be 1 to {_MOST}.")
    return text, limit


def _nothing(coverage: Coverage) -> Finding:
    rest = coverage.texts - coverage.taken
    gap = f"no order like it among {coverage.orders:,} orders with {coverage.taken:,} texts"
    if rest:
        gap += f"; {rest:,} texts have not been compared yet"
    values = {"orders": coverage.orders, "texts": coverage.taken, "rest": rest}
    return Finding(gap=gap, refusal="no_similar_case", values=values)
