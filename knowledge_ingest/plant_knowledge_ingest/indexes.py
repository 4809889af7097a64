"""The index that answers, and those beside it: each made by one recipe, in a folder named by it.

The catalogue says which of them answers. So one can be built beside the other, and taken over at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from threading import Condition
from typing import TYPE_CHECKING

from plant_knowledge_ingest.embedding.protocol import Embedder
from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.errors import IndexMismatch, ModelUnavailable, PlantError
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.folder import Place
from plant_knowledge_ingest.index.payload import LAYOUT
from plant_knowledge_ingest.index.protocol import Index
from plant_knowledge_ingest.reranking.protocol import Reranker
from plant_knowledge_ingest.search import Searcher
from plant_knowledge_ingest.switching import agree

if TYPE_CHECKING:
    from plant_knowledge_ingest.catalogue import Catalogue

REINDEX = "Run: plant-copilot reindex"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What an index is made with.

    ``choice`` is how the embedder was asked for and ``fingerprint`` what it was then; ``layout`` counts the changes
    of what is stored of a passage; ``glossary`` is the fingerprint of the words it was looked through for.
    """

    choice: str
    fingerprint: str
    layout: str
    glossary: str

    @property
    def name(self) -> str:
        """The name of the index, fit for a folder."""
        return f"{self.fingerprint}-{self.layout}-{self.glossary}"

    def has_vectors_for(self, other: Recipe) -> bool:
        """Tell whether the vectors stored by this recipe are those that ``other`` would make."""
        return (self.fingerprint, self.layout) == (other.fingerprint, other.layout)


@dataclass(frozen=True, slots=True)
class Opened:
    """An index that is open, with the embedder its vectors come from."""

    recipe: Recipe
    embedder: Embedder
    index: Index
    searcher: Searcher


