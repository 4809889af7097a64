"""The tool that ranks candidate causes over the plant's coded orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.language import base, detect
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.tokens import codes
from plant_tools.evidence import Evidence
from plant_tools.rca.case import Symptoms
from plant_tools.rca.coded import seen_now
from plant_tools.rca.combining import WEIGHTS, combined, shares
from plant_tools.rca.desk import PATIENCE, Fitted, RankingDesk, is_without_records
from plant_tools.rca.ranking import Notice, Ranking
from plant_tools.rca.statement import TOOL, ranking_evidence
from plant_tools.tool import Finding, ToolError

if TYPE_CHECKING:
    from pathlib import Path

    from plant_knowledge_ingest.embedding.protocol import Embedder
    from plant_tools.records.store import Store

NO_RANKING = "no_ranking"
"""The refusal of a ranking where history supports none."""

Tabled: TypeAlias = Callable[[str, str, Principal], tuple[Evidence, ...]]
"""Returns the rows of fault tables for a symptom on an asset, as somebody may see them."""

Foreseen: TypeAlias = Callable[[str, str, Principal, str], tuple[Evidence, ...]]
"""Returns the rows of FMEA sheets for a symptom on an asset, as somebody may see them, of a data set or ("") of all."""

_LONGEST, _MOST, _USUAL = 2_000, 20, 3


class RcaTool:
    """Ranks causes of what is described; while new records are learnt from, by tempered log-lifts.

    ``lend`` gives the embedder, by which texts are compared across languages; what was learnt is kept in ``folder``.
    """

    name = TOOL
    description = (
        "Candidate causes of a symptom, ranked over the plant's coded work orders: probability, similar orders, what "
        "speaks for and against each, and the check that would tell it from the next. No cause is confirmed by it."
    )
    schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "symptom": {"type": "string", "minLength": 1, "maxLength": _LONGEST, "description": "what is seen"},
            "asset": {"type": "string", "description": "tag of the asset"},
            "dataset": {"type": "string", "description": "the records of which plant; otherwise those of the asset"},
            "seen": {
                "type": "object",
                "description": "further symptoms by name, as the checks name them; null: looked at, there is none",
                "additionalProperties": {"type": ["string", "number", "null"]},
            },
            "manuals": {"type": "boolean", "default": True, "description": "also the fault tables of the manuals"},
            "fmea": {"type": "boolean", "default": True, "description": "also the rows of FMEA sheets"},
            "wait": {"type": "boolean", "default": False, "description": "until all records are learnt from"},
            "limit": {"type": "integer", "minimum": 1, "maximum": _MOST, "default": _USUAL},
        },
        "required": ["symptom"],
        "additionalProperties": False,
    }

    def __init__(
        self,
        open_store: Callable[[], Store],
        lend: Callable[[], Embedder] | None,
        tabled: Tabled | None = None,
        now: Callable[[], datetime] = datetime.now,
        folder: Path | None = None,
        foreseen: Foreseen | None = None,
    ) -> None:
        self._open_store, self._tabled, self._foreseen, self._now = open_store, tabled, foreseen, now
        self.desk = RankingDesk(open_store, lend, folder)

    def call(self, arguments: Mapping[str, Any], principal: Principal) -> Finding:
        """Return one piece of evidence a candidate, then one a row of a fault table, then one a row of an FMEA.

        ``values``: basis, notices, checks, how past rankings tested, and all sources ``combined``.
        """
        symptom, seen, limit = _checked(arguments)
        asset, dataset = str(arguments.get("asset") or ""), str(arguments.get("dataset") or "")
        try:
            rows = self._tabled(symptom, asset, principal) if self._tabled and arguments.get("manuals", True) else ()
            foreseen = self._foreseen if arguments.get("fmea", True) else None
            fitted = self._fitted(dataset, asset, symptom, principal, wait=bool(arguments.get("wait")))
            if fitted is None:
                return _unranked((*rows, *(foreseen(symptom, asset, principal, dataset) if foreseen else ())))
            meant = asset or fitted.orders.asset_in(symptom)
            rows = (*rows, *(foreseen(symptom, meant, principal, fitted.orders.dataset) if foreseen else ()))
            return self._ranked(fitted, Symptoms(seen, symptom, meant), limit, rows, principal)
        except ToolError:
            raise
        except PlantError as error:
            raise ToolError(error.message, remedy=error.remedy) from error

    def _fitted(self, dataset: str, asset: str, symptom: str, who: Principal, *, wait: bool) -> Fitted | None:
        """Return the ranker; None where there are no records at all for ``who``, and other sources may speak."""
        with self._open_store().reading(who) as connection:
            if not dataset and is_without_records(connection):
                return None
        patience = None if wait else PATIENCE
        return self.desk.fitted(who, dataset, asset, named=sorted(codes(symptom)), patience=patience)

    def _ranked(
        self, fitted: Fitted, asked: Symptoms, limit: int, rows: tuple[Evidence, ...], who: Principal
    ) -> Finding:
        orders, symptom = fitted.orders, asked.text or ""
        known = {**seen_now(self._now(), sorted(codes(symptom)), orders), **asked.seen}
        ranking = fitted.ranker.rank(replace(asked, seen=known, kind=orders.kinds.get(asked.asset, "")), limit)
        values = _values(ranking, rows) | {
            "dataset": orders.dataset,
            "asset_class": orders.kinds.get(asked.asset, ""),
            "coded_as": orders.target,
            "seen": known,
            "notices": [_plain(one) for one in (*ranking.notices, *_language(symptom, fitted))],
        }
        if ranking.basis == "none":
            return Finding(rows, gap=_gap(ranking.notices), refusal=NO_RANKING, values=values)
        with self._open_store().reading(who) as connection:
            evidence = tuple(ranking_evidence(connection, orders, ranking, asked.asset, values["notices"]))
        return Finding((*evidence, *rows), values=values)


def _unranked(rows: tuple[Evidence, ...]) -> Finding:
    """Return what manuals and FMEA say where no records are loaded. Raises ``ToolError`` where they say nothing."""
    if not rows:
        raise ToolError("No records are loaded.", remedy="Load some: plant-copilot records load FILE")
    values = _values(Ranking((), "none", 0, 0), rows) | {
        "dataset": "",
        "asset_class": "",
        "coded_as": "cause",
        "seen": {},
        "notices": [{"code": "no_history"}],
    }
    return Finding(rows, gap=_gap(()), refusal=NO_RANKING, values=values)


def _values(ranking: Ranking, rows: tuple[Evidence, ...]) -> dict[str, Any]:
    return {
        "basis": ranking.basis,
        "orders": ranking.cases,
        "causes": ranking.causes,
        "checks": [{"symptom": check.symptom, "bits": check.bits} for check in ranking.checks],
        "tested": dict(ranking.tested),
        "combined": _combined(ranking, rows),
        "weights": dict(WEIGHTS),
        "distribution": [list(one) for one in ranking.distribution],
    }


def _combined(ranking: Ranking, rows: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    history = {one.cause: one.probability or 0.0 for one in ranking.candidates} if ranking.basis != "none" else {}
    tabled = [one for one in rows if "fault_row" in one.details]
    foreseen = [one for one in rows if "fmea_row" in one.details]
    return combined({"history": history, "manuals": shares(tabled), "fmea": shares(foreseen)})


def _language(symptom: str, fitted: Fitted) -> list[Notice]:
    """Return that what is asked is in another language than nearly all of the history."""
    asked = base(detect(symptom))
    spoken = {language: n for language, n in fitted.orders.languages.items() if language != "und"}
    if asked == "und" or not spoken or spoken.get(asked, 0) * 20 >= sum(spoken.values()):
        return []
    return [Notice("other_language", {"asked": asked, "history": sorted(spoken)})]


def _gap(notices: tuple[Notice, ...]) -> str:
    for one in notices:
        if one.code == "one_cause":
            return f"all {one.values['cases']:,} coded orders have one cause, {one.values['cause']}; nothing to rank"
    return "no coded orders; causes cannot be ranked"


def _plain(notice: Notice) -> dict[str, Any]:
    return {"code": notice.code, **notice.values}


def _checked(arguments: Mapping[str, Any]) -> tuple[str, Mapping[str, Any], int]:
    if strange := set(arguments) - RcaTool.schema["properties"].keys():
        raise ToolError(f"There is no argument {', '.join(sorted(strange))}.")
    symptom = str(arguments.get("symptom") or "").strip()
    if not 0 < len(symptom) <= _LONGEST:
        raise ToolError(f"A symptom has 1 to {_LONGEST:,} characters, this one {len(symptom):,}.")
    seen, limit = arguments.get("seen") or {}, arguments.get("limit", _USUAL)
    if not isinstance(seen, Mapping):
        raise ToolError("seen must be {name of a symptom: value}.")
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= _MOST:
        raise ToolError(f"limit is {limit!r}; it must be 1 to {_MOST}.")
    return symptom, seen, limit
