"""The command that offers the copilot to other people's assistants: mcp."""

from __future__ import annotations

import gc
from typing import Annotated

import typer

from plant_copilot.settings import Settings

MCP = """[bold]Examples[/bold]

  plant-copilot mcp                     for an assistant that starts it
  plant-copilot mcp --drafts            the assistant may also leave drafts
  plant-copilot mcp --http --port 8010  on http://127.0.0.1:8010/mcp
  plant-copilot --home /srv/plant mcp

An assistant's settings name the command: "command": "plant-copilot",
"args": \\["mcp"], and for a person's rights "env": {"PLANT_MCP_KEY": "pck_…"}.
It goes through the server of the home while one runs. Tools read; drafts
have to be approved by a person in the copilot."""


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command(rich_help_panel="Server and installation", epilog=MCP)(mcp)


def mcp(
    context: typer.Context,
    *,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="Also offer the tools that leave drafts. They are off otherwise.")
    ] = False,
    http: Annotated[bool, typer.Option("--http", help="Listen for HTTP in place of stdin.")] = False,
    host: Annotated[str, typer.Option("--host", metavar="HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", min=0, max=65535, help="Port; 0 takes a free one.")
    ] = 8010,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="A name it may be called by, besides HOST.", show_default=False),
    ] = None,
) -> None:
    """Offer the copilot to other assistants by the Model Context Protocol."""
    gc.enable()
    settings = Settings.read(home=context.obj)
    if not http:
        from plant_ui.mcp.transports import serve_stdio

        serve_stdio(settings, drafts=drafts, key=settings.mcp_key)
        return
    from plant_ui.mcp.transports import bound, serve_http

    with bound(host, port) as listener:
        print(f"Assistants find it at http://{host}:{listener.getsockname()[1]}/mcp. Ctrl-C stops it.", flush=True)
        serve_http(settings, listener, drafts=drafts, names=(host, *(name or ())))
