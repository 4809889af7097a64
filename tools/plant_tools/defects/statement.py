"""What was compared, as evidence: each with its counts, and the SQL that counts them again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from plant_tools.cases.orders import sql_of
from plant_tools.defects.analysis import LEAST_DEFECTS, LEAST_INSPECTIONS, Analysis, Compared
from plant_tools.defects.inspections import Inspections, Scope
from plant_tools.defects.multiple import ACCEPTED
from plant_tools.defects.ratio import Ratio
from plant_tools.evidence import Evidence, RecordsCitation

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plant_tools.defects.factors import Factor

TOOL = "defects"
FORMULA = (
    "share at the level / share elsewhere; p by chi-square over inspections, Fisher's exact test or permutation; "
    "corrected by Benjamini-Hochberg for the number of levels tested"
)
_IDS = 20
_SHOWN = 12
_OWING = 2  # so many are told of those that another factor may account for
_NAMES = {"asset_tag": "machine", "location_code": "line"}


@dataclass(frozen=True, slots=True)
class Told:
    """What the evidence is made of. ``names``: of the defects; ``factor``: the one that was asked for, if one was.

    ``missing``: the factor that was asked for where nothing differs by it.
    """

    dataset: str
    scope: Scope
    read: Inspections
    analysis: Analysis
    names: tuple[str, ...]
    factor: Factor | None
    limit: int
    missing: str = ""


def evidence_of(connection: Connection, told: Told) -> Iterator[Evidence]:
    """Yield what was counted in all, then what goes with the defect, the surest first, or the levels asked for."""
    yield _whole(connection, told)
    if told.factor:
        yield _levels(connection, told, told.factor)
    for rank, one in enumerate(_chosen(told), 1):
        yield _candidate(connection, told, one, rank)


def _chosen(told: Told) -> list[Compared]:
    """Return what is told: of levels that cannot be told apart the first, which names the others."""
    chosen: list[Compared] = []
    named = set[tuple[str, str]]()
    for one in [*told.analysis.found, *told.analysis.fewer]:
        if (one.factor.name, one.level.name) not in named:
            chosen.append(one)
            named |= {(each.factor, each.level) for each in one.beside if each.kind == "same"}
    owing = [one for one in chosen if any(each.kind == "explained" for each in one.beside)]
    return [one for one in chosen if one not in owing[_OWING:]][: told.limit]


def summary(told: Told) -> dict[str, Any]:
    """Return what was counted and tested, in plain fields."""
    one, times = told.analysis, [time for time in told.read.times if time]
    return {
        "dataset": told.dataset,
        "defects": list(told.scope.defects),
        "names": list(told.names),
        "where": dict(told.scope.where),
        "basis": told.scope.basis,
        "defective": one.defective,
        "pieces": one.pieces,
        "share": _share(one.defective, one.pieces),
        "inspections": one.inspections,
        "since": f"{min(times):%Y-%m-%d}" if times else "",
        "until": f"{max(times):%Y-%m-%d}" if times else "",
        "tests": one.tests,
        "untested": one.untested,
        "found": len(one.found),
        "fewer": len(one.fewer),
        "accepted": ACCEPTED,
        "few": one.few,
        "least": {"defects": LEAST_DEFECTS, "inspections": LEAST_INSPECTIONS}.get(one.few, 0),
        "left_out": told.read.left_out,
        "factors": sorted({each.factor.name for each in one.compared}),
        "missing": told.missing,
        "testable": told.scope.basis != "defects" or bool(told.scope.defects),
    }


def level(one: Compared) -> dict[str, Any]:
    """Return one level against the rest in plain fields."""
    seen = one.seen
    return {
        "factor": one.factor.name,
        "parameter": one.factor.parameter,
        "level": one.level.name,
        "defective": seen.defective,
        "pieces": seen.pieces,
        "share": _share(seen.defective, seen.pieces),
        "other_defective": seen.other_defective,
        "others": seen.others,
        "other_share": _share(seen.other_defective, seen.others),
        **_ratio("ratio", one.ratio),
        "p": one.tested.p_value if one.tested else None,
        "adjusted_p": one.adjusted,
        "method": one.tested.method if one.tested else "",
        "found": one.found,
    }


def described(one: Compared) -> dict[str, Any]:
    """Return what goes with the defect: its counts, its course in time, and what it cannot be told apart from."""
    beside = [
        {
            "kind": each.kind,
            "factor": each.factor,
            "level": each.level,
            "ratio": each.ratio and round(each.ratio.value, 2),
        }
        for each in one.beside
    ]
    return {
        **level(one),
        "earlier": one.earlier and round(one.earlier.value, 2),
        "later": one.later and round(one.later.value, 2),
        "first": f"{one.first:%Y-%m-%d}" if one.first else "",
        "last": f"{one.last:%Y-%m-%d}" if one.last else "",
        "beside": beside,
    }


def _whole(connection: Connection, told: Told) -> Evidence:
    plain = summary(told)
    sql = sql_of(connection, told.scope.whole())
    said = _said_whole(plain)
    ids = _ids(told.read, np.ones(len(told.read.pieces), bool))
    cited = RecordsCitation(told.dataset, ids, sql, plain["inspections"], f"{said}\n{_listed(plain)}")
    return Evidence(TOOL, said, (cited,), plain["defective"], "pieces", formula=FORMULA, details={"defects": plain})


def _candidate(connection: Connection, told: Told, one: Compared, rank: int) -> Evidence:
    plain = {"rank": rank, "basis": told.scope.basis, **described(one)}
    counted = told.scope.counted(one.factor.holds(one.level), one.factor.is_known())
    plain["sql"] = sql_of(connection, counted)
    said = _said_candidate(plain)
    quote = f"{said}\n{_listed({name: value for name, value in plain.items() if name != 'sql'})}"
    cited = RecordsCitation(told.dataset, _ids(told.read, one.level.at), plain["sql"], int(one.level.at.sum()), quote)
    return Evidence(TOOL, said, (cited,), plain["ratio"], "", formula=FORMULA, details={"defect_candidate": plain})


def _levels(connection: Connection, told: Told, factor: Factor) -> Evidence:
    mine = sorted((one for one in told.analysis.compared if one.factor.name == factor.name), key=_rate, reverse=True)
    rows = [level(one) | {"sql": sql_of(connection, told.scope.counted(factor.holds(one.level), factor.is_known()))}
            for one in mine[:_SHOWN]]  # fmt: skip
    plain = {"factor": factor.name, "parameter": factor.parameter, "basis": told.scope.basis, "levels": len(mine)}
    plain |= {"rows": rows, "tests": told.analysis.tests, "beyond": any(one.found for one in mine)}
    said = _said_levels(plain)
    quote = "\n".join([said, *(_listed({k: v for k, v in row.items() if k != "sql"}) for row in rows)])
    ids = _ids(told.read, factor.known)
    sql = sql_of(connection, told.scope.by(factor.text(), factor.is_known())) if not factor.number else rows[0]["sql"]
    cited = RecordsCitation(told.dataset, ids, sql, int(factor.known.sum()), f"{quote}\nlevels: {len(mine)}")
    table = [[row["level"], row["defective"], row["pieces"]] for row in rows]
    return Evidence(TOOL, said, (cited,), table, "", formula=FORMULA, details={"defect_levels": plain})


def _said_whole(one: dict[str, Any]) -> str:
    what = ", ".join(one["names"]) or "all defects"
    where = "".join(f", {shown_name(name)} {value}" for name, value in one["where"].items())
    of = "defects on record" if one["basis"] == "defects" else "pieces inspected"
    head = f"{what}{where}: {count(one['defective'])} of {count(one['pieces'])} {of} ({one['share']:g} %)"
    span = f", {one['since']} to {one['until']}" if one["since"] else ""
    head = f"{head}, in {one['inspections']:,} records{span}."
    if not one["testable"]:
        return (
            f"{head} How many pieces were inspected is not on record: defects are counted, shares cannot be compared."
        )
    if one["missing"]:
        return f"{head} {shown_name(one['missing'])} is not on record, or the same everywhere: nothing to compare by."
    if one["few"]:
        needed = "defects, and as many pieces without" if one["few"] == "defects" else one["few"]
        return f"{head} That is too little to compare: it takes {one['least']} {needed}."
    tested = f"Levels compared: {one['tests']:,}, of factors: {len(one['factors'])}"
    differ = f"more than chance: {one['found'] + one['fewer']} (false discoveries at most {one['accepted']:.0%})"
    return f"{head} {tested}; {differ}."


def _said_candidate(one: dict[str, Any]) -> str:
    name = shown_name(one["factor"])
    head = f"Candidate {one['rank']}: {name} {one['level']}: {one['share']:g} %"
    head = f"{head} ({count(one['defective'])} of {count(one['pieces'])})"
    rest = f"elsewhere {one['other_share']:g} % ({count(one['other_defective'])} of {count(one['others'])})"
    times = f"{one['ratio']:g} times ({one['low']:g} to {one['high']:g})"
    line = f"{head}, {rest}: {times}, adjusted p {probability(one['adjusted_p'])}."
    if one["earlier"] is not None and one["later"] is not None:
        line += f" Earlier half {one['earlier']:g} times, later half {one['later']:g} times."
    for each in one["beside"]:
        other = f"{shown_name(each['factor'])} {each['level']}"
        if each["kind"] == "same":
            line += f" Cannot be told apart from {other}: they always go together."
        else:
            line += f" Within the same {shown_name(each['factor'])} only {each['ratio']:g} times ({other})."
    return line


def _said_levels(one: dict[str, Any]) -> str:
    said = "; ".join(
        f"{row['level']} {row['share']:g} % ({count(row['defective'])} of {count(row['pieces'])})"
        for row in one["rows"]
    )
    return f"By {shown_name(one['factor'])}: {said}."


def shown_name(factor: str) -> str:
    """Return what people call a field; a parameter keeps its heading."""
    return _NAMES.get(factor, factor)


def count(pieces: float) -> str:
    """Return a number of pieces, or of kilograms.

    >>> count(12400.0), count(0.5)
    ('12,400', '0.50')
    """
    return f"{pieces:,.0f}" if float(pieces).is_integer() else f"{pieces:,.2f}"


def probability(p: float) -> str:
    """Return a p-value with three decimals.

    >>> probability(0.0421), probability(1e-9)
    ('0.042', '< 0.001')
    """
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def _share(defective: float, pieces: float) -> float:
    return round(100 * defective / pieces, 2) if pieces else 0.0


def _ratio(name: str, ratio: Ratio) -> dict[str, float]:
    return {name: round(ratio.value, 2), "low": round(ratio.low, 2), "high": round(ratio.high, 2)}


def _rate(one: Compared) -> float:
    return one.seen.defective / one.seen.pieces


def _ids(read: Inspections, at: Any) -> tuple[str, ...]:
    """Return the records that have the defect first, then others."""
    places = np.flatnonzero(at)
    order = places[np.argsort(-read.defective[places], kind="stable")][:_IDS]
    return tuple(one for place in order for one in read.ids[place])[:_IDS]


def _listed(plain: dict[str, Any]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in plain.items())
