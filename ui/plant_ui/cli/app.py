"""The command itself: its options before the command, its commands, its exit status.

0 answered (also when it abstains), 2 wrong use, 1 failed, with one clear line on stderr.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from plant_knowledge_ingest.errors import PlantError
from plant_ui.cli import (
    asking,
    assets,
    audit,
    backup,
    checking,
    database,
    defects,
    drafts,
    drawings,
    events,
    feedback,
    fmea,
    hearing,
    history,
    indexing,
    investigations,
    jobs,
    layouts,
    library,
    looking_after,
    mcp,
    measuring,
    measuring_agent,
    measuring_audit,
    measuring_backup,
    measuring_books,
    measuring_channels,
    measuring_chat,
    measuring_citations,
    measuring_crashes,
    measuring_defects,
    measuring_drafting,
    measuring_faults,
    measuring_history,
    measuring_hostile,
    measuring_layout,
    measuring_lines,
    measuring_pages,
    measuring_pictures,
    measuring_plants,
    measuring_ragas,
    measuring_rca,
    measuring_records,
    measuring_rights,
    measuring_safety,
    measuring_scans,
    measuring_similar,
    measuring_soak,
    measuring_sop_files,
    measuring_sops,
    measuring_voice,
    pages,
    parts,
    photo,
    records,
    root_causes,
    selecting,
    serving,
    similar,
    slack,
    sop_work,
    sops,
    teams,
    threads,
    tools,
    traces,
    users,
)
from plant_ui.cli.failure import leave_unexpected, one_line, status_of, told_of_wrong_use

_INTERRUPTED = 130

app = typer.Typer(
    name="plant-copilot",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

EXAMPLES = """[bold]First steps[/bold]

  plant-copilot ingest manuals/         bring in a folder of documents
  plant-copilot ask "How do I change the film on SW-306?"
  plant-copilot serve                   chat and API on http://127.0.0.1:8000

Every command has examples: plant-copilot ask --help"""


@app.callback(epilog=EXAMPLES)
def begin(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(
            "--home",
            metavar="DIR",
            help="Where everything is kept. Otherwise PLANT_HOME, otherwise your user data folder.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Answer plant engineers' questions from the plant's own documents, every sentence with its proof."""
    context.obj = home


for room in (
    library,
    jobs,
    looking_after,
    drawings,
    indexing,
    asking,
    hearing,
    threads,
    feedback,
    tools,
    history,
    similar,
    root_causes,
    investigations,
    records,
    fmea,
    defects,
    drafts,
    sops,
    sop_work,
    layouts,
    selecting,
    assets,
    photo,
    serving,
    teams,
    traces,
    mcp,
    audit,
    backup,
    database,
    pages,
    parts,
    events,
    users,
    slack,
    checking,
    measuring,
    measuring_citations,
    measuring_crashes,
    measuring_drafting,
    measuring_faults,
    measuring_history,
    measuring_hostile,
    measuring_layout,
    measuring_lines,
    measuring_pages,
    measuring_pictures,
    measuring_plants,
    measuring_ragas,
    measuring_rca,
    measuring_rights,
    measuring_defects,
    measuring_records,
    measuring_safety,
    measuring_scans,
    measuring_agent,
    measuring_audit,
    measuring_backup,
    measuring_books,
    measuring_channels,
    measuring_chat,
    measuring_similar,
    measuring_soak,
    measuring_sop_files,
    measuring_sops,
    measuring_voice,
):
    room.add_to(app)


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command and end the process with its exit status."""
    _speak_every_language()
    sys.excepthook = leave_unexpected
    given = list(sys.argv[1:] if arguments is None else arguments)
    command = typer.main.get_command(app)
    try:
        status = command.main(given or ["--help"], prog_name="plant-copilot", standalone_mode=False)
    except PlantError as error:
        one_line(str(error))
        status = status_of(error)
    except typer.TyperException as error:
        one_line(told_of_wrong_use(error))
        status = error.exit_code
    if status == _INTERRUPTED:
        one_line("Stopped. What was finished before stays.")
    sys.exit(status)


def _speak_every_language() -> None:
    """Print what the terminal's encoding lacks as escapes, rather than fail on it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
