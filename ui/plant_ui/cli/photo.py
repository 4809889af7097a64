"""The command for photos of nameplates, alarm displays and delivery labels."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from plant_ui.cli.door import opened
from plant_ui.cli.printing import AsJson, print_json

PICTURE = """[bold]Examples[/bold]

  plant-copilot picture nameplate.jpg
  plant-copilot picture display.jpg --asset SW-306
  plant-copilot picture label.jpg --order BR-100412 --json

A nameplate leads to its asset, or to a warning if another one is asked about;
a display to its alarm; a delivery label is compared with the lists of parts.
An asset is taken only for its own tag or serial number, as it stands on record.
Reads JPEG, PNG, WebP and HEIC up to 25 MB; nothing of the photo is kept.
Needs recognition: pip install 'plant-copilot\\[ocr]'"""


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("picture", rich_help_panel="Questions", epilog=PICTURE)(picture)


def picture(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The photo.", show_default=False)],
    *,
    asset: Annotated[str, typer.Option("--asset", metavar="TAG", help="What is asked about.", show_default=False)] = "",
    order: Annotated[
        str, typer.Option("--order", metavar="NUMBER", help="The work order a delivery is for.", show_default=False)
    ] = "",
    language: Annotated[
        str, typer.Option("--language", metavar="L", help="en, de, zh-Hans or zh-Hant.", show_default=False)
    ] = "",
    json: AsJson = False,
) -> None:
    """Read a photo of a nameplate, an alarm display or a delivery label."""
    with opened(context.obj) as copilot:
        seen = copilot.pictures.read(file, asset=asset, order=order, language=language)
    if json:
        print_json(seen)
        return
    from plant_ui.cli import show_photo

    show_photo.seen(seen)
