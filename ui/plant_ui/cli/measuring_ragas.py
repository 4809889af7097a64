"""The command that lets ragas score the answers."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_ui.cli.door import opened
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

RAGAS = """[bold]Examples[/bold]

  plant-copilot eval ragas
  plant-copilot eval ragas --cases ours.jsonl --json
  plant-copilot eval ragas --judge qwen2.5:7b --judge-url http://127.0.0.1:11434/v1

Context precision and recall by ids and strings need no model; a judge, if one is
named, adds faithfulness and context precision. Needs ragas: make with-evals"""

Cases = Annotated[str, typer.Option("--cases", metavar="NAME|FILE", help="As for `eval answers`.")]
Judge = Annotated[str, typer.Option("--judge", metavar="MODEL", help="A model that judges, too.", show_default=False)]
Url = Annotated[
    str, typer.Option("--judge-url", metavar="URL", help="Its OpenAI-compatible server.", show_default=False)
]
Key = Annotated[
    str, typer.Option("--judge-key", metavar="KEY", envvar="PLANT_JUDGE_KEY", help="Its key.", show_default=False)
]


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command(epilog=RAGAS)(ragas)


def ragas(
    context: typer.Context,
    *,
    cases: Cases = "sample_plant",
    judge: Judge = "",
    judge_url: Url = "",
    judge_key: Key = "",
    json: AsJson = False,
) -> None:
    """Let ragas score what answers cite, by ids and strings, and with a model where one is named."""
    from plant_evals.casebook import read_cases
    from plant_evals.ragas_scores import judge_at, report, run_ragas

    if bool(judge) != bool(judge_url):
        raise typer.BadParameter("name both --judge and --judge-url, or neither")
    listed, model = read_cases(cases), judge_at(judge, judge_url, judge_key) if judge else None
    with opened(context.obj) as copilot:
        result = run_ragas(copilot.ask, listed, model)
    print_json(result) if json else print(report(result))
