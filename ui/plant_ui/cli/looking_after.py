"""The commands for those who look after a library: unanswered, parity."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_ui.cli.door import Json, opened
from plant_ui.cli.printing import AsJson, print_json

UNANSWERED = """[bold]Examples[/bold]

  plant-copilot unanswered
  plant-copilot unanswered --days 7 --limit 10
  plant-copilot unanswered --json | jq -r '.groups[] | [.count, .text] | @tsv'

What anybody asked here and nothing on record answers, alike questions
together, whatever their language, with what to add. Who asked is not told."""

PARITY = """[bold]Examples[/bold]

  plant-copilot parity
  plant-copilot parity --json

Asks titles of the plant's own procedures and alarm tables again in every
language, in the words of the glossary, and counts how often the page is the
first hit. Where a language is behind, the titles it missed are listed: add
the plant's words to library/glossary.yaml in the home, then reindex."""

_HINTS = {
    "unknown_name": "{subject} stands in no document: add its manual, or correct the name",
    "asset_without_documents": "no document is about {subject}: add its manual",
    "asset_silent": "the documents about {subject} do not say it: add what does",
    "records": "the records do not say it: load those that do",
    "no_document": "no document says it: add one that does",
}
_ADVICE = {
    "few_titles": "too few titles to judge",
    "terms_missing": "the glossary knows no term in most titles: add the plant's words to library/glossary.yaml",
    "behind": "questions in {questions_in} are behind: see which titles they miss, and add those words",
    "even": "even",
}


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(rich_help_panel="Documents", epilog=UNANSWERED)(unanswered)
    app.command(rich_help_panel="Documents", epilog=PARITY)(parity)


def unanswered(
    context: typer.Context,
    *,
    days: Annotated[int, typer.Option("--days", metavar="N", help="How far back, 1 to 3650.")] = 90,
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many groups, 1 to 200.")] = 50,
    json: AsJson = False,
) -> None:
    """List what people asked and nothing on record answers, with what to add."""
    with opened(context.obj) as copilot:
        told = copilot.unanswered(days=days, limit=limit)
    if json:
        print_json(told)
        return
    print(f"{told['unanswered']:,} of {told['questions']:,} questions in {told['days']} days had no answer.")
    for group in told["groups"]:
        print(f"{group['count']:>4} ×  {group['text']}  ({', '.join(group['languages'])}; last {group['last']})")
        for other in group["also"]:
            print(f"        {other}")
        print(f"        -> {_HINTS[group['hint']].format(**group)}")


def parity(context: typer.Context, *, json: AsJson = False) -> None:
    """Measure whether the same question finds the same page in every language."""
    with opened(context.obj) as copilot:
        told = copilot.parity()
    if json:
        print_json(told)
        return
    for language in told["languages"]:
        _print_language(language)


def _print_language(told: Json) -> None:
    print(
        f"{told['documents_in']}: {told['documents']} documents, {told['passages']:,} passages, {told['asked']} titles"
    )
    for share in told["found"]:
        print(f"  asked in {share['questions_in']}: {share['first']} first, {share['found']} found")
    for missed in told["missed"]:
        print(f"    {missed['questions_in']}: {missed['title']} ({missed['document']}, page {missed['page']})")
    for advice in told["advice"]:
        print(f"  -> {_ADVICE[advice['code']].format(**advice)}")
