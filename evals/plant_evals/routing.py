"""Where questions go: whether the router chooses the right tools, by language, and what it takes for what.

A case is one JSON object a line: {id, question, language, tools}. ``tools`` are the names of the right tools with "+"
between them; "manuals+similar|similar" is met by either set, "" means none: it is small talk. The package's
``routing_unseen`` is only counted, ``routing_tuning`` is what the router may be tuned on.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_agents.declaration import Plant
from plant_agents.question import Question
from plant_agents.remembered import Remembered
from plant_agents.router import DeclaredRouter
from plant_copilot.declared import declarations, likeness_of
from plant_copilot.errors import WrongUse
from plant_copilot.settings import Settings
from plant_copilot.wiring import open_library
from plant_evals.casebook import OURS
from plant_evals.figures import percentile, share, shown, table
from plant_knowledge_ingest.principal import Principal
from plant_tools.records.door import RecordsDoor
from plant_tools.records.load import load

if TYPE_CHECKING:
    from plant_agents.crew import Router

TODAY = date(2025, 1, 15)
"""When the cases are asked: "last year" is 2024, the last one of the sample plant's records."""
ASKS_BACK = "asks back"


@dataclass(frozen=True, slots=True)
class Sent:
    """One case and the tools it was sent to, joined as in the case; ``seconds`` of CPU that choosing them took."""

    id: str
    question: str
    language: str
    tools: str
    chosen: str
    seconds: float

    @property
    def right(self) -> bool:
        """Whether the tools chosen are one of the right sets."""
        return self.chosen in map(_sorted, self.tools.split("|"))


def read_routing(name: str) -> list[dict[str, str]]:
    """Return the cases called ``name``: the package's, or else a path of JSON lines. Raises ``WrongUse``."""
    file = OURS / f"{name}.jsonl"
    file = file if file.is_file() else Path(name)
    try:
        cases = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise WrongUse(f"There are no routing cases {name!r}: {error}.") from error
    for number, case in enumerate(cases, 1):
        if missing := {"id", "question", "language", "tools"} - case.keys():
            raise WrongUse(f"{file}, line {number} lacks {', '.join(sorted(missing))}.")
    return cases


@contextmanager
def sample_router(home: Path) -> Iterator[DeclaredRouter]:
    """Give the router of all declared tools over the sample plant's records, which are loaded into ``home``."""
    settings = Settings.read({}, home=home)
    library, records = open_library(settings), RecordsDoor(settings.shelf, settings.records)
    try:
        for name in ("work-orders", "assets", "failure-codes"):
            load(records(), _records() / f"{name}.csv", dataset="brunnental")
        plant = Plant(library, records, settings.shelf, lambda: TODAY)
        declared = declarations(plant)
        yield DeclaredRouter(declared, likeness_of(plant, declared), today=lambda: TODAY)
    finally:
        records.close()
        library.close()


def run_routing(router: Router, cases: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """Route every case: {"languages": {language: share}, "confusion": [[right, chosen, number]], "p95_ms", "missed"}.

    Both scripts of Chinese are also counted together, as "zh". The first case is routed twice; what it loads is not
    counted.
    """
    listed = list(cases)
    for case in listed[:1]:
        _sent(router, case)
    sent = [_sent(router, case) for case in listed]
    spoken = sorted({one.language for one in sent})
    groups: dict[str, Callable[[Sent], bool]] = {name: lambda one, name=name: one.language == name for name in spoken}  # type: ignore[misc]
    groups |= {"zh": lambda one: one.language.startswith("zh"), "all": lambda _: True}
    confusion = Counter((one.tools, one.chosen) for one in sent)
    return {
        "languages": {name: share(one.right for one in sent if belongs(one)) for name, belongs in groups.items()},
        "confusion": [[*pair, number] for pair, number in sorted(confusion.items())],
        "p50_ms": round(1000 * percentile((one.seconds for one in sent), 50), 2),
        "p95_ms": round(1000 * percentile((one.seconds for one in sent), 95), 2),
        "missed": [[one.id, one.question, one.tools, one.chosen] for one in sent if not one.right],
    }


def report(result: Mapping[str, Any], *, missed: bool = False) -> str:
    """Return the shares and the confusion table; ``missed`` lists the questions, which is for tuning sets only."""
    shares = [["language", "right tools"], *([name, shown(figure)] for name, figure in result["languages"].items())]
    confusion = [["right", "chosen", "questions"]]
    confusion += [[_named(right), _named(chosen), str(number)] for right, chosen, number in result["confusion"]]
    lines = [
        f"{case}: {question}  ({_named(right)}, not {_named(chosen)})"
        for case, question, right, chosen in result["missed"]
    ]
    took = f"Choosing takes {result['p50_ms']} ms of CPU (median), {result['p95_ms']} ms (95th percentile)."
    return "\n".join([table(shares), "", table(confusion), "", took, *(lines if missed else [])])


def _sent(router: Router, case: Mapping[str, str]) -> Sent:
    started = time.thread_time()
    routed = router.route(Question(case["question"], case["language"], "", Principal("eval")), Remembered())
    seconds = time.thread_time() - started
    chosen = ASKS_BACK if routed.clarification else _sorted("+".join({call.tool for call in routed.calls}))
    return Sent(case["id"], case["question"], case["language"], case["tools"], chosen, seconds)


def _sorted(tools: str) -> str:
    return "+".join(sorted(tools.split("+")))


def _named(tools: str) -> str:
    return " or ".join(one or "none" for one in tools.split("|"))


def _records() -> Path:
    import plant_copilot.sample_plant

    return Path(str(plant_copilot.sample_plant.__file__)).parent / "records"
