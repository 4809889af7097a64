"""Candidate causes as sentences in the asker's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plant_agents.answer import MarkedEvidence
from plant_tools.phrases import Phrases
from plant_tools.plainly import number, plain, whole

NO_RANKING = "no_ranking"
"""The refusal of a ranking where history supports none."""

_HEADS = {"evidence": "head", "lifts": "rough", "prior": "prior"}
_FIGURES = ("hit@1", "hit@3", "brier", "ece")
_RATED = (("S", "severity"), ("O", "occurrence"), ("D", "detection"))
_words = Phrases("plant_agents.telling", "causes.yaml").of


def is_cause(found: MarkedEvidence) -> bool:
    """Tell whether ``found`` is a candidate cause, a row of an FMEA that names some, or the score of rankings."""
    return bool({"candidate", "fmea_row", "cause_score"} & found.details.keys())


def told_causes(language: str, found: MarkedEvidence) -> tuple[str, ...]:
    """Return what is said of a candidate cause, of a row of an FMEA, or of how right rankings were."""
    if score := found.details.get("cause_score"):
        return ("\n\n".join(_scored(language, _words(language), score)),)
    if row := found.details.get("fmea_row"):
        return (_of_fmea(_words(language), row),)
    return (" ".join(_told(language, _words(language), found.details["candidate"])),)


def told_no_ranking(language: str, values: Mapping[str, Any]) -> str:
    """Return why causes cannot be ranked."""
    name = "one_cause" if values["orders"] else "nothing"
    return str(_words(language)[name].format(orders=whole(language, values["orders"])))


def _told(language: str, words: Mapping[str, Any], one: Mapping[str, Any]) -> Iterator[str]:
    cause = f"{one['cause']} ({one['name']})" if one["name"] else one["cause"]
    counts = {name: whole(language, one[name]) for name in ("orders", "of", "similar", "compared", "rank")}
    head = words[_HEADS[one["basis"]]]
    parts = [words["orders"].format(**counts)]
    parts += [words["similar"].format(**counts)] if one["compared"] else []
    if one["on_asset"]:
        n, of = (whole(language, count) for count in one["on_asset"])
        parts.append(words["on_asset"].format(n=n, of=of, asset=one["asset"]))
    parts += [words["last"].format(date=plain(language, one["last_seen"]))] if one["last_seen"] else []
    said = words["comma"].join(parts)
    begins = head.format(rank=counts["rank"], cause=cause, chance=one["chance"])
    yield words["line"].format(head=begins, said=said)
    for side in ("for", "against"):
        if one[side]:
            yield words[side].format(told=words["and"].join(_support(language, words, s) for s in one[side]))
    if check := one["check"]:
        yield words["check"].format(**check | {"symptom": _symptom(words, check["symptom"])})
    if one["rank"] == 1:
        yield words["caution"]
    yield from (said for notice in one["notices"] if (said := _noticed(words, notice)))


def _noticed(words: Mapping[str, Any], notice: Mapping[str, Any]) -> str:
    """Return what a notice says; of one that the head says already, nothing."""
    said = str(words["notices"].get(notice["code"], ""))
    if notice["code"] == "spellings":
        return said.format(causes=words["and"].join(" = ".join(ways) for ways in notice["causes"].values()))
    if notice["code"] == "unknown_symptoms":
        return said.format(names=", ".join(notice["names"]))
    if notice["code"] == "unknown_values":
        return said.format(values=", ".join(f"{name} {value}" for name, value in notice["values"].items()))
    return said


def _of_fmea(words: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    rated = [f"{letter} {row[name]}" for letter, name in _RATED if row[name] is not None]
    rated += [f"AP {row['priority']}"] if row["priority"] else []
    told = words["fmea"].format(causes=words["and"].join(row["causes"]), mode=row["mode"], rated=" · ".join(rated))
    controls = words["comma"].join(row[name] for name in ("prevention", "detecting", "controls") if row[name])
    return " ".join([told, *([words["controls"].format(told=controls)] if controls else [])])


def _scored(language: str, words: Mapping[str, Any], score: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence, and a table of all rankings and those of each asset class."""
    n = score["all"]["n"]
    counts = {"n": whole(language, n), "waiting": whole(language, score["waiting"])}
    yield words["score" if n else "no_score"].format(**counts) + (words["few"] if n and score["all"]["few"] else "")
    if not n:
        return
    rows = {words["all"]: score["all"], **score["classes"]}
    lines = [f"| {name} | {one['n']} | {' | '.join(_figure(language, one[key]) for key in _FIGURES)} |"
             for name, one in rows.items()]  # fmt: skip
    yield "\n".join([words["score_head"], "|---|---|---|---|---|---|", *lines])


def _figure(language: str, value: float | None) -> str:
    return "–" if value is None else number(language, value)


def _support(language: str, words: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    counts = {name: whole(language, one[name]) for name in ("having", "told")}
    symptom = _symptom(words, one["symptom"])
    value = plain(language, one["value"])
    return str(words["support"].format(symptom=symptom, value=value, lift=number(language, one["lift"]), **counts))


def _symptom(words: Mapping[str, Any], name: str) -> str:
    return str(words["symptoms"].get(name, name))
