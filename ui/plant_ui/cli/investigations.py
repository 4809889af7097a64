"""The commands of root-cause work: session, tree, diagram, export, fault-tree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from plant_ui.cli.asked import Asset, By, person
from plant_ui.cli.door import opened
from plant_ui.cli.failure import one_line
from plant_ui.cli.files import json_of, write
from plant_ui.cli.printing import AsJson, print_json
from plant_ui.cli.rca_group import group
from plant_ui.cli.show_investigations import branches, listed, shown

SESSION = """[bold]Examples[/bold]

  plant-copilot rca session begin "P-101 leaks at the seal" --by "M. Huber"
  plant-copilot rca session answer 3 no
  plant-copilot rca session isolated 3            before hands on the machine
  plant-copilot rca session confirm 3
  plant-copilot rca session why 3 "Vented too late, see BR-100385"
  plant-copilot rca session hand-over 3 --to "B. Meier"
  plant-copilot rca session write-back 3          drafts it; you approve the draft

The next check is the one that tells most for its time; work on the machine
waits behind isolation. Every answer is kept, with its name."""

TREE = """[bold]Examples[/bold]

  plant-copilot rca tree "SW-306 E0451" --by "M. Huber"
  plant-copilot rca session answer 4 yes          also: no, back

The fault table of the manual, step by step: check, remedy, did it help?"""

EXPORT = """[bold]Examples[/bold]

  plant-copilot rca export 3 8d.docx
  plant-copilot rca export 3 fmea.xlsx
  plant-copilot rca export 3 fishbone.svg         also why-tree, fault-tree"""

DIAGRAM = """[bold]Examples[/bold]

  plant-copilot rca diagram 3                     the fishbone, line by line
  plant-copilot rca diagram 3 why-tree --language de
  plant-copilot rca diagram 3 fault-tree --json

Every branch with its state, the answers to its checks and its places. In the
chat the same pictures are moved, zoomed and touched."""

FAULT_TREE = """[bold]Examples[/bold]

  plant-copilot rca fault-tree tree.json --svg tree.svg
  plant-copilot rca fault-tree - --json < tree.json

The file: {"top": "stop", "events": {"stop": {"gate": "or", "inputs": ["pump",
"power"]}, "pump": {"text": "Pump fails"}, "power": {"probability": 0.01}}}.
Gates: and, or, vote (with votes). A tree that goes round in a circle is
refused, and the circle named."""

session = typer.Typer(no_args_is_help=True, help="Lead a session: begin, answer, confirm, hand over.", epilog=SESSION)

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="That of the investigation.", show_default=False)]
Text = Annotated[str, typer.Argument(metavar="TEXT", help="What is seen, in your language.", show_default=False)]
Language = Annotated[str, typer.Option("--language", metavar="L", help="en, de, zh-Hans, zh-Hant or auto.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for name, command in (
        ("begin", begin),
        ("list", listing),
        ("show", show),
        ("answer", answer),
        ("isolated", isolated),
        ("confirm", confirm),
        ("why", why),
        ("note", note),
        ("hand-over", hand_over),
        ("write-back", write_back),
    ):
        session.command(name, epilog=SESSION)(command)
    group.add_typer(session, name="session")
    group.command(epilog=TREE)(tree)
    group.command(epilog=DIAGRAM)(diagram)
    group.command(epilog=EXPORT)(export)
    group.command("fault-tree", epilog=FAULT_TREE)(fault_tree)
    app.add_typer(group, name="rca", rich_help_panel="Questions")


def begin(
    context: typer.Context,
    text: Text,
    *,
    asset: Asset = "",
    language: Language = "auto",
    by: By = "",
    json: AsJson = False,
) -> None:
    """Begin a root-cause session: candidate causes, and the next check."""
    fields = {"text": text, "asset": asset, "language": language, "by": person(by)}
    _step(context, "begin", 0, fields, json=json)


def tree(
    context: typer.Context,
    text: Text,
    *,
    asset: Asset = "",
    language: Language = "auto",
    by: By = "",
    json: AsJson = False,
) -> None:
    """Walk through the manual's fault table for a code or symptom."""
    fields = {"text": text, "asset": asset, "language": language, "by": person(by), "kind": "tree"}
    _step(context, "begin", 0, fields, json=json)


def listing(context: typer.Context, *, json: AsJson = False) -> None:
    """List sessions and trees, latest first."""
    with opened(context.obj) as copilot:
        found = copilot.investigation("list")
    print_json(found) if json else listed(found)


def show(context: typer.Context, number: Number, *, json: AsJson = False) -> None:
    """Show where a session stands, and what is next."""
    _step(context, "show", number, {}, json=json)


