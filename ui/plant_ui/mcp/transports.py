"""How assistants reach the server: over its standard input and output, or over HTTP."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
from mcp.server.stdio import stdio_server

from plant_ui.errors import PortTaken
from plant_ui.mcp.home import Home
from plant_ui.mcp.server import build_server

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from plant_copilot.settings import Settings

_LOOK = 5.0  # seconds between looks whether the home is still needed


def serve_stdio(settings: Settings, *, drafts: bool, key: str) -> None:
    """Answer on stdin and stdout until stdin is closed. The log goes to stderr."""
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    home = Home(settings)
    try:
        anyio.run(_answer, home, drafts, key)
    finally:
        home.close()


async def _answer(home: Home, drafts: bool, key: str) -> None:  # noqa: FBT001 - anyio.run passes places, not names
    server = build_server(home, drafts=drafts, key=key)
    async with stdio_server() as (read, write), _looked_after(home):
        await server.run(read, write, server.create_initialization_options())


@asynccontextmanager
async def _looked_after(home: Home) -> AsyncIterator[None]:
    """Close the home whenever nobody needs it."""

    async def look() -> None:
        while True:
            await anyio.sleep(_LOOK)
            await anyio.to_thread.run_sync(home.close_if_idle)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(look)
        yield
        tasks.cancel_scope.cancel()


def http_app(home: Home, *, drafts: bool, names: tuple[str, ...] = ()) -> ASGIApp:
    """Return the application that answers on /mcp. Who asks proves it with a key, as for the HTTP API."""
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
    from starlette.applications import Starlette
    from starlette.routing import Route

    from plant_ui.api.guard import Guard
    from plant_ui.mcp.door import Door

    manager = StreamableHTTPSessionManager(build_server(home, drafts=drafts), json_response=True, stateless=True)

    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        async with manager.run(), _looked_after(home):
            yield

    app = Starlette(routes=[Route("/mcp", Door(manager.asgi_app, home))], lifespan=lifespan)
    app.add_middleware(Guard, names=names)
    return app


def bound(host: str, port: int) -> socket.socket:
    """Take the port. Raises ``PortTaken``."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        remedy = "Choose another one with --port, and give an address of this machine."
        raise PortTaken(f"Cannot listen on {host}:{port}: {str(error.strerror).lower()}.", remedy=remedy) from error


def serve_http(settings: Settings, listener: socket.socket, *, drafts: bool, names: tuple[str, ...] = ()) -> None:
    """Answer on ``listener`` until SIGINT or SIGTERM."""
    import uvicorn

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    home = Home(settings)
    config = uvicorn.Config(
        http_app(home, drafts=drafts, names=names), log_config=None, access_log=False, server_header=False
    )
    try:
        uvicorn.Server(config).run([listener])
    finally:
        home.close()
