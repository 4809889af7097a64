"""The one place that knows which parts make a copilot."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from plant_copilot.copilot import Copilot
from plant_copilot.modelled import step_pairing, step_phrasing, watched_model
from plant_copilot.page_store import page_store
from plant_knowledge_ingest.embedding.choosing import open_embedder
from plant_knowledge_ingest.index.cluster import Spread
from plant_knowledge_ingest.index.collections import IndexCollections
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.reranking.choosing import open_reranker
from plant_tools.records.door import RecordsDoor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plant_agents.crew import Crew
    from plant_agents.declaration import Declaration
    from plant_copilot.asking import Team
    from plant_copilot.settings import Settings
    from plant_knowledge_ingest.embedding.protocol import Embedder
    from plant_knowledge_ingest.index.folder import Place


def open_library(settings: Settings) -> Library:
    """Open the library of the home folder. Raises ``LibraryWriteFailed``."""

    def embedder(choice: str) -> Embedder:
        return open_embedder(choice, settings.home / "cache", settings.threads or None)

    return Library(
        settings.home / "library",
        partial(embedder, settings.embedder),
        choice=settings.embedder,
        former=embedder,
        place=_place(settings),
        shelf=settings.shelf,
        reranker=partial(open_reranker, settings.reranker, settings.threads or None) if settings.reranker else None,
        pages=partial(page_store, settings),
    )


def _place(settings: Settings) -> Place | None:
    """Return where the index lies: on the Qdrant server, if one is set; in the library's folder otherwise."""
    if not settings.qdrant_url:
        return None
    spread = Spread(settings.qdrant_shards, settings.qdrant_copies)
    return IndexCollections.at(
        settings.qdrant_url, settings.qdrant_key, settings.home / "library", spread, settings.schema
    )


def _with_model(crew: Crew, declared: Mapping[str, Declaration], settings: Settings) -> Crew:
    """Give a crew a language model, which chooses tools and phrases; whoever was there stands in for it."""
    from plant_agents.model_router import ModelRouter
    from plant_agents.phrasing.writer import ModelWriter

    watched = watched_model(settings)
    router, phraser = ModelRouter(declared, crew.router, watched), ModelWriter(watched, crew.lexicon)
    return replace(crew, router=router, phraser=phraser)


def build_copilot(settings: Settings) -> Copilot:
    """Put a copilot together. Opens the home folder; loads nothing heavy until it is needed."""
    library, records = open_library(settings), RecordsDoor(settings.shelf, settings.records)

    def team() -> Team:
        from plant_agents.crew import Crew
        from plant_agents.declaration import Plant
        from plant_agents.router import DeclaredRouter
        from plant_agents.safety import means_to_bypass
        from plant_agents.writer import QuotingWriter
        from plant_copilot.asking import Team
        from plant_copilot.declared import declarations, embedding_of, likeness_of
        from plant_tools.history.related import RelatedHistory
        from plant_tools.manuals.isolation import IsolationBook
        from plant_tools.manuals.second_source import SecondSources

        phrase, pair = step_phrasing(settings, library), step_pairing(settings, library)
        plant = Plant(library, records, settings.shelf, approvers=settings.approvers, phrase=phrase, pair=pair)
        declared = declarations(plant)
        tools = {name: each.tool for name, each in declared.items()}
        router = DeclaredRouter(declared, likeness_of(plant, declared))
        crew = Crew(
            router,
            QuotingWriter(),
            tools,
            library.glossary,
            IsolationBook(library),
            SecondSources(library),
            means_bypass=means_to_bypass(embedding_of(library)),
            related=RelatedHistory(records),
        )
        return Team(_with_model(crew, declared, settings) if settings.model else crew, declared)

    return Copilot(settings, library, team, records)
