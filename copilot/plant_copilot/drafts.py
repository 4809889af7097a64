"""Work orders, close-outs and shift handovers from dictated text, as Python sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from plant_copilot.audit.acts import acts
from plant_copilot.errors import WrongUse
from plant_copilot.readable import readable
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.shelf import Shelf

if TYPE_CHECKING:
    from plant_knowledge_ingest.embedding.protocol import Embedder
    from plant_knowledge_ingest.library import Library
    from plant_tools.drafts.desk import DraftDesk
    from plant_tools.records.door import RecordsDoor

Json = dict[str, Any]

FORMS = ("csv", "xlsx")


def lent_by(library: Library) -> Callable[[], Embedder]:
    """Return what gives the library's own embedder."""

    def embedder() -> Embedder:
        with library.embedding() as lent:
            return lent

    return embedder


class Drafts:
    """The drafts of a home. Nothing is written to the records before a person approves.

    A draft is {draft, kind, state, version, dataset, language, text, fields, basis, proposals, choices, duplicates,
    parts, lines, notices, vocabulary, missing, created_utc, created_by, decided_utc, decided_by, reason, order}.
    """

    def __init__(self, door: RecordsDoor, embedder: Callable[[], Embedder] | None, local: Principal) -> None:
        self._door, self._embedder, self._local = door, embedder, local

    @property
    def shelf(self) -> Shelf:
        """Where the audit log is that acts are entered into."""
        return self._door.shelf

    @cached_property
    def desk(self) -> DraftDesk:
        """Where drafts are made and decided on."""
        from plant_tools.drafts.desk import DraftDesk

        return DraftDesk(self._door, self._embedder)

    @acts("order drafted", made="draft {told[draft]}", seals="_door")
    def create(  # noqa: PLR0913 - what a dictation may come with
        self,
        text: str,
        *,
        kind: str = "",
        dataset: str = "",
        asset: str = "",
        order: str = "",
        language: str = "auto",
        by: str = "",
        key: str = "",
        now: str = "",
        since: str = "",
        until: str = "",
        principal: Principal | None = None,
    ) -> Json:
        """Draft from dictated text and return the draft.

        ``kind``: work_order, close_out or handover; read from the text if absent, else a work order. ``asset`` and
        ``order`` go before what the text names. ``key``: sent again, it is the same draft. ``now``: when it was
        dictated, on the plant's clock ("2025-01-31 14:05"); ``since`` and ``until``: the window of a handover.
        Raises ``DraftInvalid``, ``ToolError`` where there are no records.
        """
        asked = {
            "kind": kind,
            "dataset": dataset,
            "asset": asset,
            "order": order,
            "language": language,
            "by": by,
            "key": key,
            "now": now,
            "since": since,
            "until": until,
        }
        return self.desk.create(readable(text), principal or self._local, **readable(asked))

    def list(self, *, state: str = "", dataset: str = "", kind: str = "", principal: Principal | None = None) -> Json:
        """List drafts, latest first: {drafts: [...]}; ``state``: draft, pending, approved or rejected."""
        return self.desk.listing(principal or self._local, state=state, dataset=dataset, kind=kind)

    def show(self, draft: int, *, principal: Principal | None = None) -> Json:
        """Return a draft and, under ``audit``, what was done with it. Raises ``UnknownDraft``."""
        return self.desk.show(draft, principal or self._local)

    @acts("order edited", "draft {draft}", seals="_door")
    def edit(
        self,
        draft: int,
        fields: Mapping[str, Any],
        *,
        by: str = "",
        version: int | None = None,
        principal: Principal | None = None,
    ) -> Json:
        """Change fields of an open draft; None empties one. Raises ``DraftInvalid``, ``DraftDecided``."""
        who = principal or self._local
        return self.desk.edit(draft, readable(dict(fields)), who, by=readable(by), version=version)

    @acts("order approved", "draft {draft}", seals="_door")
    def approve(self, draft: int, *, by: str, version: int | None = None, principal: Principal | None = None) -> Json:
        """Write what a draft says, once: the draft and ``written``, false where it had been approved before.

        ``by``: the person; ``version``: that of the draft which the person has seen. Raises ``UnknownDraft``,
        ``DraftInvalid``, ``DraftDecided``.
        """
        return self.desk.approve(draft, principal or self._local, by=readable(by), version=version)

    @acts("order rejected", "draft {draft}", seals="_door")
    def reject(self, draft: int, *, by: str, reason: str = "", principal: Principal | None = None) -> Json:
        """Decide against a draft. Raises ``UnknownDraft``, ``DraftDecided``."""
        return self.desk.reject(draft, principal or self._local, by=readable(by), reason=readable(reason))

    def audit(self, *, principal: Principal | None = None) -> Json:
        """Return the audit book: {entries, intact, broken_at}."""
        return self.desk.audit(principal or self._local)

    @acts("orders exported", "{form}, {dataset}")
    def file(self, form: str, *, dataset: str = "", principal: Principal | None = None) -> bytes:
        """Return the approved work orders as csv or xlsx, for the maintenance system. Raises ``WrongUse``."""
        from plant_tools.history.export import csv_of_rows, xlsx_of_rows

        if form not in FORMS:
            raise WrongUse(f"The form is {form!r}; it must be one of {', '.join(FORMS)}.")
        rows = self.desk.approved_orders(principal or self._local, dataset)
        return csv_of_rows(rows) if form == "csv" else xlsx_of_rows(rows)
