"""The commands that measure the history: how right on known answers, how fast on a million orders."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from plant_ui.cli.door import opened
from plant_ui.cli.failure import one_line
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

HISTORY = """[bold]Example[/bold]

  plant-copilot eval history --questions questions.json
  plant-copilot eval history --questions questions.json --queries queries.json

questions.json (or .jsonl): [{id, question: {en, de, zh}, answer, unit, tolerance,
today}], with an answer that begins with NO_DATA where nothing must be found; today
is the day that "last month" is seen from. Without --queries the words are asked, and
each language is counted: right, wrong, abstained. queries.json: {id: query}, as
`plant-copilot history` takes them. The records must be loaded."""

SPEED = """[bold]Example[/bold]

  plant-copilot eval history-speed --orders 1000000

Makes the orders in a folder of its own, which is removed again, or in a schema of
its own: --database postgresql+psycopg://USER@HOST/DATABASE. Compares with pandas:
make with-extras"""

Questions = Annotated[
    Path, typer.Option(metavar="FILE", help="Questions, answers.", show_default=False, exists=True, dir_okay=False)
]
Queries = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Ask these typed queries instead.", show_default=False, exists=True, dir_okay=False
    ),
]


def add_to(_: typer.Typer) -> None:
    """Add these commands to ``eval``."""
    evaluation.command(epilog=HISTORY)(history)
    evaluation.command("history-speed", epilog=SPEED)(history_speed)


def history(context: typer.Context, *, questions: Questions, queries: Queries = None, json: AsJson = False) -> None:
    """Ask questions about the records whose answers are known, in words or as typed queries; count the right ones."""
    from plant_evals.history import read_asked, read_questions, run_history, run_words
    from plant_evals.history_reports import of_history, of_words

    if queries:
        typed = read_questions(questions, queries)
        with opened(context.obj) as copilot:
            result = run_history(copilot.tool, typed)
        print_json(result) if json else print(of_history(result))
        return
    asked = read_asked(questions)
    with opened(context.obj) as copilot:
        result = run_words(lambda text, question: copilot.ask(text, as_of=question.get("today", "")), asked)
    print_json(result) if json else print(of_words(result))


def history_speed(
    *,
    orders: Annotated[int, typer.Option("--orders", metavar="N", min=1_000, help="How many are made.")] = 1_000_000,
    rounds: Annotated[int, typer.Option("--rounds", metavar="N", min=1, help="How often each is asked.")] = 20,
    database: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="Keep the orders in this PostgreSQL database meanwhile, not in a file.",
            show_default=False,
        ),
    ] = "",
    json: AsJson = False,
) -> None:
    """Time counts, last times and Paretos on a made plant, against pandas on the same questions."""
    from plant_copilot.database_setting import database as database_url
    from plant_evals.history_reports import of_history_speed
    from plant_evals.history_speed import run_history_speed

    result = run_history_speed(orders, rounds, one_line, database_url("--database", database))
    print_json(result) if json else print(of_history_speed(result))
