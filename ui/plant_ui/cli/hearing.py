"""The command that understands a spoken question."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from plant_copilot.settings import Settings
from plant_ui.cli.door import opened
from plant_ui.cli.printing import AsJson, print_json

TRANSCRIBE = """[bold]Examples[/bold]

  plant-copilot transcribe question.wav
  plant-copilot transcribe frage.m4a --asset FL-303 --language de
  plant-copilot transcribe 提问.ogg --language zh-Hans --json

Reads wav, mp3, m4a, ogg, webm and flac of up to two minutes; nothing of them is
kept. Tags and codes are matched against the plant's own, as they sound: what is
beyond doubt is taken, everything else stands in ⟨brackets?⟩ with what it may be,
and is not answered before you put the right one in its place.
Needs speech: pip install 'plant-copilot[voice]'"""


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command(rich_help_panel="Questions", epilog=TRANSCRIBE)(transcribe)


def transcribe(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The recording.", show_default=False)],
    *,
    asset: Annotated[str, typer.Option("--asset", metavar="TAG", help="What is at hand.", show_default=False)] = "",
    language: Annotated[
        str,
        typer.Option(
            "--language", metavar="L", help="en, de, zh-Hans or zh-Hant; detected otherwise.", show_default=False
        ),
    ] = "",
    word: Annotated[
        list[str] | None,
        typer.Option("--word", metavar="WORD", help="A word of a button; once for each.", show_default=False),
    ] = None,
    json: AsJson = False,
) -> None:
    """Write down a spoken question, with the plant's own tags and codes."""
    from plant_ui.voice import open_ears

    ears = open_ears(Settings.read(home=context.obj))
    with opened(context.obj) as copilot:
        told = copilot.transcribe(file, ears, asset=asset, language=language, words=word or ())
    if json:
        print_json(told)
        return
    from plant_ui.cli import show_hearing

    show_hearing.heard(told)
