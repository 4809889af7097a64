"""An answer as every channel draws it: neutral, frozen, plain text, nothing left that a client could load or open.

Each face turns the parts into its own (blocks of Slack, Adaptive Cards, Markdown) and adds none of its own words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a line; ``strong`` ones are stressed."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with the marks of what proves it, [1] and so on; may hold line breaks."""

    spans: tuple[Span, ...]
    marks: tuple[int, ...] = ()

    @classmethod
    def of(cls, text: str, marks: tuple[int, ...] = (), *, strong: bool = False) -> Line:
        """Return a line of one kind of words."""
        return cls((Span(text, strong),), marks)

    @property
    def text(self) -> str:
        """The words alone, without stress and marks."""
        return "".join(span.text for span in self.spans)

    @property
    def marked(self) -> str:
        """The words followed by their marks: "Use 2.5 l of CLP 220. [1] [2]"."""
        return " ".join([self.text, *(f"[{mark}]" for mark in self.marks)])


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or paragraph of the copilot's own; ``heading`` where it stands above others."""

    line: Line
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps or points under a title, "" for none; steps that have numbers carry them in their words."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells as ``head``; ``marks`` has those of each row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marks: tuple[tuple[int, ...], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words of a document, line by line as they stand there; ``intro`` names their language, or is ""."""

    intro: str
    line: Line


@dataclass(frozen=True, slots=True)
class Caution:
    """A safety message: the signal word or kind of danger, then what to do."""

    signal: str
    line: Line


Part: TypeAlias = Text | Steps | Table | Quote


@dataclass(frozen=True, slots=True)
class Source:
    """Where to check: a page, records, a layout. ``label`` is what an engineer would call it; ``marks`` lead to it.

    ``citations`` are those of the payload with these marks, all of one page or one set of records.
    """

    marks: tuple[int, ...]
    label: str
    citations: tuple[Json, ...]
    has_page_image: bool

    @property
    def mark(self) -> int:
        """The first of its marks."""
        return self.marks[0]


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. ``asks`` is what it says in the person's place; where that is "", it takes ``decision``."""

    label: str
    asks: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """An answer: warnings first of all, then the lead, then the parts, then the sources.

    ``choices`` are what was meant, or what can be decided (``pending`` is then the kind of what waits);
    ``follow_ups`` questions one may ask next. ``thread`` and ``question`` name it in the ledger, for feedback;
    ``rated`` tells whether there is anything to have an opinion on. ``support_code`` finds how it came about.
    """

    language: str
    lead: Line
    parts: tuple[Part, ...] = ()
    sources: tuple[Source, ...] = ()
    notices: tuple[str, ...] = ()
    warnings: tuple[Caution, ...] = ()
    choices: tuple[Choice, ...] = ()
    follow_ups: tuple[str, ...] = ()
    support_code: str = ""
    thread: str = ""
    question: str = ""
    pending: str = ""
    rated: bool = False

    @property
    def citations(self) -> tuple[Json, ...]:
        """The citations of the payload, in the order of their marks."""
        return tuple(sorted((one for source in self.sources for one in source.citations), key=lambda one: one["mark"]))

    @property
    def marks(self) -> set[int]:
        """Every mark that stands somewhere in warnings, lead and parts."""
        return {mark for line in self.lines() for mark in line.marks} | {
            mark for part in self.parts if isinstance(part, Table) for row in part.marks for mark in row
        }

    def lines(self) -> Iterator[Line]:
        """Yield every line of warnings, lead and parts, in order; tables have none."""
        yield from (warning.line for warning in self.warnings)
        yield self.lead
        for part in self.parts:
            match part:
                case Text(line=line) | Quote(line=line):
                    yield line
                case Steps(lines=lines):
                    yield from lines
