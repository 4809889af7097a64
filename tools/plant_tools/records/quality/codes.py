"""Codes and texts: maintenance among the failures, one thing spelled in two ways, text that is only the code again."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from plant_tools.records.quality.finding import QualityFinding
from plant_tools.records.quality.orders import Orders, any_of

_WORK = re.compile(
    r"\b(routine|maintenance|preventive|inspect\w*|clean\w*|lubricat\w*|greas\w*|calibrat\w*|oil analysis|oil change|"
    r"vibration analysis|filter (?:replacement|change)|(?:pressure|leak|eddy current|function) (?:test|detection)|"
    r"overhaul|adjust\w*|wartung\w*|inspektion\w*|reinigung\w*|schmier\w*|kalibrier\w*|ölwechsel|ölanalyse|"
    r"filterwechsel|prüfung\w*|instandhaltung\w*|einstell\w*)\b|维护|保养|点检|巡检|清洁|清洗|润滑|校准|换油|检查|"
    r"維護|點檢|巡檢|清潔|清洗|潤滑|校準|換油|檢查",
    re.IGNORECASE,
)
_LIKENESS = 0.9
_MOST_COMPARED = 1_500
_SPELLED = {
    "asset_tag": "assets",
    "location_code": "locations",
    "component": "components",
    "problem_code": "problem codes",
    "cause_code": "cause codes",
    "remedy_code": "remedy codes",
    "problem_text": "failure texts",
}
_TEMPLATED = 0.8


def maintenance_codes(orders: Orders) -> Iterator[QualityFinding]:
    """Find corrective orders whose code names planned work, not a failure.

    Codes of one family (the letters before the digits) are judged together: a family is maintenance where most of its
    codes are worded as work, or stand mostly on preventive orders while none of its texts speaks of a failure.
    """
    columns = "problem_code, max(problem_text), count(*), sum(CASE WHEN wo_type = 'preventive' THEN 1 ELSE 0 END)"
    families: dict[str, list[Sequence[object]]] = defaultdict(list)
    for row in orders.rows(columns, "problem_code IS NOT NULL", "GROUP BY problem_code"):
        families[_family(str(row[0]))].append(row)
    codes = [str(row[0]) for rows in families.values() if _is_work(rows) for row in rows]
    corrective = orders.count("wo_type = 'corrective'")
    if not codes or not corrective:
        return
    condition = f"wo_type = 'corrective' AND {any_of('problem_code', sorted(codes))}"
    count = orders.count(condition)
    if count:
        yield orders.finding(
            "maintenance_codes",
            "problem_code",
            condition,
            f"{count:,} of {corrective:,} corrective orders carry a code of planned work, not of a failure.",
            count=count,
            of=corrective,
            scope="corrective",
            warns=("count", "rate", "mtbf", "repeat_failures", "ranking", "pareto", "trend", "weibull", "availability"),
            examples=tuple(sorted(codes)[:8]),
        )


def _family(code: str) -> str:
    found = re.match(r"([^\W\d_]+)[\s._-]*\d", code)
    return found[1].casefold() if found else code.casefold()


def _is_work(rows: Sequence[Sequence[object]]) -> bool:
    worded = sum(bool(_WORK.search(f"{row[1] or ''} {row[0]}")) for row in rows)
    used = sum(int(str(row[2])) for row in rows)
    planned = sum(int(str(row[3])) for row in rows)
    return worded > len(rows) / 2 or (worded >= len(rows) / 4 and planned > used / 2)


def spellings(orders: Orders) -> Iterator[QualityFinding]:
    """Find values that differ only in case, blanks or punctuation, or by a letter."""
    for field, name in _SPELLED.items():
        counted = {
            str(row[0]): int(row[1])
            for row in orders.rows(f"{field}, count(*)", "1 = 1", f"GROUP BY {field}")
            if row[0]
        }
        groups = _alike(counted)
        if not groups:
            continue
        rarer = [value for group in groups for value in sorted(group, key=counted.__getitem__)[:-1]]
        yield orders.finding(
            "spelling_variants",
            field,
            any_of(field, sorted(rarer)),
            f"Among the {name}, {len(groups):,} {'is' if len(groups) == 1 else 'are'} spelled in more than one way, "
            f"such as {' / '.join(sorted(groups[0]))}: counts and rankings split them.",
            warns=("count", "rate", "distinct", "ranking", "pareto", "mtbf", "repeat_failures", "difference"),
            examples=tuple(" / ".join(sorted(group)) for group in groups[:20]),
        )


def _alike(counted: Mapping[str, int]) -> list[set[str]]:
    """Return groups of values that are one value, spelled differently; the most frequent group first."""
    groups: dict[str, set[str]] = defaultdict(set)
    for value in counted:
        groups[_bare(value)].add(value)
    if len(groups) <= _MOST_COMPARED:
        _join_misspelled(groups)
    found = [group for group in groups.values() if len(group) > 1]
    return sorted(found, key=lambda group: -sum(counted[value] for value in group))


def _bare(value: str) -> str:
    return "".join(re.findall(r"\w", unicodedata.normalize("NFKC", value).casefold())).replace("_", "")


def _join_misspelled(groups: dict[str, set[str]]) -> None:
    """Join long words that differ by a letter or two; what differs in a digit is another thing."""
    keys = sorted((key for key in groups if len(key) >= 8 and not key.isdigit()), key=len)
    for place, key in enumerate(keys):
        for other in keys[place + 1 :]:
            if len(other) - len(key) > 2:
                break
            same_digits = re.findall(r"\d", key) == re.findall(r"\d", other)
            if same_digits and key in groups and other in groups and _misspelled(key, other):
                groups[other] |= groups.pop(key)


def _misspelled(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return (
        matcher.real_quick_ratio() >= _LIKENESS and matcher.quick_ratio() >= _LIKENESS and matcher.ratio() >= _LIKENESS
    )


def templated_texts(orders: Orders) -> Iterator[QualityFinding]:
    """Find descriptions that only repeat the text of the code: to learn the code from them is to copy it."""
    known = "description IS NOT NULL AND problem_text IS NOT NULL"
    total = orders.count(known)
    repeats = f"{known} AND replace(lower(description), lower(problem_text), '') <> lower(description)"
    count = orders.count(repeats)
    if total >= 10 and count > _TEMPLATED * total:
        yield orders.finding(
            "templated_text",
            "description",
            repeats,
            f"{count:,} of {total:,} descriptions contain the text of their own code: they were made from it, and say "
            "no more than the code does.",
            count=count,
            of=total,
            warns=("similar",),
            examples=tuple(str(row[0]) for row in orders.rows("DISTINCT description", repeats, "LIMIT 3")),
        )
