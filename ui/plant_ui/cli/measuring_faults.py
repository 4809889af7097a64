"""The command that lets things fail while people ask."""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from plant_copilot.errors import WrongUse
from plant_copilot.settings import Settings
from plant_ui import running
from plant_ui.cli.faults_sites import behind_a_server, in_process, on_postgresql
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.measuring_chat import not_of_a_run
from plant_ui.cli.printing import AsJson, print_json

FAULTS = """[bold]Examples[/bold]

  plant-copilot eval faults
  plant-copilot eval faults --schedules 20 --seed 1 --json
  plant-copilot eval faults --clock --database postgresql+psycopg://plant@localhost/test

Copies the home, with the sample plant read in: one copy is asked in this process,
another behind a server with a vector store and a language model of its own, with
--database a third one whose rows are on PostgreSQL, with a model of Ollama's and
speech. Then random things fail while ten questions are asked, and come back.
Counts stack traces shown, words in another language than the asker's, answers
that are wrong or silently lack something, and what is not well again."""


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command(epilog=FAULTS)(faults)


def faults(
    context: typer.Context,
    *,
    schedules: Annotated[int, typer.Option("--schedules", metavar="N", min=1, help="How many.")] = 100,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Other faults with another seed.")] = 0,
    clock: Annotated[bool, typer.Option("--clock", help="Let clocks jump, too: needs faketime.")] = False,
    database: Annotated[
        str, typer.Option("--database", metavar="URL", help="A PostgreSQL server, for a schema of its own.")
    ] = "",
    json: AsJson = False,
) -> None:
    """Let stores, models and clocks fail while people ask; count what is shown that must not be."""
    from plant_evals.faults import report, run_faults

    settings = Settings.read(home=context.obj)
    if running.find(settings.home):
        raise WrongUse("A server runs on this home.", remedy="Stop it first: its files are copied.")
    with tempfile.TemporaryDirectory(prefix="plant-copilot-") as folder, ExitStack() as stack:
        here, there, beyond = (_copied(settings.home, Path(folder) / name) for name in ("here", "there", "beyond"))
        among = [in_process(here), behind_a_server(there, clock=clock)]
        among += [on_postgresql(beyond, database, clock=clock)] if database else []
        sites = [stack.enter_context(site) for site in among]
        result = run_faults(sites, schedules, seed, lambda text: print(text, file=sys.stderr, flush=True))
    print_json(result) if json else print(report(result))


def _copied(home: Path, target: Path) -> Path:
    return Path(shutil.copytree(home, target, ignore=not_of_a_run))
