"""A procedure as it is laid out, in one language or two side by side; what writes PDF and Word reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from plant_tools.sop.columns import Pair
from plant_tools.sop.model import State


@dataclass(frozen=True, slots=True)
class Row:
    """A text in each column with the marks of its sources; a ``gap`` is what no source says."""

    texts: Pair
    marks: tuple[int, ...] = ()
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 2 is that of a phase of the steps."""

    texts: Pair
    level: int = 1


@dataclass(frozen=True, slots=True)
class Rows:
    """Paragraphs, as a list where ``listed``."""

    rows: tuple[Row, ...]
    listed: bool = True
    small: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the heads of its columns, their shares of the width, and its cells."""

    heads: tuple[Pair, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[Row, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A safety message before its step: signal word as printed, rank 0 (danger) to 3 (notice)."""

    words: Pair
    rank: int
    row: Row


@dataclass(frozen=True, slots=True)
class StepRow:
    """A numbered step: what to do, what is good, what else is to be known; ``flag`` says that its source changed.

    ``good`` has no texts where there is nothing to measure.
    """

    number: int
    action: Row
    good: Row
    remarks: tuple[Row, ...] = ()
    flag: Pair = ()


Block: TypeAlias = Heading | Rows | Grid | Message | StepRow


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written: ``facts`` (label, value) of its head, ``stamp`` for every page, "" where it is approved."""

    id: str
    version: int
    title: str
    languages: tuple[str, ...]
    state: State
    stamp: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    live: str = ""
