"""The commands that ask: search and ask."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from plant_ui.cli import show
from plant_ui.cli.door import address_of, opened
from plant_ui.cli.pictures import write_pages
from plant_ui.cli.printing import AsJson, print_json

SEARCH = """[bold]Examples[/bold]

  plant-copilot search E0451
  plant-copilot search "Fett für die Ventile" --limit 3
  plant-copilot search "更换薄膜" --asset SW-306 --json

Codes are found exactly, words also by what they mean, across languages."""

ASK = """[bold]Examples[/bold]

  plant-copilot ask "When is the gear oil of capper CP-304 due?"
  plant-copilot ask "Wie oft wird die Spindel geschmiert?" --asset CP-304
  plant-copilot ask "E0451 是什么意思?" --language en
  plant-copilot ask "Which film tension?" --pages cited/
  plant-copilot ask "Torque of the flange screws?" --as-of 2024-05-01
  plant-copilot ask "How often did FL-303 fail in 2023?" --sql

Marks like [1] say where each statement can be checked. "Nothing on record"
is an answer, too: exit status 0."""

Text = Annotated[str, typer.Argument(metavar="TEXT", help="In your language; quote it.", show_default=False)]
Limit = Annotated[int, typer.Option("--limit", metavar="N", help="How many passages, 1 to 100.")]
PassageLanguage = Annotated[
    str,
    typer.Option("--language", metavar="L", help="Only passages in this language: en, de, zh.", show_default=False),
]
AnswerLanguage = Annotated[
    str,
    typer.Option("--language", metavar="L", help="Of the answer: en, de, zh-Hans, zh-Hant, or auto: the question's."),
]
Asset = Annotated[
    str, typer.Option("--asset", metavar="TAG", help="Only documents about this asset.", show_default=False)
]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of", metavar="DATE", help="The revisions effective on that day: 2024-05-01.", show_default=False
    ),
]
Kind = Annotated[
    str,
    typer.Option(
        "--kind",
        metavar="K",
        help="Only one kind: text, table, procedure, hazard, alarms, figure.",
        show_default=False,
    ),
]
Thread = Annotated[
    str,
    typer.Option(
        "--thread",
        metavar="ID",
        help="A word of yours: questions with the same one follow each other.",
        show_default=False,
    ),
]
Pages = Annotated[
    Path | None,
    typer.Option("--pages", metavar="DIR", help="Write the cited pages there as PNG, marked.", show_default=False),
]
Sql = Annotated[bool, typer.Option("--sql", help="Print the whole SQL that gives each figure again.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(rich_help_panel="Questions", epilog=SEARCH)(search)
    app.command(rich_help_panel="Questions", epilog=ASK)(ask)


def search(  # noqa: PLR0913 - a command has its options
    context: typer.Context,
    text: Text,
    *,
    limit: Limit = 10,
    language: PassageLanguage = "",
    asset: Asset = "",
    as_of: AsOf = "",
    kind: Kind = "",
    json: AsJson = False,
) -> None:
    """Find passages, best first, in any language of the library."""
    with opened(context.obj) as copilot:
        result = copilot.search(text, limit=limit, language=language, asset=asset, as_of=as_of, kind=kind)
    print_json(result) if json else show.hits(result)


def ask(  # noqa: PLR0913 - a command has its options
    context: typer.Context,
    text: Text,
    *,
    language: AnswerLanguage = "auto",
    asset: Asset = "",
    as_of: AsOf = "",
    thread: Thread = "",
    pages: Pages = None,
    sql: Sql = False,
    json: AsJson = False,
) -> None:
    """Ask a question; get quotes with their pages, or an honest "nothing on record"."""
    with opened(context.obj) as copilot:
        answer = copilot.ask(text, language=language, asset=asset, as_of=as_of, thread=thread)
        pictures = write_pages(copilot, answer, pages) if pages else {}
    print_json(answer) if json else show.answer(answer, address_of(copilot), pictures, sql=sql)