class Indexes:
    """The indexes of one library, kept at ``place``. Safe to share between threads."""

    def __init__(
        self,
        place: Place,
        catalogue: Catalogue,
        choice: str,
        embedder: Callable[[], Embedder],
        former: Callable[[str], Embedder] | None,
        reranker: Callable[[], Reranker] | None = None,
    ) -> None:
        """``embedder`` opens that of ``choice``, which is wanted; ``former`` the one that an index was made with."""
        self._place = place
        self._catalogue = catalogue
        self._choice = choice
        self._embedder = embedder
        self._former = former
        self._make_reranker = reranker
        self._opened: Opened | None = None
        self._waiting: tuple[Recipe, Embedder] | None = None  # loaded for an index that could not be opened yet
        self._users = 0
        self._changed = Condition()

    @contextmanager
    def answering(self, glossary: Glossary) -> Iterator[Opened]:
        """Give the index that answers; it stays open until the block ends. Raises ``IndexMismatch``."""
        with self._changed:
            if self._opened is None:
                self._opened = self._open_answering(glossary)
            opened = self._opened
            self._users += 1
        try:
            yield opened
        finally:
            with self._changed:
                self._users -= 1
                self._changed.notify_all()

    def embedder(self, glossary: Glossary) -> Embedder:
        """Return the embedder of the index that answers, also while that index is out of reach."""
        with self._changed:
            if self._opened is None and (made := self.recipe()):
                return self._embedder_of(made)
        with self.answering(glossary) as opened:
            return opened.embedder

    def recipe(self) -> Recipe | None:
        """Return that of the index that answers, or None for a library without documents."""
        told = self._catalogue.recipe()
        return Recipe(**json.loads(told)) if told and self._catalogue.entries() else None

    def outdated(self, glossary: Glossary) -> str:
        """Say why the index that answers is not what this version and the settings would make, or ""."""
        made = self.recipe()
        if made is None:
            return "it has not been made yet" if self._catalogue.entries() else ""
        if made.layout != LAYOUT:
            return f"another version of plant-copilot made it (layout {made.layout}, now {LAYOUT})"
        if made.choice != self._choice:
            return f"it was made with the embedder {made.choice}, the setting says {self._choice}"
        return "" if made.glossary == glossary.fingerprint else "the glossary has changed since"

    @contextmanager
    def beside(self, choice: str, glossary: Glossary) -> Iterator[Opened]:
        """Give the index that ``choice`` and this version make; it is closed again unless it is taken over."""
        opened = self._open_wanted(choice, glossary)
        try:
            yield opened
        finally:
            if self._opened is None or self._opened.index is not opened.index:
                opened.index.close()

    def _open_wanted(self, choice: str, glossary: Glossary) -> Opened:
        """Open the index of ``choice``, "" for the one that is wanted; it is made, empty, if need be."""
        other = choice not in {"", self._choice} and self._former
        embedder = other(choice) if other else self._embedder()
        recipe = Recipe(choice or self._choice, embedder.fingerprint, LAYOUT, glossary.fingerprint)
        return self._open(recipe, embedder, glossary)

    def readable(self, glossary: Glossary) -> Opened | None:
        """Return the index that answers, opened, or None where nothing can read it."""
        try:
            with self.answering(glossary) as opened:
                return opened
        except (IndexMismatch, ModelUnavailable):
            return None

    def take_over(self, opened: Opened, entries: Iterable[Entry], *, keep: bool) -> str:
        """Answer from ``opened`` from now on; return the name of the index that did before, or "".

        Unless they are to be kept, all others are removed, as soon as nobody asks them any more.
        """
        before = self.recipe()
        self._catalogue.answer_from(json.dumps(asdict(opened.recipe)), entries)
        with self._changed:
            self._changed.wait_for(lambda: not self._users)
            if self._opened and self._opened.index is not opened.index:
                self._opened.index.close()
            self._opened = opened
        if not keep:
            self._place.remove_all_but(opened.recipe.name)
        return before.name if before and before != opened.recipe else ""

    def require_room(self) -> None:
        """Raise ``LibraryWriteFailed`` unless there is room for another index like the one that answers."""
        made = self.recipe()
        self._place.require_room(made.name if made else "")

    def close(self) -> None:
        """Close the index that answers, if it is open."""
        if self._opened:
            self._opened.index.close()

    def _open_answering(self, glossary: Glossary) -> Opened:
        made = self.recipe()
        if made:
            embedder = self._embedder_of(made)
            if not self._place.has(made.name):  # an empty one in its place would say that nothing is on record
                raise IndexMismatch("The folder of the index is not there.", remedy=f"Put it back, or: {REINDEX}")
            opened = self._open(made, embedder, glossary)
            self._waiting = None
        elif self._catalogue.entries():
            raise IndexMismatch("The library has documents, but no index that this version can read.", remedy=REINDEX)
        else:
            opened = self._open_wanted("", glossary)
            self._catalogue.answer_from(json.dumps(asdict(opened.recipe)))
        agree(self._catalogue, opened.index)
        return opened

    def _embedder_of(self, made: Recipe) -> Embedder:
        if self._waiting is None or self._waiting[0] != made:
            self._waiting = made, self._loaded(made)
        return self._waiting[1]

    def _loaded(self, made: Recipe) -> Embedder:
        if made.layout != LAYOUT:
            raise IndexMismatch(
                f"Another version of plant-copilot made the index (layout {made.layout}; this version reads {LAYOUT}).",
                remedy=REINDEX,
            )
        if made.choice == self._choice or self._former is None:
            embedder = self._embedder()
        else:
            try:
                embedder = self._former(made.choice)
            except PlantError as error:
                raise IndexMismatch(
                    f"The index was made with the embedder {made.choice}, which is not to be had: {error.message}",
                    remedy=REINDEX,
                ) from error
        if embedder.fingerprint != made.fingerprint:
            raise IndexMismatch(
                f"The index was made with {made.fingerprint}; the embedder is {embedder.fingerprint} now.",
                remedy=REINDEX,
            )
        return embedder

    @cached_property
    def _reranker(self) -> Reranker | None:
        return self._make_reranker() if self._make_reranker else None

    def _open(self, recipe: Recipe, embedder: Embedder, glossary: Glossary) -> Opened:
        if self._opened and self._opened.recipe.name == recipe.name:
            return replace(self._opened, recipe=recipe)
        index = self._place.open(recipe.name, size=embedder.size, fingerprint=recipe.fingerprint)
        return Opened(recipe, embedder, index, Searcher(index, embedder, glossary, self._reranker))
