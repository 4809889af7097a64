"""The tool that says how often rankings of causes were right, over what people confirmed since."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.principal import Principal
from plant_tools.cases.orders import sql_of
from plant_tools.evidence import Evidence, RecordsCitation
from plant_tools.rca.log import RankingLog
from plant_tools.records.written import CauseRanking
from plant_tools.tool import Finding, ToolError

if TYPE_CHECKING:
    from plant_tools.records.store import Store

SCORE = "rca_score"
FORMULA = "hits among the first and the first three; Brier: sum over causes of (probability - outcome) squared"
_SHOWN = 20


class ScoreTool:
    """Reads the book of rankings; changes nothing."""

    name = SCORE
    description = (
        "How often the ranking of root causes was right: hits among the first and first three, Brier score and "
        "calibration by asset class, over the rankings whose cause a person has confirmed."
    )
    schema: Mapping[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open_store = open_store

    def call(self, arguments: Mapping[str, Any], principal: Principal) -> Finding:
        """Return one piece of evidence with the score in its details. Raises ``ToolError``."""
        if arguments:
            raise ToolError(f"There is no argument {', '.join(sorted(arguments))}.")
        try:
            score = RankingLog(self._open_store).score(principal)
            numbers, query = self._confirmed(principal)
        except PlantError as error:
            raise ToolError(error.message, remedy=error.remedy) from error
        whole = score["all"]
        said = f"{whole['n']} rankings with a confirmed cause, {score['waiting']} wait for theirs"
        figures = f"hit@1 {whole['hit@1']}, hit@3 {whole['hit@3']}, Brier {whole['brier']}, ECE {whole['ece']}"
        told = f"{said}: {figures}." if whole["n"] else f"{said}."
        cited = RecordsCitation("rankings", tuple(map(str, numbers[:_SHOWN])), query, len(numbers), told)
        return Finding((Evidence(SCORE, told, (cited,), formula=FORMULA, details={"cause_score": score}),))

    def _confirmed(self, who: Principal) -> tuple[list[int], str]:
        c = CauseRanking.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
        fields = (c.id, c.asset_class, c.ranked, c.confirmed, c.confirmed_by)
        chosen = select(*fields).where(c.confirmed.is_not(None)).order_by(c.id)
        with self._open_store().reading(who) as connection:
            return [int(row[0]) for row in connection.execute(chosen)], sql_of(connection, chosen)
