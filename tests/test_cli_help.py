"""The help of the commands, the page of the documentation made from it, and what starting a command costs."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from plant_ui.cli.app import app
from plant_ui.reference import pages

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden" / "help"
COMMANDS = ["", *sorted(getattr(get_command(app), "commands"))]  # noqa: B009 - Typer gives groups no public type
HEAVY = {"chainlit", "fastapi", "langgraph", "llama_index", "numpy", "onnxruntime", "pymupdf", "qdrant_edge", "uvicorn"}


@cache
def help_of(command: str) -> str:
    plain = {"TERMINAL_WIDTH": "80", "COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    told = CliRunner().invoke(app, [*command.split(), "--help"], prog_name="plant-copilot", env=plain)
    assert told.exit_code == 0
    return "\n".join(line.rstrip() for line in told.stdout.splitlines()).strip() + "\n"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command or "plant-copilot")
def test_the_help_of_a_command_reads_as_it_was_approved(command: str) -> None:
    approved = GOLDEN / f"{command or 'plant-copilot'}.txt"
    assert help_of(command) == approved.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS[1:])
def test_every_command_teaches_with_an_example(command: str) -> None:
    assert f"plant-copilot {command}" in help_of(command).partition("Examples")[2]


@cache
def made() -> dict[str, str]:
    return pages()


@pytest.mark.parametrize("page", ["cli.md", "http.md"])
def test_the_reference_says_what_the_code_does(page: str) -> None:
    written = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    assert written == made()[page], "write it anew: python -m plant_ui.reference"


def test_a_command_starts_without_loading_what_it_may_not_need() -> None:
    code = "import sys, plant_ui.cli.app, plant_ui.remote; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert HEAVY.isdisjoint(loaded)
