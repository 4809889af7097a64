"""How far an ingestion is, on stderr: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from plant_knowledge_ingest.ingestion import Progress as Step

    Tell: TypeAlias = Callable[[Step], None]


@contextmanager
def shown() -> Iterator[Tell]:
    """Give the function to be told of each step."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _line
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[counts]}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Opening the library", total=None, counts="")
        yield lambda step: _move(bar, task, step)


@contextmanager
def counted(what: str, unit: str = "texts") -> Iterator[Callable[[int, int], None]]:
    """Give the function to be told of how many of how many are done; a line each elsewhere than on a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, of: print(f"{what}: {done:,} of {of:,}", file=sys.stderr, flush=True)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[counts]}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None, counts="")
        yield lambda done, of: bar.update(task, completed=done, total=of, counts=f"{done:,} of {of:,} {unit}")


def _move(bar: Progress, task: TaskID, step: Step) -> None:
    """A file counts as one step of the bar, its pages as parts of it."""
    done = step.file - 1 + (step.page / step.pages if step.pages else 0)
    counts = f"file {step.file} of {step.files}"
    if step.pages:
        counts += f", page {step.page} of {step.pages}, {step.passages} passages"
    bar.update(task, description=escape(Path(step.path).name), total=step.files, completed=done, counts=counts)


def _line(step: Step) -> None:
    if not step.pages:
        print(f"[{step.file}/{step.files}] {Path(step.path).name}", file=sys.stderr, flush=True)
    elif step.page < step.pages:
        told = f"page {step.page} of {step.pages}, {step.passages} passages"
        print(f"[{step.file}/{step.files}] {Path(step.path).name}: {told}", file=sys.stderr, flush=True)
