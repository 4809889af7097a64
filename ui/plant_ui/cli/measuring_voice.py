"""The command that measures spoken questions."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from plant_copilot.settings import Settings
from plant_ui.cli.failure import one_line
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

VOICE = """[bold]Examples[/bold]

  plant-copilot eval voice
  plant-copilot eval voice --each 3 --seed 7 --json
  plant-copilot eval voice --each 0 --texts 2000
  plant-copilot eval voice --recordings people.jsonl --texts 0

eSpeak NG reads questions with the tags and codes of the sample plant in English,
German and Chinese, clean and with the noise of a hall 20, 10 and 0 dB below; the
words of buttons, and words that only sound like them, are read too. The rest is
made without sound: tags with the confusions of a loud hall, against the
sample plant's and against 192 tags that all have twins by sound.
With --recordings people speak in its place: a file with a line of JSON for each WAV
beside it, {"file": "1.wav", "language": "de", "code": "P-101"}; no code is "".
Needs espeak-ng (apt-get install espeak-ng) and pip install 'plant-copilot[voice]'"""


def add_to(_: typer.Typer) -> None:
    """Add this command to ``eval``."""
    evaluation.command(epilog=VOICE)(voice)


def voice(
    context: typer.Context,
    *,
    each: Annotated[int, typer.Option("--each", metavar="N", min=0, help="Questions for each code and language.")] = 1,
    texts: Annotated[
        int, typer.Option("--texts", metavar="N", min=0, help="Utterances without sound, for each rate of errors.")
    ] = 600,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Other questions, spellings and noise.")] = 0,
    recordings: Annotated[
        Path | None, typer.Option("--recordings", metavar="FILE", help="Recordings of people.", exists=True)
    ] = None,
    json: AsJson = False,
) -> None:
    """Ask aloud in noise; count the codes taken and offered, the wrong ones taken, and the seconds."""
    from plant_evals.voice import run_voice
    from plant_evals.voice_report import of_voice
    from plant_ui.voice import open_ears

    ears = open_ears(Settings.read(home=context.obj))
    if each:
        ears.warm_up()
    with TemporaryDirectory() as folder:
        result = run_voice(Path(folder), ears, each=each, texts=texts, seed=seed, recordings=recordings, tell=one_line)
    print_json(result) if json else print(of_voice(result))
