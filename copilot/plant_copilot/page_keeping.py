"""Where the pages of documents are kept, as Python sees it, and how they get from the home into a store elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from plant_copilot.audit.acts import acts
from plant_copilot.backup.facade import BackupProgress
from plant_copilot.errors import WrongUse
from plant_copilot.page_store import page_store
from plant_copilot.pages_settings import place

if TYPE_CHECKING:
    from plant_copilot.settings import Settings
    from plant_knowledge_ingest.library import Library

Json = dict[str, Any]


class KeepingPages:
    """The part of the facade for whoever looks after where pages are kept."""

    settings: Settings
    _library: Library

    def page_store(self) -> Json:
        """Return {where, documents, files, bytes, lost, unused}: ``lost`` names documents whose PDF is not there.

        ``unused`` counts PDFs that no document shows. Raises ``PagesUnreachable``, ``PagesRefused``.
        """
        return asdict(self._library.kept_pages())

    @acts("pages moved", "{source}", made="{told[moved]} from {told[source]} to {told[target]}", begins=True)
    def move_pages(
        self, *, source: str = "", keep: bool = False, on_progress: Callable[[BackupProgress], None] | None = None
    ) -> Json:
        """Move all pages into the store of the settings: {source, target, moved, bytes, there, lost, removed, seconds}.

        They come from ``source`` (``s3://bucket/prefix``), by default from the home. Each is proven in its new place,
        and nothing is removed before all are there; with ``keep``, nothing at all. Questions are answered meanwhile.
        Raises ``WrongUse``, and what the stores raise.
        """
        at = place("The store that pages are moved from", source)
        if at == (self.settings.pages.bucket, self.settings.pages.prefix):
            raise WrongUse(
                "The pages are there already.",
                remedy="PLANT_PAGES says where they go to; --from says where they come from.",
            )
        started = time.perf_counter()
        tell = on_progress or (lambda _: None)
        report = self._library.move_pages(
            page_store(self.settings, at), keep=keep, tell=lambda done, of: tell(BackupProgress(done, of))
        )
        return {**asdict(report), "seconds": round(time.perf_counter() - started, 2)}
