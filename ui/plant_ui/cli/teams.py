"""The commands for Microsoft Teams: the package that brings the bot in, and whether all is set up."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from plant_copilot.settings import Settings
from plant_copilot.teams_settings import TeamsSettings
from plant_ui.cli import show
from plant_ui.cli.failure import one_line
from plant_ui.cli.printing import AsJson, print_json
from plant_ui.teams import PATH

TEAMS = """[bold]Examples[/bold]

  plant-copilot teams check
  plant-copilot teams package --out teams.zip
  plant-copilot teams package --out teams.zip --publisher "Brunnental Brewery"
  plant-copilot teams check --package teams.zip

The bot itself runs in the server: set PLANT_TEAMS_APP, PLANT_TEAMS_SECRET,
PLANT_TEAMS_TENANT and PLANT_TEAMS_URL, then plant-copilot serve."""

group = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Microsoft Teams: the package that brings the bot in.",
    epilog=TEAMS,
)

Json = dict[str, Any]
Page = Annotated[str, typer.Option(metavar="URL", help="That page. Otherwise the server's address.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    group.command(name="package", epilog=TEAMS)(package)
    group.command(name="check", epilog=TEAMS)(check)
    app.add_typer(group, name="teams", rich_help_panel="Server and installation")


def package(  # noqa: PLR0913 - what a package says of its publisher
    context: typer.Context,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write it.")] = Path("teams.zip"),
    publisher: Annotated[
        str, typer.Option("--publisher", metavar="NAME", help="Whose app it is, as people see it.")
    ] = "Plant Copilot",
    website: Page = "",
    privacy: Page = "",
    terms: Page = "",
    json: AsJson = False,
) -> None:
    """Make the package that is uploaded to Teams, checked against Microsoft's schema."""
    from plant_ui.teams.package.build import package as made
    from plant_ui.teams.package.build import write_package
    from plant_ui.teams.package.manifest import Publisher

    settings = Settings.read(home=context.obj).teams
    zipped = made(settings, Publisher(publisher, settings.url, website, privacy, terms))
    write_package(out, zipped)
    told = {"package": str(out), "bytes": len(zipped), "bot": settings.app, "endpoint": f"{settings.url}{PATH}"}
    if json:
        print_json(told)
        return
    print(f"{out} is ready for Teams: Apps > Manage your apps > Upload an app.")
    print(f"The bot's address, for its registration with Microsoft: {told['endpoint']}")


def check(
    context: typer.Context,
    *,
    file: Annotated[
        Path | None, typer.Option("--package", metavar="FILE", help="Check this package, too.", show_default=False)
    ] = None,
    online: Annotated[bool, typer.Option("--online", help="Ask Microsoft whether it knows the bot.")] = False,
    json: AsJson = False,
) -> None:
    """Say what of the set-up is there, and what is missing."""
    settings = Settings.read(home=context.obj).teams
    checks = [*_set_up(settings), *([_packaged(file)] if file else []), *([_known(settings)] if online else [])]
    found = {"checks": checks}
    print_json(found) if json else show.checks(found)
    if broken := [one["name"] for one in checks if not one["ok"]]:
        one_line(f"Not ready: {', '.join(broken)}.")
        raise typer.Exit(1)


def _set_up(settings: TeamsSettings) -> list[Json]:
    missing = "none" if not settings.there else f"bot {settings.app} of tenant {settings.tenant}, {settings.cloud}"
    wanted = "Set PLANT_TEAMS_APP, PLANT_TEAMS_SECRET and PLANT_TEAMS_TENANT: docs/how-to/use-in-teams.md"
    there = find_spec("microsoft_teams") is not None
    address = f"{settings.url}{PATH}" if settings.url else "none"
    return [
        _check("bot", settings.there, missing, wanted),
        _check("address", bool(settings.url), address, "Set PLANT_TEAMS_URL: https://copilot.plant.example"),
        _check("sdk", there, "installed" if there else "not installed", "pip install 'plant-copilot[teams]'"),
    ]


def _packaged(file: Path) -> Json:
    from plant_ui.teams.package.build import wrong_with_package

    try:
        wrong = wrong_with_package(file.read_bytes())
    except OSError as error:
        wrong = [f"{file} cannot be read: {error.strerror}"]
    return _check("package", not wrong, "; ".join(wrong) or str(file), "plant-copilot teams package")


def _known(settings: TeamsSettings) -> Json:
    from plant_ui.teams.token import ask_microsoft

    told = ask_microsoft(settings)
    return _check("microsoft", not told, told or "gives the bot a token", "Check the three settings, and the network.")


def _check(name: str, ok: bool, detail: str, remedy: str) -> Json:  # noqa: FBT001 - as a check is written
    return {"name": name, "needed": True, "ok": ok, "detail": detail, "remedy": "" if ok else remedy}
