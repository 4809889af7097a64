"""The candidate causes of a session from the ranker over coded orders, what further sign would tell, and its score."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.tokens import codes
from plant_tools.investigation.candidates import Candidate, Ranked
from plant_tools.rca.case import Symptoms
from plant_tools.rca.coded import ALARM, CodedOrders
from plant_tools.rca.desk import Fitted, RankingDesk
from plant_tools.rca.log import RankingLog
from plant_tools.rca.ranking import Ranking
from plant_tools.rca.statement import ranking_evidence
from plant_tools.tool import ToolError

if TYPE_CHECKING:
    from plant_knowledge_ingest.embedding.protocol import Embedder
    from plant_tools.evidence import Evidence
    from plant_tools.records.door import RecordsDoor
    from plant_tools.records.sight import Who

Json = dict[str, Any]

_MOST = 4
_ALL = 500  # candidates that the score looks for the confirmed one among
_SIGNS = 3
_TOLD = ("one_cause", "prior_only", "still_learning", "weak_evidence", "nothing_known")


class RankedHistory:
    """Ranks the causes of the data set that knows the asset, and keeps score of what was confirmed."""

    def __init__(
        self, records: RecordsDoor, embedder: Callable[[], Embedder] | None, folder: Path | None = None
    ) -> None:
        self._records = records
        self._desk, self._log = RankingDesk(records, embedder, folder), RankingLog(records)

    def __call__(self, text: str, asset: str, principal: Principal) -> Ranked:
        """Return candidates with calibrated probabilities, or remarks why there are none."""
        try:
            fitted = self._desk.fitted(principal, asset=asset)
        except ToolError:
            return Ranked(remarks=({"code": "no_history"},))
        orders = fitted.orders
        if asset and asset not in orders.kinds and all(case.symptoms.asset != asset for case in orders.cases):
            return Ranked(remarks=({"code": "no_history"},))
        asked = Symptoms(_seen(text, orders), text, asset, orders.kinds.get(asset, ""))
        ranking = fitted.ranker.rank(asked, _MOST)
        remarks = tuple(
            {"code": one.code, **{name: str(value) for name, value in one.values.items()}}
            for one in ranking.notices
            if one.code in _TOLD
        )
        if ranking.basis == "none":
            return Ranked(remarks=remarks or ({"code": "no_codes"},), dataset=orders.dataset)
        with self._records().reading(principal) as connection:
            found = list(ranking_evidence(connection, orders, ranking, asset))
        kept = self._kept(fitted, asked, asset)
        made = tuple(_candidate(one, ranking.basis) for one in found)
        return Ranked(made, remarks, tuple(_signs(fitted, ranking, asked)), orders.dataset, kept, orders.target)

    def confirmed(self, one: Json, fields: Mapping[str, Any], by: str, who: Who) -> None:
        """Enter the code that a person approved into the score of the session's ranking: of its cause or problem."""
        code = str(fields.get(f"{one.get('coded_as', 'cause')}_code") or "")
        if one["history_ranking"] and code:
            self._log.confirm(int(one["history_ranking"]), code, by=by, who=who)

    def _kept(self, fitted: Fitted, asked: Symptoms, asset: str) -> int:
        """Keep all of the ranking for the score."""
        ranking = fitted.ranker.rank(asked, _ALL)
        return self._log.keep(
            {
                "dataset": fitted.orders.dataset,
                "asset": asset,
                "asset_class": asked.kind,
                "symptom": asked.text or "",
                "seen": dict(asked.seen),
                "basis": ranking.basis,
                "ranked": [[one.cause, one.probability] for one in ranking.candidates],
            }
        )


def _seen(text: str, orders: CodedOrders) -> dict[str, str]:
    """Return the alarms that the text names and that came before past orders."""
    known = {name for case in orders.cases for name in case.symptoms.seen if name.startswith(ALARM)}
    return dict.fromkeys(sorted(known & {f"{ALARM}{code}" for code in codes(text)}), "yes")


def _candidate(found: Evidence, basis: str) -> Candidate:
    told = found.details["candidate"]
    calibrated = told["probability"] if basis == "evidence" else None
    weight = float(told["probability"] or 0.0)
    code = told["cause"] if told["coded_as"] == "cause" else ""
    return Candidate(
        told["name"] or told["cause"], "history", code, weight, calibrated, told["similar"],
        evidence=(found,),
    )  # fmt: skip


def _signs(fitted: Fitted, ranking: Ranking, asked: Symptoms) -> Iterator[Json]:
    """Yield what else may be seen, each as one value to be there or not, with its chance under every cause."""
    lifts, causes = fitted.ranker.lifts, fitted.ranker.causes
    names = [check.symptom for check in ranking.checks if check.symptom == "problem" or check.symptom.startswith(ALARM)]
    for name in [name for name in names if name not in asked.seen][:_SIGNS]:
        chances, values = lifts.given(name), lifts.values(name)
        telling = int((chances.max(1) - chances.min(1)).argmax())
        by_cause = {cause: float(chances[telling, at]) for at, cause in enumerate(causes)}
        yield {"text": f"{name} = {values[telling]}", "chances": by_cause, "touch": "look"}
