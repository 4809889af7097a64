"""Dictations over the sample plant: whether the draft is right, and says nothing that was not dictated.

Cases with even numbers were tuned on, those with odd numbers only counted. Each case has the sample plant to itself,
with the open orders that it names.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert

import plant_copilot.sample_plant
from plant_copilot.errors import WrongUse
from plant_evals.casebook import OURS, number
from plant_evals.upkeep import MEASURING
from plant_tools.drafts.amounts import clocks, stretches
from plant_tools.drafts.desk import DraftDesk
from plant_tools.history.words.sentence import Sentence
from plant_tools.records.load import load
from plant_tools.records.store import Store
from plant_tools.records.tables import WorkOrder
from plant_tools.records.written import Draft

if TYPE_CHECKING:
    from plant_knowledge_ingest.embedding.protocol import Embedder

Json = dict[str, Any]

_NOW = "2025-01-10 16:00"
_RECORDS = Path(plant_copilot.sample_plant.__file__).parent / "records"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SAID = ("title", "description", "resolution", "remarks", "asset_tag", "order_id")


def run_drafting(embedder: Callable[[], Embedder] | None, cases: str = "drafting") -> Json:
    """Draft every case: {halves: {tuned, unseen}, seconds, cases: [{id, half, wrong: [...], ...}]}."""
    started = time.perf_counter()
    with TemporaryDirectory() as folder:
        store = Store.in_home(Path(folder))
        for name in ("work-orders", "assets", "failure-codes"):
            load(store, _RECORDS / f"{name}.csv", dataset="brunnental")
        desk = DraftDesk(lambda: store, embedder)
        counted = [_counted(store, desk, case) for case in read_dictations(cases)]
        store.close()
    halves = {half: tally([one for one in counted if one["half"] == half]) for half in ("tuned", "unseen")}
    return {"halves": halves, "seconds": round(time.perf_counter() - started, 2), "cases": counted}


def read_dictations(name: str) -> list[Json]:
    """Return the dictations called ``name``: the package's, or else a path of JSON lines. Raises ``WrongUse``."""
    file = OURS / f"{name}.jsonl"
    file = file if file.is_file() else Path(name)
    try:
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise WrongUse(f"There are no dictations {name!r}: {error}.") from error


def report(result: Json) -> str:
    """Return the counts as a table, and what was wrong case by case."""
    lines = [f"{'':<26}{'tuned':>10}{'unseen':>10}"]
    for name in result["halves"]["tuned"]:
        shown = [result["halves"][half][name] for half in ("tuned", "unseen")]
        told = [f"{one[0]}/{one[1]}" if isinstance(one, list) else str(one) for one in shown]
        lines.append(f"{name.replace('_', ' '):<26}{told[0]:>10}{told[1]:>10}")
    lines += [f"{one['id']} ({one['language']}): {', '.join(one['wrong'])}" for one in result["cases"] if one["wrong"]]
    return "\n".join(lines)


def tally(counted: Sequence[Json]) -> Json:
    """Count cases: right of all where the thing was asked."""
    return {
        "cases": len(counted),
        "right": sum(not one["wrong"] for one in counted),
        "fields": _share(one for case in counted for one in case["fields"]),
        "asset": _share(one["asset"] for one in counted if one["asset"] is not None),
        "hit_at_1": _share(one["rank"] == 1 for one in counted if one["rank"] is not None),
        "hit_at_3": _share(1 <= one["rank"] <= 3 for one in counted if one["rank"] is not None),
        "silent_where_none_fits": _share(one["silent"] for one in counted if one["silent"] is not None),
        "invented": sum(len(one["invented"]) for one in counted),
        "duplicates_found": _share(one["duplicate"] for one in counted if one["is_duplicate"] is True),
        "false_alarms": _share(one["duplicate"] for one in counted if one["is_duplicate"] is False),
    }


def _share(hits: Any) -> list[int]:
    listed = list(hits)
    return [sum(listed), len(listed)]


def _counted(store: Store, desk: DraftDesk, case: Json) -> Json:
    _open_orders(store, case.get("open", []))
    draft = desk.create(case["text"], MEASURING, now=case.get("now", _NOW))
    fields = {name: _same(draft["fields"].get(name), value) for name, value in case.get("fields", {}).items()}
    proposed = [one["code"] for one in draft["proposals"].get("problem", [])]
    wanted = case.get("problem")
    invented = invented_numbers(draft)
    wrong = [name for name, right in fields.items() if not right] + [f"invented {said}" for said in invented]
    wrong += [] if draft["kind"] == case["kind"] else ["kind"]
    wrong += [f"problem {proposed}"] if wanted is not None and proposed[:1] != ([wanted] if wanted else []) else []
    offered = [choice for some in draft["choices"].values() for choice in some]
    wrong += ["offers"] if case.get("offers", "") not in ["", *offered] else []
    cited = [number for line in draft["lines"] for number in line["record_ids"]]
    wrong += [f"line {one}" for one in case.get("lines", []) if one not in cited]
    again = bool(draft["duplicates"])
    wrong += ["duplicate"] if case.get("duplicate", again) != again else []
    return {
        "id": case["id"],
        "half": "unseen" if number(case) % 2 else "tuned",
        "language": case["language"],
        "wrong": wrong,
        "fields": list(fields.values()),
        "asset": fields.get("asset_tag"),
        "rank": (proposed.index(wanted) + 1 if wanted in proposed else 0) if wanted else None,
        "silent": not proposed if wanted == "" else None,
        "invented": invented,
        "is_duplicate": case.get("duplicate"),
        "duplicate": again,
    }


def invented_numbers(draft: Json) -> list[str]:
    """Return fields with a number that was not dictated: neither there, nor a length or time that is there."""
    text = Sentence.of(draft["text"]).text
    said = {float(found.replace(",", ".")) for found in _NUMBER.findall(text)}
    minutes = [one.minutes for one in stretches(text)]
    lengths = {0.0} | {round(m, 2) for m in minutes} | {round(m / 60, 2) for m in minutes}
    wrong = []
    for name, value in draft["fields"].items():
        basis = draft["basis"][name]
        if name in {"downtime_min", "labour_h"} and float(value) not in said | lengths:
            wrong.append(f"{name}={value}")
        if name in {"reported_at", "finished_at"} and basis["how"] == "stated":
            at = datetime.fromisoformat(value)
            wrong += (
                [] if any((c.hour, c.minute) == (at.hour, at.minute) for c in clocks(text)) else [f"{name}={value}"]
            )
        if name in _SAID[:4] and (extra := set(_NUMBER.findall(value)) - set(_NUMBER.findall(draft["text"]))):
            wrong.append(f"{name}: {', '.join(sorted(extra))}")
    return wrong


def _same(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        return value is not None and abs(float(value) - wanted) < 0.005
    return bool(value == wanted)


def _open_orders(store: Store, orders: Sequence[Json]) -> None:
    """Have just these orders open, and no drafts."""
    c = WorkOrder.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
    with store.writing() as connection:
        connection.execute(delete(Draft))
        connection.execute(delete(WorkOrder).where(c.source_id.like("OPEN-%")))
        for place, order in enumerate(orders, 1):
            connection.execute(
                insert(WorkOrder).values(
                    dataset_id=1,
                    run_id=1,
                    source_row=place,
                    digest=0,
                    extra={},
                    source_id=f"OPEN-{place}",
                    asset_tag=order["asset"],
                    description=order["text"],
                    problem_code=order["code"],
                    wo_type="corrective",
                    state="open",
                    reported_at=datetime(2025, 1, 9, 8),  # noqa: DTZ001 - the plant's wall clock
                )
            )
