"""What product defects go with, as sentences in the asker's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plant_agents.answer import MarkedEvidence
from plant_tools.defects.statement import probability
from plant_tools.defects.tool import NO_DEFECTS
from plant_tools.phrases import Phrases
from plant_tools.plainly import number, whole

__all__ = ["NO_DEFECTS", "is_defect", "told_defects", "told_no_defects"]
_KINDS = ("defects", "defect_candidate", "defect_levels")
_words = Phrases("plant_agents.telling", "defects.yaml").of


def is_defect(found: MarkedEvidence) -> bool:
    """Tell whether ``found`` is what inspections were counted or compared for."""
    return any(kind in found.details for kind in _KINDS)


def told_defects(language: str, found: MarkedEvidence) -> tuple[str, ...]:
    """Return what is said of defects as a whole, of one candidate, or of the levels of a factor with their table."""
    words = _words(language)
    if whole_one := found.details.get("defects"):
        return (_sentence(words, _whole(language, words, whole_one)),)
    if candidate := found.details.get("defect_candidate"):
        return (_sentence(words, _candidate(language, words, candidate)),)
    return (_levels(language, words, found.details["defect_levels"]),)


def told_no_defects(language: str, values: Mapping[str, Any]) -> str:
    """Return that no inspection on record answers."""
    words = _words(language)
    if not values["names"] and not values["where"]:
        return str(words["nothing"])
    where = [f"{_factor(words, name)} {level}" for name, level in values["where"].items()]
    return str(words["no_such"].format(what=", ".join([*values["names"], *where])))


def _whole(language: str, words: Mapping[str, Any], one: Mapping[str, Any]) -> Iterator[str]:
    where = [f"{_factor(words, name)} {level}" for name, level in one["where"].items()]
    what = words["comma"].join([*(one["names"] or [words["all"]]), *where])
    counts = {"defective": _count(language, one["defective"]), "pieces": _count(language, one["pieces"])}
    told = {"what": what, "share": number(language, one["share"]), **counts}
    yield words[f"head_{one['basis']}"].format(inspections=whole(language, one["inspections"]), **told)
    if one["since"]:
        yield words["span"].format(since=one["since"], until=one["until"])
    if not one["testable"]:
        yield words["no_pieces"]
    elif one["missing"]:
        yield words["missing"].format(factor=_factor(words, one["missing"]))
    elif one["few"]:
        yield words["few"].format(least=one["least"], what=words["of_few"][one["few"]])
    else:
        found = one["found"] + one["fewer"]
        counted = {"tests": whole(language, one["tests"]), "factors": len(one["factors"]), "found": found}
        yield words["tested" if found else "none"].format(**counted)
        if one["untested"]:
            yield words["untested"].format(untested=whole(language, one["untested"]))
    if one["left_out"]:
        yield words["left_out"].format(rows=whole(language, one["left_out"]))


def _candidate(language: str, words: Mapping[str, Any], one: Mapping[str, Any]) -> Iterator[str]:
    yield words["candidate"].format(
        rank=one["rank"],
        name=f"{_factor(words, one['factor'])} {one['level']}",
        share=number(language, one["share"]),
        other=number(language, one["other_share"]),
        defective=_count(language, one["defective"]),
        pieces=_count(language, one["pieces"]),
        other_defective=_count(language, one["other_defective"]),
        others=_count(language, one["others"]),
        **{name: number(language, one[name]) for name in ("ratio", "low", "high")},
        p=probability(one["adjusted_p"]).replace(".", "," if language == "de" else "."),
    )
    if one["earlier"] is not None and one["later"] is not None:
        yield words["halves"].format(earlier=number(language, one["earlier"]), later=number(language, one["later"]))
    for each in one["beside"]:
        ratio = number(language, each["ratio"]) if each["ratio"] is not None else ""
        names = {"factor": _factor(words, each["factor"]), "level": each["level"], "ratio": ratio}
        yield words[each["kind"]].format(**names)
    if one["rank"] == 1:
        yield words["caution"]


def _levels(language: str, words: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    name = _factor(words, one["factor"])
    rows, first = one["rows"], one["rows"][0]
    shares = one["basis"] != "defects" or one["tests"]
    key = ("beyond" if one["beyond"] else "chance") if one["tests"] else "counted"
    told = {"factor": name, "level": first["level"], "share": number(language, first["share"])}
    told |= {"defective": _count(language, first["defective"]), "pieces": _count(language, first["pieces"])}
    sentence = words[f"levels_{key}"].format(**told)
    heads = [name, words["defective"], *([words["pieces"], "%", "p"] if shares else [])]
    lines = [heads, ["---"] * len(heads)]
    for row in rows:
        p = "" if row["adjusted_p"] is None else probability(row["adjusted_p"])
        more = [_count(language, row["pieces"]), number(language, row["share"]), _decimal(language, p)]
        lines.append(
            [
                " ".join(row["level"].split()).replace("|", "\\|"),
                _count(language, row["defective"]),
                *(more if shares else []),
            ]
        )
    return f"{sentence}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _decimal(language: str, text: str) -> str:
    return text.replace(".", ",") if language == "de" else text


def _count(language: str, pieces: float) -> str:
    return whole(language, int(pieces)) if float(pieces).is_integer() else number(language, pieces)


def _factor(words: Mapping[str, Any], name: str) -> str:
    return str(words["factors"].get(name, name))


def _sentence(words: Mapping[str, Any], parts: Iterator[str]) -> str:
    return str(words["between"]).join(parts)
