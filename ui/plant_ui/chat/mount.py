"""The chat, mounted in a FastAPI application."""

from __future__ import annotations

from fastapi import FastAPI

from plant_copilot import Copilot
from plant_ui.chat.pages import page_routes

_mounted: list[Copilot] = []


def mount_chat(app: FastAPI, copilot: Copilot, *, path: str = "/chat") -> None:
    """Serve the chat of ``copilot`` and its page viewer under ``path``.

    ``app`` is that of the HTTP API, which serves pictures of whole pages and PDFs. Chainlit keeps its state in
    globals, so a process has one chat; a second call raises ``RuntimeError``.
    """
    if _mounted:
        raise RuntimeError("a process has one chat")
    _mounted.append(copilot)
    from plant_ui.chat.launch import import_chainlit

    import_chainlit(copilot.settings.home / "chat", path)
    from chainlit.config import config
    from chainlit.server import app as chainlit
    from chainlit.server import get_html_template

    from plant_ui.chat.conversation import Conversation
    from plant_ui.chat.data_layer import History
    from plant_ui.chat.guard import Guard
    from plant_ui.chat.index_page import at_home
    from plant_ui.chat.resuming import Resuming
    from plant_ui.chat.sockets import guard_sockets

    history = History(copilot.kept, path)
    config.code.data_layer = lambda: history
    conversation = Conversation(copilot, path)
    conversation.register()
    guard_sockets(copilot.kept, path)
    Resuming(copilot, history, conversation.offer).register()
    app.include_router(page_routes(copilot, path))
    app.mount(path, Guard(chainlit, at_home(get_html_template(path))))
