"""What a command says when it fails: one clear line on stderr."""

from __future__ import annotations

import sys
import tempfile
import traceback
from types import TracebackType

import typer

from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.errors import PlantError


def one_line(text: str) -> None:
    """Print ``text`` on stderr, whatever line breaks it came with."""
    print("plant-copilot:", " ".join(text.split()), file=sys.stderr)


def status_of(error: PlantError) -> int:
    """Return the exit status: 2 for wrong use, 1 for what went wrong."""
    return 2 if isinstance(error, WrongUse) else 1


def told_of_wrong_use(error: typer.TyperException) -> str:
    """Return what is wrong with the words of the command, and where to read how it is right."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "plant-copilot"
    return f"{error.format_message().rstrip('.')}. See: {command} --help"


def leave_unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say in one line that the program itself is at fault, and keep what its authors need in a file."""
    if issubclass(kind, KeyboardInterrupt):
        one_line("Stopped.")
        return
    told = "".join(traceback.format_exception(kind, error, trace))
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="plant-copilot-", suffix=".log", delete=False
        ) as file:
            file.write(told)
        where = f"Please report it with {file.name}."
    except OSError:
        where = "It could not be written down: the disk refuses."
    one_line(f"A fault of the program ({kind.__name__}: {error}). {where}")
