"""The commands for procedures at work: print, do, resume, learn, bring in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from plant_copilot.errors import WrongUse
from plant_ui.cli import show_sop_work as show
from plant_ui.cli.asked import By, person
from plant_ui.cli.door import Door, opened
from plant_ui.cli.failure import one_line
from plant_ui.cli.files import write
from plant_ui.cli.printing import AsJson, print_json
from plant_ui.cli.sop_group import Sop, Version, group

EXPORT = """[bold]Examples[/bold]

  plant-copilot sop export SOP-P-101-1 seal.pdf
  plant-copilot sop export SOP-P-101-1 seal.docx --language zh-Hans --side-by-side
  plant-copilot sop export SOP-P-101-1 seal.pdf --address http://10.0.0.5:8000

What is not approved says so on every page. The QR code leads to the version in
force at --address, by default this machine's name and port 8000."""

DO = """[bold]Examples[/bold]

  plant-copilot sop do SOP-P-101-1 --order 10004711
  plant-copilot sop do SOP-P-101-1 --language de
  plant-copilot sop do SOP-P-101-2 --training

Answer next, repeat, back, stop, understood, a value such as 25 Nm, or
"note: ..."; in any of the languages. Warnings are read first, a value outside
its limits stops. The record goes into a draft of the work order."""

SAY = """[bold]Examples[/bold]

  plant-copilot sop say 3 understood
  plant-copilot sop say 3 "25 Nm" --json
  plant-copilot sop say 3 下一步"""

IMPORT = """[bold]Examples[/bold]

  plant-copilot sop import "SOP-017 Film change.docx"
  plant-copilot sop import seal.md --asset P-101

Makes a draft and reports values that the manual has otherwise, missing phases of
the lock-out, missing warnings, and sources that are not in the library."""

QUIZ = """[bold]Examples[/bold]

  plant-copilot sop quiz SOP-P-101-1 --by Carl
  plant-copilot sop quiz SOP-P-101-1 --json               the questions
  plant-copilot sop answer SOP-P-101-1 1f2e 2 --by Carl    one answer

A wrong answer names the page that says what is right."""

Run = Annotated[int, typer.Argument(metavar="RUN", help="Its number.", show_default=False)]
Language = Annotated[
    str, typer.Option("--language", metavar="L", help="Of the reader: en, de, zh-Hans, zh-Hant.", show_default=False)
]


def add_to(app: typer.Typer) -> None:  # noqa: ARG001 - the group is added with its other commands
    """Add these commands."""
    for name, command, epilog in (
        ("export", export, EXPORT),
        ("do", do, DO),
        ("say", say, SAY),
        ("resume", resume, None),
        ("photo", photo, None),
        ("run", run, None),
        ("runs", runs, None),
        ("import", bring_in, IMPORT),
        ("cards", cards, None),
        ("quiz", quiz, QUIZ),
        ("answer", answer, QUIZ),
        ("learnt", learnt, None),
    ):
        group.command(name, epilog=epilog)(command)


def export(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    sop: Sop,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .pdf or .docx to write.", show_default=False)],
    *,
    version: Version = 0,
    language: Language = "",
    side_by_side: Annotated[bool, typer.Option("--side-by-side", help="Beside the procedure's own language.")] = False,
    address: Annotated[
        str, typer.Option("--address", metavar="URL", help="Of the server as phones reach it.", show_default=False)
    ] = "",
) -> None:
    """Write a procedure as PDF or Word document."""
    fields = {"version": version, "language": language, "side_by_side": side_by_side, "address": address}
    with opened(context.obj) as copilot:
        content = copilot.sop_file(sop, file.suffix.lstrip(".").lower(), fields)
    one_line(f"Written: {write(file, content)}")


def do(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    sop: Sop,
    *,
    training: Annotated[bool, typer.Option("--training", help="Walk any version; nothing is recorded.")] = False,
    version: Version = 0,
    order: Annotated[str, typer.Option("--order", metavar="ID", help="The work order.", show_default=False)] = "",
    dataset: Annotated[str, typer.Option("--dataset", metavar="NAME", help="Its data set.", show_default=False)] = "",
    language: Language = "",
    key: Annotated[
        str, typer.Option("--key", metavar="KEY", help="Sent again, it is the same run.", show_default=False)
    ] = "",
    by: By = "",
    json: AsJson = False,
) -> None:
    """Do a procedure step by step; in a terminal it asks until you stop."""
    mode = "training" if training else "work"
    fields = {"mode": mode, "version": version, "order": order, "dataset": dataset, "language": language, "key": key}
    with opened(context.obj) as copilot:
        one = copilot.sop_step("begin", sop, {**fields, "by": person(by)})
        _told(one, json=json)
        if sys.stdin.isatty() and not json:
            _led(copilot, one)


