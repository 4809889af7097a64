"""The commands that ask: search and ask."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from plant_copilot.errors import WrongUse
from plant_ui.cli.door import Door, address_of, opened
from plant_ui.cli.printing import AsJson, print_json, readable

SEARCH = """[bold]Examples[/bold]

  plant-copilot search "E0451"
  plant-copilot search "Fett für die Ventile" --limit 3
  plant-copilot search "更换薄膜" --asset SW-306 --json"""

ASK = """[bold]Examples[/bold]

  plant-copilot ask "When is the gear oil of capper CP-304 due for a change?"
  plant-copilot ask "Wie oft wird die Spindel geschmiert?" --asset CP-304
  plant-copilot ask "E0451 是什么意思?" --language en
  plant-copilot ask "Which film tension?" --pages cited/ && xdg-open cited/

Every statement carries marks like [1]; the list below the answer says on which page each can be checked. Nothing on record
is an answer, too: exit status 0."""

Asset = Annotated[
    str, typer.Option("--asset", metavar="TAG", help="Only documents about this asset tag.", show_default=False)
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(epilog=SEARCH)(search)
    app.command(epilog=ASK)(ask)


def search(  # noqa: PLR0913 - a command has its options
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words, a code, a question.", show_default=False)],
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many passages, 1 to 100.")] = 10,
    language: Annotated[
        str, typer.Option("--language", metavar="L", help="Only passages in this language: en, de, zh.", show_default=False)
    ] = "",
    asset: Asset = "",
    json: AsJson = False,
) -> None:
    """Find passages, best first, in any language of the library."""
    from plant_ui.cli.show import show_hits

    with opened(context.obj) as copilot:
        result = copilot.search(readable(text), limit=limit, language=language, asset=asset)
    print_json(result) if json else show_hits(result)


def ask(  # noqa: PLR0913 - a command has its options
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The question, in your language.", show_default=False)],
    language: Annotated[
        str, typer.Option("--language", metavar="L", help="Of the answer: en, de, zh-Hans, zh-Hant; auto: the question's.")
    ] = "auto",
    asset: Asset = "",
    thread: Annotated[
        str, typer.Option("--thread", metavar="ID", help="A word of yours that ties follow-up questions together.", show_default=False)
    ] = "",
    pages: Annotated[
        Path | None,
        typer.Option("--pages", metavar="DIR", help="Write each cited page there as PNG, its place marked.", show_default=False),
    ] = None,
    json: AsJson = False,
) -> None:
    """Ask a question; get quotes with their pages, or an honest "nothing on record"."""
    from plant_ui.cli.show import show_answer

    with opened(context.obj) as copilot:
        answer = copilot.ask(readable(text), language=language, asset=asset, thread=thread)
        pictures = _write_pages(copilot, answer, pages) if pages else {}
        address = address_of(copilot)
    print_json(answer) if json else show_answer(answer, address, pictures)


def _write_pages(copilot: Door, answer: dict[str, Any], folder: Path) -> dict[int, Path]:
    """Write the cited pages and return the file of each mark."""
    from plant_knowledge_ingest.passage import Rectangle

    written = {}
    for citation in answer["citations"]:
        if citation["kind"] != "page":
            continue
        picture = copilot.page_png(
            citation["document"],
            citation["page"],
            revision=citation["revision"],
            highlight=[Rectangle(*corners) for corners in citation["rectangles"]],
        )
        path = folder / f"{citation['mark']} {_as_file_name(citation['document'])} page {citation['page']}.png"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(picture)
        except OSError as error:
            raise WrongUse(f"{path} cannot be written: {error.strerror}.") from error
        written[citation["mark"]] = path
    return written


def _as_file_name(document: str) -> str:
    return "".join(character if character.isalnum() or character in " -_." else "_" for character in document)[:100]
