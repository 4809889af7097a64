"""A figure of the history as a direct sentence, its table, its formula, and what to take care of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from plant_agents.answer import MarkedEvidence
from plant_agents.telling.phrases import field_name, phrases
from plant_agents.telling.remarks import remark_text
from plant_agents.telling.selection import phrase
from plant_tools.plainly import day, number, plain, quantity

_SHOWN = 10
_WITH_FORMULA = frozenset(
    {"mtbf", "mttr", "availability", "trend", "weibull", "association", "rate", "repeat_failures"}
)
_RANKED = frozenset({"ranking", "pareto", "difference"})
_LONGEST_CELL = 80
# No blank stands before a comma or colon; Chinese marks have none on either side.
_CLOSED_UP = re.compile(r" (?=[,:，。：；、）])|(?<=[，。：；、（]) ")


def told(language: str, found: MarkedEvidence) -> tuple[str, ...]:
    """Return the sentences: the value with unit and window first, then its formula, interval and warnings."""
    query: Mapping[str, Any] = found.details["query"]
    sentences = [f"{_first(language, found, query)}{_table(language, found, query)}"]
    words, metric = phrases(language), query["metric"]
    aside = []
    if not (query.get("since") and query.get("until")) and all(found.details["window"]):
        since, until = (day(language, str(moment)[:10]) for moment in found.details["window"])
        aside.append(words["window"].format(since=since, until=until))
    if metric in _WITH_FORMULA and found.formula:
        aside.append(words["formula"].format(formula=remark_text(language, found.details["formula"])))
    low, high = found.details.get("low"), found.details.get("high")
    if low is not None and high is not None:
        aside.append(_interval(language, low, high, found.unit))
    sentences += [" ".join(aside)] if aside else []
    return (*sentences, *(words["note"].format(note=remark_text(language, note)) for note in found.details["notes"]))


def _first(language: str, found: MarkedEvidence, query: Mapping[str, Any]) -> str:
    words, value, metric = phrases(language), found.value, str(query["metric"])
    named = {
        "what": phrase(language, query),
        "unit": _unit(language, found.unit),
        "value": quantity(language, value, found.unit),
    }
    named["field"] = field_name(language, query.get("field", ""))
    named["days"] = number(language, query.get("within_days", 30))
    named["per"] = words["per"][query.get("per", "month")]
    if value == [] and metric != "bundles":
        return _tidy(words["count"].format(value=words["none"], what=named["what"]))
    if isinstance(value, list) and metric not in _RANKED | {"bundles"}:
        groups = words["and"].join(field_name(language, name) for name in query.get("group_by", ()))
        return _tidy(words["grouped"].format(groups=groups, what=named["what"]))
    return _tidy(words[metric].format(**named | _of_metric(language, metric, found, query)))


def _of_metric(language: str, metric: str, found: MarkedEvidence, query: Mapping[str, Any]) -> dict[str, str]:
    """Return what only the sentence of this metric says."""
    value, details, rows = found.value, found.details, found.details["rows"]
    if metric in {"last", "first"} and rows:
        return {"record": _record(language, rows[0])}
    if metric in _RANKED and value:
        top = value if metric == "difference" else value[0]
        group = query["group_by"][0]
        names = [plain(language, row.get(f"{group}_name") or row[group]) for row in rows]
        first, most = plain(language, top[0]), quantity(language, top[-1], found.unit)
        return {"first": first, "value": most, "other": next((name for name in names if name != first), "")}
    if metric == "bundles":
        return {"number": str(len(value))}
    if metric == "share":
        return {"part": phrase(language, query["part"])}
    if metric == "association":
        return {"then": phrase(language, query["then"]), "chance": number(language, details["chance"])}
    return _fitted(language, metric, details)


def _fitted(language: str, metric: str, details: Mapping[str, Any]) -> dict[str, str]:
    """Return the figures of a fitted trend or distribution by the blanks that they fill."""
    blanks = {
        "trend": {"low": "beta_low", "high": "beta_high", "z": "laplace_z"},
        "weibull": {"low": "shape_low", "high": "shape_high", "median": "mean_life", "b10": "b10_life"},
    }
    figures = {blank: number(language, details[name]) for blank, name in blanks.get(metric, {}).items()}
    if metric != "trend":
        return figures
    return figures | {"verdict": phrases(language)["verdicts"].get(details["verdict"], details["verdict"])}


def _table(language: str, found: MarkedEvidence, query: Mapping[str, Any]) -> str:
    """Return the groups or records as a Markdown table; "" where the sentence says it all."""
    rows: Sequence[Mapping[str, Any]] = found.details["rows"]
    if not rows or (query["metric"] in {"last", "first", "bundles"} and not query.get("group_by")):
        return ""
    names = [n for n in rows[0] if not n.endswith("_name") and any(r.get(n) not in {None, ""} for r in rows[:_SHOWN])]
    heads = [_head(language, name, found, query) for name in names]
    units = {"value": found.unit, str(query.get("field", "")): found.unit}
    cells = [[_cell(language, _shown(row, name), units.get(name)) for name in names] for row in rows[:_SHOWN]]
    lines = [heads, ["---"] * len(names), *cells]
    left = f"\n\n{phrases(language)['more']}" if len(rows) > _SHOWN else ""
    return "\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines) + left


def _head(language: str, name: str, found: MarkedEvidence, query: Mapping[str, Any]) -> str:
    if name != "value":
        return field_name(language, name)
    measured = query.get("field") if query["metric"] != "distinct" else ""
    head = field_name(language, measured or "number")
    return f"{head} ({_unit(language, found.unit)})" if found.unit else head


def _record(language: str, row: Mapping[str, Any]) -> str:
    """Return a record on one line; an asset or code by its name and key, long texts cut."""
    names = [name for name in row if not name.endswith("_name")]
    shown = [_cell(language, _shown(row, name)) for name in names if row[name] not in {None, ""}]
    return " · ".join(dict.fromkeys(shown))


def _shown(row: Mapping[str, Any], name: str) -> Any:
    label, key = row.get(f"{name}_name"), row[name]
    return f"{label} ({key})" if label and str(label) != str(key) else key


def _cell(language: str, value: Any, unit: str | None = None) -> str:
    """Return what a cell shows; ``unit`` is that of what was counted or measured, None of anything else."""
    shown = plain(language, value) if unit is None else quantity(language, value, unit)
    text = shown.replace("|", "\\|").replace("\n", " ")
    return text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL].rpartition(' ')[0]} …"


def _interval(language: str, low: float, high: float, unit: str) -> str:
    told = {"low": number(language, low), "high": number(language, high), "unit": _unit(language, unit)}
    return str(phrases(language)["interval"].format(**told))


def _unit(language: str, unit: str) -> str:
    return phrases(language)["units"].get(unit, unit)  # type: ignore[no-any-return]  # text in, text out


def _tidy(sentence: str) -> str:
    return _CLOSED_UP.sub("", " ".join(sentence.split()))