def say(
    context: typer.Context,
    number: Run,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="next, 25 Nm, stop ...", show_default=False)],
    *,
    by: By = "",
    json: AsJson = False,
) -> None:
    """Answer what a run asks, once."""
    with opened(context.obj) as copilot:
        _told(copilot.sop_step("answer", str(number), {"words": words, "by": by}), json=json)


def resume(context: typer.Context, number: Run, *, by: By = "", json: AsJson = False) -> None:
    """Go on with a run that was stopped, or take it over from somebody."""
    with opened(context.obj) as copilot:
        one = copilot.sop_step("resume", str(number), {"by": person(by)})
        _told(one, json=json)
        if sys.stdin.isatty() and not json:
            _led(copilot, one)


def photo(
    context: typer.Context,
    number: Run,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JPEG, PNG or WebP.", show_default=False)],
    *,
    by: By = "",
    json: AsJson = False,
) -> None:
    """Add a photo to the step that a run is at."""
    try:
        picture = file.read_bytes()
    except OSError as error:
        raise WrongUse(f"{file} cannot be read: {error.strerror}.") from error
    with opened(context.obj) as copilot:
        _told(copilot.sop_photo(number, picture, by=by), json=json)


def run(context: typer.Context, number: Run, *, json: AsJson = False) -> None:
    """Show a run, what it asks now, and its record."""
    with opened(context.obj) as copilot:
        one = copilot.sop_step("run", str(number))
    print_json(one) if json else show.recorded(one)


def runs(
    context: typer.Context,
    *,
    state: Annotated[
        str, typer.Option("--state", metavar="STATE", help="open, paused, done or abandoned.", show_default=False)
    ] = "",
    sop: Annotated[str, typer.Option("--sop", metavar="SOP", help="Of one procedure.", show_default=False)] = "",
    json: AsJson = False,
) -> None:
    """List runs of procedures, latest first."""
    with opened(context.obj) as copilot:
        found = copilot.sop_step("runs", "", {"state": state, "sop": sop})
    print_json(found) if json else show.runs(found)


def bring_in(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .docx or .md.", show_default=False)],
    *,
    asset: Annotated[str, typer.Option("--asset", metavar="TAG", help="Otherwise read from it.")] = "",
    by: By = "",
    json: AsJson = False,
) -> None:
    """Bring in a procedure of your own as a draft, and report what to look at."""
    if not file.is_file():
        raise WrongUse(f"There is no file {file}.")
    with opened(context.obj) as copilot:
        one = copilot.sop_import(file, {"asset": asset, "by": person(by)})
    print_json(one) if json else show.imported(one)


def cards(context: typer.Context, sop: Sop, *, language: Language = "", json: AsJson = False) -> None:
    """Show training cards of an approved procedure."""
    with opened(context.obj) as copilot:
        found = copilot.sop_step("cards", sop, {"language": language})
    print_json(found) if json else show.cards(found)


def quiz(context: typer.Context, sop: Sop, *, language: Language = "", by: By = "", json: AsJson = False) -> None:
    """Ask questions about an approved procedure; in a terminal it takes your answers."""
    with opened(context.obj) as copilot:
        found = copilot.sop_step("quiz", sop, {"language": language, "person": person(by)})
        if json or not sys.stdin.isatty():
            print_json(found) if json else show.questions(found)
            return
        for question in found["questions"]:
            show.question(question)
            given = typer.prompt("Number").strip()
            fields = {"question": question["id"], "option": given, "person": person(by)}
            show.answered(copilot.sop_step("answer-question", sop, fields))


def answer(
    context: typer.Context,
    sop: Sop,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="Its id.", show_default=False)],
    option: Annotated[str, typer.Argument(metavar="OPTION", help="Its number or text.", show_default=False)],
    *,
    by: By = "",
    json: AsJson = False,
) -> None:
    """Answer one question of a quiz."""
    fields = {"question": question, "option": option, "person": person(by)}
    with opened(context.obj) as copilot:
        told = copilot.sop_step("answer-question", sop, fields)
    print_json(told) if json else show.answered(told)


def learnt(
    context: typer.Context,
    *,
    who: Annotated[str, typer.Option("--person", metavar="NAME", help="Otherwise all.", show_default=False)] = "",
    json: AsJson = False,
) -> None:
    """Show who answered how much of which procedure."""
    with opened(context.obj) as copilot:
        found = copilot.sop_step("learnt", "", {"person": who})
    print_json(found) if json else show.learnt(found)


def _told(one: dict[str, Any], *, json: bool) -> None:
    print_json(one) if json else show.run(one)


def _led(copilot: Door, one: dict[str, Any]) -> None:
    """Ask until the run ends or is stopped; what is refused is said, and asked again."""
    from plant_knowledge_ingest.errors import PlantError

    while one["state"] == "open":
        words = typer.prompt("", prompt_suffix="> ")
        try:
            one = copilot.sop_step("answer", str(one["run"]), {"words": words, "turn": one["turn"]})
        except PlantError as error:
            print(f"{error} {error.remedy}".strip())
            continue
        show.run(one)
