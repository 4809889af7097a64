"""The command that tries every door in the name of people who may see some of a plant only."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

RIGHTS = """[bold]Examples[/bold]

  plant-copilot eval rights
  plant-copilot eval rights --documents 8 --random 200 --json

Makes manuals and records with rights and sites of all kinds, whose words stand
nowhere else, in a home of its own, and asks every route of the API, the tools,
MCP, the chat and the channels in the name of six people: who may see less after
who may see more, and the other way round. A word, a name or a number of what
somebody may not see is a leak; what is missing is an over-restriction; what is
hidden has to look like what is not there. Then rights, sites and people are
drawn at random, for documents and for records, against the rule in plain words."""

Json = dict[str, Any]


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command("rights", epilog=RIGHTS)(rights)


def rights(
    *,
    documents: Annotated[int, typer.Option("--documents", metavar="N", min=4, help="How many manuals.")] = 40,
    tries: Annotated[int, typer.Option("--random", metavar="N", min=0, help="How many draws of rights.")] = 10_000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Others with another seed.")] = 0,
    json: AsJson = False,
) -> None:
    """Try every door in the name of people who may see some of it only: what leaks, what is missing."""
    from plant_evals.rights_records import run_rights_records
    from plant_ui.cli.rights_measured import drawn, measured

    told = {"doors": measured(documents)}
    if tries:
        told |= {"documents": drawn(documents, tries, seed), "records": run_rights_records(tries, seed=seed)}
    print_json(told) if json else print("\n".join(_lines(told)))


def _lines(told: Json) -> list[str]:
    lines = []
    for name, part in told.items():
        counted = {key: value for key, value in part.items() if isinstance(value, int | float)}
        lines.append(f"{name}: " + ", ".join(f"{value:,} {key.replace('_', ' ')}" for key, value in counted.items()))
        lines += [f"  {fault}" for fault in part["faults"][:20]]
    return lines
