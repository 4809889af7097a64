"""The back-test of ranked causes over several years: each ranked from all before it, and all of them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plant_copilot.errors import WrongUse
from plant_evals.figures import table
from plant_evals.rca import OURS, Ranked, ranked
from plant_evals.rca_cases import in_years
from plant_evals.rca_figures import figures
from plant_tools.rca.features import Embed, Matrix

Json = dict[str, Any]

_HEADS = ("hit@1", "hit@3", "mrr")


def run_years(
    cases: Sequence[Json], years: int, embed: Embed | None, tell: Callable[[str], None], *, text: bool
) -> Json:
    """Rank the last ``years``: {years: {year: {way: figures}}, together: {way: figures}}. Raises ``WrongUse``."""
    parts = in_years(cases, years, text=text)
    if not parts:
        raise WrongUse("The cases are all of one year.", remedy="A year is ranked from those before it.")
    once = _once(embed) if embed else None
    made: dict[str, Ranked] = {}
    for year, (past, tested) in parts.items():
        tell(f"{year}: {len(tested)} cases from the {len(past):,} before")
        made[year] = ranked(past, tested, once, tell)
    ways = next(iter(made.values())).p
    return {
        "years": {year: {way: figures(one.p[way], one.y) for way in ways} for year, one in made.items()},
        "together": {way: figures(*_together(made, way)) for way in ways},
        "n": {year: len(one.y) for year, one in made.items()},
    }


def of_years(result: Mapping[str, Any]) -> str:
    """Return each year and all together as a table; ECE beside what perfect calibration would show by chance."""
    rows = [["ranker", *_HEADS, "ECE (by chance)", "surest half", *(f"{y} hit@1" for y in result["years"])]]
    for way, of in result["together"].items():
        intervals = [f"{of[head]:.3f} ({of[f'{head}_95'][0]:.3f}-{of[f'{head}_95'][1]:.3f})" for head in _HEADS]
        sure = [f"{of['ece']:.3f} ({of['ece_by_chance']:.3f})", f"{of['hit@1_at']['50']:.3f}"]
        rows.append([way, *intervals, *sure, *(f"{each[way]['hit@1']:.3f}" for each in result["years"].values())])
    ours = ", ".join(
        f"{year} {each[OURS]['ece']:.3f} ({each[OURS]['ece_by_chance']:.3f})" for year, each in result["years"].items()
    )
    return f"{table(rows)}\n\nECE of ours (by chance), year by year: {ours}."


def _together(made: Mapping[str, Ranked], way: str) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    widest = max(one.p[way].shape[1] for one in made.values())
    p = [np.pad(one.p[way], ((0, 0), (0, widest - one.p[way].shape[1]))) for one in made.values()]
    return np.vstack(p), np.concatenate([one.y for one in made.values()])


def _once(embed: Embed) -> Embed:
    """Return what reads each text once."""
    known: dict[str, Matrix] = {}

    def reading(texts: Sequence[str]) -> Matrix:
        if new := [text for text in dict.fromkeys(texts) if text not in known]:
            known.update(zip(new, embed(new), strict=True))
        return np.stack([known[text] for text in texts])

    return reading
