"""The command that lets some people use a server for hours."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from plant_copilot.errors import WrongUse
from plant_copilot.settings import Settings
from plant_knowledge_ingest.shelf import Shelf
from plant_ui import running
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.measuring_chat import not_of_a_run, serving
from plant_ui.cli.printing import AsJson, print_json

SOAK = """[bold]Examples[/bold]

  plant-copilot eval soak --minutes 120 --users 20 --out soak.jsonl
  plant-copilot eval soak --minutes 1 --users 4 --pause 1 --json

Copies the home into a temporary folder, lets a server run on the copy, and lets
people use it: half in the chat, half as programs with a key. Each asks, follows
up, looks at pages, renames and deletes conversations, drafts, signs out and in.
Every minute a line goes to --out: memory, open files, threads, rows, waits, what
went wrong. Growth compares the last eighth of the run with the second eighth."""


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command(epilog=SOAK)(soak)


def soak(  # noqa: PLR0913 - a command has its options
    context: typer.Context,
    *,
    minutes: Annotated[float, typer.Option("--minutes", metavar="N", min=0.05, help="For how long.")] = 120,
    users: Annotated[int, typer.Option("--users", metavar="N", min=2, max=200, help="How many people.")] = 20,
    pause: Annotated[float, typer.Option("--pause", metavar="SECONDS", min=0.01, help="Between two things done.")] = 60,
    number: Annotated[int, typer.Option("--dialogues", metavar="N", min=1, help="Different ones.")] = 48,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="A line a minute.", dir_okay=False)] = None,
    json: AsJson = False,
) -> None:
    """Measure for hours whether the server's memory grows and whether anything goes wrong."""
    from plant_evals.soak import report

    settings = Settings.read(home=context.obj)
    if running.find(settings.home):
        raise WrongUse("A server runs on this home.", remedy="Stop it first: its files are copied.")
    with tempfile.TemporaryDirectory(prefix="plant-copilot-") as folder:
        home = Path(shutil.copytree(settings.home, Path(folder) / "home", ignore=not_of_a_run))
        wanted = _Wanted(users, minutes, pause, number, out or home / "soak.jsonl")
        _require_documents(home)
        result = _measured(home, wanted)
    print_json(result) if json else print(report(result))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the options say."""

    users: int
    minutes: float
    pause: float
    dialogues: int
    out: Path


def _require_documents(home: Path) -> None:
    from plant_knowledge_ingest.catalogue import Catalogue

    with closing(Catalogue(home / "library" / "catalogue.sqlite3", shelf=Shelf(home))) as catalogue:
        if not catalogue.entries():
            raise WrongUse(
                "The library of this home is empty: there is nothing to ask for.",
                remedy="Name a home that has one, for instance: plant-copilot --home .plant eval soak",
            )


def _measured(home: Path, wanted: _Wanted) -> dict[str, object]:
    import asyncio

    from plant_evals.soak import expected_of, people_of, soak
    from plant_evals.soak_people import Book, Plant, asked_once, dialogues

    chatters, programs = _people(home, wanted.users)
    key, asked = next(iter(programs.values())), dialogues()[: wanted.dialogues]
    with serving(home) as (address, server):
        once, again = (asyncio.run(asked_once(address, key, asked)) for _ in range(2))
        plant = Plant(address, expected_of(once, again), wanted.pause, Book())
        people = people_of(plant, chatters, programs)
        return asyncio.run(soak(plant, people, wanted.minutes, server, home, wanted.out))


def _people(home: Path, users: int) -> tuple[list[str], dict[str, str]]:
    """Make the people, half of them programs; return the names of those of the chat, and the keys of the others."""
    from plant_copilot.people.people import People
    from plant_copilot.people.settings import SignInSettings
    from plant_evals.soak_people import PASSWORD

    people, names = People(Shelf(home), SignInSettings()), [f"soak-{number}" for number in range(users)]
    try:
        for name in names:
            people.users.add(name, password=PASSWORD, roles=["planner"])
        keys = {name: people.sign_in.new_key(name, "soak")["key"] for name in names[users // 2 :]}
        return names[: users // 2], keys
    finally:
        people.close()
