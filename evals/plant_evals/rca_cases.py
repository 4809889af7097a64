"""Cases with known causes from JSON lines, split into those before and those to be ranked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from plant_copilot.errors import WrongUse
from plant_tools.rca.case import PastCase, Symptoms

Json = dict[str, Any]


def read_cases(files: Sequence[Path]) -> list[Json]:
    """Return the cases of all files. Raises ``WrongUse``, naming file and line."""
    found = []
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                found.append(_read(file, number, line))
    return found


def divided(cases: Sequence[Json], test_split: str, *, text: bool) -> tuple[list[PastCase], list[PastCase]]:
    """Return what may be learnt from and what is to be ranked; of other splits nothing later is learnt from.

    Raises ``WrongUse`` where there is nothing in the split or before it.
    """
    tested = [case for case in cases if case.get("split") == test_split]
    if not tested:
        splits = sorted({str(case.get("split")) for case in cases})
        raise WrongUse(f"No case is of the split {test_split!r}.", remedy=f"There are: {', '.join(splits)}.")
    begins = min(_year(case) for case in tested)
    past = [case for case in cases if case.get("split") != test_split and _year(case) <= begins]
    if not past:
        raise WrongUse(f"There are no cases before the split {test_split!r} to learn from.")
    return [_case(one, text=text) for one in past], [_case(one, text=text) for one in tested]


def in_years(cases: Sequence[Json], years: int, *, text: bool) -> dict[str, tuple[list[PastCase], list[PastCase]]]:
    """Return for each of the last ``years`` that have any before them the cases before it, and its own."""
    told = sorted({_year(case) for case in cases})[1:][-years:]
    return {
        f"{year:g}": (
            [_case(one, text=text) for one in cases if _year(one) < year],
            [_case(one, text=text) for one in cases if _year(one) == year],
        )
        for year in told
    }


def _read(file: Path, number: int, line: str) -> Json:
    try:
        case: Json = json.loads(line)
        whole = isinstance(case["symptoms"], dict) and isinstance(case["cause"], str)
    except (ValueError, KeyError, TypeError) as error:
        raise WrongUse(f"{file}, line {number}: not a case.", remedy="{id, year, split, symptoms, cause}") from error
    if not whole:
        raise WrongUse(f"{file}, line {number}: symptoms must be {{name: value}}, cause a text.")
    return case


def _case(case: Json, *, text: bool) -> PastCase:
    seen = {
        name: value if isinstance(value, (int, float)) else _said(value) for name, value in case["symptoms"].items()
    }
    told = str(case.get("narrative_masked") or "") if text else None
    place = {"asset": str(case.get("asset") or ""), "kind": str(case.get("asset_class") or "")}
    return PastCase(
        str(case["id"]), Symptoms(seen, told, **place), case["cause"], _year(case), str(case.get("year", ""))
    )


def _said(value: object) -> str | None:
    return None if value is None else str(value)


def _year(case: Json) -> float:
    return float(case.get("year") or 0)
