"""Which code the next order of an asset will carry: where history says little, the ranking must say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import func, select

from plant_copilot.errors import WrongUse
from plant_evals.rca_figures import figures
from plant_evals.upkeep import MEASURING
from plant_tools.rca.case import PastCase, Symptoms
from plant_tools.rca.ranker import WEAK, Ranker
from plant_tools.records.tables import Dataset, WorkOrder

if TYPE_CHECKING:
    from plant_tools.records.store import Store

Json = dict[str, Any]

BAR = 0.95
_PAST = 0.7
_DAY = 86_400.0


def next_codes(store: Store, dataset: str) -> list[PastCase]:
    """Return one case for each order that is not preventive: the codes before it on its asset, and its own code."""
    c, d = WorkOrder.__table__.c, Dataset.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
    when = func.coalesce(c.reported_at, c.started_at, c.finished_at).label("at")
    chosen = (
        select(c.source_id, c.asset_tag, c.problem_code, when)
        .join(Dataset, d.id == c.dataset_id)
        .where(d.name == dataset, c.problem_code.is_not(None), c.asset_tag.is_not(None), when.is_not(None))
        .where(func.coalesce(c.wo_type, "") != "preventive")
        .order_by(when, c.id)
    )
    with store.reading(MEASURING) as connection:
        rows = connection.execute(chosen).all()
    before: dict[str, list[tuple[str, float]]] = defaultdict(list)
    made = []
    for source_id, tag, code, at in rows:
        made.append(_case(source_id, tag, code, at, before[tag]))
        before[tag].append((code, at.timestamp()))
    return made


def run_next(store: Store, dataset: str, tell: Callable[[str], None]) -> Json:
    """Foretell the later codes from the earlier ones. Raises ``WrongUse`` where there are too few."""
    cases = next_codes(store, dataset)
    cut = int(len(cases) * _PAST)
    if cut < 1:
        raise WrongUse(f"The data set {dataset!r} has no coded orders that are not preventive.")
    ranker = Ranker(cases[:cut], tell=tell)
    names = {spelling: at for at, name in enumerate(ranker.causes) for spelling in ranker.spelt[name].spellings}
    tested = cases[cut:]
    y = np.array([names.get(case.cause, -1) for case in tested])
    p = ranker.probabilities([case.symptoms for case in tested])
    usual = int(ranker.lifts.sizes.argmax())
    return {
        "n": len(tested),
        "past": cut,
        "causes": len(ranker.causes),
        **figures(p, y),
        "majority": round(float((y == usual).mean()), 3),
        "bound": WEAK,
        "bar": BAR,
        "weak": round(float((p.max(1) <= WEAK).mean()), 4),
        "prior_share": ranker.calibration.share,
        "temperature": round(ranker.calibration.temperature, 3),
    }


def _case(source_id: str, tag: str, code: str, at: Any, before: list[tuple[str, float]]) -> PastCase:
    last = before[-1] if before else None
    seen = {
        "last code": last[0] if last else None,
        "code before": before[-2][0] if len(before) > 1 else None,
        "days since": round((at.timestamp() - last[1]) / _DAY, 1) if last else None,
        "month": f"{at:%m}",
    }
    return PastCase(source_id, Symptoms(seen, None, tag), code, at.timestamp(), f"{at:%Y-%m-%d}")
