"""What plugs in: the declarations of the house in their order, then those of other installed packages.

``examples.yaml`` in the home adds utterances to any of them: {tool: {language: [utterance, ...]}}.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from pathlib import Path
from typing import TypeAlias

import numpy as np
import yaml
from numpy.typing import NDArray

from plant_agents.declaration import Declaration, Plant
from plant_agents.declared import (
    cause_score,
    causes,
    defects,
    drafts,
    history,
    layout,
    manuals,
    root_cause,
    selection,
    similar,
    sop_doing,
    sops,
)
from plant_agents.likeness import Likeness
from plant_agents.safety.meaning import Embedding
from plant_copilot.errors import BadSetting, WrongUse
from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.library import Library

Declare: TypeAlias = Callable[[Plant], Declaration]

GROUP = "plant_copilot.tools"
"""The group of entry points by which other packages plug in."""

DECLARED: tuple[Declare, ...] = (
    manuals.declare,
    history.declare,
    similar.declare,
    causes.declare,
    cause_score.declare,
    defects.declare,
    drafts.declare,
    root_cause.declare,
    layout.declare,
    selection.declare,
    sops.declare,
    sop_doing.declare,
)


Examples: TypeAlias = Mapping[str, tuple[str, ...]]


def declarations(plant: Plant) -> dict[str, Declaration]:
    """Return what is declared, by the names of the tools. Raises ``WrongUse`` where two have one name."""
    found: dict[str, Declaration] = {}
    for declare in (*DECLARED, *(point.load() for point in entry_points(group=GROUP))):
        declared = declare(plant)
        if found.setdefault(declared.tool.name, declared) is not declared:
            raise WrongUse(f"Two tools are called {declared.tool.name!r}.", remedy="Uninstall one, or rename it.")
    return found


def own_examples(home: Path, known: Mapping[str, Declaration]) -> dict[str, Examples]:
    """Return the plant's own examples by tool. Raises ``BadSetting``, naming what is wrong with the file."""
    file = home / "examples.yaml"
    if not file.is_file():
        return {}
    try:
        told = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        read: dict[str, Examples] = {
            tool: {lang: tuple(map(str, said)) for lang, said in by.items()} for tool, by in told.items()
        }
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, TypeError) as error:
        why = " ".join(str(error).split())
        raise BadSetting(f"{file} cannot be read: {why}.", remedy="It is {tool: {language: [utterance]}}.") from error
    if unknown := sorted(map(str, set(read) - set(known))):
        raise BadSetting(f"{file}: there is no tool {', '.join(unknown)}.", remedy=f"Tools are: {', '.join(known)}.")
    return read


def likeness_of(plant: Plant, declared: Mapping[str, Declaration]) -> Likeness | None:
    """Return what compares questions with examples; None where every tool has a grammar and no more is wished for.

    The vectors are those of the library's embedder. A tool with a grammar is compared where the plant gave it examples
    of its own.
    """
    own = own_examples(plant.home, declared)
    compared = {name for name, each in declared.items() if each.arguments and (not each.claims or name in own)}
    if not compared:
        return None

    def vector(text: str) -> NDArray[np.float32]:
        with plant.library.embedding() as embedder:
            return embedder.query(text)

    said = {
        name: [text for by in (each.examples, own.get(name, {})) for texts in by.values() for text in texts]
        for name, each in declared.items()
    }
    return Likeness(said, vector, frozenset(compared))


def embedding_of(library: Library) -> Embedding:
    """Return what gives the vector of a text, and whose it is; of an embedder out of reach none, of nobody."""

    def embedding(text: str) -> tuple[str, NDArray[np.float32]]:
        try:
            with library.embedding() as embedder:
                return embedder.fingerprint, embedder.query(text)
        except PlantError:  # the lists of words decide alone
            return "", np.zeros(0, np.float32)

    return embedding