def answer(  # noqa: PLR0913 - a command has its options
    context: typer.Context,
    number: Number,
    said: Annotated[str, typer.Argument(metavar="yes|no|unknown|back", help="The answer.", show_default=False)],
    *,
    check: Annotated[
        str, typer.Option("--check", metavar="ID", help="Another check than the proposed one.", show_default=False)
    ] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What was seen.", show_default=False)] = "",
    by: By = "",
    json: AsJson = False,
) -> None:
    """Answer the check."""
    _step(context, "answer", number, {"answer": said, "check": check, "note": note, "by": person(by)}, json=json)


def isolated(context: typer.Context, number: Number, *, by: By = "", json: AsJson = False) -> None:
    """Confirm that you have isolated, locked out and proven the asset without energy."""
    _step(context, "isolated", number, {"by": person(by)}, json=json)


def confirm(
    context: typer.Context,
    number: Number,
    cause: Annotated[str, typer.Argument(metavar="[CAUSE]", help="Otherwise the first of the ranking.")] = "",
    *,
    by: By = "",
    json: AsJson = False,
) -> None:
    """Confirm a cause: a candidate by id, code or words, or one in your own words."""
    _step(context, "confirm", number, {"cause": cause, "by": person(by)}, json=json)


def why(
    context: typer.Context,
    number: Number,
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="Because ...; nothing ends the chain.")] = "",
    *,
    by: By = "",
    json: AsJson = False,
) -> None:
    """Say why it came to the last cause; name an order and it counts as evidence."""
    _step(context, "why", number, {"text": text, "by": person(by)}, json=json)


def note(
    context: typer.Context,
    number: Number,
    *,
    changes: Annotated[
        list[str],
        typer.Option(
            "--set", metavar="NAME=TEXT", help="aspect, is, is_not; D0 ... D8; c1=machine.", show_default=False
        ),
    ],
    by: By = "",
    json: AsJson = False,
) -> None:
    """Note what is and is not, a discipline of the 8D report, or the arm of a candidate."""
    told = {name.strip(): text.strip() for name, equals, text in (c.partition("=") for c in changes) if equals}
    _step(context, "note", number, told | {"by": person(by)}, json=json)


def hand_over(
    context: typer.Context,
    number: Number,
    *,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Who goes on.", show_default=False)],
    by: By = "",
    json: AsJson = False,
) -> None:
    """Hand a session over; isolation is to be confirmed anew."""
    _step(context, "hand-over", number, {"to": to, "by": person(by)}, json=json)


def write_back(
    context: typer.Context,
    number: Number,
    *,
    order: Annotated[str, typer.Option("--order", metavar="ID", help="The order to close.", show_default=False)] = "",
    by: By = "",
    json: AsJson = False,
) -> None:
    """Draft the confirmed cause for the history; it is written once you approve the draft."""
    one = _step(context, "write-back", number, {"order": order, "by": person(by)}, json=json)
    if not json:
        print(f"\nApprove it: plant-copilot drafts approve {one['draft']}")


def diagram(
    context: typer.Context,
    number: Number,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="fishbone, why-tree or fault-tree.")] = "fishbone",
    *,
    language: Annotated[
        str, typer.Option("--language", metavar="L", help="Of its words; otherwise the session's.", show_default=False)
    ] = "",
    json: AsJson = False,
) -> None:
    """Tell a picture of a session branch by branch: what it is, its state, what backs it."""
    with opened(context.obj) as copilot:
        found = copilot.investigation("diagram", number, {"name": name, "language": language})
    print_json(found) if json else branches(found)


def export(
    context: typer.Context,
    number: Number,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Its name says what: 8d.docx.", show_default=False)],
    *,
    what: Annotated[
        str, typer.Option("--as", metavar="NAME", help="If the file has another name: fmea.xlsx.", show_default=False)
    ] = "",
) -> None:
    """Write the 8D report, the FMEA or a picture of a session to a file."""
    with opened(context.obj) as copilot:
        content = copilot.investigation_file(number, what or file.name)
    one_line(f"Written: {write(file, content)}")


def fault_tree(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON, or - for stdin.", show_default=False)],
    *,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Draw it there.", show_default=False)
    ] = None,
    language: Annotated[str, typer.Option("--language", metavar="L", help="Of the picture.")] = "en",
    json: AsJson = False,
) -> None:
    """Reduce a fault tree to its minimal cut sets."""
    with opened(context.obj) as copilot:
        found = copilot.investigation("fault-tree", 0, {"tree": json_of(file), "language": language})
    if svg:
        one_line(f"Written: {write(svg, found['svg'])}")
    if json:
        print_json(found)
        return
    for cut in found["cut_sets"]:
        print(f"{len(cut)}  {' + '.join(cut)}")
    chance = found["probability"]
    print("No probability: not every basic event has one." if chance is None else f"P({found['top']}) <= {chance:.3g}")


def _step(context: typer.Context, step: str, number: int, fields: dict[str, Any], *, json: bool) -> dict[str, Any]:
    with opened(context.obj) as copilot:
        one = copilot.investigation(step, number, fields)
    print_json(one) if json else shown(one)
    return one
