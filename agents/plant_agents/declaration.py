"""One declaration plugs in a tool or a flow: its examples, how words become its arguments, and what it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from plant_agents.crew import Clarification
from plant_agents.question import Question
from plant_tools.sop.drafting.merging import Pair
from plant_tools.sop.phrasing import Phrase
from plant_tools.tool import Tool

if TYPE_CHECKING:
    from langgraph.graph import StateGraph

    from plant_knowledge_ingest.embedding.protocol import Embedder
    from plant_knowledge_ingest.library import Library
    from plant_knowledge_ingest.shelf import Shelf
    from plant_tools.records.door import RecordsDoor

Arguments: TypeAlias = Mapping[str, Any]
Complete: TypeAlias = Callable[[str, Mapping[str, Any]], Any]
"""Asks a model: (prompt, JSON Schema of its answer) -> the parsed answer. Raises ``ValueError`` for what is none."""


@dataclass(frozen=True, slots=True)
class Plant:
    """What there is to draw on. ``shelf`` is where a tool may keep rows.

    ``approvers`` are those who may approve procedures, none: anybody but the authors; ``phrase`` has a model say the
    steps of procedures in another language, ``pair`` say which steps of two are the same.
    """

    library: Library
    records: RecordsDoor
    shelf: Shelf
    today: Callable[[], date] = date.today
    approvers: frozenset[str] = frozenset()
    phrase: Phrase | None = None
    pair: Pair | None = None

    @property
    def home(self) -> Path:
        """The folder where a tool may keep its own files."""
        return self.shelf.home

    def embedder(self) -> Embedder:
        """Return what the library embeds questions with, for a tool that compares texts of its own."""
        with self.library.embedding() as opened:
            return opened


@dataclass(frozen=True, slots=True)
class Claim:
    """A question that a tool knows to be its own; not ``alone``, it asks the manuals as well."""

    arguments: Arguments
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Declaration:
    """A tool, and how the router comes to it.

    ``examples``: utterances by language, which the router compares questions with. ``arguments`` makes the tool's
    arguments of a question that is near them, None where it cannot be meant after all. ``claims``, for a tool with a
    grammar of its own, decides in place of both. ``planned``, for a tool whose arguments are more than words, has a
    model make them of a question. ``flow``, where there is one, is run in place of the tool's plain
    call: a graph over ``FlowState``, not compiled.
    """

    tool: Tool
    examples: Mapping[str, tuple[str, ...]]
    arguments: Callable[[Question], Arguments | Clarification | None] | None = None
    claims: Callable[[Question], Claim | Clarification | None] | None = None
    planned: Callable[[Question, Complete], Arguments | None] | None = None
    flow: StateGraph[Any, Any, Any, Any] | None = None
