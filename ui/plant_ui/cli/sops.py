"""The commands for procedures: draft, look at, change, approve, compare; and those for energy sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from plant_copilot.errors import WrongUse
from plant_ui.cli import show_sops
from plant_ui.cli.asked import Asset, By, person
from plant_ui.cli.door import opened
from plant_ui.cli.failure import one_line
from plant_ui.cli.files import json_of, text_of
from plant_ui.cli.printing import AsJson, print_json
from plant_ui.cli.sop_group import Sop, Version, energies, group

DRAFT = """[bold]Examples[/bold]

  plant-copilot sop draft "changing the oil of K-110"
  plant-copilot sop draft "Verschlusskonus tauschen" --asset CP-304
  plant-copilot sop draft "PL-307 更换回油滤芯" --language en --by "A. Huber"
  plant-copilot sop draft "replacing the seal of P-101" --merge "Seal manual:4"
  plant-copilot sop draft "changing the oil of K-110" --merge "changing the filter"
  plant-copilot sop draft SOP-P-101-1 --merge SOP-P-101-2

Your words choose the procedure of the manual; --language is that of the reader,
quotes keep their own. Without a procedure in the manuals you are told which
there are, and the draft has no work in it. With --merge two procedures become
one: the same act once with both sources, the order of each kept; what the two
say differently is left for a person to decide."""

FILL = """[bold]Examples[/bold]

  plant-copilot sop fill SOP-P-101-1 energies.Elektrisch.relieve "wait 5 min"
  plant-copilot sop fill SOP-P-101-1 steps.s16.good "pH 6.5 to 8.5"
  plant-copilot sop fill SOP-P-101-1 ppe "safety glasses"
  plant-copilot sop fill SOP-P-101-1 notices.table_differs.s24 "65 Nm"

Your name stands behind the words; what the manual says is not touched."""

EDIT = """[bold]Examples[/bold]

  plant-copilot sop show SOP-P-101-1 --json > sop.json     edit "procedure", then
  plant-copilot sop edit SOP-P-101-1 sop.json"""

APPROVE = """[bold]Examples[/bold]

  plant-copilot sop approve SOP-P-101-1 --by "B. Meier"
  plant-copilot sop approve SOP-P-101-1 --by "B. Meier" --review-date 2027-06-30 --yes

Refused for whoever wrote it or handed it in, and while lint finds anything.
Your signature is entered with the time and the hash of what you approved."""

FORM = """[bold]Examples[/bold]

  plant-copilot sop energies form P-101 > P-101.yaml
  plant-copilot sop energies load P-101.yaml
  plant-copilot sop energies show P-101

