"""What is killed in the middle, and what is looked at afterwards; each in a process of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import plant_copilot.sample_plant
from plant_copilot.copilot import Copilot
from plant_copilot.settings import Settings
from plant_copilot.wiring import build_copilot
from plant_knowledge_ingest.errors import PlantError

Json = dict[str, Any]

_RECORDS = Path(plant_copilot.sample_plant.__file__).parent / "records"
_DATASET = "brunnental"
_QUESTIONS = ("torque of the valve", "E0347", "change the film", "fact 17", "fact 31")
_GLOSSARY = "- {id: snift_valve, en: [snift valve], de: [Sniftventil]}\n"
_MANUALS = {
    "first": {
        "filler-b.md": "# Filler\n\n## 1 Torques\n\nThe torque of the valve is 18 Nm.\n\nE0347: foaming.\n",
        "wrapper.md": "# Wrapper\n\n## 1 Film\n\nTo change the film, stop the wrapper and lock both reels.\n",
    },
    "then": {
        "filler-c.md": "# Filler\n\n## 1 Torques\n\nThe torque of the valve is 21 Nm.\n\nE0347: cool it.\n",
        "facts.md": "# Facts\n" + "".join(f"\n## {n}\n\nThis is fact {n} of the line.\n" for n in range(40)),
    },
}
_DESCRIBED = "documents:\n  - {{file: filler-{0}.md, document: Filler, revision: {1}, effective: 20{2}-01-01}}\n"


def prepared(folder: Path) -> None:
    """Make what everything begins from: manuals, and a home with two of them, records, and a draft that waits."""
    for (name, texts), said in zip(_MANUALS.items(), (("b", "B", 20), ("c", "C", 21)), strict=True):
        (folder / name).mkdir()
        (folder / name / "documents.yaml").write_text(_DESCRIBED.format(*said), encoding="utf-8")
        for file, text in texts.items():
            (folder / name / file).write_text(text, encoding="utf-8")
    with build_copilot(Settings.read({}, home=folder / "home")) as copilot:
        copilot.ingest([folder / "first"])
        for name in ("assets", "failure-codes"):
            copilot.records.load(_RECORDS / f"{name}.csv", dataset=_DATASET)
        copilot.drafts.create("FL-303 leaks at valve 12, stopped for 20 min", by="Tina", key="first")
        copilot.ask(_QUESTIONS[0])


def _ingest(copilot: Copilot, folder: Path) -> None:
    copilot.ingest([folder / "then"])


def _import(copilot: Copilot, _: Path) -> None:
    copilot.records.load(_RECORDS / "work-orders.csv", dataset=_DATASET)


def _approve(copilot: Copilot, _: Path) -> None:
    copilot.drafts.approve(1, by="B. Meier")


def _reindex(copilot: Copilot, _: Path) -> None:
    glossary = copilot.home / "library" / "glossary.yaml"
    if not glossary.is_file():
        glossary.write_text(_GLOSSARY, encoding="utf-8")
    copilot.reindex()


WORK: dict[str, Callable[[Copilot, Path], None]] = {
    "ingest": _ingest,
    "import": _import,
    "approve": _approve,
    "reindex": _reindex,
}


def work(folder: Path, home: Path, kind: str, told: Connection) -> None:
    """Do the work of ``kind``; tell when it begins, and how it ended."""
    try:
        with build_copilot(Settings.read({}, home=home)) as copilot:
            if kind in {"ingest", "reindex"}:
                copilot.search(_QUESTIONS[0])  # so that it is the work that is killed, and not the loading of the model
            told.send("begun")
            WORK[kind](copilot, folder)
        told.send("done")
    except PlantError as error:
        told.send(f"refused: {error.message}")


def look(folder: Path, home: Path, kind: str, told: Connection) -> None:
    """Tell {wrong, first, after}: what is not whole, what can be seen, and what can be seen once it was done again.

    ``kind`` is the work, "" for none.
    """
    try:
        with build_copilot(Settings.read({}, home=home)) as copilot:
            checks = copilot.verify()["checks"]
            wrong = [f"{check['name']}: {check['detail']}" for check in checks if not check["ok"]]
            first = seen(copilot)
            if kind:
                WORK[kind](copilot, folder)
            told.send({"wrong": wrong, "first": first, "after": seen(copilot)})
    except PlantError as error:
        told.send({"wrong": [str(error)], "first": None, "after": None})


def seen(copilot: Copilot) -> Json:
    """Return what can be seen of a home, each kind of thing with how many there are and a hash of them."""
    documents = [
        [one[name] for name in ("document", "revision", "pages", "passages", "current")] for one in _documents(copilot)
    ]
    hits = [[hit["document"], hit["page"], hit["text"]] for text in _QUESTIONS for hit in copilot.search(text)["hits"]]
    drafts = [[one["draft"], one["state"], one["order"]] for one in copilot.drafts.list()["drafts"]]
    held = [one["held"] for one in copilot.records.datasets()["datasets"]]
    books = [[one["what"], one["subject"]] for one in copilot.audit.list()["entries"] if one["book"] == "records"]
    told = {"documents": documents, "hits": hits, "drafts": drafts, "records": held, "decisions": books}
    return {name: [_many(found), _hash(found)] for name, found in told.items()}


def _documents(copilot: Copilot) -> list[Json]:
    listed: list[Json] = copilot.documents()["documents"]
    return listed


def _many(found: Any) -> int:
    """Return how many there are: of records, all of all tables."""
    return sum(sum(one.values()) if isinstance(one, dict) else 1 for one in found)


def _hash(found: Any) -> str:
    return sha256(json.dumps(found, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
