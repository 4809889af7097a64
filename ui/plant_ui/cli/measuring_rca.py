"""The commands that measure the ranking of causes: how right on later cases, how sure, how fast."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from plant_copilot.settings import Settings
from plant_ui.cli.door import opened_records
from plant_ui.cli.failure import one_line
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

RCA = """[bold]Examples[/bold]

  plant-copilot eval rca --cases cases.jsonl
  plant-copilot eval rca --cases cases.jsonl --years 4 --text masked
  plant-copilot eval rca --cases past.jsonl --cases later.jsonl --test-split test --text masked --json

A case is one JSON object a line: id, year, split, symptoms: {name: value},
narrative_masked, cause. Cases of the test split are ranked from those of the
other splits that are not later. --text masked reads narrative_masked as well."""

NEXT = """[bold]Example[/bold]

  plant-copilot eval rca-next --dataset chillers

Learns from the first 70 % of the coded orders that are not preventive and
foretells the others. An honest ranking is not sure where history tells little."""

SPEED = """[bold]Example[/bold]

  plant-copilot eval rca-speed --cases 10000 --causes 500"""


class Text(StrEnum):
    """What of the text is read."""

    none = "none"
    masked = "masked"


def add_to(_: typer.Typer) -> None:
    """Add these commands to ``eval``."""
    evaluation.command(epilog=RCA)(rca)
    evaluation.command("rca-next", epilog=NEXT)(rca_next)
    evaluation.command("rca-speed", epilog=SPEED)(rca_speed)


def rca(
    context: typer.Context,
    *,
    cases: Annotated[
        list[Path], typer.Option(metavar="FILE", help="Cases; may be repeated.", exists=True, dir_okay=False)
    ],
    test_split: Annotated[str, typer.Option("--test-split", metavar="NAME", help="The split to be ranked.")] = "test",
    text: Annotated[Text, typer.Option("--text", help="Symptoms only, or the masked narrative, too.")] = Text.none,
    years: Annotated[
        int, typer.Option("--years", metavar="N", min=0, help="Instead: the last N years, each from all before it.")
    ] = 0,
    json: AsJson = False,
) -> None:
    """Rank later cases from earlier ones, against four plain ways; hits, calibration, and what the surest are worth."""
    from plant_evals.rca import run_rca
    from plant_evals.rca_cases import divided, read_cases
    from plant_evals.rca_report import of_rca
    from plant_evals.rca_years import of_years, run_years
    from plant_knowledge_ingest.embedding.choosing import open_embedder
    from plant_tools.rca.meaning import meaning

    told, read = read_cases(cases), text is Text.masked
    settings, embed = Settings.read(home=context.obj), None
    if read:
        embedder = open_embedder(settings.embedder, settings.home / "cache", settings.threads or None)
        embed = meaning(lambda: embedder, one_line)
    if years:
        found = run_years(told, years, embed, one_line, text=read)
        print_json(found) if json else print(of_years(found))
        return
    result = run_rca(*divided(told, test_split, text=read), embed, one_line)
    print_json(result) if json else print(of_rca(result))


def rca_next(
    context: typer.Context,
    *,
    dataset: Annotated[str, typer.Option("--dataset", metavar="NAME", help="Loaded records.", show_default=False)],
    json: AsJson = False,
) -> None:
    """Foretell the code of the next order of each asset; say how sure that can be."""
    from plant_evals.rca_next import run_next
    from plant_evals.rca_report import of_next

    with opened_records(Settings.read(home=context.obj)) as door:
        result = run_next(door(), dataset, one_line)
    print_json(result) if json else print(of_next(result))


def rca_speed(
    *,
    cases: Annotated[int, typer.Option("--cases", metavar="N", min=100, help="How many are made.")] = 10_000,
    causes: Annotated[int, typer.Option("--causes", metavar="N", min=2, help="How many causes.")] = 500,
    json: AsJson = False,
) -> None:
    """Time rankings over many made cases and causes."""
    from plant_evals.rca_report import of_speed
    from plant_evals.rca_speed import run_rca_speed

    result = run_rca_speed(cases, causes, one_line)
    print_json(result) if json else print(of_speed(result))