Each energy has magnitude, isolate, relieve and verify. What is left empty is a
gap; nothing is approved that has one."""


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for name, command, epilog in (
        ("draft", draft, DRAFT),
        ("list", listing, None),
        ("show", show, None),
        ("lint", lint, None),
        ("fill", fill, FILL),
        ("edit", edit, EDIT),
        ("submit", submit, None),
        ("send-back", send_back, None),
        ("approve", approve, APPROVE),
        ("revise", revise, None),
        ("diff", diff, None),
        ("keep-up", keep_up, None),
    ):
        group.command(name, epilog=epilog)(command)
    for name, of_sheets in (("form", form), ("load", load), ("show", sheets)):
        energies.command(name, epilog=FORM)(of_sheets)
    group.add_typer(energies, name="energies")
    app.add_typer(group, name="sop", rich_help_panel="Records")


def draft(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    task: Annotated[str, typer.Argument(metavar="TASK", help="What is done, in your words.", show_default=False)],
    *,
    asset: Asset = "",
    language: Annotated[
        str, typer.Option("--language", metavar="L", help="Of the reader: en, de, zh-Hans, zh-Hant or auto.")
    ] = "auto",
    work: Annotated[
        str, typer.Option("--work", metavar="intervention|operation", help="Otherwise read from the manual.")
    ] = "",
    document: Annotated[
        str, typer.Option("--document", metavar="NAME[:PAGE]", help="Where the procedure stands.", show_default=False)
    ] = "",
    merge: Annotated[
        list[str] | None,
        typer.Option(
            "--merge",
            metavar="WHAT",
            help="Made one with it: another task, a document NAME[:PAGE] that has it, an id. May be repeated.",
            show_default=False,
        ),
    ] = None,
    by: By = "",
    json: AsJson = False,
) -> None:
    """Draft a procedure from the manuals: isolation, steps, values, each with its page."""
    fields: dict[str, Any] = {"text": task, "asset": asset, "language": language, "work": work, "by": person(by)}
    fields |= {"document": document, "merge": merge or []}
    _step(context, "draft", "", fields, json=json)


def listing(
    context: typer.Context,
    *,
    state: Annotated[
        str, typer.Option("--state", metavar="STATE", help="draft, review, approved or superseded.", show_default=False)
    ] = "",
    asset: Annotated[str, typer.Option("--asset", metavar="TAG", help="Of one asset.", show_default=False)] = "",
    json: AsJson = False,
) -> None:
    """List procedures, latest first."""
    with opened(context.obj) as copilot:
        found = copilot.sop("list", "", {"state": state, "asset": asset})
    print_json(found) if json else show_sops.listed(found)


def show(context: typer.Context, sop: Sop, *, version: Version = 0, json: AsJson = False) -> None:
    """Show a procedure with its citations, what is missing and what has changed in its manual."""
    _step(context, "show", sop, {"version": version}, json=json)


def lint(context: typer.Context, sop: Sop, *, version: Version = 0, json: AsJson = False) -> None:
    """Say what keeps a procedure from being approved; the exit status is 1 where anything does."""
    with opened(context.obj) as copilot:
        one = copilot.sop("show", sop, {"version": version})
    found = {name: one[name] for name in ("sop", "version", "state", "lint", "gaps", "reviews")}
    print_json(found) if json else show_sops.linted(one)
    raise typer.Exit(1 if one["lint"] or one["needs_review"] else 0)


def fill(
    context: typer.Context,
    sop: Sop,
    place: Annotated[str, typer.Argument(metavar="PLACE", help="What is missing; see the examples.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Your words.")],
    *,
    by: By = "",
    json: AsJson = False,
) -> None:
    """Fill in a gap of a draft."""
    _step(context, "fill", sop, {"place": place, "text": text, "by": person(by)}, json=json)


def edit(
    context: typer.Context,
    sop: Sop,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON of `sop show`, or - for stdin.")],
    *,
    by: By = "",
    json: AsJson = False,
) -> None:
    """Replace the content of a draft by an edited file."""
    content = _read(file)
    fields = {"procedure": content.get("procedure", content), "seen": content.get("hash", ""), "by": person(by)}
    _step(context, "edit", sop, fields, json=json)


def submit(context: typer.Context, sop: Sop, *, by: By = "", json: AsJson = False) -> None:
    """Hand a draft in for review."""
    _step(context, "submit", sop, {"by": person(by)}, json=json)


def send_back(
    context: typer.Context,
    sop: Sop,
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.", show_default=False)] = "",
    by: By = "",
    json: AsJson = False,
) -> None:
    """Make a draft again of what was handed in."""
    _step(context, "send-back", sop, {"reason": reason, "by": person(by)}, json=json)


def approve(
    context: typer.Context,
    sop: Sop,
    *,
    review_date: Annotated[
        str,
        typer.Option(
            "--review-date", metavar="DATE", help="When it is due again; otherwise two years on.", show_default=False
        ),
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    by: By = "",
    json: AsJson = False,
) -> None:
    """Put a procedure in force; by another person than its authors."""
    with opened(context.obj) as copilot:
        one = copilot.sop("show", sop)
    if not yes:
        show_sops.shown(one)
        if not typer.confirm("Approve?"):
            one_line("Nothing was approved.")
            raise typer.Exit(1)
    _step(context, "approve", sop, {"seen": one["hash"], "review_date": review_date, "by": person(by)}, json=json)


def revise(context: typer.Context, sop: Sop, *, by: By = "", json: AsJson = False) -> None:
    """Begin the next version: drafted again from today's manuals, keeping what people filled in."""
    _step(context, "revise", sop, {"by": person(by)}, json=json)


def diff(
    context: typer.Context,
    sop: Sop,
    *,
    old: Annotated[int, typer.Option("--old", metavar="N", help="Otherwise the one before.", min=0)] = 0,
    new: Annotated[int, typer.Option("--new", metavar="N", help="Otherwise the latest.", min=0)] = 0,
    json: AsJson = False,
) -> None:
    """Compare two versions."""
    with opened(context.obj) as copilot:
        found = copilot.sop("diff", sop, {"old": old, "new": new})
    print_json(found) if json else show_sops.compared(found)


def keep_up(context: typer.Context, *, json: AsJson = False) -> None:
    """Compare all procedures with today's documents, and list those with steps that need review."""
    with opened(context.obj) as copilot:
        found = copilot.sop("keep-up")
    print_json(found) if json else show_sops.listed(found)


def form(
    context: typer.Context, asset: Annotated[str, typer.Argument(metavar="ASSET", help="Its tag.", show_default=False)]
) -> None:
    """Print a sheet to fill in, begun with what the manual says."""
    with opened(context.obj) as copilot:
        print(copilot.sop("energy-form", "", {"asset": asset})["form"], end="")


def load(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A filled-in sheet.", show_default=False)],
    *,
    by: By = "",
    json: AsJson = False,
) -> None:
    """Keep an asset's energy sheet in place of the one before."""
    with opened(context.obj) as copilot:
        sheet = copilot.sop("load-energies", "", {"text": text_of(file), "file": file.name, "by": person(by)})
    print_json(sheet) if json else show_sops.sheet(sheet)


def sheets(
    context: typer.Context,
    asset: Annotated[str, typer.Argument(metavar="[ASSET]", help="Otherwise all.")] = "",
    *,
    json: AsJson = False,
) -> None:
    """Show the energy sheets."""
    with opened(context.obj) as copilot:
        found = copilot.sop("energies", "", {"asset": asset})
    if json:
        print_json(found)
    for one in [] if json else found["sheets"]:
        show_sops.sheet(one)


def _step(context: typer.Context, step: str, sop: str, fields: dict[str, Any], *, json: bool) -> None:
    with opened(context.obj) as copilot:
        one = copilot.sop(step, sop, fields)
    print_json(one) if json else show_sops.shown(one)


def _read(file: Path) -> dict[str, Any]:
    content = json_of(file)
    if not isinstance(content, dict):
        raise WrongUse(f"{file}: it must be an object, as `plant-copilot sop show SOP --json` prints it.")
    return content
