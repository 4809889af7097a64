"""All tools of the sample plant asked in words: whether what each is asked for is right, by tool and language.

Right is, of the manuals, that the passage that answers is quoted; of the history the value; of similar cases that the
first one is alike; of causes that the one most often recorded for the symptom comes first; of drafts their fields.
Where nothing answers, right is that the tool says nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from plant_copilot import Settings, build_copilot
from plant_evals.answers import judge
from plant_evals.casebook import OURS, PAGES, read_cases
from plant_evals.figures import share, shown, table
from plant_evals.history import is_right
from plant_evals.overhead import bring_in
from plant_knowledge_ingest.chinese import traditional

Json: TypeAlias = dict[str, Any]
Answer: TypeAlias = Mapping[str, Any]

MANUALS, HISTORY, SIMILAR, CAUSES, DRAFTS = TOOLS = ("manuals", "history", "similar", "causes", "drafts")
# Words that say that an order is to be drafted.
_REPORT = {"en": "report: ", "de": "Melde: ", "zh-Hans": "报修：", "zh-Hant": "報修："}


@dataclass(frozen=True, slots=True)
class Case:
    """A question to one tool and what is expected of it; ``today`` is the day it is asked on, "" for any."""

    id: str
    tool: str
    language: str
    question: str
    answerable: bool
    expected: Mapping[str, Any] = field(hash=False)
    today: str = ""


def across_cases() -> list[Case]:
    """Return the committed cases of all tools."""
    manuals = (case for name in PAGES if name != "linuxcnc" for case in read_cases(name))
    told = [_asked(case, MANUALS, not case.get("unanswerable", False)) for case in manuals]
    told += [case for one in _read("history") if one["data"] == "brunnental" for case in _of_history(one)]
    told += [_asked(case, SIMILAR, bool(case["alike"])) for case in _read("similar")]
    told += [_asked(case, CAUSES, answerable=True) for case in _read("causes")]
    return [*told, *(_of_draft(case) for case in _read("drafting") if _is_plain(case))]


def run_across(home: Path, tell: Callable[[str], None], cases: Sequence[Case] | None = None) -> Json:
    """Bring the sample plant into ``home`` and ask every case.

    Returns {"right" and "silent": {tool or "all": {language or "all": share}}, "cases": [{id, tool, ...}]}.
    """
    listed = across_cases() if cases is None else cases
    with build_copilot(Settings.read({}, home=home)) as copilot:
        tell("Bringing in the sample plant")
        bring_in(copilot)
        copilot.warm_up()
        copilot.similar("seal leaking", wait=True)
        copilot.causes("seal leaking", asset="P-101", wait=True)
        tell(f"Asking {len(listed)} questions")
        right = [_is_right(c, copilot.ask(c.question, language=c.language, as_of=c.today)) for c in listed]
    outcomes = list(zip(listed, right, strict=True))
    return {
        "right": _figures([one for one in outcomes if one[0].answerable]),
        "silent": _figures([one for one in outcomes if not one[0].answerable]),
        "cases": [asdict(case) | {"right": hit} for case, hit in outcomes],
    }


def report(result: Mapping[str, Any]) -> str:
    """Return the shares by tool and language, with Wilson's intervals at 95 %."""
    names = {"right": "right", "silent": "silent where nothing is"}
    return "\n\n".join(_table(name, result[part]) for part, name in names.items())


def _table(name: str, figures: Mapping[str, Mapping[str, Sequence[float]]]) -> str:
    languages = list(figures["all"])
    rows = [
        [tool, *(shown(told.get(language, [0, 0, 0, 1])) for language in languages)] for tool, told in figures.items()
    ]
    return table([[name, *languages], *rows])


def _figures(outcomes: Sequence[tuple[Case, bool]]) -> Json:
    tools = [tool for tool in TOOLS if any(case.tool == tool for case, _ in outcomes)]
    parts = {tool: [one for one in outcomes if one[0].tool == tool] for tool in tools} | {"all": list(outcomes)}
    return {tool: _by_language(those) for tool, those in parts.items()}


def _by_language(outcomes: Sequence[tuple[Case, bool]]) -> Json:
    languages = [*sorted({case.language for case, _ in outcomes}), "all"]
    return {each: share(hit for case, hit in outcomes if each in {case.language, "all"}) for each in languages}


def _is_right(case: Case, answer: Answer) -> bool:
    return _JUDGES[case.tool](case, answer)


def _manuals(case: Case, answer: Answer) -> bool:
    outcome = judge(case.expected, answer)
    return outcome.quoted if case.answerable else not outcome.answered


def _history(case: Case, answer: Answer) -> bool:
    return is_right(case.expected, next((found for found in answer["evidence"] if found["tool"] == "history"), None))


def _similar(case: Case, answer: Answer) -> bool:
    cases = [found["details"]["case"] for found in answer["evidence"] if "case" in found["details"]]
    if not case.answerable:
        return not cases
    return bool(cases) and [cases[0]["asset"], cases[0]["seen"]] in case.expected["alike"]


def _causes(case: Case, answer: Answer) -> bool:
    ranked = [f["details"]["candidate"] for f in answer["evidence"] if "candidate" in f["details"]]
    return bool(ranked) and ranked[0]["cause"] == case.expected["cause"]


def _drafts(case: Case, answer: Answer) -> bool:
    pending = answer["pending"] or {"kind": "", "fields": {}}
    fields = case.expected["fields"]
    return pending["kind"] == "work_order" and all(pending["fields"].get(name) == fields[name] for name in fields)


_JUDGES: Mapping[str, Callable[[Case, Answer], bool]] = {
    MANUALS: _manuals,
    HISTORY: _history,
    SIMILAR: _similar,
    CAUSES: _causes,
    DRAFTS: _drafts,
}


def _asked(case: Json, tool: str, answerable: bool) -> Case:  # noqa: FBT001 - is the case's
    return Case(case["id"], tool, case["language"], case["question"], answerable, case)


def _of_history(case: Json) -> Iterator[Case]:
    """Yield the question in each language; in traditional characters it is the same as in simplified ones."""
    asked = {{"zh": "zh-Hans"}.get(name, name): text for name, text in case["question"].items()}
    asked |= {"zh-Hant": traditional(asked["zh-Hans"])} if "zh-Hans" in asked else {}
    known = not str(case["answer"]).startswith("NO_DATA")
    for language, question in asked.items():
        yield Case(f"{case['id']}-{language}", HISTORY, language, question, known, case, case.get("today", ""))


def _is_plain(case: Json) -> bool:
    """Tell whether a dictation is of an order on a known asset, on no certain day, with no orders open."""
    return case["kind"] == "work_order" and not {"open", "now"} & case.keys() and bool(case["fields"].get("asset_tag"))


def _of_draft(case: Json) -> Case:
    spoken = "zh-Hans" if case["language"] == "zh" else str(case["language"])
    begun = any(case["text"].startswith(words.strip()) for words in _REPORT.values())
    return Case(case["id"], DRAFTS, spoken, case["text"] if begun else _REPORT[spoken] + case["text"], True, case)


def _read(name: str) -> list[Json]:
    return [json.loads(line) for line in (OURS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
