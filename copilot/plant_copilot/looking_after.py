"""What whoever looks after the copilot asks it: a new index, what nothing answered, how even the languages are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from threading import Lock
from typing import TYPE_CHECKING, Any

from plant_copilot.audit.acts import acts
from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.embedding.choosing import CHOICES, is_choice
from plant_knowledge_ingest.shelf import Shelf

if TYPE_CHECKING:
    from plant_copilot.settings import Settings
    from plant_copilot.threads import Threads
    from plant_knowledge_ingest.ingestion import Progress
    from plant_knowledge_ingest.library import Library
    from plant_knowledge_ingest.principal import Principal

Json = dict[str, Any]

_LONGEST = 3_650
_MOST_GROUPS = 200


class LookingAfter:
    """The part of the facade for those who look after a plant's library."""

    local: Principal
    settings: Settings
    shelf: Shelf
    _library: Library
    _threads: Threads
    _parity: tuple[object, Json] | None = None
    _measuring = Lock()

    if TYPE_CHECKING:

        def assets(self, *, principal: Principal | None = None) -> Json:
            """See Copilot."""

    @acts("index made anew", "{embedder}", begins=True)
    def reindex(
        self, *, embedder: str = "", keep: bool = False, on_progress: Callable[[Progress], None] | None = None
    ) -> Json:
        """Make the index anew with ``embedder`` (default: the setting) and today's glossary.

        The old index answers until the new one is complete. Raises ``WrongUse``.
        """
        self.refuse_unknown_embedder(embedder)
        report = self._library.reindex(embedder, keep=keep, on_progress=on_progress)
        return {**asdict(report), "setting": self.settings.embedder}

    def refuse_unknown_embedder(self, choice: str) -> None:
        """Raise ``WrongUse`` unless ``choice`` is empty or names an embedder."""
        if choice and not is_choice(choice):
            raise WrongUse(f"There is no embedder {choice!r}.", remedy=f"It must be {CHOICES}.")

    def unanswered(self, *, days: int = 90, limit: int = 50, principal: Principal | None = None) -> Json:
        """Return what anybody asked within ``days`` and nothing on record answers, alike questions together.

        {days, questions, unanswered, groups: [{text, also, count, languages, last, hint, subject}]}: ``hint`` says
        what to add (unknown_name, asset_without_documents, asset_silent, records, no_document) for ``subject``. Who
        asked is not told. ``principal`` is whose documents and assets count as known. Raises ``WrongUse``,
        ``ThreadsOutOfReach``.
        """
        from plant_copilot.declared import embedding_of
        from plant_copilot.unanswered import MOST_ASKED, Known, group_json, grouped, unit

        if not 1 <= days <= _LONGEST or not 1 <= limit <= _MOST_GROUPS:
            raise WrongUse(f"days is {days} and limit {limit}; they go to {_LONGEST:,} and {_MOST_GROUPS}.")
        asked, answers = self._threads.abstained(days, MOST_ASKED)
        embedding = embedding_of(self._library)
        groups = grouped(answers, lambda text: unit(embedding(text)[1]))
        by_whom = principal or self.local
        documents: dict[str, int] = {}
        for one in self.assets(principal=by_whom)["assets"]:
            documents[one["asset"]] = max(one["documents"], documents.get(one["asset"], 0))
        known = Known(documents, lambda code: code in self._library.search(code, by_whom, limit=1).known_codes)
        return {
            "days": days,
            "questions": asked,
            "unanswered": sum(group.wordings.total() for group in groups),
            "groups": [group_json(group, known) for group in groups[:limit]],
        }

    def parity(self, *, principal: Principal | None = None) -> Json:
        """Return how often the same question finds the same page, by language of documents and of questions.

        {looked_at, languages: [{documents_in, documents, passages, asked, not_askable, found: [{questions_in, first,
        found, share}], missed, unknown_titles, advice}]}; how it is measured stands in ``plant_copilot.parity``. Takes
        seconds, and is kept until the documents or the glossary change.
        """
        from plant_copilot.parity import measured

        asker = principal or self.local
        with self._measuring:
            entries = self._library.documents(asker)
            seen = (asker.reach, [(e.document.issue, e.added_at) for e in entries], self._library.glossary.fingerprint)
            if self._parity is None or self._parity[0] != seen:
                self._parity = (seen, measured(self._library, asker))
            return self._parity[1]
