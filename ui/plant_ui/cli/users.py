"""The commands for users: who may sign in, as what, and the keys of programs."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from plant_copilot.errors import WrongUse
from plant_ui.cli import show_users
from plant_ui.cli.door import opened
from plant_ui.cli.printing import AsJson, print_json

USERS = """[bold]Examples[/bold]

  plant-copilot users add b.meier --role planner --shown "B. Meier"
  plant-copilot users add j.brandl --role engineer --role approver --group maintenance --site Linz
  plant-copilot users list
  plant-copilot users password b.meier
  plant-copilot users disable b.meier
  plant-copilot users link b.meier --slack U0123ABCD
  plant-copilot users key line-display --label "display of line 3"

As long as there are no users nobody has to sign in. From the first one on
everybody has to, in the chat and over HTTP; commands on this machine do not.
Roles: technician, engineer, planner, approver, admin."""

group = typer.Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="Users: who may sign in, and as what.", epilog=USERS
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The user's name.", show_default=False)]
Roles = Annotated[
    list[str] | None,
    typer.Option("--role", metavar="ROLE", help="What the person does; may be repeated.", show_default=False),
]
Groups = Annotated[
    list[str] | None,
    typer.Option("--group", metavar="GROUP", help="As rights of documents name it; repeatable.", show_default=False),
]
Sites = Annotated[
    list[str] | None,
    typer.Option("--site", metavar="SITE", help="Where the person works; * for all; repeatable.", show_default=False),
]
Shown = Annotated[
    str | None,
    typer.Option("--shown", metavar="TEXT", help="The name to sign decisions with.", show_default=False),
]
Source = Annotated[
    str, typer.Option("--from", metavar="SOURCE", help="Who vouches for the person: password, oidc or proxy.")
]
Piped = Annotated[bool, typer.Option("--password-stdin", help="Read the password from stdin; otherwise it is asked.")]
Key = Annotated[int, typer.Option("--key", metavar="N", help="Take this key away, and leave the sessions.")]
Slack = Annotated[
    str | None,
    typer.Option(
        "--slack", metavar="ID", help="The member ID in Slack: profile, ⋮, copy member ID.", show_default=False
    ),
]
Teams = Annotated[
    str | None,
    typer.Option(
        "--teams", metavar="ID", help="The object id in Microsoft Entra, which Teams gives.", show_default=False
    ),
]
Label = Annotated[str, typer.Option("--label", metavar="TEXT", help="What the key is for.", show_default=False)]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for name, command in (
        ("add", add),
        ("list", listing),
        ("roles", roles),
        ("password", password),
        ("disable", disable),
        ("enable", enable),
        ("revoke", revoke),
        ("key", key),
        ("keys", keys),
        ("link", link),
        ("unlink", unlink),
    ):
        group.command(name=name, epilog=USERS)(command)
    app.add_typer(group, name="users", rich_help_panel="Server and installation")


def add(  # noqa: PLR0913 - a command has its options
    context: typer.Context,
    name: Name,
    *,
    role: Roles = None,
    group: Groups = None,
    site: Sites = None,
    shown: Shown = None,
    source: Source = "password",
    piped: Piped = False,
    json: AsJson = False,
) -> None:
    """Add a user; the password is asked for."""
    fields: dict[str, Any] = {"roles": role or ["technician"], "groups": group or [], "sites": site or []}
    fields |= {"shown": shown or "", "source": source}
    with opened(context.obj) as copilot:
        secret = _password(name, piped=piped) if source == "password" else ""
        _tell(copilot.user("add", name, {**fields, "password": secret}), json=json)


def listing(context: typer.Context, *, json: AsJson = False) -> None:
    """List users with their roles."""
    with opened(context.obj) as copilot:
        found = copilot.user("list")
    print_json(found) if json else show_users.users(found)


def roles(  # noqa: PLR0913 - a command has its options
    context: typer.Context,
    name: Name,
    *,
    role: Roles = None,
    group: Groups = None,
    site: Sites = None,
    shown: Shown = None,
    json: AsJson = False,
) -> None:
    """Set roles, groups, sites or the name to sign with; what is not given stays."""
    given = {"roles": role, "groups": group, "sites": site, "shown": shown}
    change = {key: value for key, value in given.items() if value is not None}
    with opened(context.obj) as copilot:
        _tell(copilot.user("change", name, change), json=json)


def password(context: typer.Context, name: Name, *, piped: Piped = False, json: AsJson = False) -> None:
    """Set a new password, which ends all sessions of the user."""
    with opened(context.obj) as copilot:
        _tell(copilot.user("change", name, {"password": _password(name, piped=piped)}), json=json)


def disable(context: typer.Context, name: Name, *, json: AsJson = False) -> None:
    """Let a user in no more, and end all sessions."""
    with opened(context.obj) as copilot:
        _tell(copilot.user("change", name, {"disabled": True}), json=json)


def enable(context: typer.Context, name: Name, *, json: AsJson = False) -> None:
    """Let a disabled user in again."""
    with opened(context.obj) as copilot:
        _tell(copilot.user("change", name, {"disabled": False}), json=json)


def revoke(context: typer.Context, name: Name, *, key: Key = 0, json: AsJson = False) -> None:
    """End all sessions of a user, or take one key away."""
    with opened(context.obj) as copilot:
        _tell(copilot.user("revoke", name, {"key": key}), json=json)


def key(context: typer.Context, name: Name, *, label: Label = "", json: AsJson = False) -> None:
    """Make a key for a program that asks in a user's name; it is shown this once."""
    with opened(context.obj) as copilot:
        made = copilot.user("key", name, {"label": label})
    print_json(made) if json else show_users.key(made)


def keys(context: typer.Context, name: Name, *, json: AsJson = False) -> None:
    """List the keys of a user, without the keys themselves."""
    with opened(context.obj) as copilot:
        found = copilot.user("keys", name)
    print_json(found) if json else show_users.keys(found)


def link(context: typer.Context, name: Name, *, slack: Slack = None, teams: Teams = None, json: AsJson = False) -> None:
    """Say who a user is in Slack or Teams, so that the copilot knows there what the person may see and decide."""
    with opened(context.obj) as copilot:
        _tell(copilot.user("link", name, _channel_id(slack, teams)), json=json)


def unlink(
    context: typer.Context, name: Name, *, slack: Slack = None, teams: Teams = None, json: AsJson = False
) -> None:
    """Forget an id of a user in Slack or Teams."""
    with opened(context.obj) as copilot:
        _tell(copilot.user("unlink", name, _channel_id(slack, teams)), json=json)


def _channel_id(slack: str | None, teams: str | None) -> dict[str, Any]:
    given = {channel: external for channel, external in (("slack", slack), ("teams", teams)) if external}
    if len(given) != 1:
        raise WrongUse("Give one id of the user.", remedy="--slack U0123ABCD or --teams OBJECT-ID")
    channel, external = given.popitem()
    return {"channel": channel, "external": external}


def _tell(user: dict[str, Any], *, json: bool) -> None:
    print_json(user) if json else show_users.users({"users": [user]})


def _password(name: str, *, piped: bool) -> str:
    if piped:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True, err=True))
