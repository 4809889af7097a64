"""Whether the first line of an answer holds what was asked, in the asker's language.

A case is one JSON object a line: {id, question, language, expects: [text, ...]}. Each text must stand in the first
line; "reverse|phase sequence" is met by either. Numbers are those of the asker's locale and stand alone: "8 Nm" is
not met by "28 Nm". Blanks, separators of thousands and the case of letters are of no account.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from plant_copilot.errors import WrongUse
from plant_evals.casebook import OURS, number
from plant_evals.figures import share, shown, table

Ask = Callable[[str, str], Mapping[str, Any]]
_GROUP = re.compile(r"(?<=\d)[\s,](?=\d{3}(?!\d))")
RIGHT, WRONG, ABSTAINED = OUTCOMES = ("right", "wrong", "abstained")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case and what came of it: "right", "wrong" or "abstained"."""

    id: str
    question: str
    language: str
    outcome: str
    first: str
    expects: tuple[str, ...]


def read_first_lines(path: Path | None = None) -> list[dict[str, Any]]:
    """Return the cases of ``path``, by default the 160 of the sample plant. Raises ``WrongUse`` for a broken line."""
    file = path or OURS / "first_line.jsonl"
    cases = []
    for at, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            case = json.loads(line)
            missing = {"id", "question", "language", "expects"} - case.keys()
        except (ValueError, AttributeError) as error:
            raise WrongUse(f"{file}, line {at} is no JSON object: {error}.") from error
        if missing:
            raise WrongUse(f"{file}, line {at} lacks {', '.join(sorted(missing))}.")
        cases.append(case)
    return cases


def run_first_lines(ask: Ask, cases: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Ask every case: {"by_half": {half: {language or "all": {outcome: share}}}, "cases": [...]}.

    Cases of even number may be looked at when tuning, those of odd number are only counted.
    """
    listed = list(cases)
    outcomes = [judge(case, ask(case["question"], case["language"])) for case in listed]
    halves = {"even": 0, "odd": 1}
    parts = {
        half: [o for c, o in zip(listed, outcomes, strict=True) if number(c) % 2 == rest]
        for half, rest in halves.items()
    }
    return {
        "by_half": {half: _by_language(those) for half, those in (parts | {"all": outcomes}).items()},
        "cases": [asdict(outcome) for outcome in outcomes],
    }


def judge(case: Mapping[str, Any], answer: Mapping[str, Any]) -> Outcome:
    """Compare the first line of an answer, as ``Copilot.ask`` returns it, with its case."""
    first = (answer["first_line"] or {}).get("text", "")
    outcome = WRONG if first else ABSTAINED
    if first and all(holds(first, expected) for expected in case["expects"]):
        outcome = RIGHT
    return Outcome(case["id"], case["question"], case["language"], outcome, first, tuple(case["expects"]))


def holds(line: str, expected: str) -> bool:
    r"""Tell whether one of the texts in ``expected``, "|" between them, stands in ``line``.

    >>> holds("Tightening torque: 28 Nm", "8 Nm"), holds("12\\u00a0000 h", "12 000h")
    (False, True)
    """
    return any(_pattern(text).search(_GROUP.sub("", _folded(line))) for text in expected.split("|"))


def _pattern(text: str) -> re.Pattern[str]:
    body = r"\s*".join(re.escape(part) for part in _GROUP.sub("", _folded(text)).split())
    return re.compile(rf"(?<![\d.,]){body}(?!\d)" if text[0].isdigit() else body)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _by_language(outcomes: Sequence[Outcome]) -> dict[str, dict[str, list[float]]]:
    languages = [*sorted({outcome.language for outcome in outcomes}), "all"]
    return {
        language: {
            kind: share(o.outcome == kind for o in outcomes if language in {o.language, "all"}) for kind in OUTCOMES
        }
        for language in languages
    }


def report(result: Mapping[str, Any]) -> str:
    """Return the figures as Markdown."""
    rows = [["half", "language", *OUTCOMES]]
    for half, by_language in result["by_half"].items():
        rows += [[half, language, *(shown(figures[k]) for k in OUTCOMES)] for language, figures in by_language.items()]
    return table(rows)
