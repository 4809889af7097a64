"""The command that starts the server: chat and HTTP API in one process."""

from __future__ import annotations

from typing import Annotated

import typer

from plant_copilot.settings import Settings

SERVE = """[bold]Examples[/bold]

  plant-copilot serve                   chat and API on http://127.0.0.1:8000
  plant-copilot serve --port 8080
  plant-copilot serve --host 0.0.0.0 --name copilot.plant.example

While it runs, the other commands go through it: they answer faster and
can be used at the same time. The API is described on /docs. Ctrl-C stops it."""


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command(rich_help_panel="Server and installation", epilog=SERVE)(serve)


def serve(
    context: typer.Context,
    *,
    host: Annotated[str, typer.Option("--host", metavar="HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", min=0, max=65535, help="Port; 0 takes a free one.")
    ] = 8000,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name", metavar="NAME", help="A name browsers may call it by, besides HOST.", show_default=False
        ),
    ] = None,
    chat: Annotated[bool, typer.Option("--chat/--no-chat", help="With the chat, or the HTTP API alone.")] = True,
) -> None:
    """Start the chat and the HTTP API."""
    from plant_ui.server.serve import Listening, serve_home

    serve_home(Settings.read(home=context.obj), Listening(host, port, tuple(name or ()), chat))
