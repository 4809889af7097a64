"""The command that measures Slack and the other channels: who gets in, who is answered twice, what fits, what leaks."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from plant_copilot.errors import WrongUse
from plant_copilot.settings import Settings
from plant_ui import running
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

if TYPE_CHECKING:
    from plant_copilot import Copilot

CHANNELS = """[bold]Examples[/bold]

  plant-copilot eval channels
  plant-copilot eval channels --signatures 30 --deliveries 100 --answers 20 --questions 5

Runs the bots of Slack and Teams against a small Slack and a small Microsoft of
its own, which enforce their limits, on a copy of the home; asks nobody outside. Draws made answers, far longer
than the plant's, and the answers to questions about the sample plant in every face,
and looks for each citation in what is drawn."""

Json = dict[str, Any]

_LEFT = ("users.*", "threads.*", "channels.*", "chat", "cache")
"""Files of the home that are not copied."""
Signatures = Annotated[int, typer.Option("--signatures", min=3, help="Requests that nobody signed, to each bot.")]
Deliveries = Annotated[int, typer.Option("--deliveries", min=10, help="Deliveries, of a tenth as many questions.")]
Answers = Annotated[int, typer.Option("--answers", min=1, help="Made answers, far too long.")]
Questions = Annotated[int, typer.Option("--questions", min=1, max=160, help="Questions about the sample plant.")]
Secrets = Annotated[int, typer.Option("--secrets", min=1, max=100, help="Questions about what not all may see.")]


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command("channels", epilog=CHANNELS)(channels)


def channels(  # noqa: PLR0913 - how much of each is measured
    context: typer.Context,
    *,
    signatures: Signatures = 300,
    deliveries: Deliveries = 1_000,
    answers: Answers = 200,
    questions: Questions = 30,
    secrets: Secrets = 100,
    json: AsJson = False,
) -> None:
    """Measure what the channels let in, say twice, cut off, leave out or leak; 0 of each is wanted."""
    from plant_evals.channels.report import report
    from plant_ui.cli.channels_measured import measured

    settings = Settings.read(home=context.obj)
    if running.find(settings.home):
        raise WrongUse("A server runs on this home.", remedy="Stop it first: its files are copied.")
    with _copied(settings) as copilot:
        counts = {"signatures": signatures, "deliveries": deliveries, "answers": answers}
        counts |= {"questions": questions, "secrets": secrets}
        result = measured(copilot, counts)
        if find_spec("microsoft_teams"):
            from plant_ui.teams.measured import measured as teams

            result["teams"] = teams(copilot, counts)
    print_json(result) if json else print(report(result))


@contextmanager
def _copied(settings: Settings) -> Iterator[Copilot]:
    """Open a copy of the home, without its users, conversations and chat."""
    from plant_copilot.wiring import build_copilot

    with tempfile.TemporaryDirectory(prefix="plant-copilot-") as folder:
        home = Path(folder) / "home"
        if settings.home.is_dir():
            shutil.copytree(settings.home, home, ignore=shutil.ignore_patterns(*_LEFT))
        with build_copilot(Settings.read({}, home=home)) as copilot:
            yield copilot
