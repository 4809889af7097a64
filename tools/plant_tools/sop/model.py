"""What a standard operating procedure is made of: values, equal by content, that go to JSON and back.

Every text that was taken from somewhere carries where it stands (``Source``); what no source says is a ``Gap``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.passage import Rectangle


class State(StrEnum):
    """The life of a version: drafted, handed in, approved by another person, replaced by a newer one."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


class Phase(StrEnum):
    """What a step is for, in the order of OSHA 29 CFR 1910.147(d), the work, (e), and a trial with the energy back."""

    PREPARE = "prepare"
    SHUT_DOWN = "shut_down"
    ISOLATE = "isolate"
    LOCK_TAG = "lock_tag"
    RELIEVE = "relieve"
    VERIFY = "verify"
    WORK = "work"
    INSPECT = "inspect"
    CLEAR = "clear"
    NOTIFY = "notify"
    REMOVE = "remove"
    TEST = "test"


UNDECIDED = "decision"
"""The field of a gap between several values."""

PHASES = tuple(Phase)
SAFETY = frozenset(PHASES) - {Phase.WORK, Phase.TEST}
"""Phases whose steps keep people safe: a changed one blocks the execution of its procedure."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text stands: a "page", an energy "sheet", "records", a "person" who wrote it, a "rule" that asks for it.

    ``quote`` is verbatim in its ``language`` and ``hash`` the SHA-256 of it. Of a page, ``rectangles`` are in points
    from the top left. Of a sheet, ``document`` is its name and ``place`` the field; of records, the data set and the
    orders; of a person, the name; of a rule, the standard and its paragraph, without a quote.
    """

    document: str
    quote: str
    kind: Literal["page", "sheet", "records", "person", "rule"] = "page"
    revision: str = ""
    page: int = 0
    printed_page: str = ""
    rectangles: tuple[Rectangle, ...] = ()
    language: str = "und"
    hash: str = ""
    place: str = ""
    confidence: float = 1.0

    @classmethod
    def of(cls, citation: PageCitation) -> Source:
        """Make the lineage of a quoted place."""
        return cls(
            document=citation.document,
            quote=citation.quote,
            revision=citation.revision,
            page=citation.page,
            printed_page=citation.printed_page,
            rectangles=citation.rectangles,
            language=citation.language,
            hash=text_hash(citation.quote),
            confidence=citation.confidence,
        )

    def citation(self) -> PageCitation:
        """Return the place as answers cite it. Only of a page."""
        return PageCitation(
            document=self.document,
            revision=self.revision,
            page=self.page,
            printed_page=self.printed_page,
            rectangles=self.rectangles,
            quote=self.quote,
            language=self.language,
            confidence=self.confidence,
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """A value that no source gives: shown as "not in the manual", filled in by a person or not at all.

    ``field`` says what is missing ("good", "isolate", "ppe"), ``of`` of what, in words ("step 4", "Druckluft"). Of the
    field "decision" sources give several values, of which a person is to say which holds.
    """

    field: str
    of: str = ""
    kind: Literal["gap"] = "gap"

    @property
    def word(self) -> str:
        """The key of the phrase that stands in its place."""
        return f"gap_{UNDECIDED}" if self.field == UNDECIDED else "gap"


@dataclass(frozen=True, slots=True)
class Line:
    """A text with where it stands; one of the scaffold has no ``sources`` and is in the language of the procedure."""

    text: str
    language: str
    sources: tuple[Source, ...] = ()
    kind: Literal["line"] = "line"


Told: TypeAlias = Line | Gap


@dataclass(frozen=True, slots=True)
class Good:
    """What can be measured when a step is done well: the ``value`` with its unit, verbatim as it stands in ``text``.

    ``low`` and ``high`` are its limits as numbers, None where there is none: "28 to 32 %" has both, "at most 10.4 A" a
    ``high``. A plain value (a torque) has neither: the manual names no tolerance.
    """

    text: str
    language: str
    value: str = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    sources: tuple[Source, ...] = ()
    kind: Literal["good"] = "good"


@dataclass(frozen=True, slots=True)
class Hazard:
    """A safety message that stands before its step. ``signal_word`` as printed, ``text`` what follows.

    ``rank``: 0 danger, 1 warning, 2 caution, 3 notice.
    """

    signal_word: str
    rank: int
    text: str
    language: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Energy:
    """An energy of the asset: what isolates it, relieves what is left of it, and proves that it is gone.

    ``sort`` is one of ``plant_tools.manuals.energies.KINDS``: electrical, hydraulic, gravity, ...
    """

    sort: str
    name: str
    language: str
    magnitude: Told
    isolate: Told
    relieve: Told
    verify: Told


@dataclass(frozen=True, slots=True)
class Part:
    """A part, lubricant or consumable; ``number`` is verbatim, "" only with a gap in ``gaps``."""

    name: str
    language: str
    number: Told
    quantity: Told
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a step of a merged procedure comes from: which of the procedures, and its place there, both from 1."""

    part: int
    at: int


@dataclass(frozen=True, slots=True)
class Step:
    """One action. ``id`` stays the same over the versions of a procedure; ``energies`` are the names it deals with.

    ``action`` is in ``language``: the procedure's own for the scaffold and for what a model phrased, the source's for
    a quote. ``warnings`` are read before the action. ``good`` is None where the step is proven by a later one, as
    isolating is by verifying. ``origins``: one for each procedure of a merged one that has the step.
    """

    id: str
    phase: Phase
    action: str
    language: str
    good: Good | Gap | None = None
    warnings: tuple[Hazard, ...] = ()
    energies: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    remarks: tuple[Line, ...] = ()
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed what and when: ``hash`` is that of the content that was signed, ``role`` author or approver."""

    who: str
    role: Literal["author", "approver"]
    at_utc: str
    hash: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to say beside the procedure, by code: "disagree", "no_sheet"; ``facts`` may name its ``step``."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Procedure:
    """One version of a standard operating procedure.

    ``work``: "intervention", which lock-out precedes, or "operation" of a machine under power. ``language`` is that of
    the scaffold. ``review_date`` is an ISO date or "". What is about its life (``state``, ``approver``,
    ``review_date``, ``signatures``) is not part of its content and not in its hash.
    ``experience`` is what past orders say.
    """

    id: str
    version: int
    title: str
    language: str
    asset: str
    author: str
    purpose: Line
    scope: Line
    work: Literal["intervention", "operation"] = "intervention"
    state: State = State.DRAFT
    approver: str = ""
    review_date: str = ""
    energies: tuple[Energy, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    ppe: tuple[Told, ...] = ()
    tools: tuple[Told, ...] = ()
    parts: tuple[Part | Gap, ...] = ()
    permits: tuple[Told, ...] = ()
    preconditions: tuple[Told, ...] = ()
    steps: tuple[Step, ...] = ()
    acceptance: tuple[Told, ...] = ()
    records: tuple[Told, ...] = ()
    experience: tuple[Line, ...] = ()
    notices: tuple[Notice, ...] = ()
    signatures: tuple[Signature, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every place that it was made of, each once, in the order of the procedure."""
        return tuple(dict.fromkeys(found for found in walk(self) if isinstance(found, Source)))

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything that is missing, in the order of the procedure."""
        return tuple(found for found in walk(self) if isinstance(found, Gap))


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text, line breaks and runs of blanks counting as one blank."""
    return sha256(" ".join(text.split()).encode()).hexdigest()


def walk(value: Any) -> Iterator[Any]:
    """Yield a value of this module and everything in it, in the order of the fields."""
    if is_dataclass(value):
        yield value
        for each in fields(value):
            yield from walk(getattr(value, each.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from walk(one)
