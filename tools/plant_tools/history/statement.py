"""A result as a sentence that can stand alone, and as the text that proves it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from plant_tools.history.query import HistoryQuery
from plant_tools.history.result import Result
from plant_tools.history.selection import NOUNS, Selection

# So many groups or records are said; the rows hold all.
_SAID = 10
_WHAT = {
    "count": "Number of",
    "last": "Latest of",
    "first": "Earliest of",
    "list": "List of",
    "sum": "Sum of {field} of",
    "mean": "Mean {field} of",
    "min": "Least {field} of",
    "max": "Greatest {field} of",
    "median": "Median {field} of",
    "share": "Share of {part} among",
    "rate": "Rate of",
    "distinct": "Number of different values of {field} of",
    "ranking": "Ranking of",
    "difference": "Difference in",
    "pareto": "Pareto of",
    "repeat_failures": "Repeats within {days:g} days among",
    "bundles": "Bundles within {days:g} days of",
    "mtbf": "MTBF from",
    "mttr": "MTTR from",
    "availability": "Availability from",
    "trend": "Trend of",
    "weibull": "Weibull fit of the time between",
    "association": "Within {days:g} days followed by {then}:",
}
_FITTED = ("shape", "scale")


def said(query: HistoryQuery, result: Result) -> str:
    """Return the result as a sentence, the figures that belong to it, and a line for each warning."""
    words = {
        "field": query.field,
        "days": query.within_days,
        "part": described(query.part) if query.part else "",
        "then": described(query.then) if query.then else "",
    }
    what = _WHAT[query.metric].format(**words)
    by = f" by {', '.join(query.group_by)}" if query.group_by else ""
    notes = [f"Note: {warning}" for warning in result.warnings]
    return "\n".join([f"{what} {described(query)}{by}: {_value(query, result)}.", *_figures(query, result), *notes])


def described(selection: Selection) -> str:
    """Return which records a selection means: "corrective work orders of P-101 from 2015-01-01 to 2015-12-31"."""
    kinds = [*selection.states, *selection.types, *selection.kinds]
    parts = [f"{' or '.join(kinds)} {NOUNS[selection.records]}".strip()]
    parts += [f"of {', '.join(selection.assets)}{' and its parts' * selection.with_parts}"] if selection.assets else []
    parts += [f"at {', '.join(selection.locations)}"] if selection.locations else []
    parts += [f"with {', '.join(selection.codes)}"] if selection.codes else []
    parts += [f"without {', '.join(selection.not_codes)}"] if selection.not_codes else []
    parts += [f"that say {' and '.join(map(repr, selection.text))}"] if selection.text else []
    parts += [_condition(condition) for condition in selection.where]
    parts += [f"from {_moment(selection.since)}"] if selection.since else []
    parts += [f"to {_moment(selection.until)}"] if selection.until else []
    return " ".join(parts)


def proof(query: HistoryQuery, result: Result) -> str:
    """Return what was selected and what the SQL gave, as text: value, rows, figures, and the ids of the records."""
    rows = [" · ".join(f"{name}: {_plain(value)}" for name, value in row.items()) for row in result.rows[:_SAID]]
    figures = [f"{name}: {_plain(v)}" for name, v in result.details.items() if isinstance(v, str | int | float)]
    window = [f"window: {result.window[0]} to {result.window[1]}"] if any(result.window) else []
    found = [f"value: {_plain(result.value)} {result.unit}".strip(), f"records: {result.total:,}"]
    parts = [f"part: {described(part)}" for part in (query.part, query.then) if part]
    how = [f"selected: {described(query)}", *parts, *_figures(query, result), *map(str, result.warnings)]
    return "\n".join([*found, *rows, *figures, *window, *how, f"ids: {', '.join(result.record_ids)}"])


def _value(query: HistoryQuery, result: Result) -> str:
    if query.metric in {"last", "first"} and result.rows and not query.group_by:
        return _record(result.rows[0])
    if query.metric == "list":
        return f"{result.value:,}; " + "; ".join(_record(row) for row in result.rows[:_SAID])
    if query.metric == "bundles":
        found = [f"{row['size']} from {_plain(row['first'])} to {_plain(row['last'])}" for row in result.rows[:_SAID]]
        return f"{len(result.value)}; " + "; ".join(found)
    if isinstance(result.value, list):
        return _table(result.value, result.unit)
    return "none" if result.value is None else f"{_plain(result.value)} {result.unit}".strip()


def _table(groups: Sequence[Any], unit: str) -> str:
    if groups and not isinstance(groups[0], list):
        groups = [groups]
    told = [f"{', '.join(map(_plain, names))}: {_plain(value)} {unit}".strip() for *names, value in groups[:_SAID]]
    return "; ".join([*told, *([f"and {len(groups) - _SAID} more"] if len(groups) > _SAID else [])]) or "none"


def _record(row: Any) -> str:
    hidden = {f"{name}_name" for name in row} & row.keys()
    keys = {name.removesuffix("_name") for name in hidden}
    told = [row.get(f"{name}_name") or row[name] if name in keys else row[name] for name in row if name not in hidden]
    return ", ".join(_plain(value) for value in told if value not in {None, ""})


def _figures(query: HistoryQuery, result: Result) -> list[str]:
    """Return the figures without which a value must not be read."""
    details, told = result.details, []
    if details.get("low") is not None and details.get("high") is not None:
        told.append(f"95 % interval {_plain(details['low'])} to {_plain(details['high'])} {result.unit}")
    if query.metric == "trend":
        beta, low, high, z = (_plain(details[name]) for name in ("beta", "beta_low", "beta_high", "laplace_z"))
        told.append(f"{details['verdict'].capitalize()}: beta {beta} (95 % interval {low} to {high}), Laplace z {z}")
    if query.metric == "weibull":
        ends = [(_plain(details[n]), _plain(details[f"{n}_low"]), _plain(details[f"{n}_high"])) for n in _FITTED]
        shape, scale = (f"{value} (95 % interval {low} to {high})" for value, low, high in ends)
        told.append(f"Shape {shape}, scale in days {scale}")
    if query.metric == "association":
        told.append(
            f"{details['followed']} of {details['firsts']} were followed; by chance a share of "
            f"{_plain(details['chance'])} would be; p = {_plain(details['p_value'])}. An association is no cause"
        )
    formula = str(result.formula)
    told.append(f"{formula[:1].upper()}{formula[1:]}; {result.total:,} records" if formula else "")
    return [f"{line}." for line in told if line]


def _condition(condition: Any) -> str:
    told = [f"is {' or '.join(condition.one_of)}"] if condition.one_of else []
    told += [f"is not {' or '.join(condition.none_of)}"] if condition.none_of else []
    told += [f"contains {condition.contains!r}"] if condition.contains else []
    told += [f"is at least {condition.at_least:g}"] if condition.at_least is not None else []
    told += [f"is at most {condition.at_most:g}"] if condition.at_most is not None else []
    told += [f"is {'' if condition.empty else 'not '}empty"] if condition.empty is not None else []
    return f"whose {condition.field} {' and '.join(told)}"


def _moment(moment: datetime) -> str:
    whole = moment.time() == datetime.min.time() or (moment + timedelta(seconds=1)).time() == datetime.min.time()
    return f"{moment:%Y-%m-%d}" if whole else f"{moment:%Y-%m-%d %H:%M}"


def _plain(value: Any) -> str:
    """Return a value with as many digits as it deserves: 55.1483, 0.0131, 2022-06-17 14:00."""
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "none"}[value]
    if isinstance(value, float):
        return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:.6g}"
    text = str(value)
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}" if "T" in text else text
    except ValueError:
        return text
