"""The command that lets many people into the chat at once."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from plant_copilot.errors import WrongUse
from plant_copilot.settings import Settings
from plant_knowledge_ingest.shelf import Shelf
from plant_ui import running
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

CHAT_LOAD = """[bold]Examples[/bold]

  plant-copilot eval chat-load
  plant-copilot eval chat-load --users 10 --users 50 --users 200 --questions 3 --json

Copies the home into a temporary folder, lets a server run on the copy, and signs
that many people in; each has a chat open and asks over a socket of their own, the
next question when the answer before is there; there are 160 questions about the
sample plant. Counts the rows of the history that were kept."""

_SOURCE = "oidc"
_PATIENCE = 300.0

Sizes = Annotated[
    list[int] | None,
    typer.Option("--users", metavar="N", min=1, max=1_000, help="How many at once; repeatable.", show_default=False),
]
Each = Annotated[int, typer.Option("--questions", metavar="N", min=1, max=100, help="How many each asks.")]


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command("chat-load", epilog=CHAT_LOAD)(chat_load)


def chat_load(context: typer.Context, *, users: Sizes = None, questions: Each = 3, json: AsJson = False) -> None:
    """Measure the wait for the first word with many people in the chat, and count what the history kept."""
    from plant_evals.chat_load import report

    settings = Settings.read(home=context.obj)
    if running.find(settings.home):
        raise WrongUse("A server runs on this home.", remedy="Stop it first: its files are copied.")
    with tempfile.TemporaryDirectory(prefix="plant-copilot-") as folder:
        home = Path(shutil.copytree(settings.home, Path(folder) / "home", ignore=not_of_a_run))
        result = {"users": {str(number): _measured(home, number, questions) for number in users or [10, 50, 200]}}
    print_json(result) if json else print(report(result))


def _measured(home: Path, users: int, each: int) -> dict[str, object]:
    import asyncio

    from plant_copilot.ledger import Ledger
    from plant_evals.chat_load import figures, load, rows_kept
    from plant_evals.first_line import read_first_lines

    names, tokens = _signed_in(home, users)
    questions = [case["question"] for case in read_first_lines()]
    with serving(home) as (address, server):
        began = _worked(server), _worked(os.getpid())
        asked = asyncio.run(load(address, tokens, each, questions))
        work = _worked(server) - began[0], _worked(os.getpid()) - began[1]
    ledger = Ledger(Shelf(home))
    try:
        return figures(asked, rows_kept(ledger, names), *work)
    finally:
        ledger.close()


def _worked(process: int) -> float:
    """Return the seconds of work of a process: Linux has a clock for each; NaN elsewhere."""
    return time.clock_gettime(~process << 3 | 2) if sys.platform == "linux" else math.nan


def _signed_in(home: Path, users: int) -> tuple[list[str], list[str]]:
    """Return the names of new users, and the words of their sessions."""
    from plant_copilot.people.people import People
    from plant_copilot.people.settings import SignInSettings

    people, names = People(Shelf(home), SignInSettings()), [f"load-{users}-{number}" for number in range(users)]
    try:
        return names, [people.sign_in.by_another(_SOURCE, name, name, "technician", "127.0.0.1") for name in names]
    finally:
        people.close()


@contextmanager
def serving(home: Path, told: Mapping[str, str] | None = None) -> Iterator[tuple[str, int]]:
    """Let a server run on ``home``, in a process of its own, ``told`` settings; give its address and its number."""
    script = "from plant_ui.cli import main; main()"
    set_ = [shutil.which("env") or "env", *(f"{name}={value}" for name, value in told.items())] if told else []
    command = [*set_, sys.executable, "-c", script, "--home", str(home), "serve", "--port", "0"]
    with (home / "server.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as server:  # noqa: S603 - ourselves
        try:
            yield _address(home, server), server.pid
        finally:
            server.terminate()


def _address(home: Path, server: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + _PATIENCE
    while server.poll() is None and time.monotonic() < until:
        if note := running.find(home):
            return note.url
        time.sleep(0.2)
    raise WrongUse(f"The server did not start: {(home / 'server.log').read_text(errors='replace')[-500:]}")


def not_of_a_run(_: str, names: list[str]) -> list[str]:
    """Leave out what belongs to a process, and who may sign in elsewhere."""
    return [
        name for name in names if name.startswith(("server.json", "users.sqlite", "threads.sqlite")) or name == "chat"
    ]
