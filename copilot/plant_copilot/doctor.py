"""What works on this machine, what is missing, and what to do about it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_copilot.check import Check
from plant_copilot.moving.checking import database_check
from plant_copilot.people.people import People
from plant_knowledge_ingest.embedding import weights
from plant_knowledge_ingest.embedding.choosing import open_embedder
from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.indexes import REINDEX
from plant_knowledge_ingest.principal import ANY_SITE, Principal
from plant_knowledge_ingest.reranking.choosing import open_reranker

if TYPE_CHECKING:
    from plant_copilot.settings import Settings
    from plant_knowledge_ingest.library import Library

_LEAST_FREE = 1_000_000_000
# Module that an extra brings, the extra, and what it buys.
_EXTRAS = (
    ("faster_whisper", "voice", "speech to text in the chat"),
    ("langchain_ollama", "ollama", "answers phrased by a local model"),
    ("numba", "fast", "layout search twenty to a hundred times as fast"),
    ("ezdxf", "solvers", "layouts of fixed machines, drawings in and out"),
    ("rapidocr", "ocr", "text of scans and pictures"),
    ("qdrant_client", "server", "a Qdrant server instead of the embedded engine"),
    ("torch", "torch", "any embedding model, by name or folder"),
)


def examine(settings: Settings, open_library: Callable[[], Library]) -> dict[str, Any]:
    """Look at everything: {checks: [{name, needed, ok, detail, remedy}]}."""
    checks = [
        _python(),
        *([_weights()] if settings.embedder.startswith("e5") else []),
        _embedder(settings),
        *([_reranker(settings)] if settings.reranker else []),
        _disk(settings.home),
        database_check(settings),
        _library(settings, open_library),
        _index(open_library),
        _pages(open_library),
        *_model(settings),
        _assistants(settings),
        _slack(settings),
        _teams(settings),
        _alarms(settings),
        *(_extra(*extra) for extra in _EXTRAS),
    ]
    return {"checks": [asdict(check) for check in checks]}


def _python() -> Check:
    version = f"{platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    return Check("python", True, sys.version_info >= (3, 11), version, "Install Python 3.11 or newer.")


def _weights() -> Check:
    try:
        path = weights.verify(weights.locate())
    except PlantError as error:
        return Check("weights", True, False, error.message, error.remedy)
    return Check("weights", True, True, f"{path.name}, {path.stat().st_size / 1e6:.0f} MB, hash as expected")


def _embedder(settings: Settings) -> Check:
    """Open the embedder and let it embed a word."""
    try:
        embedder = open_embedder(settings.embedder, settings.home / "cache")
        size = len(embedder.query("E0451"))
    except PlantError as error:
        return Check("embedder", True, False, f"{settings.embedder}: {error.message}", error.remedy)
    return Check("embedder", True, True, f"{settings.embedder} ({embedder.fingerprint}), {size} numbers a vector")


def _reranker(settings: Settings) -> Check:
    try:
        open_reranker(settings.reranker).score("E0451", ["E0451"])
    except PlantError as error:
        return Check("reranker", True, False, f"{settings.reranker}: {error.message}", error.remedy)
    return Check("reranker", True, True, settings.reranker)


def _index(open_library: Callable[[], Library]) -> Check:
    try:
        reason = open_library().outdated()
    except PlantError as error:
        return Check("index", False, False, error.message, error.remedy)
    return Check("index", False, not reason, reason or "as this version and the settings make it", REINDEX)


def _pages(open_library: Callable[[], Library]) -> Check:
    """Ask what keeps the pages whether it has them."""
    try:
        kept = open_library().kept_pages()
    except PlantError as error:
        return Check("pages", True, False, error.message, error.remedy)
    detail = f"{kept.where}: {kept.files:,} PDFs, {kept.bytes / 1e6:,.0f} MB"
    if kept.lost:
        detail = f"{kept.where}: those of {len(kept.lost)} documents are not there"
    return Check("pages", False, not kept.lost, detail, "plant-copilot pages where says which; see pages move")


def _model(settings: Settings) -> Iterable[Check]:
    """Ask the language model something, if there is one."""
    if not settings.model:
        return [Check("model", False, True, "none: answers are figures and quotes; docs/how-to/models.md says more")]
    from plant_copilot.model_check import model_checks

    return model_checks(settings)


def _disk(home: Path) -> Check:
    """Look at the nearest folder that exists: the home is made when it is first needed."""
    there = next(folder for folder in (home, *home.parents) if folder.is_dir())
    free = shutil.disk_usage(there).free
    detail = f"{home}: {free / 1e9:.1f} GB free"
    if not os.access(there, os.W_OK):
        return Check(
            "home",
            True,
            False,
            f"{there} cannot be written",
            "Give yourself the right, or choose another --home.",
        )
    return Check("home", True, free > _LEAST_FREE, detail, "Free some space there: an ingestion wants a gigabyte.")


def _library(settings: Settings, open_library: Callable[[], Library]) -> Check:
    """Ask the library something: catalogue, index and embedder all have to work for that."""
    try:
        library = open_library()
        asker = Principal("doctor", settings.groups, frozenset({ANY_SITE}))
        documents = library.documents(asker)
        if documents:
            library.search("E0451", asker, limit=1)
    except PlantError as error:
        return Check("library", True, False, error.message, error.remedy)
    if not documents:
        return Check("library", False, False, "empty", "Bring documents in: plant-copilot ingest FOLDER")
    pages, passages = sum(entry.pages for entry in documents), sum(entry.passages for entry in documents)
    return Check("library", True, True, f"opens; {len(documents)} documents, {pages} pages, {passages} passages")


def _assistants(settings: Settings) -> Check:
    """Look whether other people's assistants can ask, and whether the key that they ask with is known."""
    detail = "other assistants may ask as the local user: plant-copilot mcp"
    if settings.mcp_key:
        people = People(settings.shelf, settings.sign_in)
        person = people.sign_in.whose_key(settings.mcp_key) if people.are_there else None
        people.close()
        if person is None:
            remedy = "Make a new one: plant-copilot users key NAME"
            return Check("mcp", False, False, "PLANT_MCP_KEY is not known, or not any more", remedy)
        detail = f"other assistants may ask as {person.shown}: plant-copilot mcp"
    return Check("mcp", False, True, detail)


