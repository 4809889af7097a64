"""The command that measures drafts of procedures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from plant_copilot.settings import Settings
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

SOP = """[bold]Examples[/bold]

  plant-copilot eval sop
  plant-copilot --home linuxcnc eval sop --cases sops_linuxcnc
  plant-copilot --home linuxcnc eval sop --cold 6

Tasks in English, German and Chinese, drafted from the documents of the home (the
sample plant for our cases): numbers at their citation, order of isolation, signal
words, planted gaps, one changed torque, seconds. A case is {id, language, task,
asset, heading, values: {words of a step: its value}}. Nothing is written to it.
--home names the home, so that the figures can be had again over any library."""


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command(epilog=SOP)(sop)


def sop(
    context: typer.Context,
    *,
    cases: Annotated[str, typer.Option("--cases", metavar="NAME|FILE", help="Which tasks.")] = "sops",
    cold: Annotated[
        int, typer.Option("--cold", metavar="N", min=0, help="Only time N drafts, each in a new process.")
    ] = 0,
    json: AsJson = False,
) -> None:
    """Draft procedures whose right ones are known; count what is right, and what is not at its citation."""
    from dataclasses import replace

    import plant_copilot.sample_plant
    from plant_copilot.wiring import open_library
    from plant_evals.cold_drafts import report_cold, run_cold
    from plant_evals.sops import report, run_changed, run_sops
    from plant_knowledge_ingest.principal import ANY_SITE, Principal

    settings = Settings.read(home=context.obj)
    if cold:
        timed = run_cold(settings.home, cases, cold)
        print_json(timed) if json else print(report_cold(timed))
        return
    local = Principal("local", settings.groups, frozenset({ANY_SITE}))
    library = open_library(settings)
    try:
        result = run_sops(library, cases, local)
    finally:
        library.close()
    if cases == "sops":
        manuals = Path(plant_copilot.sample_plant.__file__).parent / "manuals"
        result["changed"] = run_changed(lambda home: open_library(replace(settings, home=home)), manuals, local)
    print_json(result) if json else print(report(result))
