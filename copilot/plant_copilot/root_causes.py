"""Candidate causes as Python sees them: ranked, confirmed by a person, and the score that the ranking keeps."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from plant_copilot import payload
from plant_copilot.audit.acts import acts
from plant_copilot.errors import WrongUse
from plant_copilot.fmea import Fmea
from plant_copilot.readable import readable
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.shelf import Shelf
from plant_tools.records.errors import RecordsOutOfReach
from plant_tools.records.sight import Upkeep
from plant_tools.tool import ToolError

if TYPE_CHECKING:
    from plant_agents.answer import MarkedEvidence
    from plant_copilot.asking import Asking
    from plant_tools.rca.log import RankingLog
    from plant_tools.rca.tool import RcaTool
    from plant_tools.records.door import RecordsDoor

Json = dict[str, Any]

LEARNING = Upkeep("learning which causes are likely")


class RankingCauses:
    """The part of the facade that ranks causes. ``local`` is who asks where nobody else is named."""

    local: Principal
    _asking: Asking
    _records: RecordsDoor
    shelf: Shelf

    @cached_property
    def fmea(self) -> Fmea:
        """The FMEA sheets, a source of causes."""
        return Fmea(self._records, self.local)

    def causes(  # noqa: PLR0913 - what a ranking may be asked with
        self,
        symptom: str,
        *,
        asset: str = "",
        dataset: str = "",
        seen: Mapping[str, Any] | None = None,
        limit: int = 3,
        wait: bool = False,
        principal: Principal | None = None,
    ) -> Json:
        """Rank candidate causes and keep the ranking for the score.

        Returns {ranking, candidates: [...], manuals: [...], fmea: [...], combined, weights, basis, notices,
        checks, tested, evidence, citations, gap, seconds}; ``ranking`` is the number to confirm under, None where
        nothing was ranked. ``seen``: further symptoms by name, None: looked at, there is none. While new records are
        learnt from, the basis is "lifts"; ``wait`` waits until they are. Raises ``ToolError``.
        """
        from plant_agents.proving import marked

        started = time.perf_counter()
        asked: Json = {"symptom": symptom, "limit": limit, "seen": dict(seen or {}), "wait": wait}
        asked |= {name: value for name, value in (("asset", asset), ("dataset", dataset)) if value}
        asked = readable(asked)
        finding = self._asking.team.crew.tools["rca"].call(asked, principal or self.local)
        evidence, citations = marked(finding.evidence)
        told = dict(finding.values)
        distribution = told.pop("distribution")
        kept = {name: told[name] for name in ("dataset", "asset_class", "seen", "basis")}
        row = kept | {"asset": asked.get("asset", ""), "symptom": asked["symptom"], "ranked": distribution}
        return {
            "ranking": self._log.keep(row) if told["basis"] != "none" else None,
            "candidates": _of("candidate", evidence),
            "manuals": _of("fault_row", evidence),
            "fmea": _of("fmea_row", evidence),
            **told,
            "evidence": [payload.evidence_json(found) for found in evidence],
            "citations": [payload.citation_json(mark, citation) for mark, citation in enumerate(citations, 1)],
            "gap": finding.gap,
            "seconds": round(time.perf_counter() - started, 4),
        }

    def learn_causes(
        self,
        dataset: str = "",
        *,
        asset: str = "",
        on_progress: Callable[[str], None] | None = None,
        principal: Principal | None = None,
    ) -> Json:
        """Wait until the ranking of a data set has learnt: {dataset, orders, causes, basis, tested, seconds}.

        It learns by itself behind the questions; what it has learnt is kept in the home. Raises ``ToolError``.
        """
        started = time.perf_counter()
        tool = cast("RcaTool", self._asking.team.crew.tools["rca"])
        fitted = tool.desk.fitted(principal or self.local, dataset, asset, patience=None, tell=on_progress)
        ranker = fitted.ranker
        return {
            "dataset": fitted.orders.dataset,
            "orders": len(ranker.cases),
            "causes": len(ranker.causes),
            "basis": ranker.basis,
            "tested": ranker.tested(),
            "seconds": round(time.perf_counter() - started, 4),
        }

    def begin_learning(self) -> None:
        """Let the ranking of the largest data set learn behind everything else, if there is one."""
        with suppress(ToolError, RecordsOutOfReach):
            cast("RcaTool", self._asking.team.crew.tools["rca"]).desk.fitted(LEARNING, patience=0)

    @acts("cause confirmed", "ranking {ranking}: {cause}", seals="_records")
    def confirm_cause(self, ranking: int, cause: str, *, by: str, principal: Principal | None = None) -> Json:
        """Enter the cause that ``by``, a person, has confirmed: {ranking, confirmed, rank, candidates}.

        Raises ``UnknownRanking``, ``RankingDecided``, ``WrongUse``.
        """
        if not cause.strip() or not by.strip():
            raise WrongUse("A confirmation names the cause and who confirms it.")
        return self._log.confirm(ranking, readable(cause).strip(), by=readable(by).strip(), who=principal or self.local)

    def cause_score(self, *, principal: Principal | None = None) -> Json:
        """Return how right the rankings with a confirmed cause were: {waiting, all, classes: {asset class: {...}}}.

        Each is {n, hit@1, hit@3, brier, ece, few, bins: [{from, to, n, said, right}]}.
        """
        return self._log.score(principal or self.local)

    def cause_score_svg(self, *, principal: Principal | None = None) -> str:
        """Return the calibration as SVG: one diagram for all, one for each asset class."""
        from plant_tools.rca.picture import calibration_svg

        return calibration_svg(self.cause_score(principal=principal))

    @property
    def _log(self) -> RankingLog:
        from plant_tools.rca.log import RankingLog

        return RankingLog(self._records)


def _of(kind: str, evidence: Sequence[MarkedEvidence]) -> list[Json]:
    """Return what evidence of a kind says in plain fields, with its mark."""
    return [one.details[kind] | {"mark": one.marks[0]} for one in evidence if kind in one.details]