def _slack(settings: Settings) -> Check:
    """Say whether people can ask in Slack; ``plant-copilot slack check`` asks Slack itself."""
    how = "by Socket Mode" if settings.slack.by_socket else "by events over HTTP"
    detail = f"people ask there, {how}" if settings.slack.there else "not set up: docs/how-to/use-in-slack.md"
    return Check("slack", False, True, detail)


def _alarms(settings: Settings) -> Check:
    """Say where alarms go that machines send, and whether they can sign them."""
    from plant_copilot.events.routes import FILE, Routes

    try:
        routes = Routes.of(settings.home).routes
    except PlantError as error:
        return Check("alarms", False, False, error.message, error.remedy)
    by = "signed, or with a person's key" if settings.programs.event_secrets else "with a person's key only"
    to = f"by {len(routes)} routes of {FILE}" if routes else "into the inbox: docs/how-to/send-alarms.md says how else"
    return Check("alarms", False, True, f"taken {by}; they go {to}")


def _teams(settings: Settings) -> Check:
    """Say whether the bot in Teams is set up; whether Microsoft knows it is asked by "teams check"."""
    guide = "docs/how-to/use-in-teams.md says how"
    if not settings.teams.there:
        return Check("teams", False, True, f"Microsoft Teams: not set up; {guide}")
    if find_spec("microsoft_teams") is None:
        remedy = "pip install 'plant-copilot[teams]'"
        return Check("teams", True, False, "Microsoft Teams: set up, but Microsoft's SDK is not installed", remedy)
    at = settings.teams.url or "an address that PLANT_TEAMS_URL does not name"
    return Check("teams", False, True, f"Microsoft Teams: bot {settings.teams.app} at {at}")


def _extra(module: str, extra: str, buys: str) -> Check:
    there = find_spec(module) is not None
    detail = f"{buys}: {'installed' if there else 'not installed'}"
    return Check(extra, False, there, detail, f"pip install 'plant-copilot[{extra}]'")
