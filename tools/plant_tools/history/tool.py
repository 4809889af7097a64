"""The history tool: figures from the plant's own records, each with the SQL that gives it again, or a refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from plant_knowledge_ingest.principal import Principal
from plant_tools.evidence import Evidence, RecordsCitation
from plant_tools.history.query import HistoryQuery
from plant_tools.history.result import Result
from plant_tools.history.statement import described, proof, said
from plant_tools.tool import Finding

if TYPE_CHECKING:
    from plant_tools.history.execute import History
    from plant_tools.history.words.asking import Asking
    from plant_tools.records.store import Store


class HistoryTool:
    """Computes from the records of one home; ``open_store`` is called at the first question."""

    name = "history"
    description = (
        "Figures from the plant's maintenance records: how often, when last, what it cost, what comes back, whether it "
        "gets worse; each with its formula, the records behind it and the SQL that gives it again."
    )
    schema: Mapping[str, Any] = HistoryQuery.model_json_schema()

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open = open_store
        self._opening = Lock()

    @cached_property
    def _history(self) -> History:
        from plant_tools.history.execute import History

        return History(self._open())

    @cached_property
    def asking(self) -> Asking:
        """What reads questions in words into queries of this tool."""
        from plant_tools.history.words.asking import Asking

        return Asking(self._open, lambda: self._history)

    def call(self, arguments: Mapping[str, Any], principal: Principal) -> Finding:
        """Return one piece of evidence; a gap where nothing matched or the data cannot carry the figure."""
        query = HistoryQuery.read(arguments)
        result = self.answer(query, principal)
        if result.refused:
            refused = result.refused
            reason = refused.reason.rstrip(".")
            return Finding(gap=reason, refusal=refused.code, exists=refused.exists, values=refused.values)
        if result.value is None:
            return Finding(gap=f"{described(query)} in {result.dataset}", refusal="nothing")
        return Finding((evidence(query, result),))

    def answer(self, query: HistoryQuery, principal: Principal) -> Result:
        """Return the whole result of a query, of what ``principal`` sees. Raises ``ToolError``."""
        with self._opening:
            history = self._history
        return history.answer(query, principal)


def evidence(query: HistoryQuery, result: Result) -> Evidence:
    """Return a result as evidence that cites its records."""
    cited = RecordsCitation(result.dataset, result.record_ids, result.sql, result.total, proof(query, result))
    details = {
        "metric": result.metric,
        "query": query.model_dump(mode="json", exclude_defaults=True),
        "rows": [dict(row) for row in result.rows],
        "window": list(result.window),
        "warnings": [str(warning) for warning in result.warnings],
        "notes": [warning.as_json() for warning in result.warnings],
        "formula": result.formula.as_json(),
        "records_query": result.records_sql,
        **result.details,
    }
    return Evidence(
        tool=HistoryTool.name,
        statement=said(query, result),
        citations=(cited,),
        value=result.value,
        unit=result.unit,
        formula=str(result.formula),
        details=details,
    )
